"""Pure: the key under which an article's address is remembered, so that its variants are one. Fetches nothing."""

from collections.abc import Iterable

from parsers import canonical_url
from storage import sanitize

# PostgreSQL refuses index keys beyond 2,704 bytes.
_LONGEST = 1000


def key(url: str) -> str:
    """Fold an address, or keep what is none as it is; a very long one is hashed."""
    return sanitize.short(canonical_url.key(sanitize.text(url).strip()), _LONGEST)


def by_key(urls: Iterable[str]) -> dict[str, list[str]]:
    """Put addresses under their keys, each with its variants."""
    found: dict[str, list[str]] = {}
    for url in urls:
        found.setdefault(key(url), []).append(url)
    return found
