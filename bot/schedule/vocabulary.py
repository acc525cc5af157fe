"""The words people use for days and hours, in Russian, Kazakh and English; knows no grammar and reads no clock."""

import re
from datetime import time
from enum import Enum, auto
from typing import Final

from bot.schedule.timetable import EVERY_DAY, WEEKEND, WORKING_DAYS


class Role(Enum):
    """What a word does that names no day and no hour."""

    EVERY = auto()  # "каждый": makes "день" mean every day
    DAY = auto()  # "день": every day after "каждый", else says nothing
    AFTER_DAY = auto()  # "сайын": makes the "күн" before it mean every day
    FROM = auto()  # "с": opens "с понедельника по пятницу"
    TO = auto()  # "to": a range between the days on its sides
    TO_IF_FROM = auto()  # "по": a range if "с" has opened one, as "по будням" is none
    TO_BEHIND = auto()  # "дейін": a range between the two days before it
    EXCEPT = auto()  # "кроме": the days that follow are taken out
    EXCEPT_BEHIND = auto()  # "басқа": the days before it are
    ONCE = auto()  # "раз в день": one usual hour, if none is named
    TWICE = auto()  # "дважды": two usual hours, if none are named
    WEEKLY = auto()  # "в неделю": one usual day, if none is named
    NOISE = auto()


class Half(Enum):
    """The part of the day that makes "7" an hour of twenty-four."""

    AM = auto()
    PM = auto()
    MORNING = auto()
    DAYTIME = auto()
    EVENING = auto()
    NIGHT = auto()


# Each pattern must match the whole word, in small letters with "е" for "ё"; the first that does wins.
_DAYS: Final = (
    (re.compile(r"пн|пон|понедельник\w{0,3}|дс|дүй|дүйсенбі\w{0,6}|mon|mondays?"), frozenset({0})),
    (re.compile(r"вт|втр|вторник\w{0,3}|сс|сейс|сейсенбі\w{0,6}|tue|tues|tuesdays?"), frozenset({1})),
    (re.compile(r"ср|срд|сред(?:а|у|ы|е|ам|ами)|сәр|сәрсенбі\w{0,6}|wed|wednesdays?"), frozenset({2})),
    (re.compile(r"чт|чтв|четверг\w{0,3}|бс|бей|бейсенбі\w{0,6}|thu|thurs?|thursdays?"), frozenset({3})),
    (re.compile(r"пт|птн|пятниц\w{0,3}|жм|жұм|жұма(?:да|ға|дан|сы|лары)?|fri|fridays?"), frozenset({4})),
    (re.compile(r"сб|суб|суббот\w{0,3}|сб|сен|сенбі\w{0,6}|sat|saturdays?"), frozenset({5})),
    (re.compile(r"вс|вск|воскр|воскресень\w{1,3}|жс|жек|жексенбі\w{0,6}|sun|sundays?"), frozenset({6})),
    (re.compile(r"будн\w{1,3}|рабочи[емй]х?|жұмыс|weekdays?|workdays?|working"), WORKING_DAYS),
    (re.compile(r"выходн\w{2,3}|демалыс|weekends?"), WEEKEND),
    (re.compile(r"ежедневно|күнде|күнделікті|daily|everyday"), EVERY_DAY),
)

_HALVES: Final = (
    (re.compile(r"am|a\.m\.?"), Half.AM),
    (re.compile(r"pm|p\.m\.?"), Half.PM),
    (re.compile(r"утр[ао]|утр(?:ом|ам)|таң|таңғы|таңертең\w{0,3}|таңда|mornings?"), Half.MORNING),
    (re.compile(r"дня|днем|обед|обеда|түскі|түсте|afternoons?|lunch"), Half.DAYTIME),
    (re.compile(r"вечер|вечер(?:а|ом|ам)|кеш|кешкі|кешке|кеште|evenings?|tonight"), Half.EVENING),
    (re.compile(r"ночь|ночи|ночью|ночам|түн|түнгі|түнде|nights?"), Half.NIGHT),
)
# These stand before their hour in Kazakh ("кешкі 7") and behind it elsewhere ("7 вечера", "7 pm").
_BEFORE: Final = re.compile(r"таңғы|таңертең|түскі|кешкі|кешке|түнгі|утром|днем|вечером|ночью")

