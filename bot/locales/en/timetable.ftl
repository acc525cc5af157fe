### The timetable and the time zone.

schedule =
    <b>Digest:</b> { $schedule }.
    The next one comes { $next }.
    Time zone: { $zone }, it is { $clock } now.

    Press a time or write: <code>/schedule 8:00 19:30</code>, <code>/schedule weekdays 9:15</code>, <code>/schedule mon,wed 7:45</code>.
schedule-none =
    <b>There is no timetable yet</b>, so no digest comes by itself.
    Time zone: { $zone }, it is { $clock } now.

    Press a time or write: <code>/schedule 8:00 19:30</code>, <code>/schedule weekdays 9:15</code>, <code>/schedule mon,wed 7:45</code>.
schedule-set =
    <b>Digest:</b> { $schedule }.
    The next one comes { $next } ({ $zone }).
schedule-off = The timetable is removed: no digest comes by itself. You can ask for one with /digest.
button-schedule-off = No timetable
schedule-no-time = I see no time in “{ $text }”. Write, for example: <code>/schedule 8:00</code> or <code>/schedule weekdays 9:15</code>.
schedule-bad-time = There is no such time as “{ $text }”. Hours go from 0 to 23, minutes from 00 to 59, for example 8:30.
schedule-bad-word = I do not understand “{ $text }”. Write, for example: <code>/schedule 8:00 19:30</code>, <code>/schedule weekdays 9:15</code>.
schedule-interval = “{ $text }” is an interval, and digests come at set hours. List them, for example: <code>/schedule 8:00 12:00 16:00 20:00</code>.
schedule-suggest = Send digests like this: <b>{ $schedule }</b>?
button-other-times = Another time
button-schedule-again = Bring it back
button-schedule-set = Set it so
schedule-too-many = I send no more than { $limit } digests a day. Keep the hours that matter.
paused-still = You are paused, so no digests come. To resume: /resume.

timezone =
    <b>Time zone:</b> { $zone }, it is { $clock } now.

    Press a city or write yours: <code>/timezone Karaganda</code>. { $chat ->
        [group] { "" }
       *[private] You can also send a location: I take only the zone from it and do not keep it.
    }
timezone-set = Time zone: <b>{ $zone }</b>{ $place }, it is { $clock } now.
timezone-place = { " " }({ $city })
timezone-next = The next digest comes { $next }.
timezone-unknown =
    I do not know the city “{ $text }”. Write the nearest large city or a zone such as <code>Asia/Almaty</code>{ $chat ->
        [group] { "" }
       *[private] { ", or send a location" }
    }.
timezone-offset = The offset “{ $text }” is not enough: places that share it change their clocks differently. Write a city, for example: <code>/timezone Almaty</code>.
timezone-sea = I cannot tell the zone of this point. Write a city, for example: <code>/timezone Almaty</code>.
timezone-removed = The time zone { $removed } is not on the list that clocks go by any more. I now go by { $zone }, where it is { $clock }, so digests come at the same hours as before. If your clock shows another time, choose your city.
timezone-removed-channel = The time zone of the channel “{ $title }”, { $removed }, is not on the list that clocks go by any more. I now go by { $zone }, where it is { $clock }, so its digests come at the same hours as before. To choose another city: /channel.
button-location = Send location
timezone-thanks = I do not keep the location.
city-almaty = Almaty
city-astana = Astana
city-aqtobe = Aktobe
city-aqtau = Aktau
city-moscow = Moscow
city-tashkent = Tashkent
city-bishkek = Bishkek
city-berlin = Berlin
city-istanbul = Istanbul

schedule-set-paused = <b>Digest:</b> { $schedule }.
timezone-press = Press the button below. I take only the time zone from the location.

schedule-with-holidays = { $schedule } (on public holidays { $rule })
button-holidays = Holidays
holidays = <b>On public holidays</b> { $rule }.
holidays-next = { $country }, coming up: { $days }.
holidays-no-country = The zone { $zone } does not tell me whose holidays to count. Write the country: <code>/holidays Kazakhstan</code>.
holidays-how = Press what to send on holidays, or write: <code>/holidays 11:00</code>, <code>/holidays none</code>, <code>/holidays Germany</code>. Weekend days that are worked instead count as working days.
holidays-usual = as usual
holidays-off = no digest
holidays-sunday = as on Sundays
holidays-at = at { $time }
holidays-country = <b>Whose holidays count?</b> Now: { $country }. Any other country can be written: <code>/holidays Georgia</code>.
holidays-country-none = unknown
holidays-bad = I do not understand “{ $text }”. Write a time, “none” or a country: <code>/holidays 11:00</code>, <code>/holidays none</code>, <code>/holidays Germany</code>.
holidays-unknown-country = { $text }: I do not know the holidays of this country, so nothing has changed. To choose another: /holidays.
button-holidays-usual = As usual
button-holidays-off = No digest
button-holidays-sunday = As on Sundays
button-country = Another country
button-country-by-zone = By time zone

timezone-country = Clocks differ within that country ({ $country }). Choose or write a city.
timezone-meant = I know no city “{ $text }”. Did you mean <b>{ $city }</b> ({ $zone })?
button-zone-meant = Yes, { $city }
schedule-once = I cannot send a digest just once at an hour, but I can every day. Like this: { $schedule }? Or one right now.
button-once-daily = Every day
