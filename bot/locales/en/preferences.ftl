### How a digest should look and when not to disturb.

command-quiet = Quiet hours: /quiet 23:00–7:00
command-holidays = Digests on public holidays: /holidays 11:00
button-preferences = How digests look
button-quiet = Quiet hours
note-chosen = Noted

preferences =
    <b>How digests should look</b>
    Length: { $length }
    Style: { $style }
    When there is nothing new: { $empty }
    Breaking news: { $breaking }
length-stories = { $count ->
    [one] { $count } story at most
   *[other] { $count } stories at most
}, the rest as headlines only
length-minutes = { $count ->
    [one] { $count } minute of reading
   *[other] { $count } minutes of reading
}, the rest as headlines only
style-compact = headline, one sentence, sources
style-headlines = headlines and sources only
style-cards = with a sentence, sources and the picture of the top story
style-one = as one message: topics under headings, a sentence and sources, the rest folded
empty-skip = send nothing
empty-say = send one line saying so
breaking-off = nothing outside the timetable
breaking-on = at once, when { $sources } independent publishers report it within { $minutes } minutes; quiet hours hold it
breaking-wake = at once, when { $sources } independent publishers report it within { $minutes } minutes; in quiet hours too
button-stories = { $count ->
    [one] { $count } story
   *[other] { $count } stories
}
button-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
button-style-compact = With a sentence
button-style-headlines = Headlines
button-style-cards = With a picture
button-style-one = As one message
button-empty-skip = Nothing new: silence
button-empty-say = Nothing new: say so
button-breaking-off = No breaking news
button-breaking-on = Breaking news
button-breaking-wake = In quiet hours too

quiet =
    <b>Quiet hours:</b> { $hours } ({ $zone }).
    I do not write by myself then: neither breaking news nor digests. They come when the quiet hours end.

    Press a button or write your own: <code>/quiet 22:30–6:45</code>. To drop them: <code>/quiet off</code>.
quiet-none =
    <b>There are no quiet hours.</b>
    When should I not disturb you? Press a button or write: <code>/quiet 23:00–7:00</code>.
quiet-holds = The digest of your timetable ({ $slot }) falls into them and comes later: { $until }.
button-quiet-off = No quiet hours

rich-sample-heading = This is what a topic looks like
rich-sample-story = Stories stand one below the other, however many there are, all in one message.
rich-sample-fold = Press here to unfold
rich-sample-hidden = What did not fit into the digest will be here.
rich-sample-footer = Do you see a heading, a paragraph and this line at the bottom? If you are asked to update Telegram instead, press “I don’t”.
button-rich-seen = I see it
button-rich-unseen = I don’t
rich-on = Done: the next digest comes as one message. If Telegram does not take it, it comes as usual, and nothing is lost.
rich-off = Everything stays as it was. Such messages are shown by a recent Telegram: update the app and try again.
rich-private-only = Not in groups and channels: that you see such a message you can say for yourself only, not for everybody who reads it.
rich-unavailable = Telegram does not take such messages at the moment. The style has not changed.
