"""What a page says of itself in JSON-LD, Open Graph, microdata and meta tags. Reads no body and knows no publisher."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers import dates, html, json_ld
from parsers.article import Page

_TITLES = ("og:title", "twitter:title", "title", "dc.title", "dcterms.title", "sailthru.title", "parsely-title")
_LEADS = ("og:description", "description", "twitter:description", "dc.description", "sailthru.description")
_TIMES = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "date.created",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_at",
    "published-date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "sailthru.date",
    "parsely-pub-date",
    "last-modified",
)
_AUTHORS = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
)
_TAGS = (
    "article:tag",
    "news_keywords",
    "keywords",
    "og:article:tag",
    "parsely-tags",
    "sailthru.tags",
    "cxenseparse:keywords",
)
_SECTIONS = ("article:section", "og:section", "parsely-section", "cxenseparse:category")
_MAX_LIST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """A page's account of itself; whatever it does not say is empty.

    `url` is the canonical address, absolute; `precise` says that `published_at` (UTC) names a time and not only a day.
    """

    url: str = ""
    title: str = ""
    lead: str = ""
    published_at: datetime | None = None
    precise: bool = False
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    section: str = ""
    language: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class _Told:
    """Everything a page says, before anything is chosen."""

    page: Page
    tree: LexborHTMLParser
    metas: dict[str, list[str]]
    nodes: list[json_ld.Node]
    article: json_ld.Node

    def first(self, names: Iterable[str]) -> str:
        return next((value for name in names for value in self.metas.get(name, ())), "")


def read(tree: LexborHTMLParser, page: Page, *, zone: str = "UTC") -> Metadata:
    """Read the structured data of a page. Times without an offset are meant in `zone`."""
    nodes = json_ld.objects(tree)
    canonical = _canonical(tree, page)
    told = _Told(page, tree, _metas(tree), nodes, json_ld.article(nodes, canonical or page.url))
    publisher = _publisher(told)
    published_at, precise = _published(told, zone)
    return Metadata(
        url=canonical or _absolute(told.first(("og:url", "twitter:url")), page),
        title=_title(told, publisher),
        lead=html.line(next(iter(json_ld.strings(told.article.get("description"))), "") or told.first(_LEADS)),
        published_at=published_at,
        precise=precise,
        authors=_authors(told, publisher),
        tags=_tags(told),
        images=_images(told),
        section=_section(told),
        language=_language(told),
        publisher=publisher,
    )


def _metas(tree: LexborHTMLParser) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        content = html.line(attributes.get("content") or "")
        if not content:
            continue
        for key in ("property", "name", "itemprop", "http-equiv"):
            if name := attributes.get(key):
                metas.setdefault(name.strip().lower(), []).append(content)
    return metas


def _absolute(address: str, page: Page) -> str:
    try:
        address = urljoin(page.url, address.strip())
        return address if urlsplit(address).scheme in ("http", "https") and urlsplit(address).hostname else ""
    except ValueError:
        return ""


def _canonical(tree: LexborHTMLParser, page: Page) -> str:
    link = tree.css_first('link[rel="canonical"][href]')
    address = (link.attributes.get("href") or "") if link is not None else ""
    return _absolute(address, page) if address.strip() else ""


def _publisher(told: _Told) -> str:
    names = json_ld.names(told.article.get("publisher"))
    return html.line(next(iter(names), "") or told.first(("og:site_name", "application-name")))


def _title(told: _Told, publisher: str) -> str:
    headlines = json_ld.strings(told.article.get("headline"))
    headings = [html.line(node.text(deep=True)) for node in told.tree.css("h1")[:5]]
    title = next(iter(headlines), "") or told.first(_TITLES)
    if not title and (node := told.tree.css_first("title")) is not None:
        title = node.text(deep=True)
    title = html.line(title)
    for heading in headings:
        if heading and heading == title:
            return title
    return without_publisher(title, publisher, headings) or next((heading for heading in headings if heading), "")


def without_publisher(title: str, publisher: str, headings: Iterable[str] = ()) -> str:
    """Return the title without the " | Publisher" a page appends: by its name, or by a heading."""
    for found in re.finditer(r"\s+[|–—·•»:-]+\s+|\s*\|\s*", title):
        head, tail = title[: found.start()], title[found.end() :]
        if head and (head in headings or _same_name(tail, publisher)):
            return head
    return title


def _same_name(left: str, right: str) -> bool:
    return bool(right) and re.sub(r"\W", "", left).casefold() == re.sub(r"\W", "", right).casefold()


def _published(told: _Told, zone: str) -> tuple[datetime | None, bool]:
    """Return the first time that names a minute, else the first that names a day."""
    day: datetime | None = None
    for text in _times(told):
        moment = dates.parse(text, now=told.page.fetched_at, zone=zone)
        if moment is not None and dates.has_time(text):
            return moment, True
        day = day or moment
    return day, False


def _times(told: _Told) -> Iterator[str]:
    yield from json_ld.strings(told.article.get("datePublished"))
    for name in _TIMES[:-1]:
        yield from told.metas.get(name, ())
    for key in ("dateCreated", "uploadDate", "dateModified"):
        yield from json_ld.strings(told.article.get(key))
    for node in told.tree.css('[itemprop="datePublished"], time[pubdate], article time[datetime], time[datetime]')[:5]:
        yield node.attributes.get("datetime") or node.attributes.get("content") or node.text(deep=True)
    yield from told.metas.get("last-modified", ())


def _authors(told: _Told, publisher: str) -> tuple[str, ...]:
    found = json_ld.names(told.article.get("author") or told.article.get("creator"))
    if not found:
        found = next((told.metas[name] for name in _AUTHORS if name in told.metas), [])
    if not found:
        found = [
            node.text(deep=True) for node in told.tree.css('[itemprop="author"] [itemprop="name"], [rel="author"]')[:5]
        ]
    return people(found, publisher)


def people(names: Iterable[str], publisher: str = "") -> tuple[str, ...]:
    """Return author names one by one: lists parted, "By" and addresses dropped, the publisher's own name left out."""
    found: dict[str, None] = {}
    for text in names:
        for part in re.split(r"\s*(?:[,;|]|\s(?:and|und|et|и|және)\s)\s*", html.line(text)):
            name = re.sub(r"^(?:by|von|par|автор|текст)\b:?\s*", "", part.lstrip("@"), flags=re.IGNORECASE).strip(
                " .-–"
            )
            if 2 < len(name) < 80 and "://" not in name and not _same_name(name, publisher):
                found[name] = None
    return tuple(found)[:_MAX_LIST]


