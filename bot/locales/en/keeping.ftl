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
saved-none = Nothing is saved. Press the number of a story under a digest, then “Save”.
saved-list =
    <b>{ $count ->
        [one] { $count } saved story
       *[other] { $count } saved stories
    }, the latest first:</b>
    { $list }
saved-row = { $number }. <a href="{ $url }">{ $headline }</a>
button-saved-drop = ✕ { $number }
