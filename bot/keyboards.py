"""What buttons carry back to us (64 bytes at most); decides nothing."""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Annotated, Final, TypeAlias, TypeVar

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from pydantic import Field

from bot.texts import Texts
from storage.model import Importance

# Behind callback data stands whose settings it is about (bot.handlers.callback_subject). In none of ours: those are
# prefixes, numbers, names of zones and URL-safe base64.
_MARK: Final = "~"
# Chat ids have 52 bits: 13 hexadecimal digits, and a sign.
MOST_MARK_BYTES: Final = len(_MARK) + 14

_Button = TypeVar("_Button", InlineKeyboardButton, str)
RowId: TypeAlias = Annotated[int, Field(ge=0, lt=2**63)]
"""An id as a database takes it: a forged button must not reach one with more.

So with every number that a button carries: it is bounded here, where it is read, and not where it is used.
"""
PageNumber: TypeAlias = Annotated[int, Field(ge=0, le=10_000)]
Days: TypeAlias = Annotated[int, Field(ge=0, le=366)]
Weekdays: TypeAlias = Annotated[int, Field(ge=0, le=127)]
"""Weekdays as a mask: bit 0 is Monday."""
Hour: TypeAlias = Annotated[int, Field(ge=0, le=23)]
_CLOCK: Final = "(?:[01][0-9]|2[0-3])[0-5][0-9]"
Clock: TypeAlias = Annotated[str, Field(pattern=rf"^(?:{_CLOCK})?$")]
"""A time as "0830"; empty for none."""
Clocks: TypeAlias = Annotated[str, Field(pattern=rf"^(?:{_CLOCK}(?:\.{_CLOCK})*)?$")]
"""Times as "0800.1930"; empty for none."""


class Go(CallbackData, prefix="go"):
    """Does what the command of the same name does."""

    to: str


class TopicAct(StrEnum):
    """What to do with a topic: follow, drop from a list in place, tick in the welcome, decline an offer, mute."""

    FOLLOW = "f"
    UNFOLLOW = "u"
    TICK = "t"
    DECLINE = "n"
    MUTE = "m"


class TopicTap(CallbackData, prefix="topic"):
    """Does something with a topic; `page` is where in the list the button stands.

    What follows a topic carries a seal (`Reply.offer`), for its label may be another reader's words.
    """

    act: TopicAct
    topic_id: RowId
    page: PageNumber = 0
    seal: str = ""


class PageTap(CallbackData, prefix="page"):
    """Turns to a page of the list of topics."""

    page: PageNumber


class ImportanceTap(CallbackData, prefix="weight"):
    """Says how important a topic is; `page` is where in the list the button stands."""

    topic_id: RowId
    importance: Importance
    page: PageNumber = 0


class ThreadTap(CallbackData, prefix="thread"):
    """Sends a topic's stories to the forum thread that the button stands in; not `here`: where digests go."""

    topic_id: RowId
    here: bool
    page: PageNumber = 0


class DoneTap(CallbackData, prefix="done"):
    """Ends the choice of topics in the welcome."""


class TimesTap(CallbackData, prefix="times"):
    """Sets a timetable: `times` as "0800.1930", `days` with bit 0 for Monday. No times: no timetable."""

    times: Clocks
    days: Weekdays


class ZoneTap(CallbackData, prefix="zone"):
    """Sets the zone; `city` is the end of a text key."""

    zone: str
    city: str


class LocationTap(CallbackData, prefix="location"):
    """Asks for the reader's location."""


class LanguageTap(CallbackData, prefix="language"):
    """Sets the language; `again`: the welcome is then said anew in it."""

    language: str
    again: bool = False


class PauseTap(CallbackData, prefix="pause"):
    """Pauses for a number of days; 0 for no end."""

    days: Days


class CatchupTap(CallbackData, prefix="catchup"):
    """Recaps a number of days."""

    days: Days


class StoryTap(CallbackData, prefix="story"):
    """Opens a story that a digest told."""

    story_id: RowId


class DeleteTap(CallbackData, prefix="delete"):
    """Answers the question whether to delete everything."""

    sure: bool


def button(text: str, data: CallbackData) -> InlineKeyboardButton:
    """Make a button. A long text is cut: phones show some 40 characters of it."""
    limit = 40
    shown = text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
    return InlineKeyboardButton(text=shown, callback_data=data.pack())


def back(texts: Texts) -> InlineKeyboardButton:
    """Make the button that leads back to the settings."""
    return button(texts.plain("button-back"), Go(to="settings"))


def keyboard(*rows: Sequence[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    """Make a keyboard of rows; empty ones are left out."""
    return InlineKeyboardMarkup(inline_keyboard=[list(row) for row in rows if row])


def in_rows(buttons: Iterable[_Button], width: int) -> list[list[_Button]]:
    """Lay buttons out in rows of `width`."""
    listed = list(buttons)
    return [listed[start : start + width] for start in range(0, len(listed), width)]


def mark(data: str, chat_id: int) -> str:
    """Write behind callback data whose settings it is about; what is marked stays as it is."""
    return data if _MARK in data else f"{data}{_MARK}{chat_id:x}"


def mark_keyboard(markup: InlineKeyboardMarkup, chat_id: int) -> InlineKeyboardMarkup:
    """Mark every button of a keyboard that is not marked yet."""
    return changed(markup, lambda data: mark(data, chat_id))


def unmark(marked: str) -> tuple[str, int | None]:
    """Return callback data without its mark, and the chat it is about: None if it has no mark."""
    data, _, written = marked.rpartition(_MARK)
    try:
        return (data, int(written, 16)) if data else (marked, None)
    except ValueError:
        return data, None


def changed(markup: InlineKeyboardMarkup, change: Callable[[str], str]) -> InlineKeyboardMarkup:
    """Return a keyboard with other callback data."""
    rows = [
        [
            one.model_copy(update={"callback_data": change(one.callback_data)}) if one.callback_data else one
            for one in row
        ]
        for row in markup.inline_keyboard
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows)
