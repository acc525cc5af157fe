"""Bytes into text, text into trees, trees into lines: the few HTML helpers that sites share. Knows no publisher."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from parsers import decompression, sniffing, urls
from parsers.article import Page, ParseError
from parsers.text import character_references, charset

# Lexbor's time grows with the square of the depth: 1,000 levels cost 2 ms, 100,000 cost 35 s; real pages have 100.
MAX_DEPTH = 2_000
# As much as is fetched of a page.
_MAX_UNPACKED = 10 * 1024 * 1024
# Tags needed before the depth is worth counting: so many nested ones cost 0.4 s.
_MANY_TAGS = 10_000
# The largest of 313 real pages had 4,110; a page of nothing but tags takes Lexbor 0.4 s/MB, and more whoever reads on.
MOST_TAGS = 50_000
# Void elements, and those that the next of their kind ends.
_NEVER_AROUND = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "li", "link", "meta", "p", "source", "track", "wbr"]
)
_NOISE = ["script", "style", "noscript", "template", "iframe", "svg", "form", "button", "object"]
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "caption",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "thead",
        "tr",
        "ul",
    ]
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_SPACES = re.compile(r"\s+")
# They part no words: where a word may be broken or not, at the end of a line.
_INVISIBLE = re.compile(r"[\u200b\u2060\ufeff\u00ad]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A line of a page as a reader sees it.

    `name` is the innermost block element around it ("p", "li", "figcaption" ...) or "img" (then `text` is the address);
    `linked` says that all its text is links; `quoted` numbers the blockquote it stands in, from 1, and is 0 outside;
    `cited` marks the line of a blockquote that names its speaker.
    """

    name: str
    text: str
    linked: bool = False
    quoted: int = 0
    cited: bool = False


def decode(page: Page) -> str:
    """Return the text of a page, unpacked if it is a gzip file that nobody called one."""
    body = page.body
    if sniffing.is_gzip(body):
        try:
            body = decompression.unpacked(body, limit=_MAX_UNPACKED)
        except (decompression.CompressionError, decompression.TooLargeError) as error:
            raise ParseError(page.url, f"a gzip file that cannot be unpacked: {error}") from error
    return charset.decode(body, page.charset, charset.of_html(body))


def tree(page: Page) -> LexborHTMLParser:
    """Parse a whole page fast. Raises ParseError where it has more tags, or is nested deeper, than any page."""
    text = character_references.for_html(decode(page).replace("\x00", ""))
    _weigh(text, page.url)
    try:
        return LexborHTMLParser(text)
    except (SelectolaxError, ValueError, RuntimeError) as error:
        raise ParseError(page.url, f"not readable as HTML: {error}") from error


def _weigh(text: str, url: str) -> None:
    """Raise ParseError for what would take too long to parse: one pass over its tags, and none if they are few."""
    if text.count("<") <= _MANY_TAGS:
        return
    depth = opened = 0
    for tag in _TAG.finditer(text):
        if tag[1]:
            depth = max(0, depth - 1)
            continue
        opened += 1
        # Unclosed elements count for good.
        depth += tag[2].lower() not in _NEVER_AROUND
        if opened > MOST_TAGS:
            raise ParseError(url, f"no page has more than {MOST_TAGS} elements")
        if depth > MAX_DEPTH:
            raise ParseError(url, f"nested deeper than {MAX_DEPTH} elements")


def base(whole: LexborHTMLParser, page: Page) -> str:
    """Return what relative addresses on a page are relative to (HTML 4.2.3: the first base element with an href)."""
    node = whole.css_first("base[href]")
    declared = (node.attributes.get("href") or "") if node is not None else ""
    return urls.joined(page.url, declared) or page.url


def cut(whole: LexborHTMLParser, *selectors: str) -> BeautifulSoup | None:
    """Return the first element that one of the selectors finds, as soup without scripts, frames and forms.

    Cutting with Lexbor first makes the readable selectors of BeautifulSoup affordable: a page of 200 KB costs 30 ms as
    soup, its article 2 ms. None if no selector finds anything.
    """
    for selector in selectors:
        node = whole.css_first(selector)
        if node is not None:
            node.strip_tags(_NOISE)
            return BeautifulSoup(node.html or "", "lxml")
    return None


