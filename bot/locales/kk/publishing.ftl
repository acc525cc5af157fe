### Топ не арна нені жариялайды: көрінісі, редакторлар, өзгерістер журналы.

command-signature = Шолудың қолтаңбасы: /signature Қала жаңалықтары
button-publication = Жариялау
button-appearance = Безендіру
button-signature = Қолтаңба
button-changes = Журнал
button-proposal = Сізді күтуде
button-more = Тағы
button-invitation = Өзіме де осындай шолу
settings-more = <b>Арнаның қалған баптаулары</b>
publication = <b>Нені жариялау керек</b>
publication-main = Тақырыбы қандай болса да, күннің басты жаңалықтары: { $on ->
        [on] иә
       *[off] жоқ
    }
publication-in = Жаңалық тілдері: { $languages }
publication-editors = Алдымен әкімшілерге, түйме басылғанда жариялау: { $on ->
        [on] иә
       *[off] жоқ
    }
appearance = <b>Шолу қалай көрінеді</b>
appearance-signature = Қолтаңба: { $signature }
appearance-unsigned = жоқ
appearance-footer = Соңында оқылғаны туралы есеп: { $on ->
        [on] иә
       *[off] жоқ
    }
appearance-sound = Дыбыс: { $sound ->
       *[on] әрқашан
        [night] 22-ден 8-ге дейін дыбыссыз
        [off] әрқашан дыбыссыз
    }
button-sound = { $sound ->
       *[on] Дыбыспен
        [night] Түнде дыбыссыз
        [off] Дыбыссыз
    }
button-publish-main = Басты
button-publish-footer = Есеп
button-publish-pinned = Бекіту
button-publish-invite = «Өзіме де» түймесі
button-publish-editors = Алдымен маған көрсету
signature-now =
    Шолудың қолтаңбасы: { $signature }
    Басқасы: <code>/signature Қала жаңалықтары</code>. Алып тастау: <code>/signature жоқ</code>.
signature-how = Қолтаңба — әр шолудың соңғы жолы: атауы, арнаның @аты, мекенжайы. Жазыңыз: <code>/signature Қала жаңалықтары, @gorod</code>.
signature-set = Енді әр шолу мына жолмен аяқталады: { $signature }
signature-none = Шолудың қолтаңбасы енді жоқ.
signature-too-long = Қолтаңба тым ұзын: { $length } таңба, сыятыны — { $limit }.
pin-refused = «{ $title }» ішінде шолуды бекіту мүмкін емес: ботта ондай құқық жоқ. Шолулар келеді, бірақ енді бекітілмейді. Бекіту құқығын беріп, қайта қосыңыз: /settings, «Жариялау», «Безендіру».
changes =
    <b>Кім нені өзгертті</b>
    { $list }
changes-none = Әзірге ешкім ештеңе өзгерткен жоқ.
changes-nobody = әкімші
changes-row = • { $when }, { $who }: { $what }
change-topic = «{ $detail }» тақырыбы қосылды
change-untopic = «{ $detail }» тақырыбы алынды
change-muted = жасырылды: { $detail }
change-unmuted = енді жасырылмайды: { $detail }
change-importance = «{ $detail }» тақырыбының маңыздылығы өзгерді
change-schedule = кесте: { $detail }
change-unschedule = кесте алынды
change-zone = уақыт белдеуі: { $detail }
change-language = шолу тілі: { $detail }
change-holidays = мерекелер өзгерді
change-thread = шолу келетін форум тақырыбы өзгерді
change-pause = үзіліс
change-resume = үзіліс тоқтатылды
change-main = күннің басты жаңалықтары: { $detail ->
        [on] қосылды
       *[off] өшірілді
    }
change-footer = оқылғаны туралы есеп: { $detail ->
        [on] қосылды
       *[off] өшірілді
    }
change-pinned = бекіту: { $detail ->
        [on] қосылды
       *[off] өшірілді
    }
change-invite = «өзіме де» түймесі: { $detail ->
        [on] қосылды
       *[off] өшірілді
    }
change-editors = алдымен әкімшілерге көрсету: { $detail ->
        [on] қосылды
       *[off] өшірілді
    }
change-sound = дыбыс өзгерді
change-signature = қолтаңба: { $detail }
change-languages = жаңалық тілдері: { $detail }
change-quiet = тыныш уақыт өзгерді
change-preferences = шолу түрі өзгерді
change-source = дереккөз қосылды: { $detail }
change-unsource = дереккөз алынды: { $detail }
change-posted = шолу жарияланды { $detail }
change-post-empty = жариялайтын ештеңе қалмады
change-declined = шолу жарияланбады { $detail }
change-pin-refused = бекіту өшірілді: құқық жоқ
proposal-slot = «{ $title }»: { $at } шолуы сізді күтуде
proposal-asked = «{ $title }»: шолу сізді күтуде
proposal-hint = Түймені басқанша, ол арнада жоқ. Келесісі оның орнын басады.
proposal-edit = ▸ — түймелер қатысты оқиға.
proposal-none = Қазір күтіп тұрған шолу жоқ.
proposal-gone = Бұл шолу енді күтпейді: орнын жаңасы басты. Ештеңе өзгерген жоқ.
proposal-not-yours = «{ $title }» арнасында сіз енді әкімші емессіз немесе мен онда жоқпын. Ештеңе өзгерген жоқ.
proposal-empty = Барлық оқиға алынды: жариялайтын ештеңе жоқ.
proposal-changed = Сіз қарап жатқанда шолуды басқа әкімші өзгертті. Енді ол осындай: қарап, қайта басыңыз.
proposal-declined = «{ $title }»: шолу жарияланбады. Оқиғалары келесісімен келеді.
button-proposal-post = Жариялау
button-proposal-edit = Өңдеу
button-proposal-show = Көрсету
button-proposal-decline = Жарияламау
button-proposal-previous = ‹
button-proposal-next = ›
button-proposal-up = ▲ Жоғары
button-proposal-down = ▼ Төмен
button-proposal-drop = ✕ Алу
button-proposal-restore = ↩ Қайтару
button-proposal-done = Дайын
proposal-posted = «{ $title }»: шолу жарияланды. Кім: { $by }, { $at }. { $stories } оқиға.
share-main-taken = Күннің басты жаңалықтары да. Өшіру: /settings, «Жариялау».
receipt-unposted = жарияланбады
