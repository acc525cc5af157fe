### Сохранённое и сюжеты, за которыми следят.

command-saved = Сохранённые новости
button-saved = Сохранённое
button-keep-save = Сохранить
button-keep-drop = Убрать из сохранённого
button-keep-follow = Следить за этим сюжетом
button-keep-unfollow = Не следить за этим сюжетом
note-keep-save = Сохранено. Всё сохранённое — /saved.
note-keep-drop = Убрано из сохранённого
note-keep-follow = Расскажу, как он продолжится, даже если темы другие
note-keep-unfollow = Больше не слежу за этим сюжетом
saved-none =
    Ничего не сохранено. { $chat ->
        [group] Пришлите <code>/why</code> и ссылку на новость, а потом нажмите «Сохранить»
       *[private] Под сводкой нажмите на номер новости, а потом «Сохранить»
    }.
saved-list =
    <b>{ $count ->
        [one] Сохранён { $count } сюжет
        [few] Сохранено { $count } сюжета
        [many] Сохранено { $count } сюжетов
       *[other] Сохранено { $count } сюжета
    }, последние сверху:</b>
    { $list }
saved-row = { $number }. <a href="{ $url }">{ $headline }</a>
button-saved-drop = ✕ { $number }
button-keep-mute = Больше не рассказывать об этом
button-keep-unmute = Снова рассказывать об этом
note-keep-mute = Больше об этом не расскажу
note-keep-unmute = Снова буду рассказывать

command-mute = О чём не рассказывать: /mute футбол
button-mute = Скрытое
mute-none =
    <b>Исключений нет.</b>
    О чём не рассказывать? Напишите: <code>/mute футбол</code>, <code>/mute #спорт</code>, <code>/mute source:zakon.kz</code>. Исключение сильнее любой темы.
mute-list =
    <b>Не рассказываю на темы:</b>
    { $list }

    Чтобы снять исключение, нажмите на его кнопку. Чтобы добавить: <code>/mute футбол</code>.
muted = Пропускаю всё на тему «<b>{ $topic }</b>», даже если новость подходит под ваши темы.
muted-source = Пропускаю всё от <b>{ $source }</b>, даже если новость подходит под ваши темы.
muted-already = Тему «<b>{ $topic }</b>» я и так пропускаю.
mute-ask = Не рассказывать на тему «<b>{ $topic }</b>»?
mute-everything = Чтобы сводки не приходили, поставьте паузу: /pause. О чём не рассказывать вовсе — /mute.
button-mute-topic = Не рассказывать: { $topic }
button-follow-topic = Следить: { $topic }
mute-too-many = Больше исключений добавить нельзя: достигнут предел. Снимите лишние: /mute.
note-unmuted = Снова рассказываю: { $topic }
why-muted = Не рассказываю: вы просили об этом молчать. Исключения — /mute, отдельный сюжет можно вернуть кнопкой ниже.
