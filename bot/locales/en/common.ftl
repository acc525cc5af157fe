### Words that all parts share, and what the commands do.

day-today = today
day-tomorrow = tomorrow
moment = { $day }, { $time }
appointment = { $weekday ->
    [mon] on Monday, { $day }, at { $time }
    [tue] on Tuesday, { $day }, at { $time }
    [wed] on Wednesday, { $day }, at { $time }
    [thu] on Thursday, { $day }, at { $time }
    [fri] on Friday, { $day }, at { $time }
    [sat] on Saturday, { $day }, at { $time }
    [sun] on Sunday, { $day }, at { $time }
   *[near] { $day } at { $time }
}

language-name = English

command-start = Begin: topics and a time
command-topics = My topics
command-follow = Follow a topic: /follow China
command-unfollow = Stop following a topic
command-digest = A digest right now
command-search = Find news by words
command-why = Why a story came, or did not
command-preview = What the next digest would hold
command-catchup = The best of the last days
command-schedule = When to send the digest
command-timezone = Time zone: a city or a location
command-language = Тіл · Язык · Language
command-deliveries = Last digests: when and what was sent
command-settings = All settings
command-pause = Pause the digests
command-resume = Resume the digests
command-thread = In a group: send digests to this forum thread
command-export = My settings as a file
command-import = Bring settings back from a file
command-delete = Delete my data
command-help = How this works

button-done = Done
button-back = ‹ Back
button-cancel = Cancel
button-topics = Topics
button-schedule = Schedule
button-timezone = Time zone
button-language = Language
button-digest = Digest now
button-deliveries = Last digests
button-preview = Preview
button-catchup = Catch up
button-settings = Settings
button-pause = Pause
button-resume = Resume
button-export = Settings as a file
button-delete = Delete my data
button-help = Help

help =
    <b>Svodka</b> reads news sites, keeps every story once whoever reports it, and sends you one message at the time you choose.

    { $chat ->
        [group] A command adds a topic: <code>/follow National Bank</code>. A topic may be
       *[private] Write a topic as an ordinary message, for example
    } <code>National Bank</code> or <code>Алматинская область</code>: I know word forms. You can be more exact: <code>bank OR (rate AND Нацбанк) NOT sport</code>, <code>"exact phrase"</code>, <code>source:zakon.kz</code>.

    { $commands }
help-command = /{ $name } — { $description }
help-group = In a group only admins change the settings. I do not join conversations: I read commands, and replies to messages of mine that have buttons.

unknown-command = I have no such command. All of them are in /help.
unknown-button = This button belongs to an old message and no longer works. Open /settings.
button-unmarked = This button belongs to an old message, and I cannot tell what it is about. Nothing was changed. Open it anew: /settings.
button-other-subject = This button sets up { $subject }, and you are setting up { $current } now. Nothing was changed. To choose: /channel.
subject-own = your own digests
subject-channel = the channel “{ $title }”
subject-other = another chat
button-done-already = Already done.
not-text = I cannot read this. Write a topic in words, for example: China. You can also send a link to a story, a location, a file from /export or OPML.
budget-spent = Too many such requests in a row. You can ask again in { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
queue-full-tap = Many are pressing just now. Press again in a minute.
queue-full = You have written more than I can answer. I will first answer what came before; please send the rest again a little later.
message-too-long = That message is too long: I read no more than { $limit } characters. Please send it shorter, or in parts.
trouble = Something broke on my side, not on yours. Nothing is lost and the error is recorded. Please try again in a minute.
admins-only = Only admins change the settings of this chat.
admins-hidden = Telegram does not show me who is an admin here. Make me an admin (no rights are needed) and I will know you.

group-welcome = Hello! I send this chat a digest of news on the topics and at the time you choose. Admins set me up: /start.

talk-hello = Hello! { $topics ->
        [one] You follow { $topics } topic.
       *[other] You follow { $topics } topics.
    }
talk-thanks = You are welcome!
talk-bye = See you! The digest comes in its time.
talk-answer = Please press a button below my message: from a word alone I cannot tell what it answers.
talk-stop = What should stop? A pause keeps topics and timetable. Without a timetable a digest comes only when you ask. Or delete everything.

button-group-when = When
button-group-look = Look and language
button-group-read = Read
button-group-from = Sources and channels
button-group-more = Data and help
settings-group-when = <b>When digests come</b>
settings-group-look = <b>What they look like</b>
settings-group-read = <b>Read now, or again</b>
settings-group-from = <b>Where news comes from and goes</b>
settings-group-more = <b>Your data, and help</b>
