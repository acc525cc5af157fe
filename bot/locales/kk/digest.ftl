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
digest-other-sources = және тағы { $count } дереккөз
digest-other-channels = және тағы { $channels } арна
digest-other-sites-and-channels = және тағы { $sites } сайт пен { $channels } арна
digest-account = Оқылған мақала — { $articles }, оқиға — { $stories }; тақырыптарыңызға қатысты — { $topics }.
digest-account-shown = Көрсетілгені: { $shown }.
digest-account-rest = Сыймағаны: { $rest }.
digest-account-told = Бұрын айтылғаны: { $told }.
digest-account-hidden = Өзіңіз жасырғаныңыз: { $hidden }.
digest-recap = Сіз болмаған кезде · { $first } — { $last }
digest-brief = Тақырыптарыңыз бойынша тағы
digest-follow-up = Жаңасы:
digest-account-brief = Қысқаша: { $brief }.
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
digest-account-hidden-shared = Жасырылғаны: { $hidden }.
digest-account-shared = Оқылған мақала — { $articles }, оқиға — { $stories }; шолу тақырыптарына қатысты — { $topics }.
