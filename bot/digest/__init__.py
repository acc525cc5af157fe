"""What a digest says: pure functions over values; no clock, no database, no Telegram."""
