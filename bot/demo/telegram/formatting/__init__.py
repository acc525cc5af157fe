"""What the local Telegram makes of texts: HTML, entities, lengths, links, keyboards."""
