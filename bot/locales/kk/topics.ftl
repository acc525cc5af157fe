### Танысу және тақырыптар.

welcome =
    <b>Сәлеметсіз бе! Бұл — Svodka.</b>
    Мен жаңалық сайттарын оқимын, әр оқиғаны бір-ақ рет аламын да, сіз таңдаған уақытта бәрін бір хабарламамен жіберемін.

    Айдарлар мен қазір жазылып жатқан тақырыптарды белгілеңіз немесе { $chat ->
        [group] өзіңіз қосыңыз: <code>/follow Қытай</code>
       *[private] өзіңіз жазыңыз, мысалы: Қытай
    }. Содан кейін «Дайын» батырмасын басыңыз.
welcome-back =
    <b>Қайта қош келдіңіз!</b> { $topics ->
        [0] Әзірге тақырып жоқ: керегін белгілеңіз немесе өзіңіз жазыңыз.
        [one] Сіз { $topics } тақырыпты бақылайсыз.
       *[other] Сіз { $topics } тақырыпты бақылайсыз.
    }
choose-time =
    <b>Шолу қай уақытта келсін?</b>
    Уақытты басыңыз немесе өзіңіз жазыңыз: <code>/schedule жұмыс күндері 9:15</code>.
    Уақыт белдеуі: { $zone }, қазір { $clock }.
first-digest-coming = Алғашқы шолу жиналды, қазір келесі хабарламамен келеді.
first-digest-empty = Соңғы күндері тақырыптарыңыз бойынша әзірге ештеңе болмады, сондықтан қазір жіберетін ештеңе жоқ.

topics-none =
    Сіз әзірге ештеңе бақыламайсыз. { $chat ->
        [group] Тақырып қосу: <code>/follow Қытай</code>
       *[private] Тақырыпты жай ғана жазып жіберіңіз, мысалы: Қытай
    }.
topics-list =
    <b>{ $topics ->
        [one] Сіз { $topics } тақырыпты бақылайсыз
       *[other] Сіз { $topics } тақырыпты бақылайсыз
    }:</b>
    { $list }

    Тақырыпты алып тастау үшін батырмасын басыңыз. { $chat ->
        [group] Қосу: <code>/follow Қытай</code>
       *[private] Қосу үшін жазып жіберсеңіз болғаны
    }.
    Екінші батырма тақырыптың шолудағы орнын өзгертеді: маңыздысы бірінші тұрады, «орын болса» дегені ең соңында және орын қалса ғана беріледі.
topics-row = • { $topic }
importance-high = маңызды
importance-normal = кәдімгі
importance-low = орын болса
note-importance-high = Маңызды: бұл тақырып бірінші тұрады, ең соңында қысқарады.
note-importance-normal = Кәдімгі орын: жаңалықтың салмағына қарай.
note-importance-low = Шолуда орын қалса ғана.
topics-here = «Осында» батырмасы тақырып жаңалықтарын осы форум тармағына жібереді.
thread-here = осында келеді
thread-other = басқа форум тармағына барады
button-here = Осында
button-not-here = Осында емес
button-send-here = Осы форум тармағына жіберу
note-here = Бұл тақырыптың жаңалықтары енді осында келеді.
note-not-here = Бұл тақырыптың жаңалықтары енді шолу баратын жерге барады.
button-unfollow = ✕ { $topic }
button-follow = Бақылау
button-refollow = «{ $topic }» тақырыбын қайтару
button-no = Жоқ
button-chosen = ✓ { $topic }
button-earlier-topics = ‹ Алдыңғысы
button-more-topics = Тағы ›

