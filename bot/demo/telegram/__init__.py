"""A local Telegram: the Bot API over HTTP, with the limits, floods and refusals of the real one."""
