"""One id by which an article can be followed through the log, from its listing to the message that told it."""

import hashlib
import re
from functools import lru_cache
from html import unescape
from typing import Final

# The stories of some mornings: each is told to thousands.
_REMEMBERED: Final = 4096
_LINK: Final = re.compile(r'<a href="(https?:[^"]*)"')


@lru_cache(maxsize=_REMEMBERED)
def of(url: str) -> str:
    """Return the id of what is at an address: made from it alone, so that no table has to keep it."""
    return hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()[:12]


def in_html(html: str) -> list[str]:
    """Return the ids of all that a message links to, in its order, each once: those of the articles it tells of too."""
    return list(dict.fromkeys(of(unescape(url)) for url in _LINK.findall(html)))
