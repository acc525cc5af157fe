"""Telegram's rich HTML as blocks, and as the text and entities it is shown by; knows nothing of HTTP.

The tags and limits are those of the Bot API's documentation; the words of refusal are ours, for no local judge knows
Telegram's. Media, tables, lists and formulas, which Svodka never sends, are refused as tags that are not known.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import groupby

from bot.demo.telegram.formatting import entities, web_links
from bot.demo.telegram.formatting.entities import Entity

MAX_LENGTH, MAX_BLOCKS, MAX_DEPTH = 32_768, 500, 16
_HEADINGS = {f"h{size}": size for size in range(1, 7)}
_LEAVES = {*_HEADINGS, "p", "footer"}
_BLOCKS = _LEAVES | {"details", "summary", "blockquote"}
_INLINE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code",
    "tg-spoiler": "spoiler", "a": "url",
}  # fmt: skip
_NAMED = {
    "lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'", "nbsp": "\u00a0", "hellip": "…", "mdash": "—",
    "ndash": "–", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”",
}  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f]+")
# How a block looks among those who know entities only.
_LOOKS = {**dict.fromkeys(_HEADINGS, "bold"), "footer": "italic", "summary": "bold"}
_QUOTES = {"details": "expandable_blockquote", "blockquote": "blockquote"}
Wire = dict[str, object]


class RichError(Exception):
    """It is no rich HTML, or more of it than a message may have."""


@dataclass(frozen=True, kw_only=True)
class _Node:
    tag: str
    url: str = ""
    children: list["_Node | str"] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Rich:
    """A rich message: its blocks as the Bot API writes them, and the same as text with entities."""

    blocks: tuple[Wire, ...]
    text: str
    entities: tuple[Entity, ...]


def parse(html: str) -> Rich:
    """Read rich HTML.

    Raises:
        RichError: Telegram would refuse it.
    """
    tree = _Tree()
    tree.feed(html)
    tree.close()
    root = tree.finished()
    shown = _Shown()
    shown.blocks(root.children, "\n\n")
    if not shown.text.strip():
        raise RichError("rich message is empty")
    if len(shown.text) > MAX_LENGTH:
        raise RichError("rich message is too long")
    if shown.count > MAX_BLOCKS:
        raise RichError("rich message has too many blocks")
    marks = sorted(shown.marks, key=lambda mark: (mark.offset, -mark.length))
    return Rich(blocks=tuple(_wires(root.children)), text=shown.text, entities=tuple(marks))


class _Tree(HTMLParser):
    """What is inside what."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self._open = [_Node(tag="")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._open[-1].children.append("\n")
            return
        if tag not in _INLINE and tag not in _BLOCKS:
            raise RichError(f'unsupported start tag "{tag}"')
        if tag in _BLOCKS and any(node.tag in _INLINE or node.tag in _LEAVES for node in self._open):
            raise RichError(f'block "{tag}" inside text')
        node = _Node(tag=tag, url=dict(attrs).get("href") or "")
        self._open[-1].children.append(node)
        self._open.append(node)
        if len(self._open) - 1 > MAX_DEPTH:
            raise RichError("rich message is nested too deep")

    def handle_endtag(self, tag: str) -> None:
        if self._open[-1].tag != tag:
            raise RichError(f'unmatched end tag "{tag}"')
        self._open.pop()

    def handle_data(self, data: str) -> None:
        # Line breaks are tags of their own.
        self._open[-1].children.append(_SPACE.sub(" ", data))

    def handle_entityref(self, name: str) -> None:
        self._open[-1].children.append(_NAMED.get(name, f"&{name};"))

    def handle_charref(self, name: str) -> None:
        number = int(name[1:], 16) if name[:1] in {"x", "X"} else int(name)
        self._open[-1].children.append(chr(number) if 0 < number < 0x110000 else "")

    def finished(self) -> _Node:
        if len(self._open) > 1:
            raise RichError(f'no end tag for "{self._open[-1].tag}"')
        return self._open[0]


class _Shown:
    """The text of blocks, one below the other, and what marks it."""

    def __init__(self) -> None:
        self.text = ""
        self.marks: list[Entity] = []
        self.count = 0

    def blocks(self, children: Sequence[_Node | str], between: str) -> None:
        for place, node in enumerate(_blocks(children)):
            self.text += between if place else ""
            self.count += node.tag != "summary"
            self._marked(node, _QUOTES.get(node.tag) or _LOOKS.get(node.tag, ""))

    def _marked(self, node: _Node, kind: str) -> None:
        start = entities.utf16_length(self.text)
        if node.tag in _QUOTES:
            self.blocks(node.children, "\n")
        else:
            self._inline(node.children)
        length = entities.utf16_length(self.text) - start
        if kind and length:
            value = node.url if kind == "text_link" else ""
            self.marks.append(Entity(kind=kind, offset=start, length=length, value=value))

    def _inline(self, children: Iterable[_Node | str]) -> None:
        for child in children:
            if isinstance(child, str):
                self.text += child
            elif child.tag == "a":
                self._marked(child, "text_link" if web_links.checked(child.url) else "")
            else:
                self._marked(child, _INLINE[child.tag])


def _is_block(child: _Node | str) -> bool:
    return isinstance(child, _Node) and child.tag in _BLOCKS


def _blocks(children: Iterable[_Node | str]) -> Iterable[_Node]:
    """Yield blocks; words between them are a paragraph, spaces between them nothing."""
    for is_block, group in groupby(children, _is_block):
        if is_block:
            yield from (node for node in group if isinstance(node, _Node))
        elif (loose := list(group)) and not all(isinstance(one, str) and not one.strip() for one in loose):
            yield _Node(tag="p", children=loose)


def _wires(children: Iterable[_Node | str]) -> Iterable[Wire]:
    for node in _blocks(children):
        if node.tag in _HEADINGS:
            yield {"type": "heading", "size": _HEADINGS[node.tag], "text": _text(node.children)}
        elif node.tag == "details":
            title = [child for child in _blocks(node.children) if child.tag == "summary"]
            body = [child for child in _blocks(node.children) if child.tag != "summary"]
            text = _text(title[0].children) if title else ""
            yield {"type": "details", "summary": text, "blocks": list(_wires(body))}
        elif node.tag == "blockquote":
            yield {"type": "blockquote", "blocks": list(_wires(node.children))}
        else:
            yield {"type": "footer" if node.tag == "footer" else "paragraph", "text": _text(node.children)}


def _text(children: Iterable[_Node | str]) -> list[object]:
    return [child if isinstance(child, str) else _styled(child) for child in children]


def _styled(node: _Node) -> Wire:
    kind: Wire = {"type": _INLINE[node.tag], "text": _text(node.children)}
    return kind | {"url": node.url} if node.tag == "a" else kind
