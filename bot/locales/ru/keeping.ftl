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
saved-none = Ничего не сохранено. Под сводкой нажмите на номер новости, а потом «Сохранить».
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