def _tags(told: _Told) -> tuple[str, ...]:
    found = json_ld.strings(told.article.get("keywords"))
    if not found:
        found = next((told.metas[name] for name in _TAGS if name in told.metas), [])
    if len(found) == 1:
        found = re.split(r"\s*[,;]\s*", found[0])
    labels = (html.line(label).lstrip("#") for label in found)
    return tuple(dict.fromkeys(label for label in labels if 1 < len(label) < 80))[:_MAX_LIST]


def _images(told: _Told) -> tuple[str, ...]:
    found = [
        *told.metas.get("og:image", ()),
        *json_ld.addresses(told.article.get("image")),
        *told.metas.get("twitter:image", ()),
    ]
    return tuple(dict.fromkeys(address for image in found if (address := _absolute(image, told.page))))[:_MAX_LIST]


def _section(told: _Told) -> str:
    return html.line(next(iter(json_ld.strings(told.article.get("articleSection"))), "") or told.first(_SECTIONS))


def _language(told: _Told) -> str:
    root: LexborNode | None = told.tree.css_first("html")
    attribute = (root.attributes.get("lang") or "") if root is not None else ""
    said = [
        attribute,
        *json_ld.strings(told.article.get("inLanguage")),
        told.first(("og:locale", "content-language", "language")),
    ]
    codes = (re.match(r"([a-z]{2})(?:[-_]|$)", text.strip().lower()) for text in said)
    code = next((found.group(1) for found in codes if found), "")
    return "kk" if code == "kz" else code  # a country's code, met for Kazakh on many sites
