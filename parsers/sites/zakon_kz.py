"""zakon.kz and kaz.zakon.kz: the layout of 2025-26, and older ones where a page still has them."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag as Element
from selectolax.lexbor import LexborHTMLParser

from parsers import dates
from parsers.article import Article, Link, Listing, ListingKind, Page, ParseError, Source, Tag
from parsers.page import bylines, generic, html, layout, metadata, tag_kinds
from parsers.page.body import boilerplate, main_text, quotes

ZONE = "Asia/Almaty"
# /<section>/<id>-<slug>.html now, /<id>-<slug>.html until 2021; the number is the identity, the rest decoration.
_ADDRESS = re.compile(r"^(?:/(?P<section>[^/]+))?/(?P<id>\d{6,8})-[^/]*\.html$")
_NOT_ARTICLES = frozenset(["author", "authors", "category", "document", "pbf", "special", "tags"])
_CARDS = (".news-item", ".zmainCard_item")
_CARD_TITLE = ".newscard__title, .zmainCard-title, .title"
_CARD_DATE = ".newscard__date, .date"
_ARTICLES = (
    ".article__block",
    ".article__content",
    ".articleBlock",
    ".fullnews",
    "section.article",
    "article",
    "main",
    "body",
)
_BODY = ".content, #initial_news_story, .full_text"
_TAGS = ".newsTags .badge, .tags a"
_AROUND = ("popular", "newsTags", "tags", "article__category")


def list_links(page: Page) -> list[Link]:
    """Return the articles of a listing, in its order: the /news/ page, or the fragment it loads more from.

    An empty answer is a listing that has ended. Raises ParseError where there is something else than a listing.
    """
    text = html.decode(page).strip()
    if not text:
        return []
    soup = BeautifulSoup(_unwrapped(text), "lxml") if text[0] in '{["' else html.soup(page)
    cards = next((found for selector in _CARDS if (found := soup.select(selector))), None)
    links: dict[str, Link] = {}
    for card in cards or soup.select("a[href]"):
        for identity, link in _link(card, page):
            links.setdefault(identity, link)
    if not links:
        raise ParseError(page.url, "not a listing: no link to an article in it")
    return list(links.values())


def _unwrapped(text: str) -> str:
    """Return the HTML that a JSON answer wraps, wherever in it; empty if it is no JSON."""
    try:
        queue: list[object] = [json.loads(text)]
    except (ValueError, RecursionError):
        return ""
    found: list[str] = []
    for value in queue:
        if isinstance(value, str):
            found.append(value)
        else:
            queue += value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return "\n".join(part for part in found if "<a" in part)


def _link(card: Element, page: Page) -> Iterator[tuple[str, Link]]:
    for anchor in [card] if card.name == "a" else card.select("a[href]"):
        address = _address(str(anchor.get("href") or ""), page.url)
        if address and urlsplit(address).netloc == (urlsplit(page.url).netloc or urlsplit(address).netloc):
            title = html.text_of(card.select_one(_CARD_TITLE)) or html.line(anchor.get_text())
            when = html.text_of(card.select_one(_CARD_DATE))
            told = dates.parse(when, now=page.fetched_at, zone=ZONE) if dates.has_time(when) else None
            moment = dates.plausible(told, now=page.fetched_at)
            yield _identity(address), Link(url=address, title=title, published_at=moment)
            return


def _address(address: str, base: str) -> str:
    """Return the absolute address of an article without query and fragment; empty if it is none."""
    try:
        parts = urlsplit(urljoin(base, address.strip()))
        found = _ADDRESS.match(parts.path) if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}{parts.path}" if found and found["section"] not in _NOT_ARTICLES else ""


def _identity(address: str) -> str:
    found = _ADDRESS.match(urlsplit(address).path)
    return found["id"] if found else ""


def parse_article(page: Page) -> Article:
    """Read one article. Address, title and time are required; the rest may be missing."""
    tree = html.tree(page)
    meta = metadata.read(tree, page, zone=ZONE, shown=False)
    article = html.cut(tree, *_ARTICLES) or BeautifulSoup("", "lxml")
    url = _address(page.url, "") or _address(meta.url, "")
    title = html.text_of(article.select_one("h1")) or meta.title
    published_at = meta.published_at if meta.precise else _time(article, page) or meta.published_at or meta.latest
    if not url or not title or published_at is None:
        missing = tuple(name for name, value in (("url", url), ("title", title), ("time", published_at)) if not value)
        raise ParseError(page.url, f"an article without {', '.join(missing)}", missing=missing)
    tags, section, authors, lead = (
        _tags(article),
        _section(article, meta, url),
        _authors(article, meta),
        _lead(article, meta),
    )
    html.drop(article, boilerplate.ELEMENTS, (*boilerplate.CLASSES, *_AROUND))
    images = tuple(layout.images(html.blocks(article), meta, url))
    paragraphs, said = quotes.split(_body(article, tree, page, lead))
    kazakh = urlsplit(url).netloc.startswith("kaz.") or meta.language == "kk"
    return Article(
        url=url,
        site="kaz.zakon.kz" if kazakh else "zakon.kz",
        site_id=_identity(url),
        title=title,
        published_at=min(published_at, page.fetched_at),
        lead=lead,
        paragraphs=tuple(paragraphs),
        authors=authors,
        section=section,
        language="kk" if kazakh else "ru",
        tags=tags,
        images=images,
        quotes=tuple(said),
    )


def parse_otherwise(page: Page) -> Article:
    """Read one article as any page is read, under the identity that its address has here. Raises ParseError."""
    article = generic.parse_article(page)
    url = _address(page.url, "") or _address(article.url, "") or article.url
    site = "kaz.zakon.kz" if urlsplit(url).netloc.startswith("kaz.") or article.language == "kk" else "zakon.kz"
    return replace(article, url=url, site=site, site_id=_identity(url) or article.site_id)


def _time(article: Element, page: Page) -> datetime | None:
    """Return the time an article prints or carries as an attribute; the first that names a minute."""
    for element in article.select("time[datetime], time, .info .date, .date, .news_date, .newsdate"):
        for text in (str(element.get("datetime") or ""), html.text_of(element)):
            moment = dates.parse(text, now=page.fetched_at, zone=ZONE)
            if moment is not None and dates.has_time(text):
                return moment
    return None


def _lead(article: Element, meta: metadata.Metadata) -> str:
    return html.text_of(article.select_one(".description")) or meta.lead


def _authors(article: Element, meta: metadata.Metadata) -> tuple[str, ...]:
    links = article.select('a[href*="/authors/"], a[href*="/author/"], .author a')
    names = bylines.people(html.text_of(link) for link in links) or meta.authors
    return tuple(name for name in names if name.casefold() != "zakon.kz")


def _section(article: Element, meta: metadata.Metadata, url: str) -> str:
    found = _ADDRESS.match(urlsplit(url).path)
    return (
        html.text_of(article.select_one(".article__category .badge"))
        or meta.section
        or (found["section"] if found else "")
        or ""
    )


def _tags(article: Element) -> tuple[Tag, ...]:
    chips = (chip for selector in _TAGS.split(", ") for chip in article.select(selector))
    labels = {
        html.text_of(chip): str(chip.get("href") or "")
        for chip in chips
        if not chip.find_parent(class_="article__category")
    }
    return tuple(tag_kinds.typed(label, address) for label, address in labels.items() if label)


def _body(article: Element, tree: LexborHTMLParser, page: Page, lead: str) -> list[html.Block]:
    """Return the text of the article without its lead; a page without the known body element is read as any page is."""
    content = article.select_one(_BODY)
    lines = boilerplate.text(html.blocks(content)) if content is not None else main_text.read(tree, page)
    return [block for block in lines if block.text != lead]


def _source(name: str, title: str, language: str, host: str) -> Source:
    return Source(
        name=name,
        title=title,
        language=language,
        listings=(
            Listing(url=f"https://{host}/news/?handler=LoadMoreNews&p=1&type=list"),
            Listing(url=f"https://{host}/news/"),
        ),
        backfill=(Listing(url=f"https://{host}/sitemap/index.xml", kind=ListingKind.SITEMAP),),
        list_links=list_links,
        parse_article=parse_article,
        parse_otherwise=parse_otherwise,
        owner="zakon.kz",
        region="KZ",
        zone=ZONE,
        hosts=frozenset({host, name}),
    )


SOURCE = _source("zakon.kz", "Zakon.kz", "ru", "www.zakon.kz")
KAZAKH = _source("kaz.zakon.kz", "Zakon.kz (қазақша)", "kk", "kaz.zakon.kz")
