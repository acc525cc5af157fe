### Сақталғандар және бақылаудағы оқиғалар.

command-saved = Сақталған жаңалықтар
button-saved = Сақталғандар
button-keep-save = Сақтау
button-keep-drop = Сақталғаннан алып тастау
button-keep-follow = Осы оқиғаны бақылау
button-keep-unfollow = Осы оқиғаны бақыламау
note-keep-save = Сақталды. Сақталғанның бәрі — /saved.
note-keep-drop = Сақталғаннан алынды
note-keep-follow = Жалғасын айтып отырамын, тақырыптарыңызда болмаса да
note-keep-unfollow = Бұл оқиғаны енді бақыламаймын
saved-none =
    Әзірге ештеңе сақталмаған. { $chat ->
        [group] <code>/why</code> деп жаңалықтың сілтемесін жіберіп, «Сақтау» батырмасын басыңыз
       *[private] Шолудың астындағы жаңалық нөмірін, одан кейін «Сақтау» батырмасын басыңыз
    }.
saved-list =
    <b>{ $count ->
        [one] { $count } оқиға сақталған
       *[other] { $count } оқиға сақталған
    }, соңғылары жоғарыда:</b>
    { $list }
saved-row = { $number }. <a href="{ $url }">{ $headline }</a>
button-saved-drop = ✕ { $number }
button-keep-mute = Бұл туралы енді айтпау
button-keep-unmute = Бұл туралы қайта айту
note-keep-mute = Бұл туралы енді айтпаймын
note-keep-unmute = Қайтадан айтып отырамын

command-mute = Айтпайтын тақырып: /mute футбол
button-mute = Жасырылған
mute-none =
    <b>Шектеу қойылмаған.</b>
    Не туралы айтпайын? Былай жазыңыз: <code>/mute футбол</code>, <code>/mute #спорт</code>, <code>/mute source:zakon.kz</code>. Шектеу кез келген тақырыптан күшті.
mute-list =
    <b>Мыналар туралы айтпаймын:</b>
    { $list }

    Шектеуді алу үшін батырмасын басыңыз. Қосу үшін: <code>/mute футбол</code>.
muted = «<b>{ $topic }</b>» туралы енді айтпаймын, тақырыптарыңызға сай келсе де.
muted-source = <b>{ $source }</b> жаңалықтарын енді айтпаймын, тақырыптарыңызға сай келсе де.
muted-already = «<b>{ $topic }</b>» туралы онсыз да айтпаймын.
mute-ask = «<b>{ $topic }</b>» туралы айтпайын ба?
mute-everything = Шолу келмесін десеңіз, үзіліс жасаңыз: /pause. Не туралы мүлде айтпау керегі — /mute.
button-mute-topic = Айтпау: { $topic }
button-follow-topic = Бақылау: { $topic }
mute-too-many = Шектеу саны шегіне жетті. Артығын алып тастаңыз: /mute.
note-unmuted = Қайтадан айтамын: { $topic }
why-muted = Айтпаймын: сіз бұл туралы айтпауды сұрадыңыз. Шектеулер — /mute, жеке оқиғаны төмендегі батырмамен қайтаруға болады.
