"""One id by which an article can be followed through the log, from its listing to the message that told it."""

import hashlib
from functools import lru_cache
from typing import Final

# The stories of some mornings: each is told to thousands.
_REMEMBERED: Final = 4096


@lru_cache(maxsize=_REMEMBERED)
def of(url: str) -> str:
    """Return the id of what is at an address: made from it alone, so that no table has to keep it."""
    return hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()[:12]
