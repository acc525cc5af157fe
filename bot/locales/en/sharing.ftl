### Sharing topics and a timetable, sharing a story.

command-share = Share your topics and timetable by a link
button-share = Share my setup
share-nothing =
    There is nothing to share yet: you follow nothing. { $chat ->
        [group] Add a topic: <code>/follow China</code>
       *[private] Write a topic as an ordinary message, for example: China
    }.
share =
    <b>A link to your setup:</b>
    { $link }

    It carries:
    { $content }

    Whoever opens it sees this list and decides whether to take it. The link does not tell who you are. It holds for { $days ->
        [one] { $days } day
       *[other] { $days } days
    }. When your setup changes, give /share again: the link stays the same.
share-more = { $count ->
    [one] and { $count } more topic
   *[other] and { $count } more topics
}
share-times = Digest: { $schedule }
share-invitation = My news topics in Svodka: open this link to take them
share-offer =
    <b>Somebody shared a setup with you:</b>
    { $content }

    Take it? The topics are added to yours.
share-own =
    This is your own link. It carries:
    { $content }
share-unknown = The link you came by leads nowhere: it was withdrawn, it has expired, or it is misspelt. Ask for a new one.
share-declined = All right, nothing has changed.
share-taken = <b>Done.</b> { $topics ->
        [one] { $topics } topic added
       *[other] { $topics } topics added
    }, followed already: { $known }.
share-refused = Topics that found no room: { $count }. Drop some (/topics) and open the link again.
share-withdrawn = The link leads nowhere now. /share makes a new one.
button-share-send = Send to a chat
button-share-withdraw = Withdraw the link
button-share-all = Take topics and times
button-share-topics = Take the topics

inline-story =
    <a href="{ $url }">{ $headline }</a>
    { $summary }
    { $sources }
inline-story-short =
    <a href="{ $url }">{ $headline }</a>
    { $sources }
inline-about = { $sources } · { $summary }
