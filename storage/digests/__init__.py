"""What each reader was told and is to be told: selection, digests, the outbox, corrections, alerts."""
