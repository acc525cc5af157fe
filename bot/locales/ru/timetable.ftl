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
schedule-interval = «{ $text }» — это промежуток, а сводки приходят в определённые часы. Перечислите их, например: <code>/schedule 8:00 12:00 16:00 20:00</code>.
schedule-suggest = Присылать сводку так: <b>{ $schedule }</b>?
button-other-times = Другое время
button-schedule-again = Вернуть расписание
button-schedule-set = Так и присылать
schedule-too-many = Больше { $limit } сводок в день я не присылаю. Оставьте главные часы.
paused-still = Сейчас пауза, сводки не приходят. Возобновить: /resume.

timezone =
    <b>Часовой пояс:</b> { $zone }, сейчас { $clock }.

    Нажмите на город или напишите свой: <code>/timezone Караганда</code>. { $chat ->
        [group] { "" }
       *[private] Можно прислать геопозицию: я возьму из неё только пояс и не сохраню её.
    }
timezone-set = Часовой пояс: <b>{ $zone }</b>{ $place }, сейчас { $clock }.
timezone-place = { " " }({ $city })
timezone-next = Следующая сводка — { $next }.
timezone-unknown =
    Не знаю такого города: «{ $text }». Напишите ближайший большой город или пояс вроде <code>Asia/Almaty</code>{ $chat ->
        [group] { "" }
       *[private] { ", либо пришлите геопозицию" }
    }.
timezone-offset = Смещения «{ $text }» мало: в разных местах с ним часы переводят по-разному. Напишите город, например: <code>/timezone Алматы</code>.
timezone-sea = Не могу понять пояс по этой точке. Напишите город, например: <code>/timezone Алматы</code>.
timezone-removed = Часового пояса { $removed } больше нет в списке, по которому сверяют часы. Теперь я считаю время по { $zone }, там сейчас { $clock }, и сводки приходят в те же часы, что и раньше. Если на ваших часах другое время, выберите город.
timezone-removed-channel = Часового пояса канала «{ $title }», { $removed }, больше нет в списке, по которому сверяют часы. Теперь я считаю время по { $zone }, там сейчас { $clock }, и сводки канала выходят в те же часы, что и раньше. Выбрать другой город: /channel.
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

schedule-with-holidays = { $schedule } (по праздникам { $rule })
button-holidays = Праздники
holidays = <b>По праздникам</b> { $rule }.
holidays-next = { $country }, ближайшие: { $days }.
holidays-no-country = Какие праздники считать, по поясу { $zone } не понять. Напишите страну: <code>/holidays Казахстан</code>.
holidays-how = Нажмите, что присылать в праздники, или напишите: <code>/holidays 11:00</code>, <code>/holidays нет</code>, <code>/holidays Россия</code>. Перенесённые рабочие дни — как будни.
holidays-usual = как обычно
holidays-off = сводки нет
holidays-sunday = как в воскресенье
holidays-at = в { $time }
holidays-country = <b>Чьи праздники считать?</b> Сейчас: { $country }. Другую страну можно написать: <code>/holidays Грузия</code>.
holidays-country-none = неизвестно
holidays-bad = Не понимаю «{ $text }». Напишите время, «нет» или страну: <code>/holidays 11:00</code>, <code>/holidays нет</code>, <code>/holidays Россия</code>.
holidays-unknown-country = { $text }: праздников этой страны я не знаю, осталось как было. Выбрать другую: /holidays.
button-holidays-usual = Как обычно
button-holidays-off = Без сводки
button-holidays-sunday = Как в воскресенье
button-country = Другая страна
button-country-by-zone = По часовому поясу

timezone-country = В этой стране ({ $country }) часы показывают разное время. Выберите или напишите город.
timezone-meant = Города «{ $text }» не знаю. Может быть, <b>{ $city }</b> ({ $zone })?
button-zone-meant = Да, { $city }
schedule-once = Разово сводку не пришлю, а каждый день — могу. Так: { $schedule }? Или одну прямо сейчас.
button-once-daily = Каждый день
