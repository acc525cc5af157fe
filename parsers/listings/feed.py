"""RSS, Atom and JSON feeds as links, or as articles where they carry them whole."""

import html
import io
import re
from calendar import timegm
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import feedparser

from parsers import dates, urls
from parsers.article import Link, Page, ParseError
from parsers.listings import feed_articles, feed_context, order, safe_xml
from parsers.listings.feed_articles import Carried
from parsers.listings.feed_context import FeedContext
from parsers.telegram import addresses as telegram
from parsers.telegram import posts
from parsers.text import character_references, json_repair, plain_text

MAX_BYTES = 10 * 1024 * 1024
MAX_LINKS = 500
_MAX_TITLE = 500
_MAX_GUID = 2000
# A post has 4,096 characters at most, and some markup.
_MAX_CONTENT = 32_768
# A link that leads nowhere; feedparser would take it before the item's guid, which is its address too.
_NO_LINK = re.compile(r"<link>\s{0,99}(?:<!\[CDATA\[\s{0,99}\]\]>)?\s{0,99}</link>|<link\s{0,9}/>")
# Elements of a feed that somebody's program put into its own namespace.
_OTHER_NAMESPACE = re.compile(r"(<(?:link|guid|title|pubDate|item))\s{1,9}xmlns=(?:\"[^\"<>]{0,200}\"|'[^'<>]{0,200}')")
_NO_PERMALINK = re.compile(
    r"<guid\b[^>]{0,99}\bisPermaLink\s{0,9}=\s{0,9}[\"']\s{0,9}false\b[^>]{0,99}>(?:\s{0,99}<!\[CDATA\[([^\]]{0,2000})|([^<]{0,2000}))",
    re.IGNORECASE,
)
_PAGES = frozenset({"", None, "text/html", "application/xhtml+xml"})
_DATES = ("published", "updated", "created")
# Of these feedparser makes the first day of a year or month.
_NO_DAY = re.compile(r"[\d/.-]{1,7}")
_ADDRESS = re.compile(r"\s*(?:https?:)?/", re.IGNORECASE)
# Links of an Atom entry that lead elsewhere than to its article.
_OTHER_LINKS = frozenset(
    {"replies", "edit", "enclosure", "self", "related", "via", "http://schemas.google.com/g/2005#thumbnail"}
)
# Authors, tags, enclosures that are looked at of an item.
_MOST_SAID = 60
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:\?|$)", re.IGNORECASE)
_CONTENT_TYPE = {"content-type": "application/xml; charset=utf-8"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed: what it calls itself (may be empty), its language as it names it, and its articles in its order.

    `carried` is what it says of each beside its link, by the link's address.
    """

    title: str
    language: str
    links: tuple[Link, ...]
    carried: Mapping[str, Carried] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """An item as it was written: where it may lead, the likeliest first, all absolute; what it carries beside."""

    addresses: tuple[str, ...]
    title: str
    published_at: datetime | None
    guid: str
    image: str
    said: Carried


def list_links(page: Page, *, zone: str = "") -> list[Link]:
    """Return a feed's articles in its order, each address once; of more than `MAX_LINKS` the newest.

    An item without a date, or with one that cannot be, is a link without a date; an item that leads to no page of its
    own is left out.

    Args:
        page: the feed.
        zone: what times without an offset mean (IANA); by default, that of the country of its address, or language.

    Raises:
        ParseError: not a feed; the reason tells a web page, which many sites answer with, from other things.
    """
    return list(read(page, zone=zone).links)


def list_articles(page: Page, *, zone: str = "") -> list[Link]:
    """Return a feed's articles as `list_links` does, each with all of it if the feed is one that carries them whole.

    Raises:
        ParseError: as `list_links`.
    """
    return with_articles(read(page, zone=zone), now=page.fetched_at)


def with_articles(found: Feed, *, now: datetime) -> list[Link]:
    """Return a feed's links, those with their articles that it carries whole."""
    return feed_articles.carried(found.links, found.carried, language=found.language, now=now)


def read(page: Page, *, zone: str = "") -> Feed:
    """Read a feed of any kind.

    Raises:
        ParseError: as `list_links`.
    """
    document = safe_xml.text(page, limit=MAX_BYTES)
    if document.startswith("{"):
        return _json_feed(document, page, zone)
    if safe_xml.is_html(document):
        raise ParseError(page.url, safe_xml.HTML_INSTEAD)
    return _xml_feed(document, page, zone)


def _xml_feed(document: str, page: Page, zone: str) -> Feed:
    try:
        parsed: Any = feedparser.parse(
            io.BytesIO(_NO_LINK.sub("", _OTHER_NAMESPACE.sub(r"\1", document)).encode("utf-8", "replace")),
            response_headers=_CONTENT_TYPE,
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:  # a library that meets a document its authors did not think of
        raise ParseError(page.url, f"unreadable as a feed: {type(error).__name__}") from error
    if not parsed.get("version"):
        raise ParseError(page.url, "not a feed" if document else "empty")
    about, is_atom = parsed["feed"], parsed["version"].startswith("atom")
    around = FeedContext.of(page, zone, _plain(about.get("language"))[:10], about.get("link"))
    # Only the document says so: the library forgets it.
    no_links = frozenset(
        html.unescape(found[1] or found[2] or "").strip() for found in _NO_PERMALINK.finditer(document)
    )
    items = (_xml_item(around, item, no_links, is_atom=is_atom) for item in parsed["entries"])
    return _feed(_xml_title(about, is_atom=is_atom), about.get("language"), items)


def _xml_item(around: FeedContext, item: Any, no_links: Container[str], *, is_atom: bool) -> _Item:  # noqa: ANN401 - feedparser publishes no types
    return _Item(
        addresses=around.leading(_xml_addresses(item, no_links)),
        title=_xml_title(item, is_atom=is_atom),
        published_at=_xml_moment(around, item),
        guid=_called(item.get("id")),
        image=_picture(around.page.url, _xml_media(item)),
        said=Carried(
            text=_xml_content(item),
            authors=tuple(_plain(author.get("name")) for author in item.get("authors", ())[:_MOST_SAID]),
            tags=tuple(_plain(tag.get("term")) for tag in item.get("tags", ())[:_MOST_SAID]),
        ),
    )


def _xml_media(item: Any) -> Iterator[tuple[object, object]]:  # noqa: ANN401 - feedparser publishes no types
    """Yield what an item encloses, its own pictures first: an address and what its type is said to be."""
    for name in ("media_content", "enclosures", "media_thumbnail"):
        for one in item.get(name, ())[:_MOST_SAID]:
            kind = one.get("type") or one.get("medium") or ("image" if name == "media_thumbnail" else "")
            yield one.get("url") or one.get("href"), kind


def _picture(base: str, media: Iterable[tuple[object, object]]) -> str:
    """Return the address of the first picture; "" if there is none."""
    for url, kind in media:
        if not isinstance(url, str) or not isinstance(kind, str):
            continue
        if kind.startswith("image") or (not kind and _PICTURE.search(url[:_MAX_GUID])):
            return urls.joined(base, character_references.without_surrogates(url))
    return ""


def _xml_content(item: Any) -> str:  # noqa: ANN401 - feedparser publishes no types
    """Return the longest text that an item carries, as HTML."""
    found = [one.get("value") for one in item.get("content", ())] + [dict.get(item, "summary")]
    return max((text for text in found if isinstance(text, str)), key=len, default="")


def _xml_moment(around: FeedContext, item: Any) -> datetime | None:  # noqa: ANN401 - feedparser publishes no types
    """Return when an item says that it was published, or else updated: the first that can be."""
    now = around.page.fetched_at
    for name in _DATES:
        said = dict.get(item, name)  # .get() of its own warns
        moment = dates.absolute(said, now=now, zone=around.zone) if isinstance(said, str) else None
        if moment is None and not (isinstance(said, str) and _NO_DAY.fullmatch(said.strip())):
            moment = dates.plausible(_from_struct(dict.get(item, f"{name}_parsed")), now=now)
        if moment is not None:
            return moment
    return None


def _xml_addresses(item: Any, no_links: Container[str]) -> Iterator[object]:  # noqa: ANN401 - feedparser publishes no types
    """Yield where an item may lead: its own address, its links, readable ones first, its guid if that may be one."""
    yield item.get("feedburner_origlink")  # its link only counts who clicks
    guid = item.get("id")
    is_no_link = isinstance(guid, str) and guid.strip() in no_links
    links = [link for link in item.get("links", ()) if is_no_link or link.get("href") != guid]
    pages = (link for link in links if link.get("rel") == "alternate" and link.get("type") in _PAGES)
    yield from (link.get("href") for link in pages)
    if is_no_link or item.get("link") != guid:
        yield item.get("link")
    yield from (link.get("href") for link in links if link.get("rel") not in _OTHER_LINKS)
    if isinstance(guid, str) and _ADDRESS.match(guid) and not (is_no_link and not links):
        yield guid  # be it said that it is no link: WordPress says so of "?p=123", where others link to the front page


def _xml_title(item: Any, *, is_atom: bool) -> str:  # noqa: ANN401 - feedparser publishes no types
    """Return a title as one line of text: in Atom it says whether it is HTML (RFC 4287, 3.1.1), in RSS nobody knows."""
    title, kind = item.get("title"), item.get("title_detail", {}).get("type")
    if not isinstance(title, str):
        return ""
    if is_atom and kind == "text/plain":
        return " ".join(title.split())[:_MAX_TITLE]
    title = title[: 4 * _MAX_TITLE]
    return (plain_text.of_html(title) if is_atom else plain_text.of_anything(title))[:_MAX_TITLE]


def _json_feed(document: str, page: Page, zone: str) -> Feed:
    parsed = next(iter(json_repair.values(document)), None)
    if parsed is None:
        raise ParseError(page.url, "damaged JSON instead of a feed")
    if not (isinstance(parsed, dict) and "jsonfeed.org" in str(parsed.get("version"))):
        raise ParseError(page.url, "JSON, but not a JSON feed")
    items = parsed.get("items")
    rows = (item for item in (items if isinstance(items, list) else ()) if isinstance(item, dict))
    around = FeedContext.of(page, zone, _plain(parsed.get("language"))[:10], parsed.get("home_page_url"))
    return _feed(_plain(parsed.get("title")), parsed.get("language"), (_json_item(around, row) for row in rows))


def _json_item(around: FeedContext, item: dict[str, object]) -> _Item:
    now, guid = around.page.fetched_at, item.get("id")
    said = (str(item.get(name) or "") for name in ("date_published", "date_modified"))
    is_known = around.zone != feed_context.UNKNOWN_ZONE
    told = (text for text in said if dates.has_offset(text) or (is_known and dates.has_time(text)))
    moments = (dates.absolute(text, now=now, zone=around.zone) for text in told)
    is_address = isinstance(guid, str) and _ADDRESS.match(guid)
    addresses = (item.get("url"), item.get("external_url"), guid if is_address else "")
    content = item.get("content_html") or item.get("content_text")
    authors, tags = (value if isinstance(value := item.get(name), list) else [] for name in ("authors", "tags"))
    return _Item(
        addresses=around.leading(addresses),
        title=_plain(item.get("title")),
        published_at=next(filter(None, moments), None),
        guid=_called(guid),
        image=_picture(around.page.url, [(item.get("image"), "image")]),
        said=Carried(
            text=content if isinstance(content, str) else "",
            authors=tuple(_plain(one.get("name")) for one in authors[:_MOST_SAID] if isinstance(one, dict)),
            tags=tuple(_plain(tag) for tag in tags[:_MOST_SAID]),
        ),
    )


def _mirrored(link: Link, content: str) -> Link | None:
    """Let a link to a channel's post carry its article: its page has none; without one it is of no use."""
    if not telegram.is_post(link.url):
        return link
    if link.published_at is None:
        return None
    text = character_references.without_surrogates(content[:_MAX_CONTENT]) or link.title
    article = posts.from_feed(link.url, text, published_at=link.published_at)
    return replace(link, url=article.url, title=article.title, article=article, guid="") if article else None


def _feed(title: str, language: object, items: Iterable[_Item]) -> Feed:
    unique: dict[str, Link] = {}
    carried: dict[str, Carried] = {}
    for item, url in _chosen([item for item in items if item.addresses]):
        guid = "" if urls.joined(url, item.guid) == url else item.guid
        written = Link(url=url, title=item.title, published_at=item.published_at, guid=guid, image=item.image)
        link = _mirrored(written, item.said.text)
        if link is not None:
            unique.setdefault(link.url, link)
            carried.setdefault(link.url, item.said)
    newest = order.newest(list(unique.values()), MAX_LINKS)
    return Feed(title=title, language=_plain(language)[:10].lower(), links=_with_own_guids(newest), carried=carried)


def _chosen(items: Sequence[_Item]) -> Iterator[tuple[_Item, str]]:
    """Yield each item with its likeliest address, or the next one where items share that, and not the next."""
    others: dict[str, set[str]] = {}
    for item in items:
        others.setdefault(item.addresses[0], set()).update(item.addresses[1:2])
    for item in items:
        first, *rest = item.addresses
        yield item, rest[0] if rest and len(others[first]) > 1 else first


def _with_own_guids(links: Iterable[Link]) -> tuple[Link, ...]:
    """Take the guid off articles that share it with others: some feeds write the same one everywhere."""
    listed = tuple(links)
    shared = {guid for guid, times in Counter(link.guid for link in listed).items() if times > 1}
    return tuple(replace(link, guid="") if link.guid in shared else link for link in listed)


def _called(guid: object) -> str:
    called = str(guid).strip()[:_MAX_GUID] if isinstance(guid, str | int) else ""
    return character_references.without_surrogates(called)


def _plain(text: object) -> str:
    """Return a text, which may be HTML, as one line."""
    return plain_text.of_anything(text[: 4 * _MAX_TITLE])[:_MAX_TITLE] if isinstance(text, str) else ""


def _from_struct(moment: object) -> datetime | None:
    """Return feedparser's UTC time tuple as a time."""
    try:
        return datetime.fromtimestamp(timegm(moment), UTC) if moment else None  # type: ignore[arg-type]  # untyped library
    except (ValueError, OverflowError, OSError, TypeError):
        return None
