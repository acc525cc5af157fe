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
saved-none = Әзірге ештеңе сақталмаған. Шолудың астындағы жаңалық нөмірін, одан кейін «Сақтау» батырмасын басыңыз.
saved-list =
    <b>{ $count ->
        [one] { $count } оқиға сақталған
       *[other] { $count } оқиға сақталған
    }, соңғылары жоғарыда:</b>
    { $list }
saved-row = { $number }. <a href="{ $url }">{ $headline }</a>
button-saved-drop = ✕ { $number }
