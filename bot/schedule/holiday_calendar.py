"""Which days are public holidays in a country, and which days of a weekend are worked; reads one file, asks nobody."""

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from functools import cache
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parent / "data" / "holidays.txt"
# Before a day that is not holiday, "+" says that it is worked though it belongs to a weekend.
WORKED: Final = "+"


class DayKind(Enum):
    """What a day is: like any other of its weekday, a public holiday, or a weekend day that is worked."""

    ORDINARY = auto()
    HOLIDAY = auto()
    WORKED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Year:
    holidays: tuple[date, ...] = ()
    worked: tuple[date, ...] = ()


def kind(country: str, day: date) -> DayKind:
    """Return what a day is in a country ("KZ"); of a country or year that we know nothing of, ordinary."""
    year = _year(country, day.year)
    if day in year.holidays:
        return DayKind.HOLIDAY
    return DayKind.WORKED if day in year.worked else DayKind.ORDINARY


def upcoming(country: str, today: date, count: int) -> tuple[date, ...]:
    """Return the next `count` holidays after `today`, or as many as are known."""
    known = (*_year(country, today.year).holidays, *_year(country, today.year + 1).holidays)
    return tuple(day for day in known if day > today)[:count]


def is_known(country: str) -> bool:
    """Whether we know the holidays of a country, by its ISO 3166 code."""
    return f"\n{country} " in _text()


@cache
def _text() -> str:
    return DATA.read_text(encoding="utf-8")


@cache
def _year(country: str, year: int) -> _Year:
    text, mark = _text(), f"\n{country} {year} "
    start = text.find(mark)
    if start < 0:
        return _Year()
    days = text[start + len(mark) : text.index("\n", start + 1)].split()
    return _Year(
        holidays=tuple(_date(year, day) for day in days if not day.startswith(WORKED)),
        worked=tuple(_date(year, day.removeprefix(WORKED)) for day in days if day.startswith(WORKED)),
    )


def _date(year: int, day: str) -> date:
    return date(year, int(day[:2]), int(day[2:]))
