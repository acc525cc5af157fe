"""The dates that pages print, in Russian, Kazakh and English, as moments in UTC; knows no clock."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

MONTHS: Final = {
    "ru": (
        "января январь январе", "февраля февраль феврале", "марта март марте", "апреля апрель апреле", "мая май мае",
        "июня июнь июне", "июля июль июле", "августа август августе", "сентября сентябрь сентябре",
        "октября октябрь октябре", "ноября ноябрь ноябре", "декабря декабрь декабре",
    ),
    "kk": (
        "қаңтар қаңтарда", "ақпан ақпанда", "наурыз наурызда", "сәуір сәуірде", "мамыр мамырда", "маусым маусымда",
        "шілде шілдеде", "тамыз тамызда", "қыркүйек қыркүйекте", "қазан қазанда", "қараша қарашада",
        "желтоқсан желтоқсанда",
    ),
    "en": (
        "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
        "september sep", "october oct", "november nov", "december dec",
    ),
}  # fmt: skip
"""The names of months, by language: each month's words as they stand beside a day, its full name first."""

# As months are cut and inflected ("авг.", "тамыздың", "Aug"); no two have the same first letters.
_FIRST_LETTERS = 3
_BY_FIRST_LETTERS = {
    word[:_FIRST_LETTERS]: number
    for language in MONTHS.values()
    for number, words in enumerate(language, start=1)
    for word in words.split()
} | {"қан": 1}  # "қаңтар" on keyboards without ң
_DAYS_AGO = {"сегодня": 0, "бүгін": 0, "today": 0, "вчера": 1, "кеше": 1, "yesterday": 1, "позавчера": 2}
_UNITS = (
    (re.compile(r"^(мин|minute|min\b)"), timedelta(minutes=1)),
    (re.compile(r"^(час|сағат|hour|h\b)"), timedelta(hours=1)),
    (re.compile(r"^(дн|день|күн|day)"), timedelta(days=1)),
    (re.compile(r"^(недел|апта|week)"), timedelta(weeks=1)),
)
_CLOCK = re.compile(r"(?<![\d.:])([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(?!\d)\s*([ap]\.?m\b)?", re.IGNORECASE)
_MAIL = re.compile(
    r"(?:[A-Z][a-z]{2}, ?)?\d{1,2} [A-Z][a-z]{2} \d{2,4} \d\d?:\d\d(?::\d\d)? (?:[+-]\d{4}|[A-Z]{1,5})(?: \(\w+\))?"
)
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)")
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.)?[-\s]+(?:of\s+)?([^\W\d_]{3,})\.?,?(?:\s+(\d{4}))?(?!\d)")
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?(?![\d:])")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s*(?:жылғы|жылы|ж\.?|года|г\.?)?\s*,?\s*(\d{1,2})\s+([^\W\d_]{3,})")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_AGO = re.compile(r"(\d{1,3})\s+([^\W\d_]+)\s+(?:назад|бұрын|ago)\b")
_OFFSET = re.compile(r"(?:\b(?:utc|gmt)|(?<=\d))\s?([+-])(\d{1,2}):?(\d{2})?$|(?<=\d)\s?(z|utc|gmt)$", re.IGNORECASE)
_OLDEST, _NEWEST = 1990, 2100


def parse(text: str, *, now: datetime, zone: str = "UTC") -> datetime | None:
    """Return the moment that `text` names, in UTC, or None if it names none.

    Understands ISO 8601 (any precision), RFC 2822, seconds and milliseconds since 1970, "23:19, 06 августа 2025",
    "29 октября 2019, 14:17", "06.08.2025 12:30", "Сегодня, 12:30", "вчера в 18:00", "2 часа назад", "5 марта 09:10"
    (the latest such day that is not ahead of `now`), "2025 жылғы 6 тамыз, 12:30", "August 6, 2025 2:30 PM".
    A time without an offset is meant in `zone` (IANA); a day without a time is its midnight there.
    """
    text = " ".join(text.split())[:120]
    try:
        moment = _machine(text, _zone(zone)) or _human(text.casefold(), now, _zone(zone))
        if moment is None or not _OLDEST <= moment.year < _NEWEST:
            return None
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def has_time(text: str) -> bool:
    """Say whether the text names a time of day and not only a day."""
    return bool(_CLOCK.search(text) or re.search(r"\dT\d\d|^\d{10,13}$", text) or _AGO.search(text.casefold()))