def gather(whole: LexborHTMLParser, selector: str) -> BeautifulSoup | None:
    """Return everything that a selector finds, in its order, as one soup; see `cut`. None if it finds nothing."""
    found: dict[int, LexborNode] = {}
    for node in whole.css(selector):
        if not _is_inside(node, found):
            node.strip_tags(_NOISE)
            found[node.mem_id] = node
    return BeautifulSoup("".join(node.html or "" for node in found.values()), "lxml") if found else None


def _is_inside(node: LexborNode, others: Collection[int]) -> bool:
    parent = node.parent
    while parent is not None and parent.mem_id not in others:
        parent = parent.parent
    return parent is not None


def soup(page: Page) -> BeautifulSoup:
    """Parse a small page or a fragment (a listing) into soup."""
    body = tree(page).body
    return BeautifulSoup((body.html if body is not None else "") or "", "lxml")


def line(text: str) -> str:
    """Return the text as one line, whitespace folded, without invisible characters."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def text_of(element: Tag | None) -> str:
    """Return the text of an element as one line; empty if there is no element."""
    return line(element.get_text()) if element is not None else ""


def drop(element: Tag, names: Collection[str], classes: Collection[str]) -> None:
    """Remove from the element what has one of the tag names, or one of the words anywhere in its class.

    One walk: the same as CSS selectors takes BeautifulSoup ten times as long.
    """
    for found in element.find_all(True):
        said = str(found.attrs.get("class", ""))
        if found.name in names or any(word in said for word in classes):
            # Not decompose: whether a tag is decomposed is a search through all below it.
            found.extract()


def blocks(element: Tag) -> list[Block]:
    """Return the lines and pictures of an element in reading order; two line breaks in a row also part lines."""
    found: list[Block] = []
    quotes: dict[int, int] = {}
    for (_, name), run in groupby(_pieces(element), key=lambda piece: (piece.group, piece.name)):
        pieces = list(run)
        text = line("".join(piece.text for piece in pieces))
        if not text:
            continue
        quote = _ancestor(pieces[0].node, ("blockquote",))
        found.append(
            Block(
                name=name,
                text=text,
                linked=all(_ancestor(piece.node, ("a",)) for piece in pieces if piece.text.strip()),
                quoted=quotes.setdefault(id(quote), len(quotes) + 1) if quote is not None else 0,
                cited=quote is not None and _ancestor(pieces[0].node, ("cite", "footer", "figcaption")) is not None,
            )
        )
    return found


def _ancestor(node: PageElement, names: tuple[str, ...]) -> Tag | None:
    """Return the nearest ancestor of one of the names; BeautifulSoup's find_parent builds a filter each time."""
    parent = node.parent
    while parent is not None and parent.name not in names:
        parent = parent.parent
    return parent


@dataclass(frozen=True, slots=True)
class _Piece:
    group: tuple[int, int]
    name: str
    node: NavigableString | Tag
    text: str


def _pieces(element: Tag) -> Iterator[_Piece]:
    part = 0
    broken = False
    for number, node in enumerate(element.descendants):
        if isinstance(node, Tag):
            if node.name == "img" and (address := _picture(node)):
                yield _Piece((-1, number), "img", node, address)
            elif node.name == "br":
                part += broken
                broken = True
            if node.name in ("br", "td", "th"):
                yield from _piece(node, element, part, " ")
        elif type(node) is NavigableString:
            broken = broken and not node.strip()
            yield from _piece(node, element, part, str(node))


def _piece(node: NavigableString | Tag, within: Tag, part: int, text: str) -> Iterator[_Piece]:
    parent = node.parent
    while parent is not None and parent is not within and parent.name not in _BLOCKS | {"cite"}:
        parent = parent.parent
    if parent is not None:
        yield _Piece((id(parent), part), parent.name, node, text)


def _picture(image: Tag) -> str:
    for attribute in ("data-src", "data-original", "src"):
        address = str(image.get(attribute) or "").strip()
        if address and not address.startswith("data:"):
            return address
    return ""
