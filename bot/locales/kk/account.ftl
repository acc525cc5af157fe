### Сұраныс бойынша шолу, тіл, үзіліс, деректер, жеткізу тізімі.

digest-coming = Жинап жатырмын. Шолу келесі хабарламамен келеді.
digest-empty = Тақырыптарыңыз бойынша жаңалық жоқ.
digest-no-topics = Сіз әзірге ештеңе бақыламайсыз. Тақырыпты жай ғана жазып жіберіңіз, мысалы: Қытай.

language-choose = <b>Тіл · Язык · Language</b>
language-set = Енді қазақша жазамын.
language-unknown = Мұндай тілді білмеймін. Үшеуінің бірін таңдаңыз.

paused = Үзіліс. /resume деп жазғанша шолу келмейді. Тақырыптар мен кесте сақталады.
paused-until = Үзіліс { $until } күніне дейін. Содан соң шолу өзі келе бастайды. Ертерек керек болса — /resume.
pause-how-long = <b>Қанша уақытқа тоқтатамыз?</b> Былай жазуға болады: <code>/pause 3 күн</code>, <code>/pause 15.12 дейін</code>.
button-pause-1 = Ертеңге дейін
button-pause-3 = 3 күнге
button-pause-7 = Бір аптаға
button-pause-14 = 2 аптаға
button-pause-always = Мерзімсіз
pause-bad = «{ $text }» мерзімін түсінбедім. Былай жазыңыз: <code>/pause 3 күн</code> немесе <code>/pause 15.12 дейін</code>.
pause-past = { $text } өтіп кетті немесе келіп қойды. Кейінірек күнді айтыңыз.
pause-too-far = Бір жылдан артыққа тоқтатпаймын. Мерзімсіз керек болса — жай ғана /pause.
resumed = Шолу қайтадан келеді. Келесісі — { $next }.
resumed-no-schedule = Үзіліс аяқталды, бірақ кесте жоқ: /schedule.
not-paused = Үзіліс болған жоқ. Келесі шолу — { $next }.

settings =
    <b>Баптау</b>
    Тақырыптар: { $topics }
    Шолу уақыты: { $schedule }
    Келесісі: { $next }
    Уақыт белдеуі: { $zone }
    Тіл: { $language }
settings-no-schedule = кесте жоқ
settings-paused = үзіліс
settings-paused-until = { $until } дейін үзіліс
settings-no-next = —

delete-ask =
    <b>Сіз туралы сақталғанның бәрін өшірейін бе?</b>
    Тақырыптар, кесте, уақыт белдеуі, тіл, жіберілген шолулар тарихы. Оларды қайтару мүмкін болмайды.
button-delete-yes = Иә, бәрін өшіру
delete-kept = Жарайды, бәрі орнында қалды.
deleted =
    <b>Өшірілді.</b>
    { $topics ->
        [one] { $topics } тақырып
       *[other] { $topics } тақырып
    }, { $digests ->
        [one] { $digests } шолу
       *[other] { $digests } шолу
    }, { $parts ->
        [one] { $parts } хабарлама
       *[other] { $parts } хабарлама
    }, кесте, уақыт белдеуі және тіл. Сіз туралы енді ештеңе сақталмайды. Қайта бастау: /start.
delete-nothing = Өшіретін ештеңе жоқ: сіз туралы ештеңе сақталмаған.

deliveries-none = Әзірге шолу болған жоқ.
deliveries =
    <b>Соңғы шолулар</b>
    { $list }
receipt-slot = { $slot } уақытына
receipt-asked = өтінішіңіз бойынша, { $slot }
receipt = • { $when }: { $stories ->
        [one] { $stories } оқиға
       *[other] { $stories } оқиға
    }, { $state }
receipt-sent = { $time } жіберілді
receipt-waiting = жіберіліп жатыр: { $parts } хабарламадан { $sent }
receipt-failed = жіберілмеген хабарлама: { $parts } ішінен { $failed }
receipt-empty = жаңалық болған жоқ

export = Тақырыптарыңыз, кестеңіз, уақыт белдеуі мен тіліңіз. Осында не басқа чатта қайтару үшін осы файлды жіберіңіз.
import-how = /export командасы берген файлды жіберіңіз. Ондағы тақырыптар сіздікіне қосылады, кесте, белдеу және тіл ауыстырылады.
import-unreadable = Бұл /export берген баптау файлына ұқсамайды. Ештеңе өзгерген жоқ.
imported = <b>Дайын.</b> { $topics ->
        [one] { $topics } тақырып қосылды
       *[other] { $topics } тақырып қосылды
    }, бұрыннан бары: { $known }. Кесте, белдеу және тіл файлдан алынды.
import-refused = Қосылмағаны ({ $count }): { $topics }.
