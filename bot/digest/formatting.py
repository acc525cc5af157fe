"""Pieces of a message: the same words as Telegram HTML, as plain text, and as they are seen; no news in here."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Final, NamedTuple
from urllib.parse import urlsplit

# Telegram counts 4,096 characters after parsing. TDLib counts code points, clients UTF-16 units; the latter are never
# fewer, so they are what we count.
MAX_LENGTH: Final = 4096
# Not in the documentation, but servers drop what is beyond.
MAX_ENTITIES: Final = 100
# Longer addresses are trackers or worse; fifteen of these still fit a message without markup.
MAX_URL: Final = 1024

# Direction marks (unbalanced ones would turn the rest of the message round), invisible spaces, soft hyphens.
_INVISIBLE: Final = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_JOINERS: Final = "\u200c\u200d\ufe0e\ufe0f"
# What Telegram would itself make a link, a mention, a hashtag or a command of: each costs an entity.
_SELF_MADE: Final = re.compile(r"[@#$/]\w|\w[.:]\w|\d[\d ()-]{5,}")
# Every script that runs right to left lies here; most lines have none of it, and looking at each letter is slow.
_MAY_RUN_BACK: Final = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U0001efff]"
)
_FSI, _PDI = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A piece of a message. `seen` is what parsing `html` leaves; `plain` also spells out the addresses of links."""

    html: str = ""
    plain: str = ""
    seen: str = ""
    entities: int = 0

    def __add__(self, other: "Fragment") -> "Fragment":
        """Put another piece behind this one."""
        return Fragment(
            html=self.html + other.html,
            plain=self.plain + other.plain,
            seen=self.seen + other.seen,
            entities=self.entities + other.entities,
        )

    def measured(self) -> "Measured":
        """Return the piece with its size, to put many of them together."""
        return Measured(self.html, self.plain, units(self.seen), units(self.plain), self.entities)


class Measured(NamedTuple):
    """A piece whose size is known: UTF-16 units as it is seen and without markup, and entities. Sizes add up."""

    html: str
    plain: str
    seen_units: int
    plain_units: int
    entities: int


class Size:
    """How much of a message is filled."""

    __slots__ = ("entities", "plain", "seen")

    def __init__(self, *pieces: Measured) -> None:
        self.seen = sum(piece.seen_units for piece in pieces)
        self.plain = sum(piece.plain_units for piece in pieces)
        self.entities = sum(piece.entities for piece in pieces)

    def has_room(self, *pieces: Measured) -> bool:
        """Whether Telegram takes these pieces too in one message, with its markup and without."""
        seen, plain, entities = self.seen, self.plain, self.entities
        for _, _, more_seen, more_plain, more_entities in pieces:
            seen, plain, entities = seen + more_seen, plain + more_plain, entities + more_entities
        return seen <= MAX_LENGTH and plain <= MAX_LENGTH and entities <= MAX_ENTITIES

    def add(self, *pieces: Measured) -> None:
        """Fill in pieces."""
        for _, _, seen, plain, entities in pieces:
            self.seen += seen
            self.plain += plain
            self.entities += entities


def together(*pieces: Measured) -> Measured:
    """Put pieces one behind the other."""
    html, plain, seen_units, plain_units, entities = zip(*pieces, strict=True)
    return Measured("".join(html), "".join(plain), sum(seen_units), sum(plain_units), sum(entities))


def text(words: str) -> Fragment:
    """Return plain words, escaped. Line breaks stay."""
    return Fragment(html=escape(words), plain=words, seen=words, entities=len(_SELF_MADE.findall(words)))


def bold(inside: Fragment) -> Fragment:
    """Return the piece in bold."""
    return _tagged("b", inside)


def italic(inside: Fragment) -> Fragment:
    """Return the piece in italics."""
    return _tagged("i", inside)


FOLD: Final = Measured("<blockquote expandable>", "", 0, 0, 1)
"""What a quotation that opens when tapped begins with; it ends with `FOLD_END`."""
FOLD_END: Final = Measured("</blockquote>", "", 0, 0, 0)


def link(label: str, url: str, *, spelled: bool = False) -> Fragment:
    """Return words that lead to an address; just the words if Telegram would not link it.

    Args:
        label: not empty.
        url: http or https.
        spelled: whether the plain form tells the address, on a line of its own.
    """
    words = text(label)
    if not linkable(url):
        return words
    return Fragment(
        html=f'<a href="{escape(url)}">{words.html}</a>',
        plain=f"{words.plain}\n{url}" if spelled else words.plain,
        seen=words.seen,
        # Telegram finds no entities of its own inside a link.
        entities=1,
    )


def join(separator: str, fragments: Iterable[Fragment]) -> Fragment:
    """Put pieces together, plain words between them."""
    pieces = list(fragments)
    between = text(separator)
    return Fragment(
        html=between.html.join(piece.html for piece in pieces),
        plain=between.plain.join(piece.plain for piece in pieces),
        seen=between.seen.join(piece.seen for piece in pieces),
        entities=sum(piece.entities for piece in pieces) + between.entities * max(0, len(pieces) - 1),
    )


def linkable(url: str) -> bool:
    """Say whether Telegram makes a link of this address."""
    # Of all white space only " " is printable.
    if len(url) > MAX_URL or " " in url or not url.isprintable():
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and ("." in host or ":" in host)


def clean(words: str) -> str:
    """Return somebody else's words as one line without control characters; words that run right to left, isolated."""
    visible = _INVISIBLE.sub("", words)
    if not visible.isprintable():
        visible = "".join(" " if unicodedata.category(char) in {"Cc", "Cs", "Co"} else char for char in visible)
    line = " ".join(visible.split())
    return f"{_FSI}{line}{_PDI}" if _runs_right_to_left(line) else line


def visible(words: str) -> str:
    """Return somebody else's words as `clean` does, empty if nothing of them can be seen."""
    line = clean(words)
    return line if any(char.isalnum() for char in line) else ""


def shorten(line: str, limit: int) -> str:
    """Return at most `limit` UTF-16 units of a line, cut between words where there are any, with "…" if cut."""
    if units(line) <= limit:
        return line
    isolated = line.startswith(_FSI) and line.endswith(_PDI)
    room = limit - 1 - 2 * isolated
    kept, used = [], 0
    for char in line[1:-1] if isolated else line:
        used += units(char)
        if used > room:
            break
        kept.append(char)
    words = "".join(kept)
    space = words.rfind(" ")
    words = words[:space] if space > len(words) * 2 // 3 else words
    words = words.rstrip(_JOINERS + " ,.;:–—-") + "…"
    return f"{_FSI}{words}{_PDI}" if isolated else words


def units(words: str) -> int:
    """Count UTF-16 units."""
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def _runs_right_to_left(line: str) -> bool:
    if line.isascii() or not _MAY_RUN_BACK.search(line):
        return False
    return any(unicodedata.bidirectional(char) in {"R", "AL", "AN"} for char in line)


def _tagged(tag: str, inside: Fragment) -> Fragment:
    return _wrapped(f"<{tag}>", inside, f"</{tag}>")


def _wrapped(opening: str, inside: Fragment, closing: str) -> Fragment:
    return Fragment(
        html=f"{opening}{inside.html}{closing}", plain=inside.plain, seen=inside.seen, entities=inside.entities + 1
    )
