"""Public Telegram channels as their web preview shows them: names, pages, posts as articles. Pure."""
