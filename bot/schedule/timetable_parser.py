"""A timetable as people write it ("будни 9:15", "күн сайын 08:00", "8am"), read and written; reads no clock."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Final

from bot.schedule import spoken_times, timetable, timetable_lexer, vocabulary
from bot.schedule.timetable import EVERY_DAY
from bot.schedule.timetable_lexer import TimetableSyntaxError, Token
from bot.schedule.vocabulary import Half, Role
from storage.model import TimetableEntry

MAX_TIMES: Final = 12
# Room for twelve times with days of their own, written out.
MAX_LENGTH: Final = 500


@dataclass(slots=True, kw_only=True)
class _Run:
    """Neighbouring days, or neighbouring times: a clause alternates between the two."""

    token: Token
    days: list[frozenset[int]] = field(default_factory=list)
    times: list[time] = field(default_factory=list)
    without: list[frozenset[int]] = field(default_factory=list)

    @property
    def is_of_days(self) -> bool:
        return bool(self.days or self.without)

    def weekdays(self) -> frozenset[int]:
        """Return the days that are named, or every day, without those that are taken out."""
        named = frozenset[int]().union(*self.days) or EVERY_DAY
        return named.difference(*self.without)


def parse(text: str, *, usual: bool = False) -> tuple[TimetableEntry, ...]:
    """Read a timetable; each clause is days and times in either order, times alone hold every day.

    Args:
        text: what somebody wrote.
        usual: read "вечером" and "по воскресеньям", which name no hour, as the usual hours: a guess, to be asked about.

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
    clauses = timetable_lexer.clauses(_in_digits(text, usual=usual))
    entries = [entry for clause in clauses for entry in _Clause(clause, usual=usual).entries()]
    if not entries:
        raise TimetableSyntaxError("schedule-no-time")
    merged = timetable.merge(entries)
    if len(merged) > MAX_TIMES:
        raise TimetableSyntaxError("schedule-too-many")
    return merged


def _in_digits(text: str, *, usual: bool) -> str:
    """Write hours in digits, and take out how many times a day a text asks for, if it also says when."""
    found = vocabulary.frequency(text)
    if found is None:
        return spoken_times.in_digits(text)
    rest = spoken_times.in_digits(f"{text[: found.start()]}{' ' * len(found[0])}{text[found.end() :]}")
    if timetable_lexer.DIGITS.search(rest):
        return rest
    if usual:
        return spoken_times.in_digits(text)
    raise TimetableSyntaxError("schedule-interval", found.start(), found[0])


def write(entries: Iterable[TimetableEntry], language: str) -> str:
    """Write a timetable in "ru", "kk" or "en", so that `parse` reads the same: "по будням в 09:15; пн, ср в 07:45"."""
    at = vocabulary.AT[language]
    return "; ".join(
        f"{_write_days(line.weekdays, language)} {at}{_write_times(line.times, language)}"
        for line in timetable.describe(entries)
    )


def _write_times(times: Sequence[time], language: str) -> str:
    """Write times as they are read aloud: "08:00, 13:00 и 19:00"."""
    *first, last = [f"{moment:%H:%M}" for moment in times]
    return f"{', '.join(first)} {vocabulary.AND[language]} {last}" if first else last


def _write_days(weekdays: frozenset[int], language: str) -> str:
    known = vocabulary.DAY_SETS[language].get(weekdays)
    if known:
        return known
    names, days = vocabulary.SHORT_DAYS[language], sorted(weekdays)
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{names[days[0]]}–{names[days[-1]]}"
    return ", ".join(names[day] for day in days)


