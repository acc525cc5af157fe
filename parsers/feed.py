"""RSS, Atom and JSON feeds as links; reads no article text, though many feeds carry it."""

import io
import json
import re
from calendar import timegm
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any

import feedparser

from parsers import addresses, markup
from parsers.article import Link, Page, ParseError

MAX_BYTES = 10 * 1024 * 1024
MAX_LINKS = 500
_MAX_TITLE = 500
_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]*>")
_CONTENT_TYPE = {"content-type": "application/xml; charset=utf-8"}


def list_links(page: Page) -> list[Link]:
    """Return a feed's articles in its order, each address once, at most `MAX_LINKS` of them.

    An item without a date is a link without a date; an item without a web address is left out.

    Raises:
        ParseError: not a feed; the reason tells a web page, which many sites answer with, from other things.
    """
    document = markup.text(page, limit=MAX_BYTES)
    if document.startswith("{"):
        items = _json_items(document, page.url)
    elif markup.is_html(document):
        raise ParseError(page.url, "an HTML page instead of a feed")
    else:
        items = _xml_items(document, page.url)
    unique: dict[str, Link] = {}
    for link in items:
        unique.setdefault(link.url, link)
        if len(unique) == MAX_LINKS:
            break
    return list(unique.values())


def _xml_items(document: str, base: str) -> Iterator[Link]:
    try:
        parsed: Any = feedparser.parse(
            io.BytesIO(document.encode("utf-8", "replace")),
            response_headers=_CONTENT_TYPE,
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:  # a library that meets a document its authors did not think of
        raise ParseError(base, f"unreadable as a feed: {type(error).__name__}") from error
    if not parsed.get("version"):
        raise ParseError(base, "not a feed" if document else "empty")
    for item in parsed["entries"]:
        moment = dict.get(item, "published_parsed") or dict.get(item, "updated_parsed")  # .get() of its own warns
        yield from _link(base, item.get("link"), item.get("title"), _from_struct(moment))


def _json_items(document: str, base: str) -> Iterator[Link]:
    try:
        parsed = json.loads(document)
    except (ValueError, RecursionError) as error:
        raise ParseError(base, "damaged JSON instead of a feed") from error
    if not (isinstance(parsed, dict) and "jsonfeed.org" in str(parsed.get("version"))):
        raise ParseError(base, "JSON, but not a JSON feed")
    items = parsed.get("items")
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            moment = _from_iso(item.get("date_published") or item.get("date_modified"))
            yield from _link(base, item.get("url") or item.get("external_url"), item.get("title"), moment)


def _link(base: str, url: object, title: object, published_at: datetime | None) -> Iterable[Link]:
    absolute = addresses.joined(base, url) if isinstance(url, str) and url.strip() else ""
    if absolute:
        yield Link(url=absolute, title=_plain(title), published_at=published_at)


def _plain(title: object) -> str:
    """Return a title, which may be HTML, as one line of text."""
    if not isinstance(title, str):
        return ""
    return " ".join(unescape(_MARKUP.sub("", title[: 4 * _MAX_TITLE])).split())[:_MAX_TITLE]


def _from_struct(moment: object) -> datetime | None:
    """Return feedparser's UTC time tuple as a time."""
    try:
        return datetime.fromtimestamp(timegm(moment), UTC) if moment else None  # type: ignore[arg-type]  # untyped library
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _from_iso(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
        return moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
