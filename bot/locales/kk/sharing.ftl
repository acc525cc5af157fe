### Тақырыптар мен кестені бөлісу, жаңалықты бөлісу.

command-share = Тақырыптарыңызбен және кестеңізбен сілтеме арқылы бөлісу
button-share = Баптаумен бөлісу
share-nothing =
    Бөлісетін ештеңе жоқ: сіз әзірге ештеңе бақыламайсыз. { $chat ->
        [group] Тақырып қосу: <code>/follow Қытай</code>
       *[private] Тақырыпты жай ғана жазып жіберіңіз, мысалы: Қытай
    }.
share =
    <b>Сіздің жинағыңыздың сілтемесі:</b>
    { $link }

    Ішінде:
    { $content }

    Сілтемені ашқан адам осы тізімді көріп, алу-алмауын өзі шешеді. Сілтемеден сіздің кім екеніңіз көрінбейді. Сілтеме { $days ->
        [one] { $days } күн
       *[other] { $days } күн
    } жарамды. Жинақ өзгерсе, /share командасын қайта беріңіз: сілтеме сол күйінде қалады.
share-more = { $count ->
    [one] және тағы { $count } тақырып
   *[other] және тағы { $count } тақырып
}
share-times = Шолу: { $schedule }
share-invitation = Svodka ботындағы жаңалық тақырыптарым: осы сілтеме арқылы өзіңізге алуға болады
share-offer =
    <b>Сізге жинақ ұсынылды:</b>
    { $content }

    Аласыз ба? Тақырыптар сіздікіне қосылады.
share-own =
    Бұл — сіздің өз сілтемеңіз. Ішінде:
    { $content }
share-unknown = Сіз ашқан сілтеме жарамсыз: оны қайтарып алған, мерзімі өткен немесе қате жазылған. Жаңасын сұраңыз.
share-declined = Жарайды, ештеңе өзгерген жоқ.
share-taken = <b>Дайын.</b> { $topics ->
        [one] { $topics } тақырып қосылды
       *[other] { $topics } тақырып қосылды
    }, бұрыннан бары: { $known }.
share-refused = Сыймаған тақырып: { $count }. Артығын алып тастап (/topics), сілтемені қайта ашыңыз.
share-withdrawn = Сілтеме енді жарамсыз. Жаңасын /share береді.
button-share-send = Чатқа жіберу
button-share-withdraw = Сілтемені қайтарып алу
button-share-all = Тақырып пен уақытты алу
button-share-topics = Тақырыптарды алу

inline-story =
    <a href="{ $url }">{ $headline }</a>
    { $summary }
    { $sources }
inline-story-short =
    <a href="{ $url }">{ $headline }</a>
    { $sources }
inline-about = { $sources } · { $summary }
