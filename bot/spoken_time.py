"""Times and days as people write them in three languages; knows no clock and says nothing itself."""

import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Final

from babel import Locale

from bot.digest import timetable
from storage.model import TimetableEntry

MOST_PER_DAY: Final = 12
LONGEST_PAUSE: Final = timedelta(days=366)


class SpokenTimeError(ValueError):
    """What was written cannot be read; `reason` is a text key and `text` the part in question."""

    def __init__(self, reason: str, text: str = "") -> None:
        super().__init__(f"{reason}: {text}")
        self.reason = reason
        self.text = text


# Abbreviations stand alone; longer ones are beginnings, for endings say nothing here ("среду", "средам").
_DAYS: Final = (
    ("пн", "понед", "дс", "дүйс", "mo", "mon"),
    ("вт", "вторн", "сс", "сейс", "tu", "tue"),
    ("ср", "сред", "сәрс", "we", "wed"),
    ("чт", "четв", "бс", "бейс", "th", "thu"),
    ("пт", "пятн", "жм", "жұма", "fr", "fri"),
    ("сб", "субб", "сенб", "sa", "sat"),
    ("вс", "воскр", "жс", "жексен", "su", "sun"),
)
_SHORT: Final = 2
_GROUPS: Final = {
    "будн": timetable.WORKING_DAYS,
    "рабоч": timetable.WORKING_DAYS,
    "weekday": timetable.WORKING_DAYS,
    "workday": timetable.WORKING_DAYS,
    "жұмыс": timetable.WORKING_DAYS,
    "выходн": timetable.WEEKEND,
    "weekend": timetable.WEEKEND,
    "демалыс": timetable.WEEKEND,
}
_EVERY: Final = ("кажд", "ежедн", "every", "daily", "сайын", "күнде", "бәрі", "все")
_FILLING_WORDS: Final = """
    в во и на по с до к около день дни дня дням дней часов часа час ч
    at and on the in of day days o'clock oclock hours from to through
    күн күні күндері күнге сағат сағатта мен пен бен және та те да де
"""
_FILLING: Final = frozenset({"", "-", "–", "—", *_FILLING_WORDS.split()})
_RANGE: Final = frozenset({"-", "–", "—", "по", "to", "through"})
_NOON_WORDS: Final = {
    "полдень": time(12), "noon": time(12), "полночь": time(0), "midnight": time(0), "түсте": time(12),
}  # fmt: skip
_MORNING: Final = ("утра", "am", "a.m", "таң")
_EVENING: Final = ("вечер", "pm", "p.m", "кеш", "дня", "түск", "түст")
_NIGHT: Final = ("ночи", "түн")

_TOKEN: Final = re.compile(
    r"(?:(?P<before>таңғы|таңертең(?:гі)?|кешкі|кешке|түскі|түнгі)\s+(?:сағат\s+)?)?"
    r"(?<![\w.:])(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{1,2})|(?P<packed>\d{2})(?!\d))?(?![\d:])"
    r"(?:\s*(?P<after>утра|вечера|дня|ночи|a\.?m\b\.?|p\.?m\b\.?))?"
    r"|(?P<digits>\d[\d:.]*)|(?P<word>[^\W\d_][\w'’]*)|(?P<dash>[-–—])"
)


def parse_timetable(text: str) -> tuple[TimetableEntry, ...]:
    """Read "8:00 19:30", "будни 9:15", "пн,ср 7:45", "каждый день в 8", "жұмыс күндері 9:15", "8:00 по будням" ....

    Returns:
        The entries, earliest first, one per time of day.

    Raises:
        SpokenTimeError: no time, an impossible one, an unknown word, or more than `MOST_PER_DAY` times.
    """
    runs: list[frozenset[int] | list[time]] = []
    for found in _days_and_times(text):
        if isinstance(found, time) and runs and isinstance(runs[-1], list):
            runs[-1].append(found)
        else:
            runs.append([found] if isinstance(found, time) else found)
    if runs and isinstance(runs[0], list) and isinstance(runs[-1], frozenset):
        # Days said after their times.
        runs.reverse()
    entries = timetable.merge(_entries(runs))
    if not entries:
        raise SpokenTimeError("schedule-no-time", text.strip())
    if len(entries) > MOST_PER_DAY:
        raise SpokenTimeError("schedule-too-many", text.strip())
    return entries


def _entries(runs: list[frozenset[int] | list[time]]) -> Iterator[TimetableEntry]:
    days = timetable.EVERY_DAY
    for run in runs:
        if isinstance(run, frozenset):
            days = run
        else:
            yield from (TimetableEntry(at=at, weekdays=days) for at in run)


def _days_and_times(text: str) -> Iterator[frozenset[int] | time]:
    """Yield each time, and the days of each run of day words, in their order."""
    days: set[int] = set()
    last_day: int | None = None
    ranging = every = False
    for token in _TOKEN.finditer(text.casefold()):
        word = token["word"] or token["dash"] or ""
        if (at := _time(token)) is not None:
            if days or every:
                yield frozenset(days) or timetable.EVERY_DAY
            days, last_day, ranging, every = set(), None, False, False
            yield at
        elif (day := day_of(word)) is not None:
            days |= _between(last_day, day) if ranging and last_day is not None else {day}
            last_day, ranging = day, False
        elif word in _RANGE:
            ranging = last_day is not None
        elif word.startswith(_EVERY):
            every = True
        else:
            days |= _group(word, token.group())
    if days or every:
        yield frozenset(days) or timetable.EVERY_DAY


