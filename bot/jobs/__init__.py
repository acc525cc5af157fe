"""What runs by itself: each module one pipeline between storage and the outbox; who talks to Telegram is elsewhere."""
