"""Seals on what strangers could otherwise make up: a topic's number on a button, a chat's in a link."""

import base64
import hashlib
import hmac
from typing import Final

# 48 bits: nobody tries so many taps, and a button has but 64 bytes for everything.
_BYTES: Final = 6


def sign(secret: str, purpose: str, *numbers: int) -> str:
    """Return the seal of numbers for a purpose: eight of [A-Za-z0-9_-]; `secret` is the bot's token."""
    key = hashlib.blake2b(secret.encode(), digest_size=32, person=f"svodka:{purpose}".encode()[:16]).digest()
    content = ":".join(map(str, numbers)).encode()
    return base64.urlsafe_b64encode(hashlib.blake2b(content, digest_size=_BYTES, key=key).digest()).decode()


def verify(written: str, secret: str, purpose: str, *numbers: int) -> bool:
    """Say whether a seal is ours."""
    return hmac.compare_digest(written.encode(), sign(secret, purpose, *numbers).encode())
