### Іздеу, түсіндірме, қайталау.

search-what = Не іздейміз? Командадан кейін жазыңыз: <code>/search Қытай</code>.
search-found =
    { $count ->
        [0] 30 күн ішінде «<b>{ $topic }</b>» бойынша ештеңе жоқ. «Бақылау» батырмасын басыңыз: шыққанда жазамын.
        [one] 30 күн ішінде «<b>{ $topic }</b>» бойынша { $count } оқиға табылды.
       *[other] 30 күн ішінде «<b>{ $topic }</b>» бойынша { $count } оқиға табылды, алдымен жаңасы:
    }
search-partly = Тек ең соңғы мақалалар қаралды ({ $count }): сөздер тым жалпы. Тағы бір сөз қосыңыз, сонда әрірек қараймын.

why-what = Қай жаңалық туралы? Сілтемесін жіберіңіз: <code>/why https://…</code>.
why-not-read = Бұл бетті оқымадым: ондай басылым дереккөздерімнің арасында жоқ немесе мақала әлі жеткен жоқ.
why-story = <b>Оқиға:</b> <a href="{ $url }">{ $headline }</a>
why-sources = { $count ->
        [one] { $count } дереккөз
       *[other] { $count } дереккөз
    } бір оқиғаға біріктірілді: { $sources }.
why-sites-and-channels = Бұл туралы { $sites } сайт пен { $channels } арна айтты: { $sources }.
why-match = «<b>{ $topic }</b>» тақырыбы: «{ $form }» { $place } табылды.
why-no-match = Мұнда тақырыптарыңыздың ешқайсысы табылмады.
why-told = Айтылған уақыты: { $when }.
why-withdrawn = Дереккөз бұл материалды алып тастаған: оны енді оқу мүмкін емес.
why-untold-no-match = Сондықтан шолуға кірмеді. Кіруі үшін тақырып қосыңыз: /follow Қытай.
why-untold-no-schedule = Әлі айтылған жоқ: кесте жоқ немесе үзіліс қойылған. Уақыт таңдау: /schedule, үзілісті аяқтау: /resume.
why-untold = Әлі айтылған жоқ. Келесі шолу — { $next }.
place-title = тақырыпаттан
place-lead = бірінші абзацтан
place-text = мәтіннен
place-tag = тегтерден
place-source = дереккөз бойынша
place-language = мақала тілі бойынша

preview-empty = Келесі шолуға әзірге ештеңе жиналған жоқ.
preview-note = Бұл алдын ала көрініс қана: кестедегі шолуда бұл оқиғалар жаңа болып келеді.
catchup-how-long = <b>Неше күннің бастысы керек?</b> Былай жазуға болады: <code>/catchup 3</code>.
catchup-bad = «{ $text }» мерзімін түсінбедім. 1 мен 7 аралығындағы күн санын жазыңыз: <code>/catchup 3</code>.
catchup-empty = Бұл уақытта тақырыптарыңыз бойынша ештеңе болмады.
catchup-note = Бұл қайталау ғана: келесі шолуларға әсер етпейді.
button-catchup-1 = Бір тәулік
button-catchup-3 = 3 күн
button-catchup-7 = Бір апта
card-source = { $when } <a href="{ $url }">{ $site }</a>: { $headline }
card-source-copy = { $when } <a href="{ $url }">{ $site }</a> (көшірме): { $headline }
card-source-follow-up = { $when } <a href="{ $url }">{ $site }</a> (жалғасы): { $headline }
card-only = Тек { $site } жазған: { $facts }
search-gone = Сұрауыңыз чатта енді жоқ. Тақырыпты қайта жазыңыз: /follow Қытай
why-rubric = «<b>{ $topic }</b>» тақырыбы: мақаланың айдары.
