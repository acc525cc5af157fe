### Settings carried as a file.

import-offer =
    <b>The file holds:</b>
    { $content }

    Topics, mutes and what is saved are added to yours. The timetable and the other settings can be replaced, or yours kept.
import-topics = topics: { $count }
import-muted = mutes: { $count }
import-saved = saved stories: { $count }
import-stories = stories you follow: { $count }
import-silenced = stories you muted: { $count }
import-sources = sources of your own: { $count }
import-schedule = timetable: { $schedule }
import-zone = time zone: { $zone }
import-language = language: { $language }
import-preferences = the look of digests, and quiet hours
button-import-all = Take everything
button-import-add = Only add
button-import-nothing = Take nothing
button-import = Settings from a file
imported = <b>Done.</b> The timetable and the other settings come from the file. Added:
imported-added = <b>Done.</b> The timetable and the other settings are still yours. Added:
import-nothing-new = nothing: you have all of it already
import-known = known already: { $count }
import-as-links = as links, for I have not read these stories: { $count }. They are in /saved too.
import-refused = Could not be added ({ $count }): { $topics }. See how topics are written: /help.
import-unknown = Stories that I do not know, so I neither follow nor hide them: { $count }.
import-sources-left = I do not add sources from a file by myself ({ $count }): { $addresses }. { $chat ->
    [private] Send me an address, and I will check it.
   *[group] To have one checked: <code>/sources address</code>.
}
import-declined = All right, nothing is taken from the file.
import-gone = The file I asked about is gone. Send it again.
import-unreadable = This does not look like a file from /export. Nothing has changed. How to move your settings: /import.
import-broken = This is a file of settings, but there is a mistake in it: <code>{ $place }</code>. Nothing has changed. Fix it, or get a new file: /export.
import-newer = This file was made by a newer bot than I am. Nothing has changed. Send it again once I am updated.
import-too-long = The file is too large for settings. Nothing has changed. How to move your settings: /import.
