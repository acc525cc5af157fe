"""The chat itself: /start, /settings, /language, /channel, /share, /export, /delete, and the bot's membership."""