def _time(token: re.Match[str]) -> time | None:
    if token["digits"]:
        raise SpokenTimeError("schedule-bad-time", token["digits"])
    if token["word"] in _NOON_WORDS:
        return _NOON_WORDS[token["word"]]
    if token["hour"] is None:
        return None
    minute = token["minute"] or token["packed"] or "0"
    hour = _on_the_dial(int(token["hour"]), token["before"] or token["after"] or "")
    if hour > 23 or int(minute) > 59 or (len(minute) == 1 and minute != "0"):
        raise SpokenTimeError("schedule-bad-time", token.group().strip())
    return time(hour, int(minute))


def _on_the_dial(hour: int, part_of_day: str) -> int:
    """Turn "8 вечера" into 20; an hour that needs no such word stays as it is."""
    noon = 12
    if not part_of_day or hour > noon:
        return hour
    if part_of_day.startswith(_EVENING):
        return hour % noon + noon
    if part_of_day.startswith((*_MORNING, *_NIGHT)):
        # "11 ночи" is before midnight, "2 ночи" after it.
        return hour + noon if part_of_day.startswith(_NIGHT) and 6 <= hour < noon else hour % noon
    return hour


def day_of(word: str) -> int | None:
    """Return the weekday a word names (Monday is 0), in any of our languages, None if it names none."""
    for day, beginnings in enumerate(_DAYS):
        for beginning in beginnings:
            if word == beginning or (len(beginning) > _SHORT and word.startswith(beginning)):
                return day
    return None


def _group(word: str, written: str) -> frozenset[int]:
    if word in _FILLING:
        return frozenset()
    for beginning, days in _GROUPS.items():
        if word.startswith(beginning):
            return days
    raise SpokenTimeError("schedule-bad-word", written)


def _between(first: int, last: int) -> set[int]:
    """Return the days from one to another, over the weekend if need be ("пт-пн")."""
    return {(first + step) % 7 for step in range((last - first) % 7 + 1)}


_UNITS: Final = {
    "ден": 1, "дня": 1, "дне": 1, "сут": 1, "day": 1, "күн": 1, "d": 1, "д": 1,
    "нед": 7, "week": 7, "апта": 7, "w": 7, "месяц": 30, "month": 30, "ай": 30,
}  # fmt: skip
_TOMORROW: Final = frozenset({"завтра", "tomorrow", "ертең", "ертеңге"})
_COUNTED: Final = re.compile(r"(?P<count>\d{1,3})?\s*(?P<unit>[^\W\d_]+)?")
_NUMERIC: Final = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})(?:[./](?P<year>\d{4}))?")
_ISO: Final = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_NAMED: Final = re.compile(r"(?P<day>\d{1,2})\s+(?P<name>[^\W\d_]{3,})|(?P<name2>[^\W\d_]{3,})\s+(?P<day2>\d{1,2})")
_AROUND: Final = re.compile(
    r"^(?:до|на|until|till|for|to)\s+|\s*(?:-?[кқ]а|-?ға|-?ге|-?ке)?\s*(?:дейін|года|г\.?|жылы)$"
)


def parse_until(text: str, today: date) -> date:
    """Read when a pause ends: "3 дня", "неделя", "до 15.12", "until Monday", "15 желтоқсан", "2026-12-15".

    Raises:
        SpokenTimeError: it cannot be read, is no later than `today`, or is more than `LONGEST_PAUSE` away.
    """
    wanted = _AROUND.sub("", _AROUND.sub("", text.strip().casefold())).strip()
    until = _span(wanted, today) or _date(wanted, today) or _next_weekday(wanted, today)
    if until is None:
        raise SpokenTimeError("pause-bad", text.strip())
    if until <= today:
        raise SpokenTimeError("pause-past", text.strip())
    if until - today > LONGEST_PAUSE:
        raise SpokenTimeError("pause-too-far", text.strip())
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
    return word == unit or (len(unit) > _SHORT and word.startswith(unit))


def _date(text: str, today: date) -> date | None:
    """Read a date; one without a year is the next such day."""
    if (found := _NUMERIC.fullmatch(text) or _ISO.fullmatch(text)) is not None:
        year, month, day = found["year"], int(found["month"]), int(found["day"])
    elif (found := _NAMED.fullmatch(text)) is not None:
        year, month, day = None, _month(found["name"] or found["name2"]), int(found["day"] or found["day2"])
    else:
        return None
    try:
        if year is not None:
            return date(int(year), month, day)
        this_year = date(today.year, month, day)
        return this_year if this_year > today else date(today.year + 1, month, day)
    except ValueError:
        return None


def _month(word: str) -> int:
    """Return the number of a month by the first letters of its name, 0 for none."""
    for language in ("ru", "kk", "en"):
        for number, name in Locale(language).months["format"]["wide"].items():
            if word.startswith(name.casefold()[:3]):
                return int(number)
    return 0


def _next_weekday(text: str, today: date) -> date | None:
    day = day_of(text)
    return None if day is None else today + timedelta(days=(day - today.weekday() - 1) % 7 + 1)
