### Шолу қандай болсын және қашан мазаламау керек.

command-quiet = Тыныш сағаттар: /quiet 23:00–7:00
command-holidays = Мереке күндеріндегі шолу: /holidays 11:00
button-preferences = Шолудың түрі
button-quiet = Тыныш сағаттар
note-chosen = Есте сақталды

preferences =
    <b>Шолу қандай болсын</b>
    Ұзақтығы: { $length }
    Түрі: { $style }
    Жаңалық болмаса: { $empty }
    Шұғыл хабар: { $breaking }
length-stories = { $count ->
    [one] ең көбі { $count } оқиға
   *[other] ең көбі { $count } оқиға
}, қалғанының тек тақырыпаты беріледі
length-minutes = { $count ->
    [one] { $count } минутта оқып шығатындай
   *[other] { $count } минутта оқып шығатындай
}, қалғанының тек тақырыпаты беріледі
style-compact = тақырыпаты, бір сөйлем және дереккөздері
style-headlines = тек тақырыпаты мен дереккөздері
style-cards = сөйлемі, дереккөздері және басты жаңалықтың суреті
empty-skip = ештеңе жібермеу
empty-say = жаңалық жоғын бір жолмен айту
breaking-off = кестеден тыс жібермеу
breaking-on = { $minutes } минут ішінде { $sources } тәуелсіз басылым жазса, бірден жіберу; тыныш сағатта — күте тұру
breaking-wake = { $minutes } минут ішінде { $sources } тәуелсіз басылым жазса, бірден жіберу; тыныш сағатта да
button-stories = { $count ->
    [one] { $count } оқиға
   *[other] { $count } оқиға
}
button-minutes = { $count ->
    [one] { $count } минут
   *[other] { $count } минут
}
button-style-compact = Сөйлеммен
button-style-headlines = Тақырыпаттар
button-style-cards = Суретпен
button-empty-skip = Жаңалық жоқ: үндемеу
button-empty-say = Жаңалық жоқ: айту
button-breaking-off = Шұғыл хабарсыз
button-breaking-on = Шұғыл хабар
button-breaking-wake = Тыныш сағатта да

quiet =
    <b>Тыныш сағаттар:</b> { $hours } ({ $zone }).
    Бұл уақытта өздігімнен жазбаймын: шұғыл хабар да, шолу да келмейді. Олар тыныш сағат біткен соң келеді.

    Батырманы басыңыз не өзіңіз жазыңыз: <code>/quiet 22:30–6:45</code>. Алып тастау: <code>/quiet жоқ</code>.
quiet-none =
    <b>Тыныш сағаттар қойылмаған.</b>
    Қай уақытта мазаламайын? Батырманы басыңыз не жазыңыз: <code>/quiet 23:00–7:00</code>.
quiet-holds = Кестедегі шолу ({ $slot }) тыныш сағатқа тұспа-тұс келеді, сондықтан кейінірек жетеді: { $until }.
button-quiet-off = Тыныш сағатсыз
