### Search, explanations, recaps.

search-what = What shall I find? Write it after the command: <code>/search China</code>.
search-found =
    { $count ->
        [0] Nothing with “<b>{ $topic }</b>” in 30 days. Press “Follow” and I will write when there is.
        [one] { $count } story with “<b>{ $topic }</b>” in 30 days.
       *[other] { $count } stories with “<b>{ $topic }</b>” in 30 days, the newest first:
    }
search-partly = I looked through the newest articles only ({ $count }): the words are too general. Add a word and I will look further back.

why-what = About which article? Send its address: <code>/why https://…</code>.
why-not-read = I have not read this page: its publisher is not among my sources, or the article has not reached me yet.
why-story = <b>Story:</b> <a href="{ $url }">{ $headline }</a>
why-sources = { $count ->
        [one] { $count } source
       *[other] { $count } sources
    } made one story: { $sources }.
why-sites-and-channels = { $sites ->
        [one] { $sites } site
       *[other] { $sites } sites
    } and { $channels ->
        [one] { $channels } channel
       *[other] { $channels } channels
    } tell of this: { $sources }.
why-match = Topic “<b>{ $topic }</b>”: found “{ $form }” { $place }.
why-no-match = None of your topics is found here.
why-told = Told: { $when }.
why-withdrawn = Withdrawn by its source: it can no longer be read anywhere.
why-untold-no-match = So it is in no digest of yours. To get such stories, add a topic: /follow China.
why-untold-no-schedule = Not told yet: there is no timetable, or you are paused. To choose a time: /schedule; to end a pause: /resume.
why-untold = Not told yet. The next digest comes { $next }.
place-title = in the headline
place-lead = in the first paragraph
place-text = in the text
place-tag = among the tags
place-source = by the source
place-language = by the language

preview-empty = There is nothing for the next digest yet.
preview-note = This is only a preview: the scheduled digest will tell these stories as new.
catchup-how-long = <b>The best of how many days?</b> You can write: <code>/catchup 3</code>.
catchup-bad = I do not understand “{ $text }”. Write a number of days from 1 to 7: <code>/catchup 3</code>.
catchup-empty = There was nothing on your topics in that time.
catchup-note = This is a recap: it changes nothing in later digests.
button-catchup-1 = One day
button-catchup-3 = 3 days
button-catchup-7 = A week
card-source = { $when } <a href="{ $url }">{ $site }</a>: { $headline }
card-source-copy = { $when } <a href="{ $url }">{ $site }</a> (reprint): { $headline }
card-source-follow-up = { $when } <a href="{ $url }">{ $site }</a> (follow-up): { $headline }
card-only = Only { $site } says: { $facts }
search-gone = Your search is no longer in the chat. Write the topic again: /follow China
why-rubric = Topic “<b>{ $topic }</b>”: the rubric of the article.