_ROLES: Final = (
    (re.compile(r"кажд\w{2,3}|все|әр|әрбір|every|each|all"), Role.EVERY),
    (re.compile(r"день|дни|дней|дням|сутки|күн|күні|күніне|күндері|days?"), Role.DAY),
    (re.compile(r"сайын"), Role.AFTER_DAY),
    (re.compile(r"с|со|от|from"), Role.FROM),
    (re.compile(r"до|to|till|until|thru|through"), Role.TO),
    (re.compile(r"по"), Role.TO_IF_FROM),
    (re.compile(r"дейін"), Role.TO_BEHIND),
    (re.compile(r"кроме|исключая|except|but"), Role.EXCEPT),
    (re.compile(r"басқа"), Role.EXCEPT_BEHIND),
    (re.compile(r"дважды|twice"), Role.TWICE),
    (re.compile(r"недел[юи]|еженедельно|апта\w{0,4}|weekly|week"), Role.WEEKLY),
    (re.compile(r"раз|once|рет"), Role.ONCE),
    (
        re.compile(r"присылай(?:те)?|пришли|шли(?:те)?|отправляй(?:те)?|хочу|получать|мне|сводк[аиу]|дайджест"),
        Role.NOISE,
    ),
    (re.compile(r"жібер\w{0,4}|тұр|маған|шолу\w{0,3}|бір|send|me|my|digest|a|an|per|of|for"), Role.NOISE),
    (re.compile(r"и|в|во|на|ч|час|часа|часов|часам|пожалуйста"), Role.NOISE),
    (re.compile(r"және|мен|пен|бен|сағат\w{0,4}|де|да|те|та"), Role.NOISE),
    (re.compile(r"and|at|on|in|the|o'clock|please"), Role.NOISE),
)

_HOURS: Final = (
    (re.compile(r"полдень|полдни|noon|midday|талтүсте?"), 12),
    (re.compile(r"полночь|midnight|түнжарым"), 0),
)

