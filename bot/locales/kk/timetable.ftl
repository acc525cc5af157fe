### Кесте мен уақыт белдеуі.

schedule =
    <b>Шолу уақыты:</b> { $schedule }.
    Келесісі — { $next }.
    Уақыт белдеуі: { $zone }, қазір { $clock }.

    Уақытты басыңыз немесе жазыңыз: <code>/schedule 8:00 19:30</code>, <code>/schedule жұмыс күндері 9:15</code>, <code>/schedule дс,ср 7:45</code>.
schedule-none =
    <b>Әзірге кесте жоқ</b>, шолу өздігінен келмейді.
    Уақыт белдеуі: { $zone }, қазір { $clock }.

    Уақытты басыңыз немесе жазыңыз: <code>/schedule 8:00 19:30</code>, <code>/schedule жұмыс күндері 9:15</code>, <code>/schedule дс,ср 7:45</code>.
schedule-set =
    <b>Шолу уақыты:</b> { $schedule }.
    Келесісі — { $next } ({ $zone }).
schedule-off = Кесте алынды: шолу өздігінен келмейді. Керек кезде /digest командасын басыңыз.
button-schedule-off = Кестесіз
schedule-no-time = «{ $text }» ішінен уақыт таппадым. Былай жазыңыз: <code>/schedule 8:00</code> немесе <code>/schedule жұмыс күндері 9:15</code>.
schedule-bad-time = «{ $text }» деген уақыт болмайды. Сағат 0 мен 23, минут 00 мен 59 аралығында, мысалы 8:30.
schedule-bad-word = «{ $text }» дегенді түсінбедім. Былай жазыңыз: <code>/schedule 8:00 19:30</code>, <code>/schedule жұмыс күндері 9:15</code>.
schedule-interval = «{ $text }» — аралық, ал шолу белгілі бір сағатта келеді. Сол сағаттарды жазыңыз, мысалы: <code>/schedule 8:00 12:00 16:00 20:00</code>.
schedule-suggest = Шолуды былай жіберейін бе: <b>{ $schedule }</b>?
button-other-times = Басқа уақыт
button-schedule-again = Кестені қайтару
button-schedule-set = Осылай жіберу
schedule-too-many = Күніне { $limit } шолудан артық жібермеймін. Ең керек уақытты қалдырыңыз.
paused-still = Қазір үзіліс, шолу келмейді. Қайта бастау: /resume.

timezone =
    <b>Уақыт белдеуі:</b> { $zone }, қазір { $clock }.

    Қаланы басыңыз немесе өзіңіз жазыңыз: <code>/timezone Қарағанды</code>. { $chat ->
        [group] { "" }
       *[private] Геолокация жіберсеңіз де болады: одан тек уақыт белдеуін аламын, өзін сақтамаймын.
    }
timezone-set = Уақыт белдеуі: <b>{ $zone }</b>{ $place }, қазір { $clock }.
timezone-place = { " " }({ $city })
timezone-next = Келесі шолу — { $next }.
timezone-unknown =
    Мұндай қаланы білмеймін: «{ $text }». Жақын жердегі үлкен қаланы не <code>Asia/Almaty</code> сияқты белдеуді жазыңыз{ $chat ->
        [group] { "" }
       *[private] { " немесе геолокация жіберіңіз" }
    }.
timezone-offset = «{ $text }» айырмасы жеткіліксіз: ондай айырмасы бар жерлерде сағат тілі әрқалай жылжытылады. Қаланы жазыңыз, мысалы: <code>/timezone Алматы</code>.
timezone-sea = Бұл нүктенің уақыт белдеуін анықтай алмадым. Қаланы жазыңыз, мысалы: <code>/timezone Алматы</code>.
timezone-removed = { $removed } уақыт белдеуі сағат тілін реттейтін тізімде енді жоқ. Енді уақытты { $zone } бойынша есептеймін, онда қазір { $clock }, сондықтан шолу бұрынғы сағаттарда келеді. Сағатыңыз басқа уақытты көрсетсе, қалаңызды таңдаңыз.
timezone-removed-channel = «{ $title }» арнасының { $removed } уақыт белдеуі сағат тілін реттейтін тізімде енді жоқ. Енді уақытты { $zone } бойынша есептеймін, онда қазір { $clock }, сондықтан арнаның шолуы бұрынғы сағаттарда шығады. Басқа қаланы таңдау: /channel.
button-location = Геолокация жіберу
timezone-thanks = Геолокацияны сақтамаймын.
city-almaty = Алматы
city-astana = Астана
city-aqtobe = Ақтөбе
city-aqtau = Ақтау
city-moscow = Мәскеу
city-tashkent = Ташкент
city-bishkek = Бішкек
city-berlin = Берлин
city-istanbul = Ыстанбұл

schedule-set-paused = <b>Шолу уақыты:</b> { $schedule }.
timezone-press = Төмендегі батырманы басыңыз. Геолокациядан тек уақыт белдеуін аламын.

schedule-with-holidays = { $schedule } (мереке күндері { $rule })
button-holidays = Мерекелер
holidays = <b>Мереке күндері</b> { $rule }.
holidays-next = { $country }, жақындағы мерекелер: { $days }.
holidays-no-country = { $zone } белдеуіне қарап қай елдің мерекелері екенін білу мүмкін емес. Елді жазыңыз: <code>/holidays Қазақстан</code>.
holidays-how = Мереке күндері не жіберейін: батырманы басыңыз немесе жазыңыз: <code>/holidays 11:00</code>, <code>/holidays жоқ</code>, <code>/holidays Ресей</code>. Ауыстырылған жұмыс күндері кәдімгі жұмыс күні саналады.
holidays-usual = әдеттегідей
holidays-off = шолу жоқ
holidays-sunday = жексенбідегідей
holidays-at = сағат { $time }
holidays-country = <b>Қай елдің мерекелері?</b> Қазір: { $country }. Басқа елді жазуға болады: <code>/holidays Грузия</code>.
holidays-country-none = белгісіз
holidays-bad = «{ $text }» дегенді түсінбедім. Уақытты, «жоқ» деген сөзді не елді жазыңыз: <code>/holidays 11:00</code>, <code>/holidays жоқ</code>, <code>/holidays Ресей</code>.
holidays-unknown-country = { $text }: бұл елдің мерекелерін білмеймін, ештеңе өзгерген жоқ. Басқасын таңдау: /holidays.
button-holidays-usual = Әдеттегідей
button-holidays-off = Шолусыз
button-holidays-sunday = Жексенбідегідей
button-country = Басқа ел
button-country-by-zone = Уақыт белдеуі бойынша

timezone-country = Бұл елде ({ $country }) сағат әр жерде әртүрлі. Қаланы таңдаңыз немесе жазыңыз.
timezone-meant = «{ $text }» деген қаланы білмеймін. Мүмкін, <b>{ $city }</b> ({ $zone })?
button-zone-meant = Иә, { $city }
schedule-once = Шолуды бір рет қана жібере алмаймын, күн сайын жібере аламын. Былай ма: { $schedule }? Немесе біреуін дәл қазір.
button-once-daily = Күн сайын
