"""The operator's page: how the bot is doing at a glance, sources, stories, deliveries, growth, errors; in a browser."""
