"""What a subscriber follows: /follow, /unfollow, /topics, /mute."""
