"""Stories: which articles tell of one event, and who says so independently."""
