"""What can be done with one story: its card, save, follow, mute, /why, /search, inline."""
