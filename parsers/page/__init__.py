"""What one page says: its article's title, text, people, tags and time, without the rest of it. Pure."""
