"""What a digest says and when it is due: pure functions over values; no clock, no database, no Telegram."""
