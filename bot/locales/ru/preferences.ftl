### Какой быть сводке и когда не беспокоить.

command-quiet = Тихие часы: /quiet 23:00–7:00
command-holidays = Сводка по праздникам: /holidays 11:00
button-preferences = Вид сводки
button-quiet = Тихие часы
note-chosen = Запомнено

preferences =
    <b>Какой быть сводке</b>
    Длина: { $length }
    Вид: { $style }
    Если нового нет: { $empty }
    Срочное: { $breaking }
length-stories = { $count ->
    [one] не больше { $count } сюжета
    [few] не больше { $count } сюжетов
    [many] не больше { $count } сюжетов
   *[other] не больше { $count } сюжета
}, остальное — одними заголовками
length-minutes = { $count ->
    [one] на { $count } минуту чтения
    [few] на { $count } минуты чтения
    [many] на { $count } минут чтения
   *[other] на { $count } минуты чтения
}, остальное — одними заголовками
style-compact = заголовок, одна фраза и источники
style-headlines = только заголовки и источники
style-cards = с фразой, источниками и картинкой главной новости
style-one = одним сообщением: темы с заголовками, фраза и источники, остальное свёрнуто
empty-skip = ничего не присылать
empty-say = прислать одну строку, что нового нет
breaking-off = не присылать вне расписания
breaking-on = присылать сразу, когда за { $minutes } мин. о событии написали { $sources } независимых издания; в тихие часы — подождать
breaking-wake = присылать сразу, когда за { $minutes } мин. о событии написали { $sources } независимых издания; даже в тихие часы
button-stories = { $count ->
    [one] { $count } сюжет
    [few] { $count } сюжета
    [many] { $count } сюжетов
   *[other] { $count } сюжета
}
button-minutes = { $count ->
    [one] { $count } минута
    [few] { $count } минуты
    [many] { $count } минут
   *[other] { $count } минуты
}
button-style-compact = С фразой
button-style-headlines = Заголовки
button-style-cards = С картинкой
button-style-one = Одним сообщением
button-empty-skip = Нет нового: молчать
button-empty-say = Нет нового: сказать
button-breaking-off = Без срочного
button-breaking-on = Срочное
button-breaking-wake = И в тихие часы

quiet =
    <b>Тихие часы:</b> { $hours } ({ $zone }).
    В это время я сам не пишу: ни срочного, ни сводок. Они придут, когда тихие часы закончатся.

    Нажмите или напишите свои: <code>/quiet 22:30–6:45</code>. Убрать: <code>/quiet нет</code>.
quiet-none =
    <b>Тихих часов нет.</b>
    Когда вас не беспокоить? Нажмите или напишите: <code>/quiet 23:00–7:00</code>.
quiet-holds = Сводка по расписанию ({ $slot }) попадает в тихие часы и придёт позже: { $until }.
button-quiet-off = Без тихих часов

rich-sample-heading = Так выглядит тема
rich-sample-story = Сюжеты идут один под другим, сколько бы их ни было, всё в одном сообщении.
rich-sample-fold = Нажмите сюда, чтобы развернуть
rich-sample-hidden = Здесь будет то, что не вошло в сводку целиком.
rich-sample-footer = Видите заголовок, абзац и эту строку внизу? Если вместо них просьба обновить Telegram, нажмите «Не вижу».
button-rich-seen = Вижу
button-rich-unseen = Не вижу
rich-on = Готово: следующая сводка придёт одним сообщением. Если Telegram его не примет, она придёт обычными, ничего не потеряется.
rich-off = Оставил как было. Такие сообщения показывает новый Telegram: обновите приложение и попробуйте снова.
rich-private-only = В группах и каналах так нельзя: вы можете ответить, что видите такое сообщение, только за себя, а не за всех, кто его прочтёт.
rich-unavailable = Сейчас Telegram не принимает такие сообщения. Вид сводки не изменился.