class _Clause:
    """Reads the tokens of one clause into runs of days and times."""

    def __init__(self, tokens: list[Token], *, usual: bool) -> None:
        self._tokens = tokens
        self._usual = usual
        self._runs: list[_Run] = []
        self._half: Token | None = None  # a part of the day that waits for its hour
        self._hour: int | None = None  # the number as written, while a part of the day may still follow
        self._every = False
        self._from = False
        self._range: Token | None = None  # a range that waits for its last day
        self._day_word = False
        self._except = False  # the days that follow are taken out
        self._rate: Role | None = None  # how often, where no day or no hour says so

    def entries(self) -> Iterator[TimetableEntry]:
        for token in self._tokens:
            self._read(token)
        if self._usual:
            self._fill_in()
        for open_end in (self._range, self._half):
            if open_end:
                raise open_end.error("schedule-bad-word")
        yield from self._paired()

    def _fill_in(self) -> None:
        """Put the usual hours and days where none are named."""
        if self._half:
            self._add_usual_time()
        if not self._tokens or any(run.times for run in self._runs):
            return
        if self._rate is Role.WEEKLY and not self._runs:
            self._add_days(self._tokens[0], frozenset({6}))
        if self._runs or self._rate is Role.TWICE or (self._rate is Role.ONCE and self._day_word):
            self._run(self._tokens[0], of_days=False).times.extend(
                vocabulary.TWICE if self._rate is Role.TWICE else vocabulary.ONCE
            )

    def _add_usual_time(self) -> None:
        half = self._half and vocabulary.half(self._half.text)
        if self._half and half and self._range is None:
            self._add_time(self._half, vocabulary.USUAL[half])
            self._half = None

    def _paired(self) -> Iterator[TimetableEntry]:
        runs = self._runs
        if len(runs) == 1 and runs[0].times:
            runs = [_Run(token=runs[0].token, days=[EVERY_DAY]), runs[0]]
        if len(runs) % 2:
            lonely = runs[-1]
            raise lonely.token.error("schedule-bad-word" if lonely.times else "schedule-no-time")
        for first, second in zip(runs[::2], runs[1::2], strict=True):
            weekdays = (first if first.is_of_days else second).weekdays()
            for moment in first.times + second.times:
                yield TimetableEntry(at=moment, weekdays=weekdays)

    def _read(self, token: Token) -> None:
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

    def _read_word(self, token: Token) -> None:
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

    def _play(self, token: Token, role: Role) -> None:
        if role is Role.EVERY:
            self._every = True
        elif role in {Role.EXCEPT, Role.EXCEPT_BEHIND}:
            self._take_out(token, role)
        elif role is Role.WEEKLY and self._rate is Role.TWICE:
            raise token.error("schedule-bad-word")  # which two days of the week nobody can guess
        elif role in {Role.WEEKLY, Role.TWICE, Role.ONCE}:
            # "аптасына бір рет": how often says more than that it is once.
            self._rate = self._rate if role is Role.ONCE and self._rate else role
        elif role in {Role.DAY, Role.AFTER_DAY}:
            self._play_day(token, role)
        elif role is Role.FROM:
            self._from = True
        elif role is Role.TO or (role is Role.TO_IF_FROM and self._from):
            self._open_range(token)
        elif role is Role.TO_BEHIND:
            self._close_range(token)

    def _play_day(self, token: Token, role: Role) -> None:
        if role is Role.DAY and not self._every:
            self._day_word = True
        elif role is Role.DAY or self._day_word:
            self._add_days(token, EVERY_DAY)

    def _run(self, token: Token, *, of_days: bool) -> _Run:
        if not self._runs or self._runs[-1].is_of_days != of_days:
            self._except = self._except and of_days
            self._runs.append(_Run(token=token))
        return self._runs[-1]

    def _add_days(self, token: Token, days: frozenset[int]) -> None:
        if self._half and self._usual:
            self._add_usual_time()
        if self._except and len(self._runs) == 2 and self._runs[0].is_of_days:
            self._runs[0].without.append(days)  # "every day at 9, except Sunday"
        else:
            run = self._run(token, of_days=True)
            (run.without if self._except else run.days).append(days)
        self._every = self._day_word = False
        self._hour = None
        if self._range:
            self._close_range(token)

    def _take_out(self, token: Token, role: Role) -> None:
        """Take out the days behind "кроме", or those before "басқа"; "every day" beside them stays."""
        if role is Role.EXCEPT:
            self._except = True
            return
        if not self._runs or not self._runs[-1].days:
            raise token.error("schedule-bad-word")
        run = self._runs[-1]
        run.without += [days for days in run.days if days != EVERY_DAY]
        run.days = [days for days in run.days if days == EVERY_DAY]

    def _open_range(self, token: Token) -> None:
        if not self._runs or not self._runs[-1].days or self._range:
            raise token.error("schedule-bad-word")
        self._range, self._from = token, False

    def _close_range(self, token: Token) -> None:
        days = self._runs[-1].days if self._runs else []
        self._range = None
        if len(days) < 2 or len(days[-1]) != 1 or len(days[-2]) != 1:
            raise token.error("schedule-bad-word")
        (last,), (first,) = days.pop(), days.pop()
        days.append(frozenset((first + step) % 7 for step in range((last - first) % 7 + 1)))

    def _read_half(self, token: Token, half: Half) -> None:
        # "каждое утро", "every evening" say which days as well.
        if self._every:
            self._add_days(token, EVERY_DAY)
        if self._hour is None or vocabulary.stands_before(token.text):
            if self._half and self._usual:
                self._add_usual_time()
            self._half = token
            return
        times = self._runs[-1].times
        times[-1] = _moment(token, self._hour, times[-1].minute, half)
        self._hour = None

    def _read_time(self, token: Token) -> None:
        hour, minute = _digits(token)
        half = vocabulary.half(self._half.text) if self._half else None
        self._add_time(token, _moment(token, hour, minute, half))
        self._hour = None if self._half else hour
        self._half = None

    def _add_time(self, token: Token, moment: time) -> None:
        if self._range:
            raise self._range.error("schedule-bad-word")
        self._run(token, of_days=False).times.append(moment)
        self._hour = None


def _digits(token: Token) -> tuple[int, int]:
    digits = timetable_lexer.DIGITS.findall(token.text)
    if token.kind == "time":
        return int(digits[0]), int(digits[1])
    if len(digits[0]) == 4:
        return int(digits[0][:2]), int(digits[0][2:])
    if len(digits[0]) > 2:
        raise token.error("schedule-bad-time")
    return int(digits[0]), 0


def _moment(token: Token, hour: int, minute: int, half: Half | None) -> time:
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


def _of_twenty_four(token: Token, hour: int, half: Half) -> int:
    if hour not in _HOURS_OF[half]:
        raise token.error("schedule-bad-time")
    return _HOURS_OF[half][hour]
