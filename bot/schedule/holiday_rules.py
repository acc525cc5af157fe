"""What people write about public holidays ("по праздникам 11:00", "except holidays"); knows no calendar."""

import re
from typing import Final

from bot.schedule import timetable, timetable_parser
from bot.schedule.timetable_lexer import TimetableSyntaxError
from storage.model import HolidayRule, OnHolidays

_HOLIDAYS: Final = (
    r"(?:праздник\w*+|праздничн\w++(?:\s++дн\w++)?+|мереке\w*+(?:\s++күн\w*+)?+"
    r"|(?:public\s++|bank\s++)?+holidays?+)(?!\w)"
)
# What may stand before them ("а в праздники 11:00").
_SMALL_WORDS: Final = frozenset(["в", "во", "по", "на", "а", "и", "and", "on", "the", "ал", "және"])
_WORD: Final = re.compile(r"[^\s,;]++")
_EXCEPT: Final = re.compile(
    rf"(?:^|(?<![,;\s])[,;\s]++)"
    rf"(?:(?:кроме|без|no|except(?:\s++on)?+|excluding|but\s++not)\s++(?:(?:в|on|the)\s++)*+{_HOLIDAYS}"
    rf"|{_HOLIDAYS}\s++басқа)\s*+$",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(rf"(?:^|(?<=[;,\s])){_HOLIDAYS}\s*+[:—–-]?+\s*+(?P<wish>[^;\n]*+)", re.IGNORECASE)
_WISHES: Final = (
    (re.compile(r"(?:(?:сводк\w+\s+)?(?:нет|не\s\w+)|без(?:\s+\w+)?|выкл\w*|жоқ|керек\s+емес|шолусыз|"
                r"none|no(?:\s+\w+)?|off|never|nothing|0|-)"), OnHolidays.OFF),
    (re.compile(r"(?:как\s+)?(?:обычно|всегда)|әдетте\w*|(?:as\s+)?(?:usual|always)"), OnHolidays.USUAL),
    (re.compile(r"(?:как\s+)?(?:в\s+|по\s+)?(?:воскресень\w+|выходн\w+)|(?:жексенбі|демалыс)\w*(?:\s+\w+)?|"
                r"(?:as\s+|like\s+)?(?:on\s+|at\s+)?(?:the\s+)?(?:sundays?|weekends?)"), OnHolidays.SUNDAY),
)  # fmt: skip


def split(text: str) -> tuple[str, HolidayRule | None]:
    """Take what is said of holidays out of a written timetable; None if nothing is.

    Raises:
        TimetableSyntaxError: something is said of them that cannot be read ("holidays-bad").
    """
    if found := _EXCEPT.search(text):
        return text[: found.start()].strip(), HolidayRule(kind=OnHolidays.OFF)
    found = _CLAUSE.search(text)
    if found is None:
        return text, None
    before = _without_small_words(text[: found.start()]).rstrip().rstrip(" ,;")
    rest = f"{before}{text[found.end() :]}".strip(" ;\n")
    return rest, parse(found["wish"])


def _without_small_words(before: str) -> str:
    """Return what stands before holidays without the small words that lead to them."""
    end = len(before)
    for word in reversed(list(_WORD.finditer(before))):
        if word.end() == end or not before[word.end() : end].isspace() or word[0].casefold() not in _SMALL_WORDS:
            break
        end = word.start()
    return before[:end]


def parse(text: str) -> HolidayRule:
    """Read what to do on holidays: "11:00", "нет", "как в воскресенье", "әдеттегідей".

    Raises:
        TimetableSyntaxError: it is none of these; always "holidays-bad".
    """
    wish = " ".join(text.casefold().split()).strip(" .,;:—–")
    for pattern, kind in _WISHES:
        if pattern.fullmatch(wish):
            return HolidayRule(kind=kind)
    try:
        entries = timetable_parser.parse(wish)
    except TimetableSyntaxError as error:
        raise TimetableSyntaxError("holidays-bad", 0, text.strip()[:40]) from error
    if len(entries) != 1 or entries[0].weekdays != timetable.EVERY_DAY:
        raise TimetableSyntaxError("holidays-bad", 0, text.strip()[:40])
    return HolidayRule(kind=OnHolidays.AT, at=entries[0].at)
