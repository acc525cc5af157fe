"""The methods of the Bot API that the local Telegram answers."""
