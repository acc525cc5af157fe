### What a reader wants more and less of.

button-more-like = More like this
button-less-like = Less like this
button-exclude = Not { $site }: { $topic }
button-tastes = What I learned
note-taste-more = More often: { $what }
note-taste-less = Less often: { $what }
note-taste-none = This story has neither a topic nor tags by which I could find others like it.
note-taste-unsaid = I no longer take it into account.
note-excluded = I take no more stories from { $site } for “{ $topic }”.
note-forgotten = Forgotten
taste-more = more often: <b>{ $what }</b> (+{ $weight })
taste-less = less often: <b>{ $what }</b> (−{ $weight })
taste-excluded = no { $site } in “<b>{ $topic }</b>”
tastes =
    <b>What I learned</b>
    You said these under stories. I know and gather nothing else about your tastes. The larger a number, the more it moves a story up or down; it never hides one.

    { $list }

    Press a number to make me forget.
tastes-none =
    <b>What I learned</b>
    Nothing yet. Open a story by its number under a digest and press “More like this” or “Less like this”.
why-tastes = Taken into account: { $tastes }.