def has_offset(text: str) -> bool:
    """Say whether the text names a time of day and how far it is from UTC."""
    return has_time(text) and bool(re.search(r"(?:\d|\s)(?:Z|UTC|GMT|[+-]\d\d:?\d\d)$|^\d{10,13}$", text.strip()))


def month_number(word: str) -> int:
    """Return the number of the month that a word in small letters begins to name, 0 for none."""
    return _BY_FIRST_LETTERS.get(word[:_FIRST_LETTERS], 0)


@lru_cache(maxsize=64)
def _zone(name: str) -> tzinfo:
    return ZoneInfo(name)


def _machine(text: str, zone: tzinfo) -> datetime | None:
    if not text[:4].isdigit() and not text[:3].isalpha():
        return None
    if re.fullmatch(r"\d{10}|\d{13}", text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    for read in (datetime.fromisoformat, _loose_iso, _mail):
        try:
            moment = read(text)
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return None


def _loose_iso(text: str) -> datetime:
    """Read what fromisoformat refuses: a space before the offset, an hour of one digit, a fraction of odd length."""
    found = re.match(
        r"(\d{4})-(\d\d?)-(\d\d?)[T ]+(\d\d?):(\d\d)(?::(\d\d))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d\d:?\d?\d?)?$", text
    )
    if found is None:
        raise ValueError(text)
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    return datetime(year, month, day, hour, minute, second, tzinfo=_offset(found.group(7) or ""))


def _mail(text: str) -> datetime:
    if not _MAIL.fullmatch(text):
        raise ValueError(text)
    return parsedate_to_datetime(text)


def _offset(text: str) -> tzinfo | None:
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    return datetime.strptime(text.replace(":", "").ljust(5, "0"), "%z").tzinfo


def _human(text: str, now: datetime, zone: tzinfo) -> datetime | None:
    here = now.astimezone(zone)
    if ago := _AGO.search(text):
        return next((now - int(ago.group(1)) * unit for name, unit in _UNITS if name.match(ago.group(2))), None)
    for word, days in _DAYS_AGO.items():
        if re.search(rf"\b{word}\b", text):
            return _at_clock(here - timedelta(days=days), text)
    found = _year_month_day(text)
    if found is None:
        return None
    year, month, day = found
    offset = _OFFSET.search(text)
    if offset is not None and _CLOCK.search(text):
        here = here.astimezone(_offset(f"{offset[1]}{offset[2]:0>2}{offset[3] or ''}") if offset[1] else UTC)
    moment = _at_clock(here.replace(day=1, month=month, year=year or here.year) + timedelta(days=day - 1), text)
    if moment.month != month:
        return None
    if not year and moment > here + timedelta(days=1):
        moment = moment.replace(year=moment.year - 1)
    return moment


def _at_clock(day: datetime, text: str) -> datetime:
    found = _CLOCK.search(text)
    if found is None:
        return day.replace(hour=0, minute=0, second=0, microsecond=0)
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        hour = hour % 12 + (12 if found[4].lower().startswith("p") else 0)
    return day.replace(hour=hour, minute=minute, second=second, microsecond=0)


def _year_month_day(text: str) -> tuple[int, int, int] | None:
    """Return (year or 0, month, day) of the first form that fits."""
    if found := _ISO_DAY.search(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _NUMERIC.search(text):
        return int(found[3]), int(found[2]), int(found[1])
    if (found := _YEAR_FIRST.search(text)) and (month := month_number(found[3])):
        return int(found[1]), month, int(found[2])
    for found in _DAY_FIRST.finditer(text):
        if month := month_number(found[2]):
            return int(found[3] or 0), month, int(found[1])
    for found in _MONTH_FIRST.finditer(text):
        if month := month_number(found[1]):
            year = found[3] or (_YEAR.search(text) or ["0"])[0]
            return int(year), month, int(found[2])
    return None
