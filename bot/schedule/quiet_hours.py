"""Quiet hours: when the bot does not speak unasked, as a reader sets them and as a clock reads them."""

import re
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.schedule import timetable, timetable_parser
from bot.schedule.timetable_lexer import TimetableSyntaxError
from storage.model import QuietHours

_BETWEEN: Final = re.compile(
    r"(?:(?<!\s)\s++)?+(?:[-‐‑‒–—−](?:\s*+(?:ден|дан|тен|тан)\b)?+|\b(?:до|по|to|till|until)\b)\s*+", re.IGNORECASE
)
# Where a word says which is which, dashes are within times: "с 23-00 до 7-00".
_BETWEEN_BY_WORD: Final = re.compile(
    r"(?:(?<!\s)\s++)?+(?:[-‐‑‒–—−]\s*+(?:ден|дан|тен|тан)\b|\b(?:до|по|to|till|until)\b)\s*+", re.IGNORECASE
)
_TO_BEHIND: Final = re.compile(r"(?:-(?:ге|ға|ке|қа))?+(?<!\s)\s++дейін\s*+$", re.IGNORECASE)


def parse(text: str) -> QuietHours:
    """Read quiet hours: "23:00-7:00", "с 23 до 7", "11pm to 7am", "кешкі 11-ден таңғы 7-ге дейін".

    Raises:
        TimetableSyntaxError: the text is none; "quiet-two-times" if it is not from one time to another.
    """
    hours = _TO_BEHIND.sub("", text.strip())
    halves = _BETWEEN_BY_WORD.split(hours)
    if len(halves) != 2:
        halves = _BETWEEN.split(hours)
    if len(halves) != 2:
        raise TimetableSyntaxError("quiet-two-times", 0, text[:40])
    start, end = (_only_time(half, text) for half in halves)
    if start == end:
        raise TimetableSyntaxError("quiet-two-times", 0, text[:40])
    return QuietHours(start=start, end=end)


def write(hours: QuietHours) -> str:
    """Write quiet hours so that `parse` reads the same."""
    return f"{hours.start:%H:%M}–{hours.end:%H:%M}"


def ends_at(hours: QuietHours, zone: str, now: datetime) -> datetime | None:
    """Return when the quiet that holds at `now` ends, in UTC; None if it is not quiet."""
    _, end = last(hours, zone, now)
    return end if now < end else None


def last(hours: QuietHours, zone: str, now: datetime) -> tuple[datetime, datetime]:
    """Return from when to when it was quiet last, in UTC; it may be so still."""
    today = now.astimezone(ZoneInfo(zone)).date()
    overnight = timedelta(days=hours.end <= hours.start)
    starts = (
        (day, timetable.moment(day, hours.start, zone)) for day in (today - timedelta(days=ago) for ago in (0, 1, 2))
    )
    day, start = next((day, start) for day, start in starts if start <= now)
    return start, timetable.moment(day + overnight, hours.end, zone)


def _only_time(half: str, text: str) -> time:
    entries = timetable_parser.parse(half)
    if len(entries) != 1 or entries[0].weekdays != timetable.EVERY_DAY:
        raise TimetableSyntaxError("quiet-two-times", 0, text[:40])
    return entries[0].at
