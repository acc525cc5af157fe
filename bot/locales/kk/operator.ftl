# Бот иесі үшін: /status, /stats, /broadcast, /ban және боттың өзі айтатыны.
command-status = боттың жағдайы
command-stats = тәулік пен аптада не істелді
command-broadcast = көпшілікке бірдеңе айту
command-ban = чатқа жауап бермеу
command-unban = чатқа қайта жауап беру

status-well = ✓ Бәрі жұмыс істеп тұр.
status-troubles =
    ⚠ Ақау бар:
    { $list }
status-subscribers = Жазылушылар: { $active }, үзілісте { $paused }, қолжетімсіз { $suspended }.
status-due = Құрастыратын шолу: { $due }. Жауап күтеді: { $updates }.
status-outbox = Жіберуді күтеді: { $waiting }, алғашқы хабар { $seconds } с күтіп тұр.
status-lateness = { $seconds ->
    [-1] Кесте бойынша шолу әлі болған жоқ.
   *[other] Кесте бойынша соңғы шолу уақытынан { $seconds } с кейін кетті.
}
status-listings = Ленталар: { $all }, оның ішінде оқылмайтыны { $broken }.
status-stories = Соңғы сағаттағы оқиғалар: { $count }.
status-machine = Дерекқор: { $megabytes } МБ. Дискіде бос орын: { $free } %. Кідіріс: { $delay } мс.
status-day =
    Тәулік ішінде, сағат сайын:
    <code>{ $sent }</code> хабарлар: { $sentCount }
    <code>{ $stories }</code> жаңа оқиғалар: { $storiesCount }
status-paid = Тарату: секундына { $rate } хабарламаға дейін, бүгін жұмсалған жұлдыз: { $most } ішінен { $spent }.
status-not-sold = Тарату: секундына 30 хабарлама. Telegram қазір { $rate } сатпай тұр: жұлдыз қалдығын тексеріңіз, <code>svodka check</code>.

stats-day = Тәулікте
stats-week = Аптада
stats-period =
    <b>{ $name }</b>
    Жаңа жазылушылар: { $joined }
    Жіберілген хабарлар: { $sent }, жіберілмегені: { $failed }
    Жаңа оқиғалар: { $stories }
stats-topics = Көпшілік бақылайтын тақырыптар: { $list }

broadcast-syntax = Мәтінді командадан кейін жазыңыз: <code>/broadcast Ертең 9-дан 10-ға дейін бот жұмыс істемейді.</code> Безендіруі сақталады.
broadcast-preview = Оны осылай көреді. Кімге жіберейін?
broadcast-confirm = Мынанша чатқа жіберейін бе: { $count }? Хабар шолулар мен жауаптардан кейін кетеді; тоқтатуға болады, қайтарып алуға болмайды.
broadcast-running = Жіберіп жатырмын, чат саны: { $count }. Бәрі кеткенде есеп беремін.
broadcast-stopped = Тоқтатылды. Есепті бір минуттан кейін жіберемін.
broadcast-left = Ешкімге жіберілген жоқ.
broadcast-over = Бұл жасалып қойған.
broadcast-receipt = { $state ->
    [stopped] Тарату тоқтатылды.
   *[done] Тарату аяқталды.
} Чаттар: { $total }. Жеткізілді: { $sent }, жеткізілмеді: { $failed }, жіберілмеді: { $dropped }.
button-broadcast-all = Бәріне ({ $count })
button-broadcast-private = Жеке ({ $count })
button-broadcast-groups = Топтар мен арналарға ({ $count })
button-broadcast-order = Жіберу ({ $count })
button-broadcast-stop = Тоқтату
button-broadcast-leave = Жібермеу

ban-syntax = Чаттың не адамның нөмірі, қаласаңыз себебі: <code>/ban 123456789 спам</code>, <code>/unban 123456789</code>.
ban-yourself = Бұл — өз чатыңыз.
banned = <code>{ $id }</code> чатына енді жауап бермеймін, ештеңе жібермеймін. Баптаулары сақталады.
banned-already = <code>{ $id }</code> чатына онсыз да жауап бермеймін.
unbanned = <code>{ $id }</code> чаты қайта жаза алады. Бірдеңе жазғанда шолулары келе бастайды.
not-banned = <code>{ $id }</code> чаты бұғатталмаған.

alert-begun =
    ⚠ <b>Назар аударыңыз</b>
    { $list }
alert-over =
    ✓ <b>Қайта қалпына келді</b>
    { $list }
alert-over-line = { $name }: { $minutes } мин созылды.
alert-migrated = Дерекқор жаңартылды: { $before } → { $after }. Бұрынғысының көшірмесі: <code>{ $copy }</code>
alert-silence = Ештеңе жіберілмей тұр: алғашқы хабар { $detail } мин күтуде.
alert-backlog = Кезек өсіп барады, күтіп тұрған хабар: { $detail }.
alert-conflict = Оқырмандардың хабарын осы токенмен тағы біреу алып жатыр{ $detail }: екінші ботты тоқтатыңыз не вебхукты алып тастаңыз.
alert-floods = Telegram күтуді сұрайды: соңғы секундтарда { $detail } рет. Ештеңе жоғалмайды.
alert-disk = Дискіде { $detail } орын қалды.
alert-backup = Дерекқордың көшірмесі жасалмады: { $detail }
alert-polling = Telegram { $detail } мин жауап бермейді.
alert-name-silence = Жіберу
alert-name-backlog = Кезек
alert-name-conflict = Екінші бот
alert-name-floods = Күту өтініштері
alert-name-disk = Дискідегі орын
alert-name-backup = Дерекқор көшірмесі
alert-name-polling = Telegram-мен байланыс
