"""Subscribers and all that is theirs: follows, mutes, preferences, saved stories, channels, threads."""
