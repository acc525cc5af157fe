"""From Telegram to a handler: updates are fetched, written down, and wait for their turn in their chat."""
