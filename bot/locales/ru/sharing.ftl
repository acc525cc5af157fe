### Поделиться темами и расписанием, поделиться новостью.

command-share = Поделиться темами и расписанием по ссылке
button-share = Поделиться настройками
share-nothing =
    Делиться пока нечем: вы ни за чем не следите. { $chat ->
        [group] Добавьте тему: <code>/follow Китай</code>
       *[private] Напишите тему обычным сообщением, например: Китай
    }.
share =
    <b>Ссылка на ваш набор:</b>
    { $link }

    В ней:
    { $content }

    Кто её откроет, увидит этот список и сам решит, брать ли его. Кто вы, по ссылке не видно. Ссылка действует { $days ->
        [one] { $days } день
        [few] { $days } дня
        [many] { $days } дней
       *[other] { $days } дня
    }. Если набор изменится, дайте /share ещё раз: ссылка останется прежней.
share-more = { $count ->
    [one] и ещё { $count } тема
    [few] и ещё { $count } темы
    [many] и ещё { $count } тем
   *[other] и ещё { $count } темы
}
share-times = Сводка: { $schedule }
share-invitation = Мои темы новостей в «Сводке»: по этой ссылке их можно взять себе
share-offer =
    <b>С вами поделились набором:</b>
    { $content }

    Взять его? Темы добавятся к вашим.
share-own =
    Это ваша собственная ссылка. В ней:
    { $content }
share-unknown = Ссылка, по которой вы пришли, не действует: её отозвали, срок вышел, или в ней ошибка. Попросите прислать новую.
share-declined = Хорошо, ничего не изменилось.
share-taken = <b>Готово.</b> { $topics ->
        [one] Добавлена { $topics } тема
        [few] Добавлены { $topics } темы
        [many] Добавлено { $topics } тем
       *[other] Добавлено { $topics } темы
    }, уже были: { $known }.
share-refused = Не поместилось тем: { $count }. Уберите лишние (/topics) и откройте ссылку ещё раз.
share-withdrawn = Ссылка больше не действует. Новую даст /share.
button-share-send = Отправить в чат
button-share-withdraw = Отозвать ссылку
button-share-all = Взять темы и время
button-share-topics = Взять темы

inline-story =
    <a href="{ $url }">{ $headline }</a>
    { $summary }
    { $sources }
inline-story-short =
    <a href="{ $url }">{ $headline }</a>
    { $sources }
inline-about = { $sources } · { $summary }
