"""The language of topics: from words typed to a query, and from a text to its matches. Pure."""
