"""Messages that wait to be sent and what became of each: the outbox, its upkeep, pins and broadcasts."""
