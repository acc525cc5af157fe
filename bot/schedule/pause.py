"""When a pause ends, as people write it in three languages; reads no clock and says nothing itself."""

import re
from datetime import date, timedelta
from typing import Final

from bot.schedule import vocabulary
from parsers import dates

LONGEST: Final = timedelta(days=366)
# "До 1.11", said in December, is hardly next November: a day without a year that is so far away has likely just been.
_DOUBTFUL: Final = timedelta(days=270)
_YEAR: Final = re.compile(r"\d{4}")


class UntilError(ValueError):
    """What was written cannot be used; `reason` is a text key, `text` the part in question, `until` the day, if any."""

    def __init__(self, reason: str, text: str = "", until: date | None = None) -> None:
        super().__init__(f"{reason}: {text}")
        self.reason = reason
        self.text = text
        self.until = until


_UNITS: Final = {
    "ден": 1, "дня": 1, "дне": 1, "сут": 1, "day": 1, "күн": 1, "d": 1, "д": 1,
    "нед": 7, "week": 7, "апта": 7, "w": 7, "месяц": 30, "month": 30, "ай": 30,
}  # fmt: skip
_TOMORROW: Final = frozenset({"завтра", "tomorrow", "ертең", "ертеңге"})
_COUNTED: Final = re.compile(r"(?P<count>\d{1,4})?\s*(?P<unit>[^\W\d_]+)?")
_NUMERIC: Final = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})(?:[./](?P<year>\d{4}))?")
_ISO: Final = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_NAMED: Final = re.compile(r"(?P<day>\d{1,2})\s+(?P<name>[^\W\d_]{3,})|(?P<name2>[^\W\d_]{3,})\s+(?P<day2>\d{1,2})")
_AROUND: Final = re.compile(
    r"^(?:до|на|until|till|for|to|a|one|бір)\s++|(?:(?<!\s)\s++)?+(?:-?(?:[кқ]а|ға|ге|ке)\s*+)?+(?:дейін|года|г\.?|жылы)$"
)


def parse(text: str, today: date) -> date:
    """Read when a pause ends: "3 дня", "неделя", "до 15.12", "until Monday", "15 желтоқсан", "2026-12-15".

    Raises:
        UntilError: it cannot be read, is no later than `today`, is more than `LONGEST` away, or names a day without a
            year that has just been ("pause-which-year", to be asked about; `until` is the next such day).
    """
    wanted = _AROUND.sub("", _AROUND.sub("", text.strip().casefold())).strip()
    until = _span(wanted, today) or _date(wanted, today) or _next_weekday(wanted, today)
    if until is None:
        raise UntilError("pause-bad", text.strip())
    if until <= today:
        raise UntilError("pause-past", text.strip())
    if until - today > LONGEST:
        raise UntilError("pause-too-far", text.strip(), until)
    if until - today > _DOUBTFUL and not _YEAR.search(wanted) and _date(wanted, today) == until:
        raise UntilError("pause-which-year", text.strip(), until)
    return until


def _span(text: str, today: date) -> date | None:
    if text in _TOMORROW:
        return today + timedelta(days=1)
    found = _COUNTED.fullmatch(text)
    if found is None or not text:
        return None
    days = next((n for unit, n in _UNITS.items() if _is_unit(found["unit"] or "d", unit)), None)
    return None if days is None else today + timedelta(days=days * int(found["count"] or 1))


def _is_unit(word: str, unit: str) -> bool:
    return word == unit or (len(unit) > 2 and word.startswith(unit))


def _date(text: str, today: date) -> date | None:
    """Read a date; one without a year is the next such day."""
    if (found := _NUMERIC.fullmatch(text) or _ISO.fullmatch(text)) is not None:
        year, month, day = found["year"], int(found["month"]), int(found["day"])
    elif (found := _NAMED.fullmatch(text)) is not None:
        year, month, day = None, dates.month_number(found["name"] or found["name2"]), int(found["day"] or found["day2"])
    else:
        return None
    try:
        if year is not None:
            return date(int(year), month, day)
        return _next_such(today, month, day)
    except ValueError:
        return None


def _next_such(today: date, month: int, day: int) -> date | None:
    """Return the next day of a month; 29 February comes every fourth year, or every eighth."""
    for year in range(today.year, today.year + 9):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found > today:
            return found
    return None


def _next_weekday(text: str, today: date) -> date | None:
    days = vocabulary.days(text)
    if days is None or len(days) != 1:
        return None
    (day,) = days
    return today + timedelta(days=(day - today.weekday() - 1) % 7 + 1)
