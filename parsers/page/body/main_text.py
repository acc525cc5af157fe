"""The text of an article on a page of unknown layout: by trafilatura, freed from what is not its own."""

import logging
import re
from collections.abc import Iterator, Sequence
from configparser import ConfigParser
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers import dates, zone_names
from parsers.article import Page, ParseError
from parsers.page import headline, html
from parsers.page.body import boilerplate, standfirst, told_text
from parsers.page.html import Block
from parsers.page.metadata import Metadata
from parsers.text import hidden_markup

# They log errors about pages that are empty or broken; what cannot be read is ours to tell.
for _library in ("trafilatura", "htmldate"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)

_LINES = {"item": "li", "row": "tr", "head": "h2", "p": "p", "quote": "blockquote", "code": "p", "ab": "p", "fw": "p"}
# The first lines of an article may repeat its headline, date and byline.
_HEAD_LINES = 6
_BYLINE_LENGTH = 60
# "The fair is open until 29 November." names a day, but is not the date of the article.
_SENTENCE = re.compile(r"(?:\S++\s++){3}.*+(?<=[^\W\d_]{4}[.!?…])$")
_WEIGHT = 'script:not([type="application/ld+json"]), style, svg, noscript, template, iframe, textarea, select'
# Boxes that stand in a text and are about something else, or sum it up once more.
_BOX_WORDS = """
    infobox info-box factbox fact-box faktbox faktenbox faktaruta faktaboks newsletter-box newsletter-form
    newsletter-signup subscribe-box subscription-box donation-box poll-widget quiz-widget app-banner app-promo
    app-teaser paywall-teaser also-read read-also read-next readnext related-articles related-news
    related-links recommended-articles
"""
_BOXES = tuple(_BOX_WORDS.split())
# Few selectors find them and some more three times as fast as one for each.
_STEMS = ("box", "Box", "read", "related-", "newsletter-", "app-", "recommended-", "-widget", "paywall-", "fakta")
_BESIDE = ", ".join(("body [hidden]", "body [style]", *(f'body [class*="{stem}"]' for stem in _STEMS)))
# What the common style sheets call that which only screen readers say.
_SPOKEN = ".visually-hidden, .visuallyhidden, .sr-only, .screen-reader-text, .screen-reader-only, .show-for-sr"
# Where more of a page is hidden than this, a script shows it, or a payment; where more is boxes, they are the page.
_HIDDEN_SHARE = 0.3
# Trafilatura's own measure, in characters; a lower one costs 0.002 of F1 on data/pages/articles.
_SHORT = 250
# Where so much of the text is links, links are what the page is about.
_LINKED_SHARE = 0.5
# But so many characters beside them are an article, and the links are other articles.
_ARTICLE = 600
# Shorter, what a picture is called may be a name that stands as a line of its own in a list.
_CAPTION = 25
_CARD = 60
_MOST_BESIDE = 1_000
_MOST_STYLES = 50


def read(tree: LexborHTMLParser, page: Page, meta: Metadata | None = None) -> list[Block]:
    """Return the lines of the article, as far as `meta` says what is and is not; the tree loses scripts and styles.

    Raises ParseError where the page cannot be read at all.
    """
    if tree.body is None or not tree.body.text(deep=True).strip():
        return []
    meta = meta or Metadata()
    headings = {
        headline.bare(meta.title),
        *(headline.bare(node.text(deep=True)) for node in tree.css("h1, title")[:5]),
    } - {""}
    markup = _lean(tree)
    lines = _extracted(page.url, markup, _SHORT)
    if len(lines) == 1 and any(heading in headline.bare(lines[0].text) for heading in headings):
        # Short news: trafilatura thought it too little, and gave every word of the page, menus too, as one line.
        lines = _extracted(page.url, markup, 1) or lines
    lines = [line for number, line in enumerate(lines) if not _repeats_head(line, number, headings, page)]
    linked = sum(len(line.text) for line in lines if line.linked)
    whole = sum(len(line.text) for line in lines)
    if linked < _LINKED_SHARE * whole or whole - linked >= _ARTICLE:
        lines = [line for line in lines if not line.linked]
    beside = _beside(tree, meta)
    lines = [line for line in lines if headline.bare(line.text) not in beside]
    lines = told_text.without_insets(boilerplate.text(lines), meta.text)
    lead = Block(name="p", text=standfirst.find(tree, meta.lead, lines))
    return [lead, *lines] if lead.text and not _repeats_head(lead, 0, headings, page) else lines


def _beside(tree: LexborHTMLParser, meta: Metadata) -> set[str]:
    """Return what stands beside the text, letters and digits only: what its pictures are called, tags, authors, cards.

    A card of another article is one link around all its words, which those who find texts take for paragraphs.
    """
    pictures = (html.line(node.attributes.get("alt") or "") for node in tree.css("img[alt]")[:_MOST_BESIDE])
    captions = {headline.bare(alt) for alt in pictures if len(alt) >= _CAPTION}
    links = (node.text(deep=True) for node in tree.css("a[href]")[:_MOST_BESIDE])
    cards = {headline.bare(text) for text in links if len(text) >= _CARD}
    return (captions | cards | {headline.bare(name) for name in (*meta.authors, *meta.tags)}) - {""}


