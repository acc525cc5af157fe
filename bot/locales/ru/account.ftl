### Сводка по просьбе, язык, пауза, данные, квитанции.

digest-coming = Собираю. Сводка придёт следующим сообщением.
digest-empty = Нового по вашим темам нет. Что было раньше: /catchup.
digest-no-topics =
    Вы пока ни за чем не следите. { $chat ->
        [group] Добавьте тему: <code>/follow Китай</code>
       *[private] Напишите тему обычным сообщением, например: Китай
    }.

language-choose = <b>Тіл · Язык · Language</b>
language-set = Буду писать по-русски.
language-unknown = Такого языка я не знаю. Выберите один из трёх.

paused = Пауза. Сводки не будут приходить, пока вы не напишете /resume. Темы и расписание сохраняются.
paused-until = Пауза. Сводки продолжатся сами: { $until }. Раньше — /resume.
pause-how-long = <b>На сколько приостановить?</b> Можно написать: <code>/pause 3 дня</code>, <code>/pause до 15.12</code>.
button-pause-1 = До завтра
button-pause-3 = На 3 дня
button-pause-7 = На неделю
button-pause-14 = На 2 недели
button-pause-always = Без срока
pause-bad = Не понимаю срок «{ $text }». Напишите, например: <code>/pause 3 дня</code> или <code>/pause до 15.12</code>.
pause-past = «{ $text }» уже наступило. Назовите день позже сегодняшнего.
pause-too-far = Так надолго паузу не ставлю: не больше года. Без срока — просто /pause.
resumed = Сводки снова приходят. Следующая — { $next }.
resumed-no-schedule = Пауза снята, но расписания нет, и сводки сами не придут. Выбрать время: /schedule.
not-paused = Паузы и не было. Следующая сводка — { $next }.

settings =
    <b>Настройки</b>
    Темы: { $topics }
    Сводка: { $schedule }
    Следующая: { $next }
    Часовой пояс: { $zone }
    Язык: { $language }
settings-no-schedule = без расписания
settings-paused = пауза
settings-paused-until = пауза, закончится: { $until }
settings-no-next = —

delete-ask =
    <b>Удалить всё, что я о вас помню?</b>
    Темы, исключения, сохранённое, расписание, все настройки и историю отправленных сводок. Вернуть это будет нельзя. Копию даст /export.
button-delete-yes = Да, удалить всё
delete-kept = Хорошо, всё осталось как было.
deleted =
    <b>Удалено.</b>
    { $topics ->
        [one] { $topics } тема
        [few] { $topics } темы
        [many] { $topics } тем
       *[other] { $topics } темы
    }, { $digests ->
        [one] { $digests } сводка
        [few] { $digests } сводки
        [many] { $digests } сводок
       *[other] { $digests } сводки
    }, { $parts ->
        [one] { $parts } сообщение
        [few] { $parts } сообщения
        [many] { $parts } сообщений
       *[other] { $parts } сообщения
    }, расписание, сохранённое и все настройки. О вас больше ничего не хранится. Начать заново: /start.
delete-nothing = Удалять нечего: о вас ничего не хранится.

deliveries-none = Сводок ещё не было. Получить первую сейчас: /digest.
deliveries =
    <b>Последние сводки</b>
    { $list }
receipt-slot = на { $slot }
receipt-asked = по вашей просьбе, { $slot }
receipt-breaking = срочное, { $slot }
receipt = • { $when }: { $stories ->
        [one] { $stories } сюжет
        [few] { $stories } сюжета
        [many] { $stories } сюжетов
       *[other] { $stories } сюжета
    }, { $state }
receipt-sent = отправлена в { $time }
receipt-waiting = отправляется, { $sent } из { $parts }
receipt-failed = не отправлено сообщений: { $failed } из { $parts }
receipt-empty = нового не было

export = Всё, что вы у меня настроили и сохранили: темы, исключения, расписание, вид сводки, сохранённые новости, свои источники. Чтобы вернуть это здесь или в другом чате, дайте команду /import и пришлите этот файл.
import-how =
    { $chat ->
        [group] Пришлите в ответ на это сообщение файл, который дала команда /export
       *[private] Пришлите файл, который дала команда /export
    }. Сначала я скажу, что в нём есть, и спрошу, что взять.

thread-set = Сводки будут приходить в эту тему форума.
thread-none = Сводки будут приходить в общий чат. Чтобы они приходили в тему форума, дайте команду /thread в ней.
thread-private = Эта команда нужна в группе с темами: она выбирает, в какую из них присылать сводки.
thread-closed = Тема форума, куда шли сводки, закрыта или удалена. Пока она закрыта, они приходят сюда. Выбрать другую: команда /thread в ней.
thread-closed-topics = Тема форума закрыта или удалена. Пока она закрыта, новости приходят сюда: { $topics }. Выбрать другую: команда /topics в ней.
