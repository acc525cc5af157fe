"""A timetable cut into clauses and tokens, before anything is made of their order; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


class TimetableSyntaxError(ValueError):
    """A timetable that cannot be read.

    `reason` is a text key: "schedule-no-time", "schedule-bad-time", "schedule-bad-word", "schedule-interval" or
    "schedule-too-many";
    `found` is the piece in question (may be empty), `position` its offset in characters.
    """

    def __init__(self, reason: str, position: int = 0, found: str = "") -> None:
        super().__init__(f"{reason} at {position}: {found!r}")
        self.reason = reason
        self.position = position
        self.found = found


DIGITS: Final = re.compile(r"\d++")
# "8 00", "8,00" and "8-30" are times where the second number can be no hour, or is written as no hour is beside the
# first; "8 9", "08 09" and "8 19" are two hours; "20 20" would be one hour said twice.
# After a dash, minutes are those that people say: 5, 10, 15 ...
_TOKEN: Final = re.compile(
    r"""(?P<time>(?:\d{1,2}[:.：∶]\d\d
                 | \d{1,2}\s?(?:ч|час|часа|часов|h)\.?\s?[0-5]\d(?:\s?(?:мин\w{0,3}|м|m|min)\b)?
                 | \d{1,2}\s?сағат\s[0-5]\d\s?мин\w{0,3}\b
                 | (?:\d|[12]\d)(?:[^\S\n]|,)(?:0\d|2[4-9]|[345]\d)
                 | (?P<twice>1\d|2[0-3])[^\S\n](?P=twice)
                 | 0\d(?:[^\S\n]|,)(?:00|2[4-9]|[345]\d)
                 | \d{1,2}[-‐‑‒–—−](?:[0-5][05]|0\d|2[4-9]|[345]\d)
                 )(?![\d:.])(?:-(?:де|да|те|та)\b)?)
      | (?P<cut>\d{1,2}[.:]\d(?![\d.,:]))
      | (?P<number>\d+(?:-(?:де|да|те|та)\b)?)
      | (?P<word>(?:[ap]\.m\b\.?)|[^\W\d_]+(?:['’][^\W\d_]+)*)
      | (?P<dash>[-‐‑‒–—−])
      | (?P<end>[;\n])
      | (?P<gap>[\s,.&+/|()«»"!?…]+)
      | (?P<other>.)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A time, a number, a word, a dash or something else, as it was written, and where."""

    kind: str
    text: str
    position: int

    def error(self, reason: str) -> TimetableSyntaxError:
        """Return the error that points here."""
        return TimetableSyntaxError(reason, self.position, self.text[:40])


def clauses(text: str) -> Iterator[list[Token]]:
    """Yield the tokens of each clause of a timetable, without the gaps between them."""
    clause: list[Token] = []
    for match in _TOKEN.finditer(text):
        token = Token(kind=match.lastgroup or "", text=match.group(), position=match.start())
        if token.kind == "end":
            yield clause
            clause = []
        elif token.kind != "gap":
            clause.append(token)
    yield clause
