### A digest on request, language, pause, data, receipts.

digest-coming = Putting it together. The digest comes as the next message.
digest-to-channel = { $editors ->
    [yes] Putting it together. It goes to the editors first, and is posted when one of you says so.
   *[no] Putting it together. It is posted in the channel in a moment.
}
digest-empty = Nothing new on your topics. What came before: /catchup.
digest-no-topics =
    You follow nothing yet. { $chat ->
        [group] Add a topic: <code>/follow China</code>
       *[private] Write a topic as an ordinary message, for example: China
    }.

language-choose = <b>Тіл · Язык · Language</b>
language-set = I will write in English from now on.
language-unknown = I do not know this language. Choose one of the three.

paused = Paused. No digests come until you send /resume. Your topics and timetable are kept.
paused-until = Paused. Digests resume { $until }. Sooner: /resume.
paused-until-day = Paused until { $until }. Sooner: /resume.
pause-how-long = <b>For how long?</b> You can write: <code>/pause 3 days</code>, <code>/pause until 15.12</code>.
button-pause-1 = Until tomorrow
button-pause-3 = For 3 days
button-pause-7 = For a week
button-pause-14 = For 2 weeks
button-pause-always = No end date
pause-bad = I do not understand “{ $text }”. Write, for example: <code>/pause 3 days</code> or <code>/pause until 15.12</code>.
pause-past = { $text } is not in the future. Name a later day.
pause-too-far = That is too long: a year at most. Without an end: just /pause.
resumed = Digests are on again. The next one comes { $next }.
resumed-no-schedule = The pause is over, but there is no timetable, so no digest comes by itself. To choose a time: /schedule.
not-paused = You were not paused. The next digest comes { $next }.

settings =
    <b>Settings</b>
    Topics: { $topics }
    Digest: { $schedule }
    Next: { $next }
    Time zone: { $zone }
    Language: { $language }
settings-no-schedule = no timetable
settings-paused = paused
settings-paused-until = paused, resumes { $until }
settings-no-next = —
settings-barred = <i>Digests do not arrive here: { $why }. It began: { $since }. I try again with each one.</i>

delete-ask =
    <b>Delete everything I remember about you?</b>
    Topics, mutes, saved stories, timetable, all settings and the history of sent digests. It cannot be brought back. /export gives you a copy.
button-delete-yes = Yes, delete everything
delete-kept = All right, everything stays.
deleted =
    <b>Deleted.</b>
    { $topics ->
        [one] { $topics } topic
       *[other] { $topics } topics
    }, { $digests ->
        [one] { $digests } digest
       *[other] { $digests } digests
    }, { $parts ->
        [one] { $parts } message
       *[other] { $parts } messages
    }, the timetable, saved stories and all settings. Nothing about you is kept. To begin anew: /start.
delete-nothing = There is nothing to delete: nothing about you is kept.

deliveries-none = There have been no digests yet. To get the first one now: /digest.
deliveries =
    <b>Last digests</b>
    { $list }
receipt-slot = for { $slot }
receipt-asked = on request, { $slot }
receipt-breaking = breaking news, { $slot }
receipt = • { $when }: { $stories ->
        [one] { $stories } story
       *[other] { $stories } stories
    }, { $state }
receipt-sent = sent at { $time }
receipt-waiting = on its way, { $sent } of { $parts }
receipt-failed = { $failed } of { $parts } messages could not be sent
receipt-empty = nothing was new
receipt-nothing = • { $when }: nothing was new, not sent
receipt-forgotten = details are no longer kept
receipt-late = { ", " }{ $hours ->
        [0] { $minutes } min
       *[other] { $hours } h { $minutes } min
    } late: { $why }
receipt-late-composed = I was down or busy
receipt-late-telegram = Telegram took no messages
receipt-late-queue = others were before it
receipt-repeated = { ", " }something may have come twice

export = Everything you have set and saved here: topics, mutes, timetable, the look of digests, saved stories, sources of your own. To bring it back, here or in another chat, give /import and send this file.
import-how =
    { $chat ->
        [group] Send the file that /export gave you as a reply to this message
       *[private] Send the file that /export gave you
    }. I first say what it holds and ask what to take.

button-thread = Here, to this thread
thread-set = Digests will come to this forum thread.
thread-none = Digests will come to the chat itself. To get them in a forum thread, give /thread there.
thread-private = This command is for a group with threads: it chooses to which of them digests go.
thread-closed = The forum thread that digests went to is closed or deleted. Until it is open again they come here. To choose another, give /thread there.
thread-closed-topics = A forum thread is closed or deleted. Until it is open again its news comes here: { $topics }. To choose another, give /topics there.

### A chat that takes no messages.

woken = <i>Digests did not come here: { $why }. It began: { $since }. I am sending them again.</i>
suspended-group = The digest for the group “{ $title }” has stopped. Nothing arrives there: { $why }. It began: { $since }. Topics and timetable are kept. Once you have put this right, give any command in the group, such as /settings: digests start again, and the first tells what was missed.
suspended-channel = The digest for the channel “{ $title }” has stopped. Nothing arrives there: { $why }. It began: { $since }. Topics and timetable are kept. Once you have put this right, choose the channel here with /channel and give any command, such as /settings: digests start again, and the first tells what was missed.
barred-since-unknown = not known exactly
barred-blocked = the bot was blocked
barred-removed = the bot is not a member
barred-closed = the forum thread is closed
barred-gone = the chat no longer exists, or the bot cannot reach it
barred-rights = the bot may not write there
barred-other = Telegram answers “{ $said }”

pause-which-year = “{ $text }” — which one? There was such a day not long ago; the next is { $day }.
pause-far-day = “{ $text }” is { $day }, and I do not pause for longer than a year. Without an end: just /pause.
button-pause-until = { $day }