follow-what = Нені бақылаймыз? Командадан кейін жазыңыз: <code>/follow Қытай</code>. Қазір мыналар туралы жазып жатыр:
follow-what-empty = Нені бақылаймыз? Командадан кейін жазыңыз, мысалы: <code>/follow Қытай</code>.
unfollow-what = Қай тақырыпты алып тастаймыз? Соны басыңыз.
followed = «<b>{ $topic }</b>» тақырыбын бақылай бастадым.
follows-already = «<b>{ $topic }</b>» тақырыбын онсыз да бақылап отырсыз.
unfollowed = «<b>{ $topic }</b>» тақырыбын енді бақыламаймын.
not-followed = Тақырыптарыңыздың ішінде «<b>{ $topic }</b>» жоқ. Тізімді қараңыз: /topics.
offer = «<b>{ $topic }</b>» тақырыбын бақылаймыз ба?
declined = Жарайды, бақыламаймын.

trial =
    { $count ->
        [0] Соңғы 7 күнде бұл тақырып бойынша ештеңе болмады. Жазылуын тексеріңіз немесе күте тұрыңыз: кейін шығуы мүмкін.
        [one] Соңғы 7 күнде бұл тақырып бойынша { $count } оқиға табылды.
       *[other] Соңғы 7 күнде бұл тақырып бойынша { $count } оқиға табылды.
    }
trial-example = • <a href="{ $url }">{ $headline }</a>
trial-too-much = Бұл тым көп. Тақырыпты нақтылауға болады: <code>{ $example }</code>.
trial-narrow-example = { $topic } AND Алматы

topic-too-long = Тақырып тым ұзын: { $length } таңба, ал { $limit } таңбадан аспауы керек. Басты сөздерін ғана қалдырыңыз.
topic-empty = Тақырыпта бірде-бір сөз жоқ. Сөз, есім немесе атау жазыңыз, мысалы: Қытай.
topic-too-many = Тақырыптар саны шегіне жетті. Керексізін алып тастаңыз: /topics.
topic-gone = Бұл тақырып енді жоқ. Оны қайта атаңыз: /follow Қытай.
topic-error =
    Бұл тақырыпты түсінбедім: { $reason }
    <pre>{ $before }▸{ $after }</pre>

note-followed = Бақылаймын: { $topic }
note-unfollowed = Енді бақыламаймын: { $topic }
choose-time-short = <b>Шолу қай уақытта келсін?</b>
button-unfollow-this = Бақыламау

topic-stop-words = мұнда тек көмекші сөздер бар, олармен бәрі табыла береді
topic-only-not = не керек емесі ғана айтылған, не керегін қосыңыз
topic-quote = тырнақша жабылмаған
topic-parenthesis = жақшаның сыңары жоқ
topic-operator = AND, OR не NOT қасында сөз жетіспейді
topic-nesting = жақша ішіндегі жақша тым көп
topic-too-many-words = сөз тым көп
topic-pattern = жұлдызша кемінде үш әріпті сөздің соңында ғана тұра алады
topic-field = қос нүктеден кейін керегі жоқ: source:zakon.kz, lang:kk, title:сөз

trial-also = Бұл тақырыппен қатар мыналар туралы жазады: { $topics }. Қосайын ба?
button-also = + { $topic }

### Айдарлар.

rubric-politics = Саясат
rubric-economy = Экономика
rubric-society = Қоғам
rubric-incidents = Оқиға
rubric-sport = Спорт
rubric-culture = Мәдениет
rubric-science = Ғылым
rubric-technology = Технология
rubric-world = Әлем
button-main-stories = Күннің бастысы
note-main-on = Күннің бастысы: қосылды
note-main-off = Күннің бастысы: өшірілді
chosen-main = Әзірге тақырып таңдамадыңыз, сондықтан күннің басты оқиғаларын жіберемін. Тақырыпты кез келген уақытта қосуға болады: сөзін жазсаңыз болды.
doubt = «<b>{ $topic }</b>» туралы дереккөздерімнің ешқайсысы 30 күнде жазбады.
doubt-meant = Мүмкін, «<b>{ $topic }</b>» ма?
button-follow-anyway = Бәрібір бақылау
list-topics = Бұл — { $count } тақырып: { $topics }. Әрқайсысын бақылайын ба?
button-list-all = Әрқайсысын бақылау
button-list-one = Бір тақырып ретінде
list-followed = Бақылаймын: { $topics }.
list-refused = Болмады: { $topics }.
quoted = «{ $topic }»
