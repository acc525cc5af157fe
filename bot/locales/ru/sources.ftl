### Источники: список, добавление, состояние, слово оператора.

command-sources = Источники: что я читаю, добавить свой
button-sources = Источники

sources-list =
    <b>{ $count ->
        [one] Читаю { $count } источник
        [few] Читаю { $count } источника
        [many] Читаю { $count } источников
       *[other] Читаю { $count } источника
    }:</b>
    { $list }
sources-row = • { $title }
sources-row-bad = • { $title } — <i>{ $health }</i>
sources-more = … и ещё { $count }.
sources-how = Чтобы добавить сайт, ленту или открытый канал Telegram, пришлите адрес или <code>@имя</code>, а из канала можно переслать запись: <code>/sources https://…</code>. Можно прислать и файл OPML из другой читалки.
sources-closed = Список источников составляет владелец бота.
button-opml = Список файлом OPML

sources-looking = Смотрю, что можно читать на { $address }…
sources-looking-several = Смотрю, что можно читать по этим адресам: { $count }…
sources-several = <b>Адресов посмотрел: { $count }</b>
sources-several-found = { $number }. <b>{ $title }</b>, статей в ленте: { $count }. <code>{ $url }</code>
sources-several-not = { $number }. { $why }
sources-several-cut = За раз смотрю не больше { $count } адресов. Остальные пришлите ещё раз.
sources-several-added = Готово.
button-add-one = Добавить: { $title }
button-add-all = Добавить все ({ $count })
sources-busy = Сейчас слишком много таких просьб. Пришлите адрес ещё раз через минуту.
sources-no-address = Не вижу адреса в «{ $text }». Пришлите, например: <code>/sources https://tengrinews.kz</code>.
sources-found =
    <b>{ $title }</b>
    <code>{ $url }</code>
    { $count ->
        [one] В ленте { $count } статья:
        [few] В ленте { $count } статьи, последние:
        [many] В ленте { $count } статей, последние:
       *[other] В ленте { $count } статьи, последние:
    }
sources-channel-found =
    <b>{ $title }</b>
    <code>{ $url }</code>
    Читать этот канал? Последние записи:
sources-namesake = ⚠️ Так же называется «<b>{ $title }</b>», который я читаю. Это другой канал: сверьте имя после @.
button-read-channel = Читать
sources-item = • <a href="{ $url }">{ $title }</a>
sources-item-dated = • <a href="{ $url }">{ $title }</a> — { $when }
sources-undated = У статей в этой ленте нет дат: время я возьму с самих страниц.
sources-others =
    На сайте есть и другие ленты; если нужна одна из них, пришлите её адрес:
    { $list }
sources-other = <code>{ $url }</code>
sources-needs-approval = Новые источники подтверждает владелец бота.
button-add-source = Добавить
sources-added = Добавлен источник «<b>{ $title }</b>». Первые статьи прочитаю в ближайшие минуты.
sources-proposed = Передал владельцу бота: «<b>{ $title }</b>». Когда он решит, я напишу.
sources-cancelled = Хорошо, не добавляю.

sources-known = Это я уже читаю: «<b>{ $title }</b>».
sources-not-found = На { $address } не нашлось ни ленты новостей, ни карты сайта со статьями. Если у сайта есть лента RSS, пришлите её точный адрес.
sources-unreachable = { $address }: { $health }. Ничего не добавлено.
sources-not-password = В адресе стоят имя и пароль, такие адреса я не открываю. Пришлите адрес без них и смените пароль, если он был настоящий.
sources-not-closed = Источники здесь добавляет только владелец бота.
sources-not-waits = Этот источник уже предложен и ждёт слова владельца бота.
sources-not-refused = Этот источник владелец бота уже отклонил.
sources-not-too-many = Больше источников добавить нельзя: предел достигнут.
sources-not-gone = Этот поиск устарел. Пришлите адрес ещё раз.

sources-proposal =
    <b>Читатель предлагает источник</b>
    { $title }
    <code>{ $url }</code>
button-approve = Читать
button-refuse = Отклонить
sources-operator-only = Это решает только владелец бота.
sources-approved =
    Читаю: <b>{ $title }</b>
    <code>{ $url }</code>
sources-refused =
    Отклонено: <b>{ $title }</b>
    <code>{ $url }</code>
