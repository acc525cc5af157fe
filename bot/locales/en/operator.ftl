# For the operator: /status, /stats, /broadcast, /ban, and what the bot says by itself.
command-status = how the bot is doing
command-stats = what was done in a day and a week
command-broadcast = say something to many
command-ban = stop answering a chat
command-unban = answer a chat again

status-well = ✓ Everything works.
status-troubles =
    ⚠ In trouble:
    { $list }
status-subscribers = Subscribers: { $active }, paused { $paused }, unreachable { $suspended }.
status-due = Digests due: { $due }. Waiting for an answer: { $updates }.
status-outbox = Waiting to be sent: { $waiting }, the first for { $seconds } s.
status-lateness = { $seconds ->
    [-1] No digest of a timetable has been sent yet.
   *[other] The last digest of a timetable left { $seconds } s after its time.
}
status-listings = Listings: { $all }, of which { $broken } cannot be read.
status-stories = Stories in the last hour: { $count }.
status-machine = Database: { $megabytes } MB. Free on the disk: { $free } %. Delay: { $delay } ms.
status-day =
    The last day, by the hour:
    <code>{ $sent }</code> messages: { $sentCount }
    <code>{ $stories }</code> new stories: { $storiesCount }
status-paid = Sending: up to { $rate } messages a second; Stars spent today: { $spent } of { $most }.
status-not-sold = Sending: 30 messages a second. Telegram does not sell { $rate } now: look at the balance of Stars, <code>svodka check</code>.

stats-day = In a day
stats-week = In a week
stats-period =
    <b>{ $name }</b>
    New subscribers: { $joined }
    Messages sent: { $sent }, failed: { $failed }
    New stories: { $stories }
stats-topics = Topics that many follow: { $list }

broadcast-syntax = Write the text after the command: <code>/broadcast Tomorrow from 9 to 10 the bot will be away.</code> Its formatting stays.
broadcast-preview = This is what they will see. To whom?
broadcast-confirm = Send it to { $count } chats? It leaves after digests and answers; it can be stopped, but not taken back.
broadcast-running = Sending it to { $count } chats. A receipt follows when all is done.
broadcast-stopped = Stopped. A receipt follows in a minute.
broadcast-left = Nobody was sent anything.
broadcast-over = That is done already.
broadcast-receipt = { $state ->
    [stopped] The broadcast was stopped.
   *[done] The broadcast has ended.
} Chats: { $total }. Delivered: { $sent }, failed: { $failed }, not sent: { $dropped }.
button-broadcast-all = Everybody ({ $count })
button-broadcast-private = In private ({ $count })
button-broadcast-groups = Groups and channels ({ $count })
button-broadcast-order = Send ({ $count })
button-broadcast-stop = Stop
button-broadcast-leave = Do not send

ban-syntax = The number of a chat or person, and a reason if you like: <code>/ban 123456789 spam</code>, <code>/unban 123456789</code>.
ban-yourself = That is your own chat.
banned = Chat <code>{ $id }</code> is no longer answered, and is sent nothing. Its settings are kept.
banned-already = Chat <code>{ $id }</code> is not answered anyway.
unbanned = Chat <code>{ $id }</code> may write again. Its digests come once it does.
not-banned = Chat <code>{ $id }</code> is not banned.

alert-begun =
    ⚠ <b>This wants a look</b>
    { $list }
alert-over =
    ✓ <b>All right again</b>
    { $list }
alert-over-line = { $name }: it took { $minutes } min.
alert-migrated = The database was brought up to date: { $before } → { $after }. A copy from before: <code>{ $copy }</code>
alert-silence = Nothing is being sent: the first message has been waiting for { $detail } min.
alert-backlog = The queue grows: { $detail } messages wait.
alert-conflict = Somebody else takes readers' messages with the same token{ $detail }: stop the other bot, or take its webhook away.
alert-floods = Telegram asks us to wait: { $detail } times within seconds. Nothing is lost.
alert-disk = { $detail } of the disk is left.
alert-backup = The database was not copied: { $detail }
alert-polling = Telegram has not answered for { $detail } min.
alert-name-silence = Sending
alert-name-backlog = The queue
alert-name-conflict = Another bot
alert-name-floods = Requests to wait
alert-name-disk = Room on the disk
alert-name-backup = The copy of the database
alert-name-polling = The way to Telegram
