### What a group or a channel publishes: its looks, its editors, the log of changes.

command-signature = The last line of a digest: /signature City news
button-publication = Publishing
button-appearance = Looks
button-signature = Signature
button-changes = Log
button-proposal = Waits for you
button-more = More
button-invitation = One of these for me
settings-more = <b>The rest of the channel's settings</b>
publication = <b>What is published</b>
publication-main = The main stories of the day, whatever they are about: { $on ->
        [on] yes
       *[off] no
    }
publication-in = Stories in: { $languages }
publication-editors = Shown to the admins first, posted by a button: { $on ->
        [on] yes
       *[off] no
    }
appearance = <b>How a digest looks</b>
appearance-signature = Signature: { $signature }
appearance-unsigned = none
appearance-footer = An account of what was read, at the end: { $on ->
        [on] yes
       *[off] no
    }
appearance-sound = Sound: { $sound ->
       *[on] always
        [night] none from 22 to 8
        [off] never
    }
button-sound = { $sound ->
       *[on] With sound
        [night] Silent at night
        [off] Silent
    }
button-publish-main = Main stories
button-publish-footer = Account
button-publish-pinned = Pin
button-publish-invite = Button “for me”
button-publish-editors = Show me first
signature-now =
    The last line of a digest: { $signature }
    Another one: <code>/signature City news</code>. None: <code>/signature no</code>.
signature-how = A signature is the last line of every digest: a name, your channel's @name, an address. Write: <code>/signature City news, @gorod</code>.
signature-set = Every digest now ends with the line: { $signature }
signature-none = Digests have no signature any more.
signature-too-long = The signature is too long: { $length } characters, and { $limit } fit.
pin-refused = Digests in “{ $title }” cannot be pinned: the bot has no such right. They still come, but are pinned no more. Give it the right and turn this on again: /settings, “Publishing”, “Looks”.
changes =
    <b>Who changed what</b>
    { $list }
changes-none = Nobody has changed anything yet.
changes-nobody = an admin
changes-row = • { $when }, { $who }: { $what }
change-topic = topic “{ $detail }” added
change-untopic = topic “{ $detail }” removed
change-muted = muted: { $detail }
change-unmuted = muted no more: { $detail }
change-importance = importance of “{ $detail }” changed
change-schedule = timetable: { $detail }
change-unschedule = timetable removed
change-zone = time zone: { $detail }
change-language = language: { $detail }
change-holidays = holidays changed
change-thread = forum thread changed
change-pause = paused
change-resume = resumed
change-main = main stories: { $detail ->
        [on] on
       *[off] off
    }
change-footer = account of what was read: { $detail ->
        [on] on
       *[off] off
    }
change-pinned = pinning: { $detail ->
        [on] on
       *[off] off
    }
change-invite = button “for me”: { $detail ->
        [on] on
       *[off] off
    }
change-editors = shown to the admins first: { $detail ->
        [on] on
       *[off] off
    }
change-sound = sound changed
change-signature = signature: { $detail }
change-languages = languages of stories: { $detail }
change-quiet = quiet hours changed
change-preferences = looks of the digest changed
change-source = source added: { $detail }
change-unsource = source removed: { $detail }
change-posted = digest posted { $detail }
change-post-empty = nothing was left to post
change-declined = digest not posted { $detail }
change-pin-refused = pinning turned off: no right to
proposal-slot = “{ $title }”: the { $at } digest waits for you
proposal-asked = “{ $title }”: a digest waits for you
proposal-hint = It is not in the channel until you say so. The next one takes its place.
proposal-edit = ▸ is the story that the buttons are about.
proposal-none = No digest is waiting now.
proposal-gone = This digest waits no more: a newer one has taken its place. Nothing was changed.
proposal-not-yours = You are no longer an admin of “{ $title }”, or I am not in it. Nothing was changed.
proposal-empty = Every story was dropped: there is nothing to post.
proposal-changed = Another admin changed the digest while you looked. This is what it is now: look and press again.
proposal-declined = “{ $title }”: the digest was not posted. Its stories come with the next one.
button-proposal-post = Post
button-proposal-edit = Edit
button-proposal-show = Show
button-proposal-decline = Do not post
button-proposal-previous = ‹
button-proposal-next = ›
button-proposal-up = ▲ Up
button-proposal-down = ▼ Down
button-proposal-drop = ✕ Drop
button-proposal-restore = ↩ Take back
button-proposal-done = Done
proposal-posted =
    “{ $title }”: the digest was posted. By { $by }, { $at }. { $stories ->
        [one] { $stories } story
       *[other] { $stories } stories
    }.
share-main-taken = And the main stories of the day. To turn them off: /settings, “Publishing”.
receipt-unposted = not posted
