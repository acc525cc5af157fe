# Для владельца бота: /status, /stats, /broadcast, /ban и то, что бот говорит сам.
command-status = как дела у бота
command-stats = что сделано за день и за неделю
command-broadcast = сказать что-то многим
command-ban = не отвечать чату
command-unban = снова отвечать чату

status-well = ✓ Всё работает.
status-troubles =
    ⚠ Не в порядке:
    { $list }
status-subscribers = Подписчики: { $active }, на паузе { $paused }, недоступны { $suspended }.
status-due = Пора составить сводок: { $due }. Ждут ответа: { $updates }.
status-outbox = В очереди на отправку: { $waiting }, первое сообщение ждёт { $seconds } с.
status-lateness = { $seconds ->
    [-1] Сводок по расписанию ещё не было.
   *[other] Последняя сводка по расписанию ушла через { $seconds } с после своего времени.
}
status-listings = Ленты: { $all }, из них не читаются { $broken }.
status-stories = Сюжетов за последний час: { $count }.
status-machine = База: { $megabytes } МБ. Свободно на диске: { $free } %. Задержка: { $delay } мс.
status-day =
    За сутки, по часам:
    <code>{ $sent }</code> сообщения: { $sentCount }
    <code>{ $stories }</code> новые сюжеты: { $storiesCount }
status-paid = Рассылка: до { $rate } сообщений в секунду, сегодня потрачено звёзд: { $spent } из { $most }.
status-not-sold = Рассылка: 30 сообщений в секунду. { $rate } Telegram сейчас не продаёт: проверьте баланс звёзд, <code>svodka check</code>.

stats-day = За сутки
stats-week = За неделю
stats-period =
    <b>{ $name }</b>
    Новых подписчиков: { $joined }
    Отправлено сообщений: { $sent }, не удалось: { $failed }
    Новых сюжетов: { $stories }
stats-topics = Темы, за которыми следят многие: { $list }

broadcast-syntax = Напишите текст после команды: <code>/broadcast Завтра с 9 до 10 бот будет недоступен.</code> Оформление сохранится.
broadcast-preview = Так это увидят. Кому отправить?
broadcast-confirm = Отправить чатам: { $count }? Сообщение уйдёт после сводок и ответов; остановить его можно, отозвать — нет.
broadcast-running = Отправляю чатам: { $count }. Когда всё уйдёт, пришлю отчёт.
broadcast-stopped = Остановлено. Отчёт пришлю через минуту.
broadcast-left = Никому не отправлено.
broadcast-over = Это уже сделано.
broadcast-receipt = { $state ->
    [stopped] Рассылка остановлена.
   *[done] Рассылка закончена.
} Чатов: { $total }. Доставлено: { $sent }, не удалось: { $failed }, не отправлено: { $dropped }.
button-broadcast-all = Всем ({ $count })
button-broadcast-private = Лично ({ $count })
button-broadcast-groups = Группам и каналам ({ $count })
button-broadcast-order = Отправить ({ $count })
button-broadcast-stop = Остановить
button-broadcast-leave = Не отправлять

ban-syntax = Номер чата или человека, и если хотите, причина: <code>/ban 123456789 спам</code>, <code>/unban 123456789</code>.
ban-yourself = Это ваш собственный чат.
banned = Чату <code>{ $id }</code> больше не отвечаю и ничего не шлю. Его настройки целы.
banned-already = Чату <code>{ $id }</code> я и так не отвечаю.
unbanned = Чат <code>{ $id }</code> снова может писать. Сводки пойдут, когда он что-нибудь напишет.
not-banned = Чат <code>{ $id }</code> не заблокирован.

alert-begun =
    ⚠ <b>Нужно внимание</b>
    { $list }
alert-over =
    ✓ <b>Снова в порядке</b>
    { $list }
alert-over-line = { $name }: длилось { $minutes } мин.
alert-migrated = База обновлена: { $before } → { $after }. Копия прежней: <code>{ $copy }</code>
alert-silence = Ничего не отправляется: первое сообщение ждёт { $detail } мин.
alert-backlog = Очередь растёт: ждут сообщений: { $detail }.
alert-conflict = Сообщения читателей забирает ещё кто-то с тем же токеном{ $detail }: остановите второго бота или уберите вебхук.
alert-floods = Telegram просит подождать: { $detail } раз за последние секунды. Ничего не потеряется.
alert-disk = На диске осталось { $detail }.
alert-backup = Копия базы не сделана: { $detail }
alert-polling = Telegram не отвечает { $detail } мин.
alert-name-silence = Отправка
alert-name-backlog = Очередь
alert-name-conflict = Второй бот
alert-name-floods = Просьбы подождать
alert-name-disk = Место на диске
alert-name-backup = Копия базы
alert-name-polling = Связь с Telegram
