"""What we say of ourselves in a request: which types and languages we read. Some servers answer nobody who does not."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from parsers.article import ListingKind

# Every type is named in both: a server may refuse (406) whoever does not name the one type it knows, be it the other's.
_PAGE_TYPES: Final = (
    "text/html, application/xhtml+xml, application/xml;q=0.9, application/rss+xml;q=0.8, application/atom+xml;q=0.8, "
    "application/feed+json;q=0.8, text/xml;q=0.8, */*;q=0.5"
)
_FEED_TYPES: Final = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, "
    "text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5"
)
_ROBOTS_TYPES: Final = "text/plain, text/*;q=0.8, */*;q=0.5"
# The languages our readers read; a source of one of them asks for that one first.
_LANGUAGES: Final = ("ru", "kk", "en")


def page(language: str = "") -> Mapping[str, str]:
    """Return what asks for a web page, in a language (ISO 639-1) before others."""
    return _headers(_PAGE_TYPES, language)


def listing(kind: ListingKind | None, language: str = "") -> Mapping[str, str]:
    """Return what asks for a listing of this kind (None: whatever it is), in a language (ISO 639-1) before others."""
    return _headers(_PAGE_TYPES if kind in (None, ListingKind.HTML, ListingKind.CHANNEL) else _FEED_TYPES, language)


def robots_txt() -> Mapping[str, str]:
    """Return what asks for a robots.txt."""
    return _headers(_ROBOTS_TYPES, "")


def _headers(types: str, language: str) -> Mapping[str, str]:
    known = [language] if len(language) == 2 and language.isascii() and language.isalpha() else []
    wanted = dict.fromkeys([*known, *_LANGUAGES])
    weighed = [one if place == 0 else f"{one};q={1 - place / 10:.1f}" for place, one in enumerate(wanted)]
    return MappingProxyType({"Accept": types, "Accept-Language": ", ".join([*weighed, "*;q=0.5"])})
