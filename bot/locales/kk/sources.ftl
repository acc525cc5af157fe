### Дереккөздер: тізім, қосу, жай-күйі, иесінің шешімі.

command-sources = Дереккөздер: не оқимын, өзіңіздікін қосу
button-sources = Дереккөздер

sources-list =
    <b>{ $count ->
        [one] { $count } дереккөзді оқимын
       *[other] { $count } дереккөзді оқимын
    }:</b>
    { $list }
sources-row = • { $title }
sources-row-bad = • { $title } — <i>{ $health }</i>
sources-more = … және тағы { $count }.
sources-how = Сайт, таспа не ашық Telegram арнасын қосу үшін мекенжайын немесе <code>@атауын</code> жіберіңіз, арнадағы жазбаны қайта жіберсеңіз де болады: <code>/sources https://…</code>. Басқа оқырман бағдарламасының OPML файлы да жарайды.
sources-closed = Дереккөздерді бот иесі таңдайды.
button-opml = Тізімді OPML файлымен алу

sources-looking = { $address } сайтынан не оқуға болатынын қарап жатырмын…
sources-looking-several = Мына мекенжайлардан не оқуға болатынын қарап жатырмын: { $count }…
sources-several = <b>Қаралған мекенжай: { $count }</b>
sources-several-found = { $number }. <b>{ $title }</b>, таспадағы мақала: { $count }. <code>{ $url }</code>
sources-several-not = { $number }. { $why }
sources-several-cut = Бір жолы { $count } мекенжайдан артық қарамаймын. Қалғанын қайта жіберіңіз.
sources-several-added = Дайын.
button-add-one = Қосу: { $title }
button-add-all = Бәрін қосу ({ $count })
sources-busy = Қазір мұндай өтініш тым көп. Мекенжайды бір минуттан кейін қайта жіберіңіз.
sources-no-address = «{ $text }» ішінен мекенжай таппадым. Мысалы, былай жіберіңіз: <code>/sources https://egemen.kz</code>.
sources-found =
    <b>{ $title }</b>
    <code>{ $url }</code>
    { $count ->
        [one] Таспада { $count } мақала бар:
       *[other] Таспада { $count } мақала бар, соңғылары:
    }
sources-channel-found =
    <b>{ $title }</b>
    <code>{ $url }</code>
    Осы арнаны оқиын ба? Соңғы жазбалары:
sources-namesake = ⚠️ Мен оқитын «<b>{ $title }</b>» дереккөзінің де атауы осындай. Бұл басқа арна: @ белгісінен кейінгі атауын тексеріңіз.
button-read-channel = Оқу
sources-item = • <a href="{ $url }">{ $title }</a>
sources-item-dated = • <a href="{ $url }">{ $title }</a> — { $when }
sources-undated = Бұл таспадағы мақалалардың күні көрсетілмеген: уақытын беттің өзінен аламын.
sources-others =
    Сайтта басқа таспалар да бар. Солардың бірі керек болса, мекенжайын жіберіңіз:
    { $list }
sources-other = <code>{ $url }</code>
sources-needs-approval = Жаңа дереккөзді бот иесі растайды.
button-add-source = Қосу
sources-added = «<b>{ $title }</b>» қосылды. Алғашқы мақалаларын бірнеше минутта оқимын.
sources-proposed = «<b>{ $title }</b>» бот иесіне жіберілді. Шешімін өзім хабарлаймын.
sources-cancelled = Жарайды, қоспаймын.

sources-known = Мұны онсыз да оқимын: «<b>{ $title }</b>».
sources-not-found = { $address } сайтынан жаңалық таспасы да, мақалалар картасы да табылмады. RSS таспасы болса, соның нақты мекенжайын жіберіңіз.
sources-unreachable = { $address }: { $health }. Ештеңе қосылмады.
sources-not-password = Мекенжайда аты мен құпиясөз тұр, ондай мекенжайларды ашпаймын. Оларсыз жіберіңіз, ал құпиясөз шын болса, ауыстырып қойыңыз.
sources-not-closed = Мұнда дереккөзді тек бот иесі қосады.
sources-not-waits = Бұл дереккөз ұсынылып қойған, бот иесінің шешімін күтіп тұр.
sources-not-refused = Бұл дереккөзден бот иесі бұрын бас тартқан.
sources-not-too-many = Бұдан артық дереккөз қосуға болмайды: шегіне жетті.
sources-not-gone = Бұл іздеу ескірді. Мекенжайды қайта жіберіңіз.

sources-proposal =
    <b>Оқырман дереккөз ұсынды</b>
    { $title }
    <code>{ $url }</code>
button-approve = Оқу
button-refuse = Бас тарту
sources-operator-only = Мұны тек бот иесі шешеді.
sources-approved =
    Оқимын: <b>{ $title }</b>
    <code>{ $url }</code>
