### Channels that are configured from the private chat.

command-channel = Set up a digest for your channel
button-channel = My channels
button-channel-own = Back to my digests
channel-how =
    <b>A digest in your channel</b>
    1. Add me to the channel as an admin who may post messages.
    2. Forward me any message from it, or write: <code>/channel @channel_name</code>; a link to it or to a message in it will do, too.

    From then on topics, timetable and everything else here are set for the channel, until you go back to your own digests.
channel-private = Channels are set up in a private chat with me: write /channel there.
channel-heading = <i>Channel “{ $title }”</i>
channel-chosen =
    <b>Setting up the channel “{ $title }”.</b>
    Write topics and times as you would for yourself: they belong to the channel. Back to your own digests: /channel.
channel-left = Setting up your own digests again. The channel goes on as it is set.
channel-lost = You are no longer an admin of “{ $title }”, or I am not in it, so nothing was changed. Setting up your own digests again.
channel-refused = The channel “{ $title }” cannot be set up: both you and I must be its admins. Add me as an admin who may post messages and try again.
channel-refused-hint = Did you want to set up a digest in this channel? Both you and I must be its admins: /channel.
