"""Topics: who follows what, and which stories are on it."""
