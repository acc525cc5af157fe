"""The text of a post as lines of spans: what is bold, and where it links, without its markup. Knows no page."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final, TypeAlias

from selectolax.lexbor import LexborNode

from parsers import urls
from parsers.page import html

_BOLD: Final = frozenset({"b", "strong", "h1", "h2", "h3", "h4"})
_BREAKS: Final = frozenset({"br", "blockquote", "div", "li", "p", "pre", "table", "tr", "ul", "ol", "hr"})
# Marks that turn the direction of what follows: a text has it from its letters.
_DIRECTIONS: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Some words of a line; `href` is where they link, "" if nowhere, `tag` the hashtag that they are."""

    text: str
    bold: bool = False
    href: str = ""
    tag: str = ""

    @property
    def has_words(self) -> bool:
        """Whether it holds a letter or a digit."""
        return any(char.isalnum() for char in self.text)


Line: TypeAlias = tuple[Span, ...]


def lines(node: LexborNode, *, base: str) -> tuple[Line, ...]:
    """Return what a node says, line by line, empty lines left out; `base` is what its links are relative to."""
    parts = list(_spans(node, base))
    found = (_tidy(run) for is_break, run in groupby(parts, key=lambda span: span is None) if not is_break)
    return tuple(line for line in found if line)


def text(line: Iterable[Span]) -> str:
    """Return a line as plain text."""
    return html.line("".join(span.text for span in line))


def words(line: Iterable[Span]) -> str:
    """Return a line as a letter-by-letter comparison sees it: its letters and digits alone."""
    return "".join(char for span in line for char in span.text.casefold() if char.isalnum())


def _spans(root: LexborNode, base: str) -> Iterator[Span | None]:
    """Yield the pieces of a text in their order; None is the end of a line."""
    block = root.mem_id
    for node in root.traverse(include_text=True):
        if node.tag in _BREAKS:
            yield None
        if node.tag != "-text":
            continue
        around = list(_ancestors(node, root))
        # What stands behind a block begins a line, too.
        inside = next((one.mem_id for one in around if one.tag in _BREAKS), root.mem_id)
        if inside != block:
            block = inside
            yield None
        if any(one.tag in {"script", "style"} for one in around):
            continue
        yield _span(_DIRECTIONS.sub("", node.text_content or ""), around, base)


def _span(said: str, around: list[LexborNode], base: str) -> Span:
    link = next((one.attributes.get("href") or "" for one in around if one.tag == "a"), "")
    # An emoji is written in a bold element of its own, as its replacement where pictures are not shown.
    is_emoji = any(one.tag == "tg-emoji" or "emoji" in (one.attributes.get("class") or "").split() for one in around)
    is_tag = link.startswith("?q=%23") and said.strip().startswith("#")
    return Span(
        text=said,
        bold=not is_emoji and any(one.tag in _BOLD for one in around),
        href="" if is_tag else urls.joined(base, link),
        tag=said.strip().removeprefix("#") if is_tag else "",
    )


def _ancestors(node: LexborNode, root: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None and parent.mem_id != root.mem_id:
        yield parent
        parent = parent.parent
    yield root


def _tidy(run: Iterable[Span | None]) -> Line:
    """Join neighbours that differ in nothing; a line without any visible character is none."""
    joined: list[Span] = []
    for span in run:
        if span is None or not span.text:
            continue
        last = joined[-1] if joined else None
        if last and (last.bold, last.href, last.tag) == (span.bold, span.href, span.tag):
            joined[-1] = Span(text=last.text + span.text, bold=last.bold, href=last.href, tag=last.tag)
        else:
            joined.append(span)
    return tuple(joined) if text(joined) else ()
