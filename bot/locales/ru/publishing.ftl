### Что публикует группа или канал: вид, редакторы, журнал изменений.

command-signature = Подпись под сводкой: /signature Новости города
button-publication = Публикация
button-appearance = Оформление
button-signature = Подпись
button-changes = Журнал
button-proposal = Ждёт вас
button-more = Ещё
button-invitation = Такую же лично мне
settings-more = <b>Остальные настройки канала</b>
publication = <b>Что публиковать</b>
publication-main = Главное за день, о чём бы оно ни было: { $on ->
        [on] да
       *[off] нет
    }
publication-in = Новости на языках: { $languages }
publication-editors = Сначала администраторам, публиковать по кнопке: { $on ->
        [on] да
       *[off] нет
    }
appearance = <b>Как выглядит сводка</b>
appearance-signature = Подпись: { $signature }
appearance-unsigned = нет
appearance-footer = Отчёт о прочитанном в конце: { $on ->
        [on] да
       *[off] нет
    }
appearance-sound = Звук: { $sound ->
       *[on] всегда
        [night] тихо с 22 до 8
        [off] всегда тихо
    }
button-sound = { $sound ->
       *[on] Со звуком
        [night] Ночью тихо
        [off] Без звука
    }
button-publish-main = Главное
button-publish-footer = Отчёт
button-publish-pinned = Закреплять
button-publish-invite = Кнопка «лично мне»
button-publish-editors = Сначала показать мне
signature-now =
    Подпись под сводкой: { $signature }
    Другая: <code>/signature Новости города</code>. Убрать: <code>/signature нет</code>.
signature-how = Подпись — последняя строка каждой сводки: название, @имя канала, адрес. Напишите: <code>/signature Новости города, @gorod</code>.
signature-set = Теперь каждая сводка кончается строкой: { $signature }
signature-none = Подписи под сводкой больше нет.
signature-too-long = Подпись длинна: { $length } знаков, а помещается { $limit }.
pin-refused = Закреплять сводки в «{ $title }» не получается: у бота нет такого права. Сводки приходят, но больше не закрепляются. Дайте право закреплять и включите это снова: /settings, «Публикация», «Оформление».
changes =
    <b>Кто что менял</b>
    { $list }
changes-none = Пока никто ничего не менял.
changes-nobody = администратор
changes-row = • { $when }, { $who }: { $what }
change-topic = тема «{ $detail }» добавлена
change-untopic = тема «{ $detail }» убрана
change-muted = скрыто: { $detail }
change-unmuted = больше не скрыто: { $detail }
change-importance = изменена важность темы «{ $detail }»
change-schedule = расписание: { $detail }
change-unschedule = расписание убрано
change-zone = часовой пояс: { $detail }
change-language = язык сводки: { $detail }
change-holidays = изменены праздники
change-thread = изменена тема форума для сводок
change-pause = пауза
change-resume = пауза снята
change-main = главное за день: { $detail ->
        [on] включено
       *[off] выключено
    }
change-footer = отчёт о прочитанном: { $detail ->
        [on] включён
       *[off] выключен
    }
change-pinned = закрепление: { $detail ->
        [on] включено
       *[off] выключено
    }
change-invite = кнопка «лично мне»: { $detail ->
        [on] включена
       *[off] выключена
    }
change-editors = показывать сначала администраторам: { $detail ->
        [on] включено
       *[off] выключено
    }
change-sound = изменён звук
change-signature = подпись: { $detail }
change-languages = языки новостей: { $detail }
change-quiet = изменены тихие часы
change-preferences = изменён вид сводки
change-source = источник добавлен: { $detail }
change-unsource = источник убран: { $detail }
change-posted = сводка опубликована { $detail }
change-post-empty = публиковать уже было нечего
change-declined = сводка не опубликована { $detail }
change-pin-refused = закрепление выключено: нет права
proposal-slot = «{ $title }»: сводка на { $at } ждёт вас
proposal-asked = «{ $title }»: сводка ждёт вас
proposal-hint = Пока вы не нажмёте, в канале её нет. Следующая займёт её место.
proposal-edit = ▸ — сюжет, к которому относятся кнопки.
proposal-none = Ни одна сводка сейчас не ждёт.
proposal-gone = Эта сводка больше не ждёт: её место заняла новая. Ничего не изменено.
proposal-not-yours = Канал «{ $title }» вы больше не администрируете или меня в нём нет. Ничего не изменено.
proposal-empty = Убраны все сюжеты: публиковать нечего.
proposal-changed = Пока вы смотрели, сводку изменил другой администратор. Вот она теперь: посмотрите и нажмите ещё раз.
proposal-declined = «{ $title }»: сводка не опубликована. Её сюжеты придут со следующей.
button-proposal-post = Опубликовать
button-proposal-edit = Править
button-proposal-show = Показать
button-proposal-decline = Не публиковать
button-proposal-previous = ‹
button-proposal-next = ›
button-proposal-up = ▲ Выше
button-proposal-down = ▼ Ниже
button-proposal-drop = ✕ Убрать
button-proposal-restore = ↩ Вернуть
button-proposal-done = Готово
proposal-posted =
    «{ $title }»: сводка опубликована. Кто: { $by }, { $at }. { $stories ->
        [one] { $stories } сюжет
        [few] { $stories } сюжета
        [many] { $stories } сюжетов
       *[other] { $stories } сюжета
    }.
share-main-taken = И главное за день. Отключить: /settings, «Публикация».
receipt-unposted = не опубликована
