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
digest-other-sources = and { $count ->
    [one] { $count } more source
   *[other] { $count } more sources
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
digest-account = { $articles ->
    [one] { $articles } article
   *[other] { $articles } articles
} read, { $stories ->
    [one] { $stories } story
   *[other] { $stories } stories
}; { $topics } on your topics.
digest-account-shown = Shown: { $shown }.
digest-account-rest = Left out for length: { $rest }.
digest-account-told = Told before: { $told }.
digest-account-hidden = Hidden by you: { $hidden }.
digest-recap = While you were away · { $first } — { $last }
digest-brief = More on your topics
digest-follow-up = New:
digest-account-brief = In brief: { $brief }.
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
digest-account-hidden-shared = Hidden: { $hidden }.
digest-account-shared = { $articles ->
    [one] { $articles } article
   *[other] { $articles } articles
} read, { $stories ->
    [one] { $stories } story
   *[other] { $stories } stories
}; { $topics } on the topics of this digest.
