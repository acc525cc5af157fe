### The digest: what its reader sees in it besides the news.

digest-title = Digest for { $at } · { $day }
digest-missed = The bot was down. This is one digest for { $span }.
digest-late = The { $at } digest is late: sent { $sent }.
digest-quiet = Nothing new on your topics.
digest-untitled = No headline
digest-corrected = Headline corrected. It was: “{ $was }”
digest-developing = Follow-up
digest-told = Told before
digest-news = New: { $facts }
digest-more-sources = Developing: +{ $count ->
    [one] { $count } source
   *[other] { $count } sources
}
digest-other-channels = and { $channels ->
    [one] { $channels } channel
   *[other] { $channels } channels
} more
digest-other-sites-and-channels = and { $sites ->
    [one] { $sites } more site
   *[other] { $sites } more sites
}, { $channels ->
    [one] { $channels } channel
   *[other] { $channels } channels
}
digest-recap = While you were away · { $first } — { $last }
digest-brief = More on your topics
digest-follow-up = New:
digest-silent = { $source } has been silent for { $days ->
    [one] { $days } day
   *[other] { $days } days
}.
digest-corrected-mark = (corrected)
digest-withdrawn-mark = (withdrawn by its source)
quiet-two-times = Say from when to when I should keep quiet, for example: <code>23:00–7:00</code>.
digest-breaking = Breaking on your topics

digest-main = Main stories
digest-recap-shared = Main stories · { $first } — { $last }
digest-brief-shared = Also
digest-quiet-shared = Nothing new.
digest-breaking-shared = Breaking

# The account: what became of the stories on the reader's topics follows behind a colon, with commas.
digest-account = Read { $articles ->
    [one] { $articles } article
   *[other] { $articles } articles
}, which are { $stories ->
    [one] { $stories } story
   *[other] { $stories } stories
}. On your topics — { $topics }
digest-account-shared = Read { $articles ->
    [one] { $articles } article
   *[other] { $articles } articles
}, which are { $stories ->
    [one] { $stories } story
   *[other] { $stories } stories
}. On the topics of this digest — { $topics }
digest-account-shown = { $count } here
digest-account-brief = { $count } in brief
digest-account-rest = { $count } left out for length
digest-account-told = { $count } told before
digest-account-hidden = { $count } hidden by you
digest-account-hidden-shared = { $count } hidden
digest-numbers = The numbers below: why a story is here, save it, hide it.
digest-other-sources = and { $count } more
digest-account-all = all here
digest-continues = Earlier, { $day }:
digest-week = The week · { $first } — { $last }
digest-week-shared = The week · { $first } — { $last }
digest-outcome = What came of it:
digest-missed-today = What else happened today