def _lean(tree: LexborHTMLParser) -> str:
    """Return the page without what has no text but takes a tenth of the time; data that describe it are kept."""
    _remove(tree.css(_WEIGHT))
    whole, length = tree.html or "", _length(tree)
    _remove([node for node in tree.css(_BESIDE) if _is_box(node) or _is_unseen(node)])
    _remove(tree.css(_SPOKEN))
    return (tree.html or "") if _length(tree) >= (1 - _HIDDEN_SHARE) * length else whole


def _length(tree: LexborHTMLParser) -> int:
    return len(tree.body.text(deep=True)) if tree.body is not None else 0


def _remove(nodes: Sequence[LexborNode]) -> None:
    """Remove elements, the inner ones first: what stood in one that is gone is no element any more."""
    for node in reversed(nodes):
        node.decompose()


def _is_box(node: LexborNode) -> bool:
    called = (node.attributes.get("class") or "").lower()
    return bool(called) and any(word in called for word in _BOXES)


def _is_unseen(node: LexborNode) -> bool:
    return hidden_markup.hides(node.attributes, tag=node.tag) and not _is_shown_inside(node)


def _is_shown_inside(node: LexborNode) -> bool:
    """Tell whether a part of a hidden element shows itself again: its letters have a size, or are visible."""
    own = hidden_markup.declarations(node.attributes.get("style") or "")
    names = [name for name in ("font-size", "visibility") if name in own]
    inner = node.css("[style]")[:_MOST_STYLES] if names else ()
    styles = (hidden_markup.declarations(each.attributes.get("style") or "") for each in inner)
    return any(name in style and style[name] != own[name] for style in styles for name in names)


def _extracted(url: str, markup: str, short: int) -> list[Block]:
    """Return the lines that trafilatura takes for the article; fewer characters than `short` are none to it."""
    import trafilatura  # noqa: PLC0415 importing it costs a quarter of a second, which known sites need not pay

    try:
        document = trafilatura.bare_extraction(
            markup, include_comments=False, include_links=True, config=_config(short)
        )
    except Exception as error:  # a library over hostile input: whatever it raises
        raise ParseError(url, f"no text could be read: {type(error).__name__}") from error
    if document is None or isinstance(document, dict) or document.body is None:
        return []
    return list(_lines(document.body))


@lru_cache(maxsize=2)
def _config(short: int) -> ConfigParser:
    from trafilatura import settings  # noqa: PLC0415 see above

    config = settings.use_config()
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = str(short)
    return config


def day(page: Page) -> datetime | None:
    """Return the day an article whose page names no time was published, as far as its markup and address tell."""
    from trafilatura import extract_metadata  # noqa: PLC0415 see above

    try:
        found = extract_metadata(html.decode(page), default_url=page.url or None, extensive=False)
    except Exception:  # noqa: BLE001 a library over hostile input: whatever it raises, no day is found
        return None
    said = found.date if found is not None else None
    return dates.parse(said, now=page.fetched_at, zone=zone_names.of_site(page.url)) if said else None


def _lines(body: etree._Element) -> Iterator[Block]:
    """Yield the lines of trafilatura's tree: a line ends where an element of its own begins or ends, or at a break."""
    for (_, name), run in groupby(_pieces(body), key=lambda piece: (piece.line, piece.name)):
        pieces = list(run)
        text = html.line("".join(piece.text for piece in pieces))
        if text:
            yield Block(name=name, text=text, linked=all(piece.linked for piece in pieces if piece.text.strip()))


class _Piece(NamedTuple):
    line: int
    name: str
    text: str
    linked: bool


def _pieces(body: etree._Element) -> Iterator[_Piece]:
    line = links = 0
    names = ["p"]
    for event, element in etree.iterwalk(body, events=("start", "end")):
        begins = event == "start"
        if element.tag in _LINES or element.tag == "lb":
            line += 1
        if element.tag in _LINES:
            names = [*names, _LINES[element.tag]] if begins else names[:-1]
        if element.tag == "ref":
            links += 1 if begins else -1
        if begins and element.tag == "cell":
            yield _Piece(line, names[-1], " ", links > 0)
        text = element.text if begins else element.tail
        yield _Piece(line, names[-1], text or "", links > 0)


def _repeats_head(line: Block, number: int, headings: set[str], page: Page) -> bool:
    """Say whether a line is the headline again, or the date or byline that stand below it."""
    if headline.bare(line.text) in headings:
        return True
    if number >= _HEAD_LINES or len(line.text) > _BYLINE_LENGTH or _SENTENCE.match(line.text):
        return False
    return bool(boilerplate.BYLINE.match(line.text)) or dates.parse(line.text, now=page.fetched_at) is not None
