"""Svodka without a token: a local Bot API server, a chat page, a sample news site and a tour."""
