### Барлық бөлімге ортақ сөздер мен командалардың сипаттамасы.

day-today = бүгін
day-tomorrow = ертең
moment = { $day }, { $time }

language-name = Қазақша

command-start = Бастау: тақырып пен уақыт таңдау
command-topics = Менің тақырыптарым
command-follow = Тақырыпты бақылау: /follow Қытай
command-unfollow = Тақырыпты бақылауды тоқтату
command-digest = Шолуды дәл қазір алу
command-search = Жаңалықты сөз бойынша іздеу
command-why = Жаңалық неге келді немесе келмеді
command-preview = Келесі шолуда не болады
command-catchup = Соңғы күндердің бастысы
command-schedule = Шолу қай уақытта келсін
command-timezone = Уақыт белдеуі: қала немесе геолокация
command-language = Тіл · Язык · Language
command-deliveries = Соңғы шолулар: қашан, не жіберілді
command-settings = Барлық баптау
command-pause = Шолуды уақытша тоқтату
command-resume = Шолуды қайта бастау
command-thread = Топта: шолуды осы форум тармағына жіберу
command-export = Баптауымды файлмен алу
command-import = Баптауды файлдан қайтару
command-delete = Деректерімді өшіру
command-help = Бот қалай жұмыс істейді

button-done = Дайын
button-back = ‹ Артқа
button-cancel = Болдырмау
button-topics = Тақырыптар
button-schedule = Кесте
button-timezone = Уақыт белдеуі
button-language = Тіл
button-digest = Шолуды қазір алу
button-deliveries = Соңғы шолулар
button-preview = Шолуда не болады
button-catchup = Соңғы күндер
button-settings = Баптау
button-pause = Үзіліс
button-resume = Қайта бастау
button-export = Баптау файлы
button-delete = Деректі өшіру
button-help = Анықтама

help =
    <b>Svodka</b> жаңалық сайттарын оқып, бір оқиға туралы жарияланымдарды бір жерге жинайды да, өзіңіз таңдаған уақытта бәрін бір хабарламамен жібереді.

    Тақырыпты жай ғана жазып жіберіңіз, мысалы: <code>Ұлттық банк</code>, <code>Алматы облысы</code>. Сөздің жалғауына қарамай тауып аламын. Дәлірек те жазуға болады: <code>банк OR (мөлшерлеме AND Ұлттық) NOT спорт</code>, <code>"нақты тіркес"</code>, <code>source:zakon.kz</code>.

    { $commands }
help-command = /{ $name } — { $description }
help-group = Топта баптауды тек әкімшілер өзгерте алады. Қарапайым хабарламаларды оқымаймын, оларға жауап бермеймін.

unknown-command = Мұндай команда жоқ. Барлық команданы /help ішінен көріңіз.
unknown-button = Бұл ескі хабарламаның батырмасы, ол енді жұмыс істемейді. /settings ашыңыз.
button-done-already = Бұл әлдеқашан жасалған.
not-text = Мұндайды түсінбеймін. Тақырыпты сөзбен жазыңыз, мысалы: Қытай. Жаңалыққа сілтеме, геолокация, /export берген файл не OPML жіберсеңіз де болады.
queue-full = Сіз мен жауап беріп үлгергеннен көп жаздыңыз. Алдымен бұрын келгеніне жауап беремін; қалғанын сәл кейінірек қайта жіберіңіз.
trouble = Ақау сізден емес, менен шықты. Ештеңе жоғалған жоқ, қате жазылып алынды. Бір минуттан кейін қайталап көріңіз.
admins-only = Бұл чатта баптауды тек әкімшілер өзгерте алады.

group-welcome = Сәлеметсіздер ме! Мен осы чатқа таңдалған тақырыптар бойынша, таңдалған уақытта жаңалықтар шолуын жіберемін. Мені әкімшілер баптайды: /start.
