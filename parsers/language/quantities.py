"""Numbers and days named in a text, as values that can be compared; knows no tag and no story."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from parsers import dates
from parsers.language import names

_NUMBER = re.compile(
    r"(?<![\w.,:])(?P<int>\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)(?:[.,](?P<frac>\d+))?(?!\w|[.,:]\d)"
    r"(?:[ \u00a0-]?(?P<unit>%|°|\$|€|₸|₽|[^\W\d_]+))?(?:\.?[ \u00a0](?P<next>[^\W\d_]+))?"
)
_DIGITS = re.compile(r"\d+")
# What makes a number a name: "школа № 5", "дело номер 7", "№5 мектеп".
_LABEL = re.compile(r"(?:№|(?<!\w)(?:номер[а-я]{0,2}|нөмірі?|no\.|number))[ \u00a0]?\Z", re.IGNORECASE)
_LABEL_LENGTH = 10
LABELLED = "№"
"""The unit of a number that names what it stands for."""
_SCALES = {
    "тис": 10**3, "тисиач": 10**3, "мин": 10**3, "тхоусанд": 10**3, "млн": 10**6, "милион": 10**6, "милионов": 10**6,
    "милиона": 10**6, "млрд": 10**9, "милиард": 10**9, "милиардов": 10**9, "милиарда": 10**9, "билион": 10**9,
    "трлн": 10**12, "трилион": 10**12, "трилионов": 10**12,
}  # fmt: skip
# Numbers up to twenty as words, in the forms that count people and things; "один" and its like are too common.
_WORDS = {
    names.fold(word): number
    for number, row in enumerate(
        (
            "два две двое двух двоих двоим двумя екі екеу two",
            "три трое трех троих троим тремя үш үшеу three",
            "четыре четверо четырех четверых төрт төртеу four",
            "пять пятеро пяти пятерых бес бесеу five",
            "шесть шестеро шести шестерых алты алтау six",
            "семь семеро семи семерых жеті жетеу seven",
            "восемь восьмеро восьми сегіз eight",
            "девять девяти тоғыз nine",
            "десять десяти ten",
            "одиннадцать одиннадцати eleven",
            "двенадцать двенадцати twelve",
            "тринадцать тринадцати thirteen",
            "четырнадцать четырнадцати fourteen",
            "пятнадцать пятнадцати fifteen",
            "шестнадцать шестнадцати sixteen",
            "семнадцать семнадцати seventeen",
            "восемнадцать восемнадцати eighteen",
            "девятнадцать девятнадцати nineteen",
            "двадцать двадцати жиырма twenty",
        ),
        start=2,
    )
    for word in row.split()
}
# Whole words only: in a running text "5 мартышек" is no day.
_MONTHS = {
    names.fold(word): number
    for language in dates.MONTHS.values()
    for number, words in enumerate(language, start=1)
    for word in words.split()
}
_DAY_MONTH = re.compile(r"(?<![\d.,:])(\d{1,2})[ \u00a0-]+([^\W\d_]+)")
_MONTH_DAY = re.compile(r"(?<!\w)([^\W\d_]+)[ \u00a0](\d{1,2})(?![\d:.])")
_NUMERIC_DAY = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(?:20)?\d{2}(?!\d)")
_YEARS = range(1900, 2100)
_LAST_DAY, _LAST_MONTH = 31, 12
_UNIT_LENGTH = 4
_BLANK = re.compile(r"\s")
# Longer runs of digits (an account, a telephone) are no count of anything; their beginning still tells them apart.
_LONGEST = 15


class Quantity(NamedTuple):
    """A number with what it counts: the beginning of the next word folded, a sign, or nothing."""

    value: float
    unit: str


class CalendarDay(NamedTuple):
    """A day of a year that is not said."""

    month: int
    day: int


def days(text: str) -> frozenset[CalendarDay]:
    """The days a text names: 5 мая, 5 мамыр, May 5, 05.05.2025."""
    found = set()
    for day, month in _DAY_MONTH.findall(text):
        found |= _day(int(day), _MONTHS.get(names.fold(month), 0))
    for month, day in _MONTH_DAY.findall(text):
        if month.isascii():
            found |= _day(int(day), _MONTHS.get(names.fold(month), 0))
    for day, month in _NUMERIC_DAY.findall(text):
        found |= _day(int(day), int(month))
    return frozenset(found)


def _day(day: int, month: int) -> set[CalendarDay]:
    return {CalendarDay(month=month, day=day)} if 1 <= day <= _LAST_DAY and 1 <= month <= _LAST_MONTH else set()


def quantities(text: str) -> frozenset[Quantity]:
    """The numbers of a text with their units. Days, years and times of day are not quantities."""
    found = {quantity for match in _numbers(text) if (quantity := _quantity(match)) is not None}
    folded = [*map(names.fold, names.spelled(text)), ""]
    if not _WORDS.keys().isdisjoint(folded):
        for at in [at for at, word in enumerate(folded) if word in _WORDS]:
            found.add(Quantity(value=float(_WORDS[folded[at]]), unit=folded[at + 1][:_UNIT_LENGTH]))
    return frozenset(found)


def written(text: str) -> list[tuple[Quantity, str]]:
    """The numbers of a text written in digits, each with what it counts as it stands: 300 квадратных метров."""
    found = ((_quantity(match), match[0].strip()) for match in _numbers(text))
    return [(quantity, text) for quantity, text in found if quantity is not None]


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """The numbers of a text; tried only where digits begin, which most of a text does not."""
    end = 0
    for digits in _DIGITS.finditer(text):
        if digits.start() >= end and (match := _NUMBER.match(text, digits.start())):
            end = match.end()
            yield match


def _quantity(match: re.Match[str]) -> Quantity | None:
    digits = _BLANK.sub("", match["int"])[:_LONGEST]
    value = float(f"{digits}.{match['frac'] or 0}")
    if _LABEL.search(match.string[max(0, match.start() - _LABEL_LENGTH) : match.start()]):
        return Quantity(value=value, unit=LABELLED)
    unit, following = names.fold(match["unit"] or ""), names.fold(match["next"] or "")
    if unit in _MONTHS or (match["frac"] is None and value in _YEARS and not unit.startswith("челов")):
        return None
    scale = _SCALES.get(unit) or _SCALES.get(names.stem(match["unit"] or "") if unit else "")
    if scale:
        value, unit = value * scale, following
    return Quantity(value=round(value, 6), unit=unit[:_UNIT_LENGTH])
