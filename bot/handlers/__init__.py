"""What the bot answers: one module per group of commands, each with `build_router()`; nothing is decided here."""
