"""Digests on request (/digest, /preview, /catchup) and how they look (/settings)."""
