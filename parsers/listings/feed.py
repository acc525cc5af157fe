"""RSS, Atom and JSON feeds as links; reads no article text, though many feeds carry it."""

import io
import json
import re
from calendar import timegm
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import unescape
from typing import Any

import feedparser

from parsers import urls
from parsers.article import Link, Page, ParseError
from parsers.listings import safe_xml

MAX_BYTES = 10 * 1024 * 1024
MAX_LINKS = 500
_MAX_TITLE = 500
_MAX_GUID = 2000
_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]*>")
_CONTENT_TYPE = {"content-type": "application/xml; charset=utf-8"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed: what it calls itself (may be empty), its language as it names it, and its articles in its order."""

    title: str
    language: str
    links: tuple[Link, ...]


def list_links(page: Page) -> list[Link]:
    """Return a feed's articles in its order, each address once, at most `MAX_LINKS` of them.

    An item without a date is a link without a date; an item without a web address is left out.

    Raises:
        ParseError: not a feed; the reason tells a web page, which many sites answer with, from other things.
    """
    return list(read(page).links)


def read(page: Page) -> Feed:
    """Read a feed of any kind.

    Raises:
        ParseError: as `list_links`.
    """
    document = safe_xml.text(page, limit=MAX_BYTES)
    if document.startswith("{"):
        return _json_feed(document, page.url)
    if safe_xml.is_html(document):
        raise ParseError(page.url, safe_xml.HTML_INSTEAD)
    return _xml_feed(document, page.url)


def _xml_feed(document: str, base: str) -> Feed:
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
    about = parsed["feed"]
    return _feed(about.get("title"), about.get("language"), (_xml_link(base, item) for item in parsed["entries"]))


def _xml_link(base: str, item: Any) -> Link | None:  # noqa: ANN401 - feedparser publishes no types
    moment = dict.get(item, "published_parsed") or dict.get(item, "updated_parsed")  # .get() of its own warns
    return _link(base, item.get("link"), item.get("title"), _from_struct(moment), guid=item.get("id"))


def _json_feed(document: str, base: str) -> Feed:
    try:
        parsed = json.loads(document)
    except (ValueError, RecursionError) as error:
        raise ParseError(base, "damaged JSON instead of a feed") from error
    if not (isinstance(parsed, dict) and "jsonfeed.org" in str(parsed.get("version"))):
        raise ParseError(base, "JSON, but not a JSON feed")
    items = parsed.get("items")
    rows = (item for item in (items if isinstance(items, list) else ()) if isinstance(item, dict))
    return _feed(parsed.get("title"), parsed.get("language"), (_json_link(base, item) for item in rows))


def _json_link(base: str, item: dict[str, object]) -> Link | None:
    moment = _from_iso(item.get("date_published") or item.get("date_modified"))
    return _link(base, item.get("url") or item.get("external_url"), item.get("title"), moment, guid=item.get("id"))


def _feed(title: object, language: object, links: Iterable[Link | None]) -> Feed:
    unique: dict[str, Link] = {}
    for link in filter(None, links):
        unique.setdefault(link.url, link)
        if len(unique) == MAX_LINKS:
            break
    return Feed(title=_plain(title), language=_plain(language)[:10].lower(), links=_with_own_guids(unique.values()))


def _with_own_guids(links: Iterable[Link]) -> tuple[Link, ...]:
    """Take the guid off articles that share it with others: some feeds write the same one everywhere."""
    listed = tuple(links)
    shared = {guid for guid, times in Counter(link.guid for link in listed).items() if times > 1}
    return tuple(replace(link, guid="") if link.guid in shared else link for link in listed)


def _link(base: str, url: object, title: object, published_at: datetime | None, *, guid: object) -> Link | None:
    absolute = urls.joined(base, url) if isinstance(url, str) else ""
    called = str(guid).strip()[:_MAX_GUID] if isinstance(guid, str | int) else ""
    if urls.joined(base, called) == absolute:
        called = ""
    return Link(url=absolute, title=_plain(title), published_at=published_at, guid=called) if absolute else None


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
