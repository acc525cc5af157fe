### What is saved, and stories that are followed.

command-saved = Saved stories
button-saved = Saved
button-keep-save = Save
button-keep-drop = Remove from saved
button-keep-follow = Follow this story
button-keep-unfollow = Stop following this story
note-keep-save = Saved. Everything you saved: /saved.
note-keep-drop = Removed from saved
note-keep-follow = I will tell you how it goes on, even off your topics
note-keep-unfollow = No longer following this story
saved-none =
    Nothing is saved. { $chat ->
        [group] Send <code>/why</code> with the link of a story, then press “Save”
       *[private] Press the number of a story under a digest, then “Save”
    }.
saved-list =
    <b>{ $count ->
        [one] { $count } saved story
       *[other] { $count } saved stories
    }, the latest first:</b>
    { $list }
saved-row = { $number }. <a href="{ $url }">{ $headline }</a>
button-saved-drop = ✕ { $number }
button-keep-mute = Mute this story
button-keep-unmute = Unmute this story
note-keep-mute = Muted: you will hear no more of it
note-keep-unmute = Unmuted: I will tell you of it again

command-mute = Mute something: /mute football
button-mute = Muted
mute-none =
    <b>Nothing is left out.</b>
    What should I leave out? Write: <code>/mute football</code>, <code>/mute #sport</code>, <code>/mute source:zakon.kz</code>. What is left out wins over any topic.
mute-list =
    <b>I leave out:</b>
    { $list }

    To take one back, press its button. To add one: <code>/mute football</code>.
muted = I leave out “<b>{ $topic }</b>” from now on, even where it fits your topics.
muted-source = I leave out everything from <b>{ $source }</b>, even if it is on your topics.
muted-already = “<b>{ $topic }</b>” is left out already.
mute-ask = Leave out “<b>{ $topic }</b>”?
mute-everything = To get no digests, pause: /pause. What never to tell you of: /mute.
button-mute-topic = Leave out: { $topic }
button-follow-topic = Follow: { $topic }
mute-too-many = You have reached the limit of mutes. Take some back: /mute.
note-unmuted = Told again: { $topic }
why-muted = Not told: you asked me to leave it out. What is left out: /mute; a single story comes back by the button below.
