"""Svodka: the Telegram application: what runs when, and what it says."""
