### Сводка: что читатель видит в ней, кроме самих новостей.

digest-title = Сводка на { $at } · { $day }
digest-missed = Бот не работал. Это одна сводка за { $span }.
digest-late = Выпуск на { $at } отправлен с опозданием: { $sent }.
digest-quiet = По вашим темам ничего нового.
digest-untitled = Без заголовка
digest-corrected = Заголовок исправлен. Было: «{ $was }»
digest-developing = Продолжение
digest-told = Уже было
digest-news = Новое: { $facts }
digest-more-sources = Развитие: +{ $count ->
    [one] { $count } источник
    [few] { $count } источника
   *[other] { $count } источников
}
digest-other-channels = и ещё { $channels ->
    [one] { $channels } канал
    [few] { $channels } канала
   *[other] { $channels } каналов
}
digest-other-sites-and-channels = и ещё { $sites ->
    [one] { $sites } сайт
    [few] { $sites } сайта
   *[other] { $sites } сайтов
} и { $channels ->
    [one] { $channels } канал
    [few] { $channels } канала
   *[other] { $channels } каналов
}
digest-recap = Пока вас не было · { $first } — { $last }
digest-brief = Ещё по вашим темам
digest-follow-up = Новое:
digest-silent = { $source } молчит { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[other] { $days } дней
}.
digest-corrected-mark = (исправлено)
digest-withdrawn-mark = (снято источником)
quiet-two-times = Напишите, с какого часа и до какого не беспокоить, например: <code>23:00–7:00</code>.
digest-breaking = Срочно по вашим темам

digest-main = Главное
digest-recap-shared = Главное · { $first } — { $last }
digest-brief-shared = Ещё
digest-quiet-shared = Новых сообщений нет.
digest-breaking-shared = Срочно

# Счёт сводки: за словами «на ваши темы» через двоеточие и запятые идёт всё, что с ними стало.
digest-account = { $articles ->
    [one] Прочитана { $articles } статья
    [few] Прочитаны { $articles } статьи
   *[other] Прочитано { $articles } статей
}, это { $stories ->
    [one] { $stories } сюжет
    [few] { $stories } сюжета
   *[other] { $stories } сюжетов
}. На ваши темы — { $topics }
digest-account-shared = { $articles ->
    [one] Прочитана { $articles } статья
    [few] Прочитаны { $articles } статьи
   *[other] Прочитано { $articles } статей
}, это { $stories ->
    [one] { $stories } сюжет
    [few] { $stories } сюжета
   *[other] { $stories } сюжетов
}. По темам сводки — { $topics }
digest-account-shown = здесь { $count }
digest-account-brief = кратко { $count }
digest-account-rest = не поместилось { $count }
digest-account-told = рассказано раньше { $count }
digest-account-hidden = скрыто вами { $count }
digest-account-hidden-shared = скрыто { $count }
digest-numbers = Цифры внизу: почему сюжет здесь, сохранить, скрыть.
digest-other-sources = и ещё { $count }
digest-account-all = все здесь
digest-continues = Что было раньше, { $day }:
digest-week = Неделя · { $first } — { $last }
digest-week-shared = Неделя · { $first } — { $last }
digest-outcome = Чем обернулось:
digest-missed-today = Что ещё было сегодня
