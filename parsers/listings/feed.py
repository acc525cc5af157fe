"""RSS, Atom and JSON feeds as links, or as articles where they carry them whole."""

import io
import json
import re
from calendar import timegm
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import feedparser

from parsers import dates, urls, zone_names
from parsers.article import Link, Page, ParseError
from parsers.listings import feed_articles, order, safe_xml
from parsers.listings.feed_articles import Carried
from parsers.telegram import addresses as telegram
from parsers.telegram import posts
from parsers.text import character_references, plain_text

MAX_BYTES = 10 * 1024 * 1024
MAX_LINKS = 500
_MAX_TITLE = 500
_MAX_GUID = 2000
# A post has 4,096 characters at most, and some markup.
_MAX_CONTENT = 32_768
# A link that leads nowhere; feedparser would take it before the item's guid, which is its address too.
_NO_LINK = re.compile(r"<link>\s{0,99}(?:<!\[CDATA\[\s{0,99}\]\]>)?\s{0,99}</link>|<link\s{0,9}/>")
# What leads to no page: nothing, a place on this one, a script, somebody's mail.
_NOWHERE = re.compile(r"\s*(?:$|#|(?:javascript|mailto|tel|data|about):)", re.IGNORECASE)
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


def list_links(page: Page) -> list[Link]:
    """Return a feed's articles in its order, each address once; of more than `MAX_LINKS` the newest.

    An item without a date, or with one that cannot be, is a link without a date; an item without a web address is left
    out.

    Raises:
        ParseError: not a feed; the reason tells a web page, which many sites answer with, from other things.
    """
    return list(read(page).links)


def list_articles(page: Page) -> list[Link]:
    """Return a feed's articles as `list_links` does, each with all of it if the feed is one that carries them whole.

    Raises:
        ParseError: as `list_links`.
    """
    return with_articles(read(page), now=page.fetched_at)


def with_articles(found: Feed, *, now: datetime) -> list[Link]:
    """Return a feed's links, those with their articles that it carries whole."""
    return feed_articles.carried(found.links, found.carried, language=found.language, now=now)


def read(page: Page) -> Feed:
    """Read a feed of any kind.

    Raises:
        ParseError: as `list_links`.
    """
    document = safe_xml.text(page, limit=MAX_BYTES)
    if document.startswith("{"):
        return _json_feed(document, page)
    if safe_xml.is_html(document):
        raise ParseError(page.url, safe_xml.HTML_INSTEAD)
    return _xml_feed(document, page)


