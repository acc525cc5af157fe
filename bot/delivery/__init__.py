"""From the outbox to Telegram: at the rate it allows, in order, losing nothing; what is said is decided elsewhere."""
