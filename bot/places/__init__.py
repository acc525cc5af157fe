"""Names of places and their time zones."""
