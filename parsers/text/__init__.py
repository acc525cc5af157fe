"""Text that strangers wrote, made readable: its encoding, character references, tags in it, JSON of their making."""
