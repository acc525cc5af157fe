"""The dates that pages print, in Russian, Kazakh and English, as moments in UTC; knows no clock."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from parsers import machine_dates, zone_names

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
_DAYS_AGO = {
    "сегодня": 0, "бүгін": 0, "today": 0, "вчера": 1, "кеше": 1, "yesterday": 1, "позавчера": 2, "алдыңғы күні": 2,
}  # fmt: skip
_DAY_WORD = re.compile(rf"\b({'|'.join(_DAYS_AGO)})\b")
_UNITS = (
    (re.compile(r"с|сек|секунд\w?|s|secs?|seconds?"), timedelta(seconds=1)),
    (re.compile(r"м|мин|минут\w?|m|mins?|minutes?"), timedelta(minutes=1)),
    (re.compile(r"ч|час\w{0,2}|h|hrs?|hours?|сағ|сағат"), timedelta(hours=1)),
    (re.compile(r"д|дн|дня|дней|день|сут|сутки|суток|d|days?|күн|тәулік"), timedelta(days=1)),
    (re.compile(r"нед|недел[юиья]|w|wks?|weeks?|апта"), timedelta(weeks=1)),
    (re.compile(r"мес|месяц\w{0,2}|mo|months?|ай"), timedelta(days=30)),
    (re.compile(r"г|год\w?|лет|y|yrs?|years?|жыл"), timedelta(days=365)),
)
_NUMBERS = {
    0.5: "half жарты", 1: "один одну одна one бір", 1.5: "полтора полторы", 2: "два две two пару couple екі",
    3: "три three несколько several few үш бірнеше", 4: "четыре four төрт", 5: "пять five бес", 6: "шесть six алты",
    7: "семь seven жеті", 8: "восемь eight сегіз", 9: "девять nine тоғыз", 10: "десять ten он",
    15: "пятнадцать fifteen", 20: "двадцать twenty жиырма", 30: "тридцать thirty отыз",
}  # fmt: skip
_COUNTS = {word: number for number, words in _NUMBERS.items() for word in words.split()}
_FILLERS = frozenset(["a", "an", "of", "and", "и"])
_AGO = re.compile(r"\b(?:назад|бұрын|ago)\b")
_AGO_WORDS = 6
_WORD = re.compile(r"\d{1,4}(?:[.,]\d)?|[^\W\d_]+")
_NOW = re.compile(
    r"\b(?:только что|прямо сейчас|just now|moments? ago|жаңа ғана|дәл қазір)\b|^(?:сейчас|now|қазір|жаңа)$"
)
# 24:00 is the midnight that ends a day; the sixtieth second is the one that is now and then added to a minute.
_CLOCK = re.compile(
    r"(?<![\d.:])([01]?\d|2[0-3]|24(?=:00)):([0-5]\d)(?::([0-5]\d|60)(?:[.,]\d{1,9})?)?(?!\d)(?:\s?([ap])\.?m\b\.?)?"
)
_CLOCK_IN_WORDS = re.compile(
    r"(?<![\d.:])([01]?\d|2[0-3])\s?(?:ч|час|часа|часов|сағат)\b\.?(?:\s(?:и\s)?([0-5]?\d)\s?(?:м|мин|минут\w?)\b)?()()"
)
# "10-00", "10.00", "10h30": only where the day has been found elsewhere.
_ODD_CLOCK = re.compile(r"(?<![\d.:/-])([01]?\d|2[0-3])[.h–-]([0-5]\d)(?:\.([0-5]\d))?(?![\d.:/-])()")
_HOUR = re.compile(r"(?<![\d.:])(1[0-2]|0?[1-9])()()\s?([ap])\.?m\b\.?")
_HALF_OF_DAY = re.compile(r"\d\s?[ap]\.?m\b")
_TIME_BEHIND = re.compile(r"\dt\d\d")
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<![\d.:/])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)(?![\d./]|:)")
# Months in the languages of neighbours, as they stand between a day and a year: "22. März 2026", "2 de mayo de 2026".
_ELSEWHERE = {
    1: "січ сту oca jän ene gen sty yan", 2: "лют şub fév fev lut", 3: "бер сак mär bře", 4: "кві кра nis avr abr kwi",
    5: "тра maj mai mag", 6: "чер чэр haz giu cze juin iyun", 7: "лип ліп tem lug lip juil iyul",
    8: "сер жні ağu aoû ago sie avg", 9: "вер eyl set wrz", 10: "жов кас eki okt ott out paź",
    11: "лис ліс kas lis noy", 12: "гру сне ara dez déc dic gru dek",
}  # fmt: skip
_NEIGHBOURS = {start: number for number, starts in _ELSEWHERE.items() for start in starts.split()}
_NEIGHBOUR_DATE = re.compile(r"(?<!\d)(\d{1,2})\.?\s(?:de\s)?([^\W\d_]{3,})\.?,?\s(?:de\s)?(\d{4})(?!\d)")
_NO_YEAR = re.compile(r"(?<![\d.:/])(\d{1,2})[./](\d{1,2})(?![\d./:])")
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.)?[-/\s]{1,2}(?:of\s)?([^\W\d_]{3,})\.?,?"
    r"(?:[-/\s](\d{4}(?!\d)|\d\d(?=,? \d?\d[:.]\d)))?(?!\d)"
)
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,})\.?\s(\d{1,2})(?:st|nd|rd|th)?(?:,?\s(\d{4}))?(?![\d:])")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?(?:жыл\w{0,3}|ж\.?|года|г\.?)?,?\s?(\d{1,2})[-\s]([^\W\d_]{3,})")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_YEAR_WORD = re.compile(r"\b(?:года|год|г|жыл\w{0,3}|ж)\b\.?")
_OLDEST = 1990
_DECEMBER = 12
_LONGEST = 120
_AHEAD = timedelta(hours=14)


def parse(text: str, *, now: datetime, zone: str = "UTC") -> datetime | None:
    """Return the moment that `text` names, in UTC, or None if it names none.

    Understands ISO 8601 (any precision), RFC 2822, seconds and parts of them since 1970,
    "/Date(1754480000000)/", "23:19, 06 августа 2025",
    "29 октября 2019, 14:17", "06.08.2025 12:30", "06.08.25, 12-30", "Сегодня, 12:30", "вчера в 18:00", "2 часа назад",
    "полчаса назад", "бір сағат бұрын", "только что", "5 марта 09:10" (the latest such day that is not ahead of `now`),
    "2025 жылғы 6 тамыз, 12:30", "August 6, 2025 2:30 PM EST", "10:00 МСК+2". A time without an offset or a zone's name
    is meant in `zone` (IANA); a day without a time is its midnight there.
    """
    text = _folded(text)
    try:
        moment = machine_dates.read(text, _zone(zone)) or _human(text.casefold(), now, _zone(zone))
        if moment is None or moment.year < _OLDEST:
            return None
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def absolute(text: str, *, now: datetime, zone: str = "UTC") -> datetime | None:
    """Return the moment that a machine's list names, as `parse`; None for what is no date in one.

    "Yesterday" is none there, nor is a day without a year, nor what a database holds where it holds nothing (1970, the
    year 1), nor a moment further ahead of `now` than a mistaken zone explains.
    """
    said = _said(text)
    day = _day(said)
    if (day is not None and not day.year) or _NOW.search(said) or _AGO.search(said):
        return None
    return plausible(parse(text, now=now, zone=zone), now=now)


def plausible(moment: datetime | None, *, now: datetime) -> datetime | None:
    """Return the moment if an article may have been published then, else None."""
    return moment if moment and moment.year >= _OLDEST and moment <= now + _AHEAD else None


def has_time(text: str) -> bool:
    """Say whether the text names a time of day and not only a day."""
    said = _said(text)
    relative = _NOW.search(said) or _AGO.search(said)
    in_digits = machine_dates.is_epoch(said) or machine_dates.is_run_together(said)
    return bool(relative or in_digits or _TIME_BEHIND.search(said) or _clock(_without_day(said)))


def has_offset(text: str) -> bool:
    """Say whether the text names a time of day and how far it is from UTC."""
    said = _said(text)
    rest = _without_day(said)
    clock = _clock(rest)
    return bool(machine_dates.is_epoch(said) or (clock and zone_names.after(rest, clock.end())))


def _said(text: str) -> str:
    return _folded(text).casefold()


def _folded(text: str) -> str:
    """Return a text as one line, its minus signs as machines write them, without what JavaScript puts around a date."""
    return machine_dates.unwrapped(" ".join(text.split())[:_LONGEST].replace("\N{MINUS SIGN}", "-"))


def month_number(word: str) -> int:
    """Return the number of the month that a word in small letters begins to name, 0 for none."""
    return _BY_FIRST_LETTERS.get(word[:_FIRST_LETTERS], 0)


@lru_cache(maxsize=64)
def _zone(name: str) -> tzinfo:
    return ZoneInfo(name)


def _human(text: str, now: datetime, zone: tzinfo) -> datetime | None:
    if _NOW.search(text):
        return now
    if ago := _AGO.search(text):
        return _before(now, text[: ago.start()])
    day = _day(text)
    if day is None:
        return None
    rest = _without_day(text)
    clock = _clock(rest)
    zone = (zone_names.after(rest, clock.end()) if clock else None) or zone
    here = now.astimezone(zone)
    if day.ago is not None:
        return _at(here - timedelta(days=day.ago), clock)
    named = here.replace(day=1, month=day.month, year=day.year or here.year) + timedelta(days=day.day - 1)
    if named.month != day.month:
        return None
    moment = _at(named, clock)
    if not day.year and moment > here + timedelta(days=1):
        moment = moment.replace(year=moment.year - 1)
    return moment


def _before(now: datetime, said: str) -> datetime | None:
    """Return the moment that lies as far back as the last words before "ago" say: "час", "1 ч 20 мин", "полчаса"."""
    total, count = timedelta(), 0.0
    for word in _WORD.findall(said)[-_AGO_WORDS:]:
        half = word.startswith("пол") and word not in _COUNTS
        unit = next((unit for name, unit in _UNITS if name.fullmatch(word[3:] if half else word)), None)
        if word[0].isdigit() or word in _COUNTS:
            count = _COUNTS.get(word) or float(word.replace(",", "."))
        elif unit is not None:
            total += unit * (0.5 if half else count or 1.0)
            count = 0.0
        elif word not in _FILLERS:
            total, count = timedelta(), 0.0
    return now - total if total else None


def _clock(rest: str) -> re.Match[str] | None:
    """Return the time of day in a text without its day, as hour, minute, second and "a" or "p"."""
    return _CLOCK.search(rest) or _CLOCK_IN_WORDS.search(rest) or _ODD_CLOCK.search(rest) or _HOUR.search(rest)


def _at(day: datetime, clock: re.Match[str] | None) -> datetime:
    if clock is None:
        return day.replace(hour=0, minute=0, second=0, microsecond=0)
    hour, minute, second = int(clock[1]), int(clock[2] or 0), min(int(clock[3] or 0), 59)
    if clock[4]:
        hour = hour % 12 + (12 if clock[4] == "p" else 0)
    day += timedelta(days=hour // 24)
    return day.replace(hour=hour % 24, minute=minute, second=second, microsecond=0)


class _Day(NamedTuple):
    """A day that a text names (its year is 0 where it names none, or it is `ago` days ago), and where it stands."""

    span: tuple[int, int]
    year: int = 0
    month: int = 0
    day: int = 0
    ago: int | None = None


def _without_day(text: str) -> str:
    day = _day(text)
    rest = f"{text[: day.span[0]]} {text[day.span[1] :]}" if day else text
    return " ".join(_YEAR_WORD.sub(" ", rest).split()) if day else rest


def _day(text: str) -> _Day | None:
    """Return the day that a text names, by the first form that fits."""
    if found := _DAY_WORD.search(text):
        return _Day(found.span(), ago=_DAYS_AGO[found[1]])
    if found := _ISO_DAY.search(text):
        return _Day(found.span(), int(found[1]), int(found[2]), int(found[3]))
    is_american = bool(_HALF_OF_DAY.search(text))
    numeric = (_numeric(found, is_american=is_american) for found in _NUMERIC.finditer(text))
    if day := next(filter(None, numeric), None):
        return day
    return _day_in_words(text)


def _day_in_words(text: str) -> _Day | None:
    if (found := _YEAR_FIRST.search(text)) and (month := month_number(found[3])):
        return _Day(found.span(), int(found[1]), month, int(found[2]))
    for found in _DAY_FIRST.finditer(text):
        if month := month_number(found[2]):
            return _Day(found.span(), _year(found[3] or ""), month, int(found[1]))
    for found in _MONTH_FIRST.finditer(text):
        if month := month_number(found[1]):
            year = found[3] or (_YEAR.search(text) or [""])[0]
            return _Day(found.span(), _year(year), month, int(found[2]))
    if (found := _NEIGHBOUR_DATE.search(text)) and (month := _neighbours_month(found[2])):
        return _Day(found.span(), int(found[3]), month, int(found[1]))
    if (found := _NO_YEAR.search(text)) and _CLOCK.search(text) and 0 < int(found[2]) <= 12:
        return _Day(found.span(), 0, int(found[2]), int(found[1]))
    return None


def _neighbours_month(word: str) -> int:
    return _NEIGHBOURS.get(word[:4]) or _NEIGHBOURS.get(word[:_FIRST_LETTERS]) or month_number(word)


def _numeric(found: re.Match[str], *, is_american: bool) -> _Day | None:
    """Read "29.11.2026" and "11/29/26": the day comes first, unless only the other way round is a date.

    Nobody writes slashes and halves of the day but Americans, and what their software writes: "12/1/2026 9:30:00 AM".
    "08.00.15" is none: there is no such month.
    """
    day, month = int(found[1]), int(found[3])
    if found[2] == "/" and (month > 12 or (is_american and day <= 12)):
        day, month = month, day
    return _Day(found.span(), _year(found[4]), month, day) if 0 < month <= _DECEMBER else None


def _year(digits: str) -> int:
    return int(digits or 0) + (2000 if len(digits) == 2 else 0)
