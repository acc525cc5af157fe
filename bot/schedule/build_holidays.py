"""Writes `bot/schedule/data/holidays.txt` from the package `holidays`: `make holidays`. The bot never runs it.

Importing that package takes a second and all countries of the world; what the bot needs of it are lines of dates.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Final, TypeAlias

from bot.schedule import holiday_calendar

HEADER: Final = (
    "# Public holidays by country and year: the package holidays (MIT), {version}; written by `make holidays`.\n"
)
# Days of the moon's calendar and moved working days are announced from year to year: later ones would be guesses.
YEARS: Final = range(2026, 2032)

Calendar: TypeAlias = tuple[str, int, Iterable[date], Iterable[date]]
"""A country, a year, its holidays, and the days of its weekends that are worked."""


def text(calendars: Iterable[Calendar], version: str) -> str:
    """Return the file: for each country and year its days as MMDD, in order; worked ones with a plus."""
    return HEADER.format(version=version) + "".join(_line(*calendar) for calendar in calendars)


def _line(country: str, year: int, holidays: Iterable[date], worked: Iterable[date]) -> str:
    days = [f"{day:%m%d}" for day in sorted(holidays)]
    days += [f"{holiday_calendar.WORKED}{day:%m%d}" for day in sorted(worked) if day.year == year]
    return " ".join([country, str(year), *days]) + "\n"


def main(path: Path = holiday_calendar.DATA) -> None:
    """Write the file anew."""
    library = import_module("holidays")

    def calendars() -> Iterator[Calendar]:
        for country in sorted(library.list_supported_countries(include_aliases=False)):
            for year in YEARS:
                days = library.country_holidays(country, years=year)
                yield country, year, days, days.weekend_workdays

    path.write_text(text(calendars(), library.__version__), encoding="utf-8")


if __name__ == "__main__":
    main()
