"""What a page says of itself in JSON-LD, Open Graph, microdata and meta tags. Reads no body and knows no publisher."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers import canonical_url, dates, zone_names
from parsers.article import Image, Page
from parsers.page import bylines, headline, heuristics, html, json_ld, pictures, tag_lists
from parsers.text import character_references, plain_text

# Names of meta tags, letters and digits only: "article:published_time" and "article:published:time" are one.
_TITLES = ("ogtitle", "twittertitle", "title", "dctitle", "dctermstitle", "sailthrutitle", "parselytitle")
_LEADS = ("ogdescription", "description", "twitterdescription", "dcdescription", "sailthrudescription")
_TIMES = (
    "articlepublishedtime",
    "ogarticlepublishedtime",
    "articlepublished",
    "ogpublishedtime",
    "datepublished",
    "datecreated",
    "dcdateissued",
    "dctermscreated",
    "dcdate",
    "dctermsdate",
    "date",
    "pubdate",
    "citationpublicationdate",
    "citationonlinedate",
    "dctermsissued",
    "dcdatecreated",
    "publishdate",
    "publisheddate",
    "publishedat",
    "publishedtime",
    "publicationdate",
    "cxenseparserecspublishtime",
    "cxenseparsepublishtime",
    "sailthrudate",
    "parselypubdate",
)
_LATE_TIMES = ("ogupdatedtime", "articlemodifiedtime", "lastmodified")
_AUTHORS = (
    "author",
    "articleauthor",
    "dccreator",
    "dctermscreator",
    "parselyauthor",
    "sailthruauthor",
    "cxenseparseauthor",
    "byl",
)
_TAGS = ("articletag", "newskeywords", "keywords", "ogarticletag", "parselytags", "sailthrutags", "cxenseparsekeywords")
_SECTIONS = ("articlesection", "ogsection", "parselysection", "cxenseparsecategory")
_MAX_LIST = 40
_CANONICAL = 'link[rel~="canonical" i][href]'


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """A page's account of itself; whatever it does not say is empty.

    `url` is the canonical address, absolute; `text` what it tells of the whole article, if anything; `precise` says
    that `published_at` (UTC) names a time and not only a day; `latest` is the time of the fetch, where the page names
    only times that lie ahead of it.
    """

    url: str = ""
    title: str = ""
    lead: str = ""
    text: str = ""
    published_at: datetime | None = None
    precise: bool = False
    latest: datetime | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
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
    shown: bool

    def first(self, names: Iterable[str]) -> str:
        return next((value for name in names for value in self.metas.get(name, ())), "")


def read(tree: LexborHTMLParser, page: Page, *, zone: str = "", shown: bool = True) -> Metadata:
    """Read the structured data of a page, and where it is silent (unless `shown` is false) what the page shows.

    Times without an offset are meant in `zone`, by default the one of the country the address belongs to.
    """
    nodes = json_ld.objects(tree)
    metas, base = _metas(tree), html.base(tree, page)
    canonical = _canonical(tree, page, metas.get("ogurl", ()))
    own = [address for address in (page.url, canonical, *metas.get("ogurl", ())) if address]
    titles = [title for name in _TITLES for title in metas.get(name, ())] + headline.shown(tree)
    told = _Told(page, tree, metas, nodes, json_ld.article(nodes, *own, titles=titles), shown)
    publisher = _publisher(told)
    published_at, precise = _published(told, zone or zone_names.of_site(page.url))
    authors = _authors(told, publisher)
    return Metadata(
        url=canonical or _absolute(told.first(("ogurl", "twitterurl")), base),
        title=_title(told, publisher),
        lead=html.line(next(iter(json_ld.strings(told.article.get("description"))), "") or told.first(_LEADS)),
        text=" ".join(json_ld.strings(told.article.get("articleBody"))),
        published_at=published_at,
        precise=precise,
        latest=page.fetched_at
        if published_at is None and _is_ahead(told, zone or zone_names.of_site(page.url))
        else None,
        authors=authors,
        tags=_tags(told, authors),
        images=pictures.named(metas, told.article, lambda url: _absolute(url, base))[:_MAX_LIST],
        section=_section(told),
        language=_language(told),
        publisher=publisher,
    )


def _metas(tree: LexborHTMLParser) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        if "itemprop" in attributes and heuristics.is_elsewhere(node):
            continue
        content = html.line(character_references.resolved(attributes.get("content") or ""))
        names = {_SIGNS.sub("", (attributes.get(key) or "").lower()) for key in ("property", "name", "itemprop")}
        for name in names - {""} if content else ():
            metas.setdefault(name, []).append(content)
    return metas


def _absolute(address: str, base: str) -> str:
    if not address.strip():
        return ""
    try:
        address = urljoin(base, address.strip())
        return address if urlsplit(address).scheme in ("http", "https") and urlsplit(address).hostname else ""
    except ValueError:
        return ""


def _canonical(tree: LexborHTMLParser, page: Page, shared: Iterable[str]) -> str:
    """Return the address that a page declares its own; empty if it declares none, or several that agree with nothing.

    Where `shared` is what it gives to networks. In a body, where broken heads end and readers write, only what the page
    is known by otherwise counts.
    """
    base = html.base(tree, page)
    head = [_absolute(link.attributes.get("href") or "", base) for link in tree.css(f"head {_CANONICAL}")]
    anywhere = [_absolute(link.attributes.get("href") or "", base) for link in tree.css(_CANONICAL)[:_MAX_LIST]]
    declared = {canonical_url.key(address): address for address in head if address}
    if len(declared) == 1:
        return next(iter(declared.values()))
    known = {canonical_url.key(address) for address in (page.url, *(_absolute(one, base) for one in shared)) if address}
    return next((address for address in anywhere if address and canonical_url.key(address) in known), "")


def _publisher(told: _Told) -> str:
    names = json_ld.names(told.article.get("publisher"))
    return html.line(next(iter(names), "") or told.first(("ogsitename", "applicationname")))


def _host_names(told: _Told) -> list[str]:
    """Return what a publisher may be called after its host: the host itself, without its domain, and each part."""
    host = (urlsplit(told.page.url).hostname or "").removeprefix("www.")
    return [host, host.rpartition(".")[0], *host.split(".")]


def _title(told: _Told, publisher: str) -> str:
    said = {name: plain_text.of_anything(told.first((name,))) for name in _TITLES}
    said["headline"] = next(iter(json_ld.strings(told.article.get("headline"))), "")
    return headline.headline(told.tree, said, [publisher, *told.metas.get("ogsitename", ()), *_host_names(told)])


def _published(told: _Told, zone: str) -> tuple[datetime | None, bool]:
    """Return the first time that names a minute and its offset, else the first with a minute, else the first day.

    What lies ahead of the fetch is a mistake, and passed over.
    """
    minute: datetime | None = None
    day: datetime | None = None
    for text in _times(told):
        moment = dates.parse(text, now=told.page.fetched_at, zone=zone)
        if moment is None or dates.plausible(moment, now=told.page.fetched_at) is None:
            continue
        if dates.has_offset(text):
            return moment, True
        if dates.has_time(text):
            minute = minute or moment
        else:
            day = day or moment
    return minute or day, minute is not None


def _is_ahead(told: _Told, zone: str) -> bool:
    now = told.page.fetched_at
    return any((moment := dates.parse(text, now=now, zone=zone)) and moment > now for text in _times(told))


def _times(told: _Told) -> Iterator[str]:
    yield from json_ld.dates(told.article.get("datePublished"))
    for name in _TIMES:
        yield from told.metas.get(name, ())
    for key in ("dateCreated", "uploadDate"):
        yield from json_ld.dates(told.article.get(key))
    yield from heuristics.times(told.tree) if told.shown else ()
    yield from json_ld.dates(told.article.get("dateModified"))
    for name in _LATE_TIMES:
        yield from told.metas.get(name, ())


def _authors(told: _Told, publisher: str) -> tuple[str, ...]:
    """Return the authors a page names; its own name only if it names nobody else, in its markup either."""
    author = json_ld.resolved(told.article.get("author") or told.article.get("creator"), told.nodes)
    said = [json_ld.names(author)]
    said += [told.metas.get(name, []) for name in _AUTHORS]
    named = [names for group in said if (names := bylines.people(group))]
    own = {headline.bare(publisher), *map(headline.bare, _host_names(told)), ""}
    for names in named:
        if any(headline.bare(name) not in own for name in names):
            return names
    return (bylines.people(heuristics.bylines(told.tree)) if told.shown else ()) or next(iter(named), ())


_LANGUAGE_CODE = re.compile(r"([a-z]{2})(?:[-_]|$)")
_SIGNS = re.compile(r"[^a-z0-9]")
# What publishers' own statistics call it, when it is neither of the names above.
_OTHER_TAGS = ("tags", "keywords", "topics")


def _tags(told: _Told, authors: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tags that the page's lists of them agree on, structured data before the chips a page shows."""
    others = (values for name, values in told.metas.items() if name not in _TAGS and name.endswith(_OTHER_TAGS))
    lists = [json_ld.names(told.article.get("keywords")), *(told.metas.get(name, []) for name in _TAGS), *others]
    about = [json_ld.names(told.article.get(key)) for key in ("about", "mentions")]
    shown = heuristics.chips(told.tree) if told.shown else []
    return tag_lists.chosen(
        [*lists, *about], shown, menu=lambda: heuristics.menu(told.tree), slug=told.page.url, people=authors
    )


def _section(told: _Told) -> str:
    return html.line(next(iter(json_ld.strings(told.article.get("articleSection"))), "") or told.first(_SECTIONS))


def _language(told: _Told) -> str:
    root: LexborNode | None = told.tree.css_first("html")
    attribute = (root.attributes.get("lang") or "") if root is not None else ""
    said = [
        attribute,
        *json_ld.strings(told.article.get("inLanguage")),
        told.first(("oglocale", "contentlanguage", "language")),
    ]
    codes = (_LANGUAGE_CODE.match(text.strip().lower()) for text in said)
    code = next((found.group(1) for found in codes if found), "")
    return "kk" if code == "kz" else code  # a country's code, met for Kazakh on many sites
