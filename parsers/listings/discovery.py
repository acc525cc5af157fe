"""Where a site may list its articles: what its page advertises, what sites usually have. Fetches nothing itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from urllib.parse import urlsplit

from parsers import url_finder, urls
from parsers.article import Link, ListingKind, Page, ParseError
from parsers.listings import feed, sitemap
from parsers.page import html
from parsers.telegram import addresses

MAX_ADVERTISED = 8
MAX_ADDRESSES = 200
# Where feeds stand on the sites in facts/sources and in the common content systems; the likeliest first.
_USUAL_FEEDS = ("rss", "feed/", "rss.xml", "feed", "rss/", "feed.xml", "atom.xml", "news.rss", "rss/all.rss")
_USUAL_SITEMAPS = ("sitemap-news.xml", "news-sitemap.xml", "sitemap.xml", "sitemap_index.xml", "sitemap/index.xml")
_FEED_TYPE = re.compile(
    r"(?:application|text)/(?:(?:x[.-])?(?:rss|atom|rdf|feed)(?:[+ ](?:xml|json))?|xml\+(?:rss|atom))"
)
# Types that feeds have in common with other things.
_VAGUE_TYPES = frozenset({"", "application/xml", "text/xml"})
_FEED_ADDRESS = re.compile(
    r"(?:^|[/._-])(?:rss2?|atom|feeds?|export/rss\d?)(?:[/._?-]|$)|[?&]feed=(?:rss|atom)", re.IGNORECASE
)
# Where publishers let others serve their feeds.
_FEED_HOSTS = frozenset({"feeds.feedburner.com", "feeds2.feedburner.com", "feeds.feedblitz.com"})
# Feeds of what readers write, not of what the publisher does.
_COMMENTS = re.compile(r"comment|коммент|пікір", re.IGNORECASE)
_SCHEME = re.compile(r"https?://", re.IGNORECASE)


class Way(StrEnum):
    """How a list of articles was found."""

    GIVEN = "given"
    ADVERTISED = "advertised"
    ROBOTS = "robots.txt"
    USUAL = "usual address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """An address worth asking for a list of articles; `kind` is None where only its content can tell."""

    url: str
    way: Way
    kind: ListingKind | None = None
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SniffedContent:
    """What a page turned out to be: a feed or a sitemap with its links, or an index with the sitemaps it names."""

    kind: ListingKind
    links: tuple[Link, ...] = ()
    children: tuple[str, ...] = ()
    title: str = ""
    language: str = ""


def addresses_in(text: str) -> list[str]:
    """Return the web addresses in what somebody typed or pasted, "https://" put before bare host names.

    One address, a list with commas, lines of a message: each address once, at most `MAX_ADDRESSES`, in their order.
    Names of channels ("@name") come behind them, as the addresses of these.
    """
    found = (one.text if _SCHEME.match(one.text) else f"https://{one.text}" for one in url_finder.find(text))
    named = (f"{addresses.PREVIEW}/{name}" for name in addresses.mentions(text[: url_finder.MAX_TEXT]))
    return list(islice(dict.fromkeys([*found, *named]), MAX_ADDRESSES))


def consists_of_sources(text: str) -> bool:
    """Tell whether `text` is one or more addresses or names of channels, and beside them only punctuation."""
    if len(text) > url_finder.MAX_TEXT:
        return False
    rest = addresses.without_mentions(text)
    is_named = rest != text and not any(map(str.isalnum, rest))
    return is_named or url_finder.consists_of_urls(rest)


def advertised(page: Page) -> list[Lead]:
    """Return the feeds that a web page names, wherever it does, else those it links to; feeds of comments left out.

    Raises:
        ParseError: not readable as HTML.
    """
    tree = html.tree(page)
    base = html.base(tree, page)
    leads: dict[str, Lead] = {}
    for node in tree.css("link[rel][href], link[type][href], a[type][href]"):
        if _names_feed({name: value or "" for name, value in node.attributes.items()}):
            _add(leads, base, node.attributes.get("href"), node.attributes.get("title"))
    if not leads:
        for node in tree.css("a[href]"):
            href = node.attributes.get("href") or ""
            url = urls.joined(base, href)
            is_ours = _FEED_ADDRESS.search(href) and _same_house(url, page.url)
            if is_ours or (urlsplit(url).hostname or "") in _FEED_HOSTS:
                _add(leads, base, href, node.text(deep=True))
    return list(leads.values())[:MAX_ADVERTISED]


def _names_feed(attributes: Mapping[str, str]) -> bool:
    """Tell whether a link is one to a feed, by its relation and type, in any case and with parameters."""
    relations = set(attributes.get("rel", "").lower().split())
    kind = attributes.get("type", "").partition(";")[0].strip().lower()
    if (relations and not relations & {"alternate", "feed"}) or "stylesheet" in relations:
        return bool("nofollow" in relations and _FEED_TYPE.fullmatch(kind))
    if _FEED_TYPE.fullmatch(kind) or "feed" in relations:
        return True
    # A page in another language is an alternative too.
    return (
        bool(relations)
        and kind in _VAGUE_TYPES
        and "hreflang" not in attributes
        and bool(_FEED_ADDRESS.search(attributes["href"]))
    )


def usual(url: str) -> list[Lead]:
    """Return where sites like that of `url` often have their feeds and sitemaps, to be tried in this order."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}/"
    feeds = [Lead(url=root + path, way=Way.USUAL, kind=ListingKind.FEED) for path in _USUAL_FEEDS]
    return feeds + [Lead(url=root + path, way=Way.USUAL, kind=ListingKind.SITEMAP) for path in _USUAL_SITEMAPS]


def named(sitemaps: tuple[str, ...]) -> list[Lead]:
    """Return the sitemaps of a robots.txt as leads, those for news first."""
    ranked = sorted(sitemaps, key=lambda url: "news" not in url.lower())
    return [Lead(url=url, way=Way.ROBOTS, kind=ListingKind.SITEMAP) for url in ranked if urls.joined(url, url)]


def recognised(page: Page) -> SniffedContent:
    """Return what a page is, by its content alone: servers name feeds as anything.

    Raises:
        ParseError: neither a feed nor a sitemap; the reason is the one for a feed.
    """
    try:
        found = feed.read(page)
        links = tuple(feed.with_articles(found, now=page.fetched_at))
        return SniffedContent(kind=ListingKind.FEED, links=links, title=found.title, language=found.language)
    except ParseError as no_feed:
        try:
            mapped, children = sitemap.list_links(page), sitemap.children(page)
        except ParseError:
            raise no_feed from None
        return SniffedContent(kind=ListingKind.SITEMAP, links=tuple(mapped), children=tuple(children))


def _add(leads: dict[str, Lead], base: str, href: str | None, title: str | None) -> None:
    url = urls.joined(base, href or "")
    label = html.line(title or "")[:200]
    if url and not _COMMENTS.search(f"{urlsplit(url).path} {label}"):
        leads.setdefault(url, Lead(url=url, way=Way.ADVERTISED, kind=ListingKind.FEED, title=label))


def _same_house(left: str, right: str) -> bool:
    """Tell whether two addresses are of one site: equal but for subdomains, by the last two labels of the host."""
    hosts = [(urlsplit(url).hostname or "").split(".")[-2:] for url in (left, right)]
    return hosts[0] == hosts[1]