# "каждые 2 часа": a span between digests, which no timetable has. What stands between "every" and the span is a number
# or its word: "каждый день в 2 часа" is none.
_NUMBER: Final = (
    r"(?:\d{1,3}(?:\s?[-–]\s?\d{1,3})?(?:-?(?:й|е|ой|nd|rd|th)\b)?|втор(?:ой|ую)|трет(?:ий|ью)|second|third|пол|полтор[аы]|пар[уы]|несколько|дв[ае]|три|четыре|пять|шесть|восемь|десять|двенадцать|тридцать"
    r"|екі|үш|төрт|бес|алты|сегіз|он|жарты|бірнеше|бір"
    r"|an?|one|two|three|four|five|six|eight|ten|twelve|thirty|few|couple\s+of|other|half(?:\s+an?)?)"
)
_SPAN: Final = r"(?:час(?:а|ов|ик\w{0,2})?|ч|полчаса|мин(?:ут[уы]?)?|hours?|hrs?|h|minutes?|mins?)"
_KAZAKH_SPAN: Final = r"(?:сағат|минөт|минут)(?:та|те|тан|ына|ы)?"
_INTERVAL: Final = re.compile(
    rf"""\b(?:
        (?:кажд\w{{2,3}}|раз\s+в|every|each|once\s+(?:in|every)|once(?=\s+an?\b))\s+(?:{_NUMBER}[\s-]*)?{_SPAN}
      | (?:әр|әрбір)\s+(?:{_NUMBER}[\s-]*)?{_KAZAKH_SPAN}(?:\s+сайын)?
      | (?:{_NUMBER}[\s-]*)?{_KAZAKH_SPAN}\s+(?:сайын|бір\s+рет)
      | {_NUMBER}[\s-]*(?:сағат|минөт|минут)(?:та|те)\s+бір
      | (?:по|через)\s+{_NUMBER}[\s-]*{_SPAN}
      | ежечасно | ежеминутно | hourly
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
# "2 раза в день": how many, but not when; beside times it says nothing that they do not.
_FREQUENCY: Final = re.compile(
    r"""\b(?:
        (?:(?:\d{1,2}|один|пару|несколько|много|дв[ае]|три|четыре|пять)\s+)?раза?\s+(?:в|за)\s+(?:день|сутки)
      | (?:дважды|трижды)\s+в\s+(?:день|сутки)
      | (?:once|twice|(?:\d{1,2}|two|three|four|few|several)\s+times)\s+(?:an?|per|each|every)\s+day
      | күн(?:іне|інде)?\s+(?:\d{1,2}|бір|екі|үш|төрт|бес|бірнеше)\s+рет
    )\b:?""",
    re.VERBOSE | re.IGNORECASE,
)

# How people say "none" in the three languages.
OFF: Final = frozenset(
    {
        "off",
        "no",
        "none",
        "0",
        "-",
        "нет",
        "выкл",
        "выключить",
        "убрать",
        "без",
        "жоқ",
        "өшір",
        "өшіру",
        "алып таста",
        "тоқтат",
        "отключи",
        "выключи",
        "убери",
        "отмени",
        "удали",
        "remove",
        "disable",
        "cancel",
    }
)

# The hours of a reader who names none: what the buttons of /schedule offer first.
USUAL: Final = {
    Half.AM: time(8),
    Half.PM: time(19),
    Half.MORNING: time(8),
    Half.DAYTIME: time(13),
    Half.EVENING: time(19),
    Half.NIGHT: time(22),
}
ONCE: Final = (time(9),)
TWICE: Final = (time(8), time(19))

# How the bot writes a timetable. Every word here is one that is understood above.
SHORT_DAYS: Final = {
    "ru": ("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
    "kk": ("дс", "сс", "ср", "бс", "жм", "сб", "жс"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
DAY_SETS: Final = {
    "ru": {EVERY_DAY: "каждый день", WORKING_DAYS: "по будням", WEEKEND: "по выходным"},
    "kk": {EVERY_DAY: "күн сайын", WORKING_DAYS: "жұмыс күндері", WEEKEND: "демалыс күндері"},
    "en": {EVERY_DAY: "every day", WORKING_DAYS: "weekdays", WEEKEND: "weekends"},
}
AT: Final = {"ru": "в ", "kk": "сағат ", "en": "at "}


def days(word: str) -> frozenset[int] | None:
    """Return the weekdays a word names."""
    found = _find(_DAYS, word)
    return found if isinstance(found, frozenset) else None


def half(word: str) -> Half | None:
    """Return the part of the day a word names."""
    found = _find(_HALVES, word)
    return found if isinstance(found, Half) else None


def stands_before(word: str) -> bool:
    """Say whether a part of the day belongs to the hour that follows it."""
    return _BEFORE.fullmatch(_fold(word)) is not None


def role(word: str) -> Role | None:
    """Return what a word does that names neither."""
    found = _find(_ROLES, word)
    return found if isinstance(found, Role) else None


def hour(word: str) -> int | None:
    """Return the hour of a word that is one: noon, midnight."""
    found = _find(_HOURS, word)
    return found if isinstance(found, int) else None


def interval(text: str) -> re.Match[str] | None:
    """Find where a text asks for a span between digests instead of times."""
    return _INTERVAL.search(text)


def frequency(text: str) -> re.Match[str] | None:
    """Find where a text says how many times a day."""
    return _FREQUENCY.search(text)


def is_interval(text: str) -> bool:
    """Say whether a text is such a span or a number of times a day, courtesy aside, and nothing else."""
    span = interval(text) or frequency(text)
    rest = text[: span.start()] + " " + text[span.end() :] if span else text
    return span is not None and all(role(word.strip(".,!")) is Role.NOISE for word in rest.split() if word.strip(".,!"))


def _find(rows: tuple[tuple[re.Pattern[str], object], ...], word: str) -> object | None:
    folded = _fold(word)
    return next((meaning for pattern, meaning in rows if pattern.fullmatch(folded)), None)


def _fold(word: str) -> str:
    return word.casefold().replace("ё", "е").replace("’", "'")


ONE_DAY: Final = frozenset({"сегодня", "завтра", "послезавтра", "бүгін", "ертең", "today", "tomorrow", "tonight"})
"""Words of one day: a timetable has none."""

AND: Final = {"ru": "и", "kk": "және", "en": "and"}
"""What joins the last of several times."""
