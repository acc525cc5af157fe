"""Articles and their tags."""
