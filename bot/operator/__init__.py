"""What the operator sees and is told: how the bot is doing, whether it is ready, and what is in trouble."""
