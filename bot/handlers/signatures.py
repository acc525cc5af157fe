"""Seals on buttons that name a topic by its number: what was not offered in a chat cannot be pressed in it."""

import base64
import hashlib
import hmac
from typing import Final

# 48 bits: nobody tries so many taps, and a button has but 64 bytes for everything.
_BYTES: Final = 6
_PURPOSE: Final = b"svodka:topic"


def sign(secret: str, chat_id: int, topic_id: int) -> str:
    """Return the seal of a topic's buttons in a chat: eight of [A-Za-z0-9_-]; `secret` is the bot's token."""
    key = hashlib.blake2b(secret.encode(), digest_size=32, person=_PURPOSE).digest()
    content = f"{chat_id}:{topic_id}".encode()
    return base64.urlsafe_b64encode(hashlib.blake2b(content, digest_size=_BYTES, key=key).digest()).decode()


def verify(written: str, secret: str, chat_id: int, topic_id: int) -> bool:
    """Say whether a seal is ours."""
    return hmac.compare_digest(written.encode(), sign(secret, chat_id, topic_id).encode())
