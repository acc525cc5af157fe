### Расписание и часовой пояс.

schedule =
    <b>Сводка:</b> { $schedule }.
    Следующая — { $next }.
    Часовой пояс: { $zone }, сейчас { $clock }.

    Нажмите на время или напишите: <code>/schedule 8:00 19:30</code>, <code>/schedule будни 9:15</code>, <code>/schedule пн,ср 7:45</code>.
schedule-none =
    <b>Расписания пока нет</b>, сводки сами не придут.
    Часовой пояс: { $zone }, сейчас { $clock }.

    Нажмите на время или напишите: <code>/schedule 8:00 19:30</code>, <code>/schedule будни 9:15</code>, <code>/schedule пн,ср 7:45</code>.
schedule-set =
    <b>Сводка:</b> { $schedule }.
    Следующая — { $next } ({ $zone }).
schedule-off = Расписание убрано: сводки сами не придут. Одну можно получить командой /digest.
button-schedule-off = Без расписания
schedule-no-time = Не вижу времени в «{ $text }». Напишите, например: <code>/schedule 8:00</code> или <code>/schedule будни 9:15</code>.
schedule-bad-time = Времени «{ $text }» не бывает. Часы — от 0 до 23, минуты — от 00 до 59, например 8:30.
schedule-bad-word = Не понимаю «{ $text }». Напишите, например: <code>/schedule 8:00 19:30</code>, <code>/schedule будни 9:15</code>.
schedule-too-many = Больше { $limit } сводок в день я не присылаю. Оставьте главные часы.
paused-still = Сейчас пауза, сводки не приходят. Возобновить: /resume.

timezone =
    <b>Часовой пояс:</b> { $zone }, сейчас { $clock }.

    Нажмите на город или напишите свой: <code>/timezone Караганда</code>. Можно прислать геопозицию: я возьму из неё только пояс и не сохраню её.
timezone-set = Часовой пояс: <b>{ $zone }</b>{ $place }, сейчас { $clock }.
timezone-place = { " " }({ $city })
timezone-next = Следующая сводка — { $next }.
timezone-unknown = Не знаю такого города: «{ $text }». Напишите ближайший большой город или пояс вроде <code>Asia/Almaty</code>, либо пришлите геопозицию.
timezone-offset = Смещения «{ $text }» мало: в разных местах с ним часы переводят по-разному. Напишите город, например: <code>/timezone Алматы</code>.
timezone-sea = Не могу понять пояс по этой точке. Напишите город, например: <code>/timezone Алматы</code>.
button-location = Отправить геопозицию
timezone-thanks = Геопозицию не храню.
city-almaty = Алматы
city-astana = Астана
city-aqtobe = Актобе
city-aqtau = Актау
city-moscow = Москва
city-tashkent = Ташкент
city-bishkek = Бишкек
city-berlin = Берлин
city-istanbul = Стамбул

schedule-set-paused = <b>Сводка:</b> { $schedule }.
timezone-press = Нажмите на кнопку внизу. Из геопозиции я возьму только часовой пояс.
