### Sources: the list, adding one, how they are doing, the operator's word.

command-sources = Sources: what I read, add your own
button-sources = Sources

sources-list =
    <b>{ $count ->
        [one] I read { $count } source
       *[other] I read { $count } sources
    }:</b>
    { $list }
sources-row = • { $title }
sources-row-bad = • { $title } — <i>{ $health }</i>
sources-more = … and { $count } more.
sources-how = To add a site, a feed or a public Telegram channel, send its address or <code>@name</code>, or forward a message from the channel: <code>/sources https://…</code>. An OPML file from another reader will do as well.
sources-closed = The owner of this bot chooses the sources.
button-opml = The list as an OPML file

sources-looking = Looking at what can be read on { $address }…
sources-looking-several = Looking what can be read at these addresses: { $count }…
sources-several = <b>Addresses looked at: { $count }</b>
sources-several-found = { $number }. <b>{ $title }</b>, articles in the feed: { $count }. <code>{ $url }</code>
sources-several-not = { $number }. { $why }
sources-several-cut = I look at no more than { $count } addresses at a time. Send the rest again.
sources-several-added = Done.
button-add-one = Add: { $title }
button-add-all = Add all ({ $count })
sources-busy = Too many such requests right now. Please send the address again in a minute.
sources-no-address = I see no address in “{ $text }”. Send, for example: <code>/sources https://astanatimes.com</code>.
sources-found =
    <b>{ $title }</b>
    <code>{ $url }</code>
    { $count ->
        [one] It lists { $count } article:
       *[other] It lists { $count } articles, the latest:
    }
sources-channel-found =
    <b>{ $title }</b>
    <code>{ $url }</code>
    Shall I read this channel? Its latest messages:
sources-namesake = ⚠️ “<b>{ $title }</b>”, which I read, is called the same. This is another channel: check the name behind the @.
button-read-channel = Read it
sources-item = • <a href="{ $url }">{ $title }</a>
sources-item-dated = • <a href="{ $url }">{ $title }</a> — { $when }
sources-undated = The articles of this list have no dates; I will take the time from the pages themselves.
sources-others =
    The site has other lists too; to read one of them, send its address:
    { $list }
sources-other = <code>{ $url }</code>
sources-needs-approval = The owner of this bot confirms new sources.
button-add-source = Add
sources-added = Added “<b>{ $title }</b>”. I will read its first articles within minutes.
sources-proposed = Passed on to the owner of this bot: “<b>{ $title }</b>”. I will tell you what they decide.
sources-cancelled = All right, not added.

sources-known = I already read this: “<b>{ $title }</b>”.
sources-not-found = I found neither a news feed nor a sitemap of articles on { $address }. If the site has an RSS feed, send its exact address.
sources-unreachable = { $address }: { $health }. Nothing was added.
sources-not-password = This address carries a user name and a password; I do not open such addresses. Send it without them, and change the password if it was a real one.
sources-not-closed = Only the owner of this bot adds sources here.
sources-not-waits = This source has been proposed already and waits for the word of the bot’s owner.
sources-not-refused = The owner of this bot has already declined this source.
sources-not-too-many = No more sources can be added: the limit is reached.
sources-not-gone = This search is out of date. Please send the address again.

sources-proposal =
    <b>A reader proposes a source</b>
    { $title }
    <code>{ $url }</code>
button-approve = Read it
button-refuse = Decline
sources-operator-only = Only the owner of this bot decides this.
sources-approved =
    Reading: <b>{ $title }</b>
    <code>{ $url }</code>
sources-refused =
    Declined: <b>{ $title }</b>
    <code>{ $url }</code>
sources-approved-reader = “<b>{ $title }</b>” is now among the sources, thank you.
sources-refused-reader = The owner of this bot chose not to add “<b>{ $title }</b>”.
sources-proposals =
    <b>A reader proposes sources: { $count }</b>
    { $list }
sources-proposals-row =
    { $number }. { $title }
    <code>{ $url }</code>
sources-proposals-more = And { $count } more: they appear here once you have decided on these.
sources-proposals-done = All sources that were proposed together are decided.
sources-decided = Decided: { $count }
button-approve-one = Read { $number }
button-refuse-one = Refuse { $number }
button-approve-all = Read all ({ $count })
button-refuse-all = Refuse all ({ $count })
sources-approved-reader-many = Now among the sources: { $title }. Thank you.
sources-refused-reader-many = The owner of this bot decided not to add these: { $title }.

opml-too-large = The file is too large: I take up to { $limit } MB.
opml-unreadable = This is not an OPML file: the list of feeds cannot be read. Nothing has changed.
opml-added = { $count ->
    [0] The file holds no new sources.
    [one] Added { $count } source. How it answers will soon show in /sources.
   *[other] Added { $count } sources. How they answer will soon show in /sources.
}
opml-proposed = { $count ->
    [0] The file holds no new sources.
    [one] Passed { $count } source on to the owner of this bot.
   *[other] Passed { $count } sources on to the owner of this bot.
}
opml-known = Already read, or already decided: { $count }.
opml-unusable = Addresses that cannot be used: { $count }.
opml-too-many = Beyond the limit: { $count }.
opml-export = Every feed that I read. Any feed reader understands this file.

health-news =
    <b>Sources: what has changed</b>
    { $list }
health-recovered = ✓ <b>{ $source }</b> can be read again: { $url }
health-worse = ✗ <b>{ $source }</b>: { $health }. { $url } { $detail }

health-new = not read yet
health-ok = is read
health-silent = silent for { $days ->
    [one] { $days } day
   *[other] { $days } days
}
health-stale = silent for longer than usual
health-forbidden = the site does not let me in
health-missing = the page is gone
health-busy = the site asks me to come less often
health-failing = the site has an error
health-unreachable = the site cannot be reached
health-insecure = the site's certificate is not valid
health-slow = the site does not answer in time
health-robots = the site asks robots not to read it
health-too-large = the page is too large
health-redirects = the address leads in a circle or off the public internet
health-html = a web page comes instead of the feed
health-unreadable = the feed cannot be read
health-empty = the list is empty
health-undated = its news has no dates
health-changed = the site has changed: its articles cannot be read
health-mended = the site has changed: its articles are read as any page is
health-no-preview = its owner has switched off its view in a browser, and there is no other way to read it
health-no-channel = there is no public channel of this name: it was closed, deleted or renamed
health-members-only = this channel is closed, only its members see it
health-wordless = there is no text in its latest messages
health-replaced = another channel goes by this name now

update-set-aside = The bot was stopped twice while it was handling update <code>{ $id }</code>. It will not try again; the update is kept in the database.

sources-added-private = I read “<b>{ $title }</b>” for you alone: nobody else sees it. I will read the first articles within minutes.
sources-dropped = Removed.
sources-offered = I have asked the bot’s owner to read “<b>{ $title }</b>” for everybody. It stays yours in any case.
button-offer-to-all = Offer it to all
opml-added-private =
    Added for you: { $count ->
        [one] { $count } source
       *[other] { $count } sources
    }. Nobody else sees them. I will read the first articles within minutes.
