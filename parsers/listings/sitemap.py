"""News sitemaps, plain sitemaps and sitemap indexes as links; follows none of them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from lxml import etree

from parsers import dates, urls, zone_names
from parsers.article import Link, Page, ParseError
from parsers.listings import order, safe_xml
from parsers.text import plain_text

MAX_BYTES = 50 * 1024 * 1024  # what the protocol allows
MAX_LINKS = 1000
_OLDEST = datetime.min.replace(tzinfo=UTC)
_NUMBER = re.compile(r"\d{1,18}")


def list_links(page: Page, *, zone: str = "") -> list[Link]:
    """Return a sitemap's addresses, newest first, undated ones last, of many the newest `MAX_LINKS`; none for an index.

    Times without an offset are meant in `zone` (IANA), by default the one of the country the address belongs to.

    Raises:
        ParseError: not a sitemap.
    """
    found: dict[str, Link] = {}
    for row in _lines(page) or _rows(page, "urlset", "url"):
        url = urls.joined(page.url, row.get("loc", ""))
        if url:
            moment = _moment(row.get("publication_date", ""), page, zone) or _moment(row.get("lastmod", ""), page, zone)
            title = plain_text.of_anything(row.get("title", ""))
            found.setdefault(url, Link(url=url, title=title, published_at=moment))
    newest = order.newest(list(found.values()), MAX_LINKS)
    return sorted(newest, key=lambda link: link.published_at or _OLDEST, reverse=True)


def children(page: Page) -> list[str]:
    """Return the sitemaps that an index names, the likeliest to hold today's articles first; none for a sitemap.

    Likeliest: its name says news; then changed last; then, where nothing is dated, numbered highest.

    Raises:
        ParseError: not a sitemap.
    """
    ranked: dict[str, tuple[bool, datetime, list[int]]] = {}
    for row in _rows(page, "sitemapindex", "sitemap"):
        url = urls.joined(page.url, row.get("loc", ""))
        if url:
            name = url.rpartition("/")[2]
            numbers = [int(number) for number in _NUMBER.findall(name)]
            ranked[url] = ("news" in url.lower(), _moment(row.get("lastmod", ""), page) or _OLDEST, numbers)
    return sorted(ranked, key=lambda url: ranked[url], reverse=True)


def _rows(page: Page, kind: str, row: str) -> Iterator[dict[str, str]]:
    """Yield the fields of each `row` of a document of `kind`; nothing if it is the other kind of sitemap."""
    root = _root(page)
    name = _local(root)
    if name not in ("urlset", "sitemapindex"):
        raise ParseError(page.url, f"not a sitemap but <{name[:40]}>")
    if name == kind:
        yield from (_fields(element) for element in root if _local(element) == row)


def _lines(page: Page) -> list[dict[str, str]]:
    """Return the rows of a sitemap that is a text of addresses, one a line; empty if it is none."""
    document = safe_xml.text(page, limit=MAX_BYTES)
    if not document.startswith(("http://", "https://")):
        return []
    return [{"loc": line} for line in document.split()]


def _root(page: Page) -> etree._Element:
    document = safe_xml.text(page, limit=MAX_BYTES)
    if safe_xml.is_html(document):
        raise ParseError(page.url, safe_xml.HTML_INSTEAD)
    if not document:
        raise ParseError(page.url, "empty")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(document.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ParseError(page.url, "unreadable as a sitemap") from error
    if root is None:
        raise ParseError(page.url, "not a sitemap")
    return root


def _fields(row: etree._Element) -> dict[str, str]:
    """Return the texts of a row's own elements and of its `news:news`; pictures have addresses of their own."""
    fields: dict[str, str] = {}
    for element in row:
        if _local(element) == "news":
            fields |= _fields(element)
        elif len(element) == 0:
            fields[_local(element)] = " ".join((element.text or "").split())
    return fields


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]  # a prefix may be left that nobody declared


def _moment(text: str, page: Page, zone: str = "") -> datetime | None:
    """Return a row's date or time, None if it has none that can be; see `list_links`."""
    return dates.absolute(text, now=page.fetched_at, zone=zone or zone_names.of_site(page.url))
