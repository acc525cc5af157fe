"""A timetable as people write it ("будни 9:15", "күн сайын 08:00", "8am"), read and written; reads no clock."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import time
from typing import Final

from bot.schedule import timetable, vocabulary
from bot.schedule.timetable import EVERY_DAY
from bot.schedule.vocabulary import Half, Role
from storage.model import TimetableEntry

MAX_TIMES: Final = 12
# Room for twelve times with days of their own, written out.
MAX_LENGTH: Final = 500


class TimetableSyntaxError(ValueError):
    """A timetable that cannot be read.

    `reason` is a text key: "schedule-no-time", "schedule-bad-time", "schedule-bad-word", "schedule-interval" or
    "schedule-too-many";
    `found` is the piece in question (may be empty), `position` its offset in characters.
    """

    def __init__(self, reason: str, position: int = 0, found: str = "") -> None:
        super().__init__(f"{reason} at {position}: {found!r}")
        self.reason = reason
        self.position = position
        self.found = found


_DIGITS: Final = re.compile(r"\d++")
# "8 00", "8,00" and "8-30" are times where the second number can be no hour, or is written as no hour is beside the
# first; "8 9", "08 09" and "8 19" are two hours; "20 20" would be one hour said twice.
# After a dash, minutes are those that people say: 5, 10, 15 ...
_TOKEN: Final = re.compile(
    r"""(?P<time>(?:\d{1,2}[:.：∶]\d\d
                 | \d{1,2}\s?(?:ч|час|часа|часов|h)\.?\s?[0-5]\d(?:\s?(?:мин\w{0,3}|м|m|min)\b)?
                 | \d{1,2}\s?сағат\s[0-5]\d\s?мин\w{0,3}\b
                 | (?:\d|[12]\d)(?:[^\S\n]|,)(?:0\d|2[4-9]|[345]\d)
                 | (?P<twice>1\d|2[0-3])[^\S\n](?P=twice)
                 | 0\d(?:[^\S\n]|,)(?:00|2[4-9]|[345]\d)
                 | \d{1,2}[-‐‑‒–—−](?:[0-5][05]|0\d|2[4-9]|[345]\d)
                 )(?![\d:.])(?:-(?:де|да|те|та)\b)?)
      | (?P<cut>\d{1,2}[.:]\d(?![\d.,:]))
      | (?P<number>\d+(?:-(?:де|да|те|та)\b)?)
      | (?P<word>(?:[ap]\.m\b\.?)|[^\W\d_]+(?:['’][^\W\d_]+)*)
      | (?P<dash>[-‐‑‒–—−])
      | (?P<end>[;\n])
      | (?P<gap>[\s,.&+/|()«»"!?…]+)
      | (?P<other>.)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    kind: str
    text: str
    position: int

    def error(self, reason: str) -> TimetableSyntaxError:
        return TimetableSyntaxError(reason, self.position, self.text[:40])


@dataclass(slots=True, kw_only=True)
class _Run:
    """Neighbouring days, or neighbouring times: a clause alternates between the two."""

    token: _Token
    days: list[frozenset[int]] = field(default_factory=list)
    times: list[time] = field(default_factory=list)


def parse(text: str) -> tuple[TimetableEntry, ...]:
    """Read a timetable; each clause is days and times in either order, times alone hold every day.

    Returns:
        Entries in order of time, at least one and at most `MAX_TIMES`, each time once.

    Raises:
        TimetableSyntaxError: the text is none; it says where and why.
    """
    if len(text) > MAX_LENGTH:
        raise TimetableSyntaxError("schedule-too-many", MAX_LENGTH)
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    if span := vocabulary.interval(text):
        raise TimetableSyntaxError("schedule-interval", span.start(), span.group()[:40])
    entries = [entry for clause in _clauses(_without_frequency(text)) for entry in _Clause(clause).entries()]
    if not entries:
        raise TimetableSyntaxError("schedule-no-time")
    merged = timetable.merge(entries)
    if len(merged) > MAX_TIMES:
        raise TimetableSyntaxError("schedule-too-many")
    return merged


def _without_frequency(text: str) -> str:
    """Take out how many times a day a text asks for, if it also says when."""
    found = vocabulary.frequency(text)
    if found is None:
        return text
    rest = f"{text[: found.start()]}{' ' * len(found[0])}{text[found.end() :]}"
    if not _DIGITS.search(rest):
        raise TimetableSyntaxError("schedule-interval", found.start(), found[0])
    return rest


def write(entries: Iterable[TimetableEntry], language: str) -> str:
    """Write a timetable in "ru", "kk" or "en", so that `parse` reads the same: "по будням в 09:15; пн, ср в 07:45"."""
    at = vocabulary.AT[language]
    return "; ".join(
        f"{_write_days(line.weekdays, language)} {at}{', '.join(f'{moment:%H:%M}' for moment in line.times)}"
        for line in timetable.describe(entries)
    )


def _write_days(weekdays: frozenset[int], language: str) -> str:
    known = vocabulary.DAY_SETS[language].get(weekdays)
    if known:
        return known
    names, days = vocabulary.SHORT_DAYS[language], sorted(weekdays)
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{names[days[0]]}–{names[days[-1]]}"
    return ", ".join(names[day] for day in days)


def _clauses(text: str) -> Iterator[list[_Token]]:
    clause: list[_Token] = []
    for match in _TOKEN.finditer(text):
        token = _Token(kind=match.lastgroup or "", text=match.group(), position=match.start())
        if token.kind == "end":
            yield clause
            clause = []
        elif token.kind != "gap":
            clause.append(token)
    yield clause


class _Clause:
    """Reads the tokens of one clause into runs of days and times."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._runs: list[_Run] = []
        self._half: _Token | None = None  # a part of the day that waits for its hour
        self._hour: int | None = None  # the number as written, while a part of the day may still follow
        self._every = False
        self._from = False
        self._range: _Token | None = None  # a range that waits for its last day
        self._day_word = False

    def entries(self) -> Iterator[TimetableEntry]:
        for token in self._tokens:
            self._read(token)
        for open_end in (self._range, self._half):
            if open_end:
                raise open_end.error("schedule-bad-word")
        yield from self._paired()

    def _paired(self) -> Iterator[TimetableEntry]:
        runs = self._runs
        if len(runs) == 1 and runs[0].times:
            runs = [_Run(token=runs[0].token, days=[EVERY_DAY]), runs[0]]
        if len(runs) % 2:
            lonely = runs[-1]
            raise lonely.token.error("schedule-bad-word" if lonely.times else "schedule-no-time")
        for first, second in zip(runs[::2], runs[1::2], strict=True):
            weekdays = frozenset[int]().union(*first.days, *second.days)
            for moment in first.times + second.times:
                yield TimetableEntry(at=moment, weekdays=weekdays)

    def _read(self, token: _Token) -> None:
        if token.kind in {"time", "number"}:
            self._read_time(token)
        elif token.kind == "dash":
            self._open_range(token)
        elif token.kind == "word":
            self._read_word(token)
        elif token.kind == "cut":
            raise token.error("schedule-bad-time")
        else:
            raise token.error("schedule-bad-word")

    def _read_word(self, token: _Token) -> None:
        days, half = vocabulary.days(token.text), vocabulary.half(token.text)
        hour, role = vocabulary.hour(token.text), vocabulary.role(token.text)
        if days is not None:
            self._add_days(token, days)
        elif half is not None:
            self._read_half(token, half)
        elif hour is not None:
            self._add_time(token, time(hour))
        elif role is not None:
            self._play(token, role)
        else:
            raise token.error("schedule-bad-word")

    def _play(self, token: _Token, role: Role) -> None:
        if role is Role.EVERY:
            self._every = True
        elif role is Role.FROM:
            self._from = True
        elif role is Role.DAY and self._every:
            self._every = False
            self._add_days(token, EVERY_DAY)
        elif role is Role.DAY:
            self._day_word = True
        elif role is Role.AFTER_DAY and self._day_word:
            self._add_days(token, EVERY_DAY)
        elif role is Role.TO or (role is Role.TO_IF_FROM and self._from):
            self._open_range(token)
        elif role is Role.TO_BEHIND:
            self._close_range(token)

    def _run(self, token: _Token, *, of_days: bool) -> _Run:
        if not self._runs or bool(self._runs[-1].days) != of_days:
            self._runs.append(_Run(token=token))
        return self._runs[-1]

    def _add_days(self, token: _Token, days: frozenset[int]) -> None:
        run = self._run(token, of_days=True)
        run.days.append(days)
        self._every = self._day_word = False
        self._hour = None
        if self._range:
            self._close_range(token)

    def _open_range(self, token: _Token) -> None:
        if not self._runs or not self._runs[-1].days or self._range:
            raise token.error("schedule-bad-word")
        self._range, self._from = token, False

    def _close_range(self, token: _Token) -> None:
        days = self._runs[-1].days if self._runs else []
        self._range = None
        if len(days) < 2 or len(days[-1]) != 1 or len(days[-2]) != 1:
            raise token.error("schedule-bad-word")
        (last,), (first,) = days.pop(), days.pop()
        days.append(frozenset((first + step) % 7 for step in range((last - first) % 7 + 1)))

    def _read_half(self, token: _Token, half: Half) -> None:
        # "каждое утро", "every evening" say which days as well.
        if self._every:
            self._add_days(token, EVERY_DAY)
        if self._hour is None or vocabulary.stands_before(token.text):
            self._half = token
            return
        times = self._runs[-1].times
        times[-1] = _moment(token, self._hour, times[-1].minute, half)
        self._hour = None

    def _read_time(self, token: _Token) -> None:
        hour, minute = _digits(token)
        half = vocabulary.half(self._half.text) if self._half else None
        self._add_time(token, _moment(token, hour, minute, half))
        self._hour = None if self._half else hour
        self._half = None

    def _add_time(self, token: _Token, moment: time) -> None:
        if self._range:
            raise self._range.error("schedule-bad-word")
        self._run(token, of_days=False).times.append(moment)
        self._hour = None


def _digits(token: _Token) -> tuple[int, int]:
    digits = _DIGITS.findall(token.text)
    if token.kind == "time":
        return int(digits[0]), int(digits[1])
    if len(digits[0]) == 4:
        return int(digits[0][:2]), int(digits[0][2:])
    if len(digits[0]) > 2:
        raise token.error("schedule-bad-time")
    return int(digits[0]), 0


def _moment(token: _Token, hour: int, minute: int, half: Half | None) -> time:
    hour = hour if half is None else _of_twenty_four(token, hour, half)
    if hour > 23 or minute > 59:
        raise token.error("schedule-bad-time")
    return time(hour, minute)


# For each part of the day, the hours it may be said with and what they are of twenty-four.
_HOURS_OF: Final = {
    Half.AM: {12: 0} | {hour: hour for hour in range(1, 12)},
    Half.PM: {12: 12} | {hour: hour + 12 for hour in range(1, 12)},
    Half.MORNING: {hour: hour for hour in range(1, 13)},
    Half.DAYTIME: {hour: hour for hour in range(10, 19)} | {hour: hour + 12 for hour in range(1, 7)},
    Half.EVENING: {12: 0} | {hour: hour + 12 for hour in range(3, 12)} | {hour: hour for hour in range(15, 24)},
    Half.NIGHT: {12: 0, 9: 21, 10: 22, 11: 23} | {hour: hour for hour in (0, 1, 2, 3, 4, 5, 6, 21, 22, 23)},
}


def _of_twenty_four(token: _Token, hour: int, half: Half) -> int:
    if hour not in _HOURS_OF[half]:
        raise token.error("schedule-bad-time")
    return _HOURS_OF[half][hour]
