"""Hours that people say in words ("в половине девятого", "half past eight", "тоғыз жарымда"), in digits; pure."""

import re
from typing import Final

_RUSSIAN: Final = ("час", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять",
                   "одиннадцать", "двенадцать")  # fmt: skip
_RUSSIAN_NEXT: Final = ("первого", "второго", "третьего", "четвертого", "пятого", "шестого", "седьмого", "восьмого",
                        "девятого", "десятого", "одиннадцатого", "двенадцатого")  # fmt: skip
_KAZAKH: Final = ("бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз", "он", "он бір",
                  "он екі")  # fmt: skip
_ENGLISH: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
                   "twelve")  # fmt: skip
_HOURS: Final = {
    word: hour
    for words in (_RUSSIAN, _RUSSIAN_NEXT, _KAZAKH, _ENGLISH)
    for hour, word in enumerate(words, start=1)
}  # fmt: skip
_MINUTES: Final = {"пяти": 5, "десяти": 10, "четверти": 15, "двадцати": 20, "двадцати пяти": 25, "five": 5, "ten": 10,
                   "quarter": 15, "a quarter": 15, "twenty": 20, "twenty five": 25}  # fmt: skip


def _any(words: tuple[str, ...]) -> str:
    """Return a group of words, the longest first: "он бір" is no "он"."""
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)).replace(" ", r"\s") + ")"


# A half of the ninth hour is 8:30, and so is half past eight; "тоғыз жарым" is nine and a half.
_SPOKEN: Final = re.compile(
    rf"""\b(?:
        (?:половин[аеу]\s|пол[\s-]?)(?P<half_of>{_any(_RUSSIAN_NEXT)})
      | четверть\s(?P<quarter_of>{_any(_RUSSIAN_NEXT)})
      | без\s(?P<short>пяти|десяти|четверти|двадцати(?:\sпяти)?)\s(?P<short_of>{_any(_RUSSIAN)}|\d\d?)
      | half\s(?:past\s)?(?P<half_past>{_any(_ENGLISH)}|\d\d?)
      | (?P<past>(?:a\s)?quarter|five|ten|twenty(?:\sfive)?)\spast\s(?P<past_of>{_any(_ENGLISH)}|\d\d?)
      | (?P<to>(?:a\s)?quarter|five|ten|twenty(?:\sfive)?)\sto\s(?P<to_of>{_any(_ENGLISH)}|\d\d?)
      | (?P<and_half>{_any(_KAZAKH)}|\d\d?)\sжарым(?:да)?
      | (?P<in>в|к|во|at|сағат)\s(?P<hour>{_any(_RUSSIAN)}|{_any(_ENGLISH)}|{_any(_KAZAKH)})(?:да|де|та|те)?
      | (?P<locative>{_any(_KAZAKH)})(?:да|де|та|те)
      | (?P<said>{_any(_RUSSIAN[1:])}|{_any(_ENGLISH)}|{_any(_KAZAKH)})
        (?=\s(?:час|утра|вечера|дня|ночи|am|pm|o'clock|in\sthe))
      | (?P<twice>(?:два|2)\sраза|(?:екі|2)\sрет|(?:two|2)\stimes)
    )\b""",
    re.VERBOSE,
)


def in_digits(text: str) -> str:
    """Write the hours that a text says in words as "8:30", each as wide as its words: all else stays in its place."""
    folded = text.casefold().replace("ё", "е").replace("’", "'")
    if len(folded) != len(text):
        return text
    written = _SPOKEN.sub(lambda match: _digits(match).ljust(len(match[0])), folded)
    return text if written == folded else written


def _digits(match: re.Match[str]) -> str:
    said = {name: " ".join(value.split()) for name, value in match.groupdict().items() if value}
    if hour := said.get("half_of"):
        return _before(_hour(hour), 30)
    if hour := said.get("quarter_of"):
        return _before(_hour(hour), 45)
    if hour := said.get("short_of") or said.get("to_of"):
        return _before(_hour(hour), _MINUTES[said.get("short") or said["to"]])
    if hour := said.get("half_past") or said.get("and_half"):
        return f"{_hour(hour)}:30"
    if hour := said.get("past_of"):
        return f"{_hour(hour)}:{_MINUTES[said['past']]:02}"
    if "twice" in said:
        return "twice"
    if hour := said.get("hour"):
        return f"{said['in']} {_hour(hour)}"
    return str(_hour(said.get("locative") or said["said"]))


def _hour(word: str) -> int:
    return int(word) if word.isdigit() else _HOURS[word]


def _before(hour: int, minutes: int) -> str:
    """Write so many minutes before an hour; before one it is twelve, of a clock with hands."""
    return f"{hour - 1 or 12}:{60 - minutes:02}"
