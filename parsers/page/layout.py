"""What is known of a publisher's pages, as CSS selectors, and how articles and listings are read by them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers import canonical_url, dates, urls
from parsers.article import Article, Image, Link, Page, ParseError, Tag
from parsers.page import generic, html, metadata, tag_kinds
from parsers.page.body import boilerplate, main_text, quotes
from parsers.page.html import Block
from parsers.page.metadata import Metadata

# Attributes that name a moment for machines, as the pages of known publishers have them.
_MOMENTS = ("datetime", "data-published", "content")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Selectors of a publisher's pages; an empty one says that nothing is known, and the page is read as any is.

    A selector may list those of several years ("div.date-time, ol.date-time li"). Every one is only tried first: where
    it finds nothing, the page's structured data and the way of `parsers.page.generic` take its place.

    `address` is a regular expression that the path of every article's address matches, its group "id" what identifies
    the article; `foreign` selects what stands in the body but does not belong to it; `card_day` selects the row of a
    listing that names the day of the rows after it.
    """

    address: str = ""
    title: str = ""
    lead: str = ""
    date: str = ""
    body: str = ""
    foreign: str = ""
    tags: str = ""
    card: str = ""
    card_link: str = "a[href]"
    card_title: str = ""
    card_date: str = ""
    card_day: str = ""
    path: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Compile `address`, once."""
        object.__setattr__(self, "path", re.compile(self.address))


def parse_article(page: Page, layout: Layout, *, zone: str) -> Article:
    """Read one article. Address, title and time are required; the rest may be missing.

    Times without an offset are meant in `zone`. The site is the address's host, the language the one the page names.
    """
    tree = html.tree(page)
    meta = metadata.read(tree, page, zone=zone, shown=not layout.date)
    url = address(canonical_url.of_page(page.url, meta.url), layout)
    title = _text(tree, layout.title) or meta.title
    published_at = (
        meta.published_at if meta.precise else _time(tree, page, layout, zone) or _shown_time(tree, page, zone)
    )
    missing = tuple(name for name, value in (("url", url), ("title", title), ("time", published_at)) if not value)
    if missing or published_at is None:
        raise ParseError(page.url, f"an article without {', '.join(missing)}", missing=missing)
    tags = _tags(tree, layout) or tuple(tag_kinds.typed(label) for label in meta.tags)
    lead = _text(tree, layout.lead)
    blocks = _blocks(tree, layout)
    lines = [
        block
        for block in boilerplate.text(blocks) or main_text.read(tree, page, replace(meta, title=title))
        if block.text not in (lead, title)
    ]
    if not lead and lines:
        lead = lines.pop(0).text
    paragraphs, said = quotes.split(lines)
    return Article(
        url=url,
        site=generic.site(url),
        site_id=site_id(url, layout),
        title=title,
        published_at=min(published_at, page.fetched_at),
        lead=lead or meta.lead,
        paragraphs=tuple(paragraphs),
        authors=meta.authors,
        section=meta.section,
        language=meta.language,
        tags=tags,
        images=tuple(images(blocks, meta, url)),
        quotes=tuple(said),
    )


def address(url: str, layout: Layout) -> str:
    """Return an article's address, without its query where its path is known to be enough; empty if it is none."""
    whole = canonical_url.without_tracking(url)
    return whole.partition("?")[0] if layout.address and _matches(whole, layout) else whole


def site_id(url: str, layout: Layout) -> str:
    """Return what identifies an article on its site: the number or name in its address, else its path and query."""
    found = _matches(url, layout) if layout.address else None
    return (found.groupdict().get("id") if found else "") or generic.site_id(url)


def _matches(url: str, layout: Layout) -> re.Match[str] | None:
    return layout.path.match(urlsplit(url).path)


def _text(tree: LexborHTMLParser | LexborNode, selector: str) -> str:
    node = tree.css_first(selector) if selector else None
    return html.line(node.text(deep=True)) if node is not None else ""


