### Getting acquainted, and topics.

welcome =
    <b>Hello! This is Svodka.</b>
    I read news sites, keep every story once and send you one message at the time you choose.

    Tick rubrics and topics that are in the news now, or { $chat ->
        [group] add your own: <code>/follow China</code>
       *[private] write your own, for example: China
    }. Then press “Done”.
welcome-back =
    <b>Welcome back!</b> { $topics ->
        [0] You have no topics yet: tick some or write your own.
        [one] You follow { $topics } topic.
       *[other] You follow { $topics } topics.
    }
choose-time =
    <b>When shall I send the digest?</b>
    Press a time or write your own: <code>/schedule weekdays 9:15</code>.
    Time zone: { $zone }, it is { $clock } now.
first-digest-coming = Your first digest is ready and comes as the next message.
first-digest-empty = There has been nothing on your topics in the last days, so there is nothing to send yet.

topics-none =
    You follow nothing yet. { $chat ->
        [group] Add a topic: <code>/follow China</code>
       *[private] Write a topic as an ordinary message, for example: China
    }.
topics-list =
    <b>{ $topics ->
        [one] You follow { $topics } topic
       *[other] You follow { $topics } topics
    }:</b>
    { $list }

    Press a button to drop its topic. { $chat ->
        [group] To add one: <code>/follow China</code>
       *[private] To add one, just write it
    }.
    The second button changes a topic's place in the digest: “important” comes first, “if there is room” last, and only if there is.
topics-row = • { $topic }
importance-high = important
importance-normal = ordinary
importance-low = if there is room
note-importance-high = Important: this topic comes first and is cut last.
note-importance-normal = An ordinary place: by the weight of the news.
note-importance-low = Only if the digest has room left.
topics-here = The button “Here” sends a topic's news to this forum thread.
thread-here = comes here
thread-other = goes to another forum thread
button-here = Here
button-not-here = Not here
button-send-here = Send it to this forum thread
note-here = News on this topic comes here now.
note-not-here = News on this topic goes where digests go now.
button-unfollow = ✕ { $topic }
button-follow = Follow
button-refollow = Put “{ $topic }” back
button-no = No
button-chosen = ✓ { $topic }
button-earlier-topics = ‹ Earlier
button-more-topics = More ›

follow-what = What shall I follow? Write it after the command: <code>/follow China</code>. In the news now:
follow-what-empty = What shall I follow? Write it after the command, for example: <code>/follow China</code>.
unfollow-what = Which topic shall I drop? Press it.
followed = Following “<b>{ $topic }</b>”.
follows-already = You already follow “<b>{ $topic }</b>”.
unfollowed = No longer following “<b>{ $topic }</b>”.
not-followed = “<b>{ $topic }</b>” is not among your topics. See the list: /topics.
offer = Follow “<b>{ $topic }</b>”?
declined = All right, not following.

trial =
    { $count ->
        [0] Nothing on it in the last 7 days. Check the spelling, or wait: it may come up.
        [one] { $count } story on it in the last 7 days.
       *[other] { $count } stories on it in the last 7 days.
    }
trial-example = • <a href="{ $url }">{ $headline }</a>
trial-too-much = That is a lot. You can narrow it: <code>{ $example }</code>.
trial-narrow-example = { $topic } AND Almaty

topic-too-long = The topic is too long: { $length } characters where { $limit } are allowed. Keep the words that matter.
topic-empty = There is no word in this topic. Write a word, a name or a title, for example: China.
topic-too-many = You have reached the limit of topics. Drop some: /topics.
topic-gone = This topic is no more. Name it again: /follow China.
topic-error =
    I do not understand this topic: { $reason }
    <pre>{ $before }▸{ $after }</pre>

note-followed = Following: { $topic }
note-unfollowed = No longer following: { $topic }
choose-time-short = <b>When shall I send the digest?</b>
button-unfollow-this = Do not follow

topic-stop-words = only words that stand in every text
topic-only-not = it says only what not to find; add what to find
topic-quote = a quotation mark is not closed
topic-parenthesis = a parenthesis without its pair
topic-operator = a word is missing beside AND, OR or NOT
topic-nesting = too many parentheses inside parentheses
topic-too-many-words = too many words
topic-pattern = an asterisk may stand only at the end of a word of three letters or more
topic-field = after the colon I expect something like source:zakon.kz, lang:kk, title:word

trial-also = In the news beside it: { $topics }. Add one?
button-also = + { $topic }

### Rubrics.

rubric-politics = Politics
rubric-economy = Economy
rubric-society = Society
rubric-incidents = Incidents
rubric-sport = Sport
rubric-culture = Culture
rubric-science = Science
rubric-technology = Technology
rubric-world = World
button-main-stories = Main stories of the day
note-main-on = Main stories: on
note-main-off = Main stories: off
chosen-main = You have chosen no topics yet, so I will send you the main stories of the day. You can add topics at any time: just write a word.
doubt = None of my sources has written about “<b>{ $topic }</b>” for 30 days.
doubt-meant = Did you mean “<b>{ $topic }</b>”?
button-follow-anyway = Follow it anyway
list-topics = { $count ->
        [one] This is { $count } topic
       *[other] These are { $count } topics
    }: { $topics }. Follow each of them?
button-list-all = Follow each
button-list-one = As one topic
list-followed = Following { $topics }.
list-refused = Could not follow: { $topics }.
quoted = “{ $topic }”
