"""Reads what one reader may be told and composes it (bot.digest): the next digest, previews, recaps."""
