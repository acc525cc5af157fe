"""What a group or a channel posts: how it looks, who approves it before, who changed what."""
