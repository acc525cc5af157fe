"""Lists that may be longer than a message: pages of whole rows by what Telegram counts, and buttons to turn them."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Final

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bot import keyboards
from bot.digest import formatting
from bot.texts import Html, Texts

# What stands above and below a list takes the rest of a message.
_ROOM: Final = 3_300
_ENTITIES: Final = formatting.MAX_ENTITIES - 10
# More than this nobody reads through at once.
MOST_ROWS: Final = 40
_TAG: Final = re.compile(r"<(/?)[a-z][^<>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some rows of a list: its `number` of `count` pages, and where in the list they begin and end."""

    rows: tuple[str, ...]
    number: int
    count: int
    start: int

    @property
    def end(self) -> int:
        """Where in the list the next page begins."""
        return self.start + len(self.rows)

    @property
    def html(self) -> Html:
        """The rows as one text, a line each."""
        return Html("\n".join(self.rows))

    def turns(self, texts: Texts, tap: Callable[[int], CallbackData]) -> list[InlineKeyboardButton]:
        """Make the buttons that turn to the pages before and behind; `tap` is what one carries for a page."""
        around = (("button-earlier-topics", self.number - 1), ("button-more-topics", self.number + 1))
        return [keyboards.button(texts.plain(key), tap(there)) for key, there in around if 0 <= there < self.count]


def page(rows: Sequence[str], number: int, *, most: int = MOST_ROWS) -> Page:
    """Return a page of rows of Telegram HTML, the nearest one if there is none of that number.

    A page holds at most `most` rows, as many as a message has room for; a row that is longer is a page of its own.
    """
    starts = _starts(rows, most)
    number = max(0, min(number, len(starts) - 1))
    end = starts[number + 1] if number + 1 < len(starts) else len(rows)
    return Page(rows=tuple(rows[starts[number] : end]), number=number, count=len(starts), start=starts[number])


def page_with(rows: Sequence[str], place: int, *, most: int = MOST_ROWS) -> Page:
    """Return the page on which the row at `place` stands, or the last one."""
    return page(rows, bisect_right(_starts(rows, most), place) - 1, most=most)


def _starts(rows: Sequence[str], most: int) -> list[int]:
    """Return where in the list each page begins."""
    starts = [0]
    length = entities = 0
    for place, row in enumerate(rows):
        seen, marked = _measure(row)
        length, entities = length + seen + 1, entities + marked
        if place > starts[-1] and (length > _ROOM or entities > _ENTITIES or place - starts[-1] >= most):
            starts.append(place)
            length, entities = seen + 1, marked
    return starts


def shortened(name: str, limit: int) -> str:
    """Return a name that others chose as one line of at most `limit` UTF-16 units."""
    return formatting.shorten(formatting.clean(name), limit)


def _measure(row: str) -> tuple[int, int]:
    """Return what of a row is seen, in UTF-16 units, and how many entities it has."""
    opened = sum(not closing for closing in _TAG.findall(row))
    return formatting.units(unescape(_TAG.sub("", row))), opened
