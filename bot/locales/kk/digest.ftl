### Шолу: оқырман жаңалықтардан бөлек не көреді.

digest-title = { $at } шолуы · { $day }
digest-missed = Бот жұмыс істемей тұрды. Бұл – { $span } аралығына арналған бір шолу.
digest-late = Сағат { $at } шолуы кешігіп жіберілді: { $sent }.
digest-quiet = Тақырыптарыңыз бойынша жаңалық жоқ.
digest-untitled = Тақырыпатсыз
digest-corrected = Тақырыпаты түзетілді. Бұрынғысы: «{ $was }»
digest-developing = Жалғасы
digest-told = Бұрын айтылған
digest-news = Жаңасы: { $facts }
digest-more-sources = Жаңа мәлімет: +{ $count } дереккөз
digest-other-channels = және тағы { $channels } арна
digest-other-sites-and-channels = және тағы { $sites } сайт пен { $channels } арна
digest-recap = Сіз болмаған кезде · { $first } — { $last }
digest-brief = Тақырыптарыңыз бойынша тағы
digest-follow-up = Жаңасы:
digest-silent = { $source } { $days } күннен бері үнсіз.
digest-corrected-mark = (түзетілді)
digest-withdrawn-mark = (дереккөз алып тастаған)
quiet-two-times = Қай сағаттан қай сағатқа дейін мазаламау керек екенін жазыңыз, мысалы: <code>23:00–7:00</code>.
digest-breaking = Тақырыптарыңыз бойынша шұғыл жаңалық

digest-main = Басты жаңалықтар
digest-recap-shared = Басты жаңалықтар · { $first } — { $last }
digest-brief-shared = Тағы
digest-quiet-shared = Жаңа хабар жоқ.
digest-breaking-shared = Шұғыл

# Шолу есебі: «тақырыптарыңызға қатысты» сөзінен кейін олардың не болғаны үтірмен тізіледі.
digest-account = { $articles } мақала оқылды: { $stories } оқиға. Тақырыптарыңызда — { $topics }
digest-account-shared = { $articles } мақала оқылды: { $stories } оқиға. Шолу тақырыптарында — { $topics }
digest-account-shown = осында { $count }
digest-account-brief = қысқаша { $count }
digest-account-rest = сыймағаны { $count }
digest-account-told = бұрын айтылғаны { $count }
digest-account-hidden = өзіңіз жасырғаны { $count }
digest-account-hidden-shared = жасырылғаны { $count }
digest-numbers = Төмендегі сандар: неге осында, сақтау, жасыру.
digest-other-sources = және тағы { $count }
digest-account-all = бәрі осында
digest-continues = Бұған дейін, { $day }:
digest-week = Апта · { $first } — { $last }
digest-week-shared = Апта · { $first } — { $last }
digest-outcome = Немен аяқталды:
digest-missed-today = Бүгін тағы не болды
