"""Pure: what a database can keep of a text that a stranger wrote."""

import hashlib


def text(value: str) -> str:
    """Take out NUL, which PostgreSQL refuses, and replace halves of surrogate pairs, which are no UTF-8."""
    return value.replace("\0", "").encode("utf-8", "replace").decode()


def short(value: str, longest: int) -> str:
    """Keep a text of up to `longest` (at least 71) bytes as it is, and a hash of a longer one: still one per text."""
    kept = text(value)
    raw = kept.encode()
    return kept if len(raw) <= longest else f"sha256:{hashlib.sha256(raw).hexdigest()}"