def _xml_feed(document: str, page: Page) -> Feed:
    try:
        parsed: Any = feedparser.parse(
            io.BytesIO(_NO_LINK.sub("", document).encode("utf-8", "replace")),
            response_headers=_CONTENT_TYPE,
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:  # a library that meets a document its authors did not think of
        raise ParseError(page.url, f"unreadable as a feed: {type(error).__name__}") from error
    if not parsed.get("version"):
        raise ParseError(page.url, "not a feed" if document else "empty")
    about, is_atom = parsed["feed"], parsed["version"].startswith("atom")
    entries = parsed["entries"]
    addresses = _distinct([_xml_addresses(item) for item in entries])
    links = (_xml_link(page, item, address, is_atom=is_atom) for item, address in zip(entries, addresses, strict=True))
    return _feed(_xml_title(about, is_atom=is_atom), about.get("language"), links)


def _xml_link(page: Page, item: Any, address: str, *, is_atom: bool) -> tuple[Link, Carried] | None:  # noqa: ANN401 - feedparser publishes no types
    moments = (_xml_moment(page, item, name) for name in ("published", "updated"))
    moment = next(filter(None, moments), None)
    link = _link(page.url, address, _xml_title(item, is_atom=is_atom), moment, guid=item.get("id"))
    text = _xml_content(item)
    link = _mirrored(link, text) if link else None
    if link is None:
        return None
    said = Carried(
        text=text,
        authors=tuple(_plain(author.get("name")) for author in item.get("authors", ())[:_MOST_SAID]),
        tags=tuple(_plain(tag.get("term")) for tag in item.get("tags", ())[:_MOST_SAID]),
    )
    return replace(link, image=_picture(page.url, _xml_media(item))), said


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


def _xml_moment(page: Page, item: Any, name: str) -> datetime | None:  # noqa: ANN401 - feedparser publishes no types
    """Return a time of an item; without an offset it is meant in the zone of the site's country."""
    said = dict.get(item, name)  # .get() of its own warns
    zone = zone_names.of_site(page.url)
    moment = dates.absolute(said, now=page.fetched_at, zone=zone) if isinstance(said, str) else None
    struct = dict.get(item, f"{name}_parsed")
    return moment or dates.plausible(_from_struct(struct), now=page.fetched_at)


def _xml_addresses(item: Any) -> list[str]:  # noqa: ANN401 - feedparser publishes no types
    """Return where an item may lead, the likeliest first: its link, its other links, its guid if that is an address."""
    link, guid = item.get("link"), item.get("id")
    others = (link.get("href") for link in item.get("links", ()) if link.get("rel") not in _OTHER_LINKS)
    # Feedparser takes a guid for a link where there is none, unless the feed says that it is not.
    is_guid_link = item.get("guidislink") or "link" in item or item.get("links")
    given = [
        item.get("feedburner_origlink"),  # its link only counts who clicks
        link if not item.get("guidislink") or _ADDRESS.match(link or "") else None,
        *others,
        guid if is_guid_link and _ADDRESS.match(guid or "") else None,
    ]
    leading = (address for address in given if isinstance(address, str) and not _NOWHERE.match(address))
    return list(dict.fromkeys(leading))


def _distinct(addresses: list[list[str]]) -> list[str]:
    """Choose an address for each item: one that no other item bears, if it has one; many link to the front page."""
    shared = Counter(choices[0] for choices in addresses if choices)
    own = ([one for one in choices if shared[one] <= 1] or choices for choices in addresses)
    return [next(iter(choices), "") for choices in own]


def _xml_title(item: Any, *, is_atom: bool) -> str:  # noqa: ANN401 - feedparser publishes no types
    """Return a title as one line of text: in Atom it says whether it is HTML (RFC 4287, 3.1.1), in RSS nobody knows."""
    title, kind = item.get("title"), item.get("title_detail", {}).get("type")
    if not isinstance(title, str):
        return ""
    if is_atom and kind == "text/plain":
        return " ".join(title.split())[:_MAX_TITLE]
    title = title[: 4 * _MAX_TITLE]
    return (plain_text.of_html(title) if is_atom else plain_text.of_anything(title))[:_MAX_TITLE]


def _json_feed(document: str, page: Page) -> Feed:
    try:
        parsed = json.loads(document, strict=False)
    except (ValueError, RecursionError) as error:
        raise ParseError(page.url, "damaged JSON instead of a feed") from error
    if not (isinstance(parsed, dict) and "jsonfeed.org" in str(parsed.get("version"))):
        raise ParseError(page.url, "JSON, but not a JSON feed")
    items = parsed.get("items")
    rows = (item for item in (items if isinstance(items, list) else ()) if isinstance(item, dict))
    return _feed(_plain(parsed.get("title")), parsed.get("language"), (_json_link(page, item) for item in rows))


def _json_link(page: Page, item: dict[str, object]) -> tuple[Link, Carried] | None:
    said = str(item.get("date_published") or item.get("date_modified") or "")
    zone = zone_names.of_site(page.url)
    is_told = dates.has_offset(said) or zone != "UTC"
    moment = dates.absolute(said, now=page.fetched_at, zone=zone) if is_told else None
    link = _link(
        page.url, item.get("url") or item.get("external_url"), _plain(item.get("title")), moment, guid=item.get("id")
    )
    content = item.get("content_html") or item.get("content_text")
    text = content if isinstance(content, str) else ""
    link = _mirrored(link, text) if link else None
    if link is None:
        return None
    authors, tags = (value if isinstance(value := item.get(name), list) else [] for name in ("authors", "tags"))
    carried = Carried(
        text=text,
        authors=tuple(_plain(one.get("name")) for one in authors[:_MOST_SAID] if isinstance(one, dict)),
        tags=tuple(_plain(tag) for tag in tags[:_MOST_SAID]),
    )
    return replace(link, image=_picture(page.url, [(item.get("image"), "image")])), carried


def _mirrored(link: Link, content: str) -> Link | None:
    """Let a link to a channel's post carry its article: its page has none; without one it is of no use."""
    if not telegram.is_post(link.url):
        return link
    if link.published_at is None:
        return None
    text = character_references.without_surrogates(content[:_MAX_CONTENT]) or link.title
    article = posts.from_feed(link.url, text, published_at=link.published_at)
    return replace(link, url=article.url, title=article.title, article=article, guid="") if article else None


def _feed(title: str, language: object, items: Iterable[tuple[Link, Carried] | None]) -> Feed:
    unique: dict[str, Link] = {}
    carried: dict[str, Carried] = {}
    for link, said in filter(None, items):
        unique.setdefault(link.url, link)
        carried.setdefault(link.url, said)
    newest = order.newest(list(unique.values()), MAX_LINKS)
    return Feed(title=title, language=_plain(language)[:10].lower(), links=_with_own_guids(newest), carried=carried)


def _with_own_guids(links: Iterable[Link]) -> tuple[Link, ...]:
    """Take the guid off articles that share it with others: some feeds write the same one everywhere."""
    listed = tuple(links)
    shared = {guid for guid, times in Counter(link.guid for link in listed).items() if times > 1}
    return tuple(replace(link, guid="") if link.guid in shared else link for link in listed)


def _link(base: str, url: object, title: str, published_at: datetime | None, *, guid: object) -> Link | None:
    absolute = urls.joined(base, character_references.without_surrogates(url)) if isinstance(url, str) else ""
    called = str(guid).strip()[:_MAX_GUID] if isinstance(guid, str | int) else ""
    if urls.joined(base, called) == absolute:
        called = ""
    called = character_references.without_surrogates(called)
    return Link(url=absolute, title=title, published_at=published_at, guid=called) if absolute else None


def _plain(text: object) -> str:
    """Return a text, which may be HTML, as one line."""
    return plain_text.of_anything(text[: 4 * _MAX_TITLE])[:_MAX_TITLE] if isinstance(text, str) else ""


def _from_struct(moment: object) -> datetime | None:
    """Return feedparser's UTC time tuple as a time."""
    try:
        return datetime.fromtimestamp(timegm(moment), UTC) if moment else None  # type: ignore[arg-type]  # untyped library
    except (ValueError, OverflowError, OSError, TypeError):
        return None