def _time(tree: LexborHTMLParser, page: Page, layout: Layout, zone: str) -> datetime | None:
    """Return the time that the known element names; the first with a minute."""
    for node in tree.css(layout.date) if layout.date else ():
        said = [node.attributes.get(name) or "" for name in _MOMENTS]
        for text in (*said, html.line(node.text(deep=True, separator=" "))):
            moment = dates.parse(text, now=page.fetched_at, zone=zone) if dates.has_time(text) else None
            if moment is not None:
                return moment
    return None


def _shown_time(tree: LexborHTMLParser, page: Page, zone: str) -> datetime | None:
    """Return the time by whatever a page of an unknown layout may show."""
    meta = metadata.read(tree, page, zone=zone)
    return meta.published_at or main_text.day(page) or meta.latest


def _tags(tree: LexborHTMLParser, layout: Layout) -> tuple[Tag, ...]:
    nodes = tree.css(layout.tags) if layout.tags else []
    chips: dict[str, str | None] = {}
    for node in nodes:
        if keywords := node.attributes.get("data-keywords"):
            # A list, of this article only: the elements after it are of those that a reader is shown next.
            return tuple(tag_kinds.typed(label) for word in keywords.split(",") if (label := html.line(word)))
        chips.setdefault(html.line(node.text(deep=True)).lstrip("#"), node.attributes.get("href"))
    return tuple(tag_kinds.typed(label, href or "") for label, href in chips.items() if label)


def _blocks(tree: LexborHTMLParser, layout: Layout) -> list[Block]:
    """Return the lines and pictures of the known body; none where it is not known, or not there."""
    found = html.gather(tree, layout.body) if layout.body else None
    if found is None:
        return []
    for element in found.select(layout.foreign) if layout.foreign else ():
        element.decompose()
    html.drop(found, boilerplate.ELEMENTS, boilerplate.CLASSES)
    return html.blocks(found)


def images(blocks: list[Block], meta: Metadata, url: str) -> Iterator[Image]:
    """Yield an article's pictures, with absolute addresses; the one it names for sharing if its text shows none."""
    found = boilerplate.images(blocks)
    if meta.images and not any(image.url for image in found):
        credit = found.pop(0).credit if found else ""
        yield replace(meta.images[0], credit=credit or meta.images[0].credit)
    for image in found:
        yield Image(url=urljoin(url, image.url) if image.url else "", credit=image.credit)


def list_links(page: Page, layout: Layout, *, zone: str) -> list[Link]:
    """Return the article links of an HTML listing, in its order, each once: its cards, or all that look like articles.

    Raises:
        ParseError: there is no link to an article in it.
    """
    links: dict[str, Link] = {}
    for link in _cards(page, layout, zone):
        identity = site_id(link.url, layout)
        if link.url and (identity not in links or not links[identity].title):  # a picture's link has none
            links[identity] = link
    if not links:
        raise ParseError(page.url, "not a listing: no link to an article in it")
    return list(links.values())


def _cards(page: Page, layout: Layout, zone: str) -> Iterator[Link]:
    tree = html.tree(page)
    rows = tree.css(layout.card) if layout.card else []
    if not rows and layout.address:
        rows = tree.css("a[href]")
    day = ""
    for row in rows:
        day = _text(row, layout.card_day) or day
        anchor = row if row.tag == "a" else row.css_first(layout.card_link)
        if anchor is not None:
            when = _text(row, layout.card_date)
            when = f"{when}, {day}" if day and when else when
            told = dates.parse(when, now=page.fetched_at, zone=zone) if dates.has_time(when) else None
            moment = dates.plausible(told, now=page.fetched_at)
            title = _text(row, layout.card_title) or html.line(anchor.text(deep=True))
            yield Link(url=_target(anchor, page, layout), title=title, published_at=moment)


def _target(anchor: LexborNode, page: Page, layout: Layout) -> str:
    """Return the article that a link of a listing leads to; empty if it is no article's address, or on another site."""
    url = address(urls.joined(page.url, anchor.attributes.get("href") or ""), layout)
    own = url not in ("", page.url) and generic.site(url) == generic.site(page.url)
    return url if own and (not layout.address or _matches(url, layout)) else ""
