"""What each reader was told and is to be told: selection, digests, corrections, alerts, and the ledger of it."""