sources-approved-reader = Источник «<b>{ $title }</b>» добавлен, спасибо.
sources-refused-reader = Источник «<b>{ $title }</b>» владелец бота решил не добавлять.
sources-proposals =
    <b>Читатель предлагает источники: { $count }</b>
    { $list }
sources-proposals-row =
    { $number }. { $title }
    <code>{ $url }</code>
sources-proposals-more = И ещё { $count }: появятся здесь, когда решите эти.
sources-proposals-done = Все предложенные вместе источники решены.
sources-decided = Решено: { $count }
button-approve-one = Читать { $number }
button-refuse-one = Отклонить { $number }
button-approve-all = Читать все ({ $count })
button-refuse-all = Отклонить все ({ $count })
sources-approved-reader-many = Добавлены источники: { $title }. Спасибо.
sources-refused-reader-many = Эти источники владелец бота решил не добавлять: { $title }.

opml-too-large = Файл слишком большой: беру не больше { $limit } МБ.
opml-unreadable = Это не файл OPML: список лент прочитать не удалось. Ничего не изменилось.
opml-added = { $count ->
    [0] Новых источников в файле нет.
    [one] Добавлен { $count } источник. Как он отвечает, скоро будет видно в /sources.
    [few] Добавлены { $count } источника. Как они отвечают, скоро будет видно в /sources.
    [many] Добавлено { $count } источников. Как они отвечают, скоро будет видно в /sources.
   *[other] Добавлено { $count } источника. Как они отвечают, скоро будет видно в /sources.
}
opml-proposed = { $count ->
    [0] Новых источников в файле нет.
    [one] Передал владельцу бота { $count } источник.
    [few] Передал владельцу бота { $count } источника.
    [many] Передал владельцу бота { $count } источников.
   *[other] Передал владельцу бота { $count } источника.
}
opml-known = Уже читаю или уже решено: { $count }.
opml-unusable = Непригодных адресов: { $count }.
opml-too-many = Не поместилось в предел: { $count }.
opml-export = Все ленты, которые я читаю. Файл понимает любая программа для чтения лент.

health-news =
    <b>Источники: что изменилось</b>
    { $list }
health-recovered = ✓ <b>{ $source }</b> снова читается: { $url }
health-worse = ✗ <b>{ $source }</b>: { $health }. { $url } { $detail }

health-new = ещё не читал
health-ok = читается
health-silent = молчит { $days ->
    [one] { $days } день
    [few] { $days } дня
    [many] { $days } дней
   *[other] { $days } дня
}
health-stale = молчит дольше обычного
health-forbidden = сайт меня не пускает
health-missing = страницы больше нет
health-busy = сайт просит приходить реже
health-failing = на сайте ошибка
health-unreachable = сайт недоступен
health-insecure = у сайта неверный сертификат
health-slow = сайт не отвечает вовремя
health-robots = сайт просит роботов не читать
health-too-large = страница слишком большая
health-redirects = адрес ведёт по кругу или не в открытый интернет
health-html = вместо ленты приходит обычная страница
health-unreadable = лента не читается
health-empty = лента пуста
health-undated = у новостей нет дат
health-changed = сайт изменился: статьи не читаются
health-mended = сайт изменился: статьи читаются общим способом
health-no-preview = владелец отключил просмотр канала в браузере, а иначе прочесть его нельзя
health-no-channel = открытого канала с таким именем нет: он закрыт, удалён или переименован
health-members-only = это закрытый канал, его видят только участники
health-wordless = в последних записях нет текста
health-replaced = под этим именем теперь другой канал

update-set-aside = Сообщение с номером <code>{ $id }</code> дважды останавливало бота. Больше он за него не берётся; оно сохранено в базе.

sources-added-private = Источник «<b>{ $title }</b>» читаю для вас одного: другие его не видят. Первые статьи прочитаю в ближайшие минуты.
sources-dropped = Убрал.
sources-offered = Предложил владельцу бота читать «<b>{ $title }</b>» для всех. У вас он останется в любом случае.
button-offer-to-all = Предложить для всех
opml-added-private =
    Добавлено для вас: { $count ->
        [one] { $count } источник
        [few] { $count } источника
        [many] { $count } источников
       *[other] { $count } источника
    }. Другие их не видят. Первые статьи прочитаю в ближайшие минуты.