sources-refused =
    Қабылданбады: <b>{ $title }</b>
    <code>{ $url }</code>
sources-approved-reader = «<b>{ $title }</b>» дереккөздерге қосылды, рақмет.
sources-refused-reader = Бот иесі «<b>{ $title }</b>» дереккөзін қоспауды шешті.
sources-proposals =
    <b>Оқырман ұсынған дереккөз: { $count }</b>
    { $list }
sources-proposals-row =
    { $number }. { $title }
    <code>{ $url }</code>
sources-proposals-more = Тағы { $count }: мыналарды шешкен соң осында көрінеді.
sources-proposals-done = Бірге ұсынылған дереккөздердің бәрі шешілді.
sources-decided = Шешілді: { $count }
button-approve-one = { $number } оқу
button-refuse-one = { $number } қабылдамау
button-approve-all = Бәрін оқу ({ $count })
button-refuse-all = Бәрін қабылдамау ({ $count })
sources-approved-reader-many = Дереккөздер қосылды: { $title }. Рақмет.
sources-refused-reader-many = Бот иесі мына дереккөздерді қоспауды шешті: { $title }.

opml-too-large = Файл тым үлкен: { $limit } МБ-тан аспауы керек.
opml-unreadable = Бұл OPML файлы емес: таспалар тізімін оқи алмадым. Ештеңе өзгерген жоқ.
opml-added = { $count ->
    [0] Файлда жаңа дереккөз жоқ.
    [one] { $count } дереккөз қосылды. Қалай жауап беретіні жақында /sources ішінде көрінеді.
   *[other] { $count } дереккөз қосылды. Қалай жауап беретіні жақында /sources ішінде көрінеді.
}
opml-proposed = { $count ->
    [0] Файлда жаңа дереккөз жоқ.
    [one] { $count } дереккөз бот иесіне жіберілді.
   *[other] { $count } дереккөз бот иесіне жіберілді.
}
opml-known = Бұрыннан оқылады не шешіліп қойған: { $count }.
opml-unusable = Жарамсыз мекенжай: { $count }.
opml-too-many = Шектен артылғаны: { $count }.
opml-export = Мен оқитын барлық таспа. Бұл файлды кез келген таспа оқырманы түсінеді.

health-news =
    <b>Дереккөздерде не өзгерді</b>
    { $list }
health-recovered = ✓ <b>{ $source }</b> қайтадан оқылады: { $url }
health-worse = ✗ <b>{ $source }</b>: { $health }. { $url } { $detail }

health-new = әлі оқылған жоқ
health-ok = оқылады
health-silent = { $days ->
    [one] { $days } күннен бері үнсіз
   *[other] { $days } күннен бері үнсіз
}
health-stale = әдеттегіден ұзақ үнсіз
health-forbidden = сайт мені кіргізбейді
health-missing = бет енді жоқ
health-busy = сайт сирегірек келуді сұрайды
health-failing = сайтта қате бар
health-unreachable = сайт қолжетімсіз
health-insecure = сайттың сертификаты жарамсыз
health-slow = сайт уақытында жауап бермейді
health-robots = сайт роботтардың оқымауын сұрайды
health-too-large = бет тым үлкен
health-redirects = мекенжай шеңбер бойымен айналып тұр немесе ашық интернетке апармайды
health-html = таспаның орнына кәдімгі бет келеді
health-unreadable = таспаны оқу мүмкін емес
health-empty = таспа бос
health-undated = жаңалықтардың күні жоқ
health-changed = сайт өзгерген: мақалалары оқылмайды
health-mended = сайт өзгерген: мақалалары жалпы тәсілмен оқылады
health-no-preview = иесі арнаны браузерде көруді өшіріп қойған, ал онсыз оқу мүмкін емес
health-no-channel = мұндай ашық арна жоқ: ол жабылған, өшірілген немесе атауы өзгерген
health-members-only = бұл жабық арна, оны тек мүшелері көреді
health-wordless = соңғы жазбаларында мәтін жоқ
health-replaced = бұл атаумен қазір басқа арна тұр

update-set-aside = <code>{ $id }</code> нөмірлі хабарлама ботты екі рет тоқтатты. Бот оны енді қайта өңдемейді; ол дерекқорда сақтаулы.

sources-added-private = «<b>{ $title }</b>» дереккөзін тек сіз үшін оқимын: оны басқалар көрмейді. Алғашқы мақалаларды бірнеше минутта оқимын.
sources-dropped = Алып тастадым.
sources-offered = Бот иесіне «<b>{ $title }</b>» дереккөзін бәріне оқуды ұсындым. Ол сізде қалай болса да қалады.
button-offer-to-all = Бәріне ұсыну
opml-added-private =
    Сіз үшін { $count } дереккөз қосылды. Оларды басқалар көрмейді. Алғашқы мақалаларды бірнеше минутта оқимын.
