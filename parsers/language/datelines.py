"""Where a report was filed, as agencies begin theirs: "МИНСК, 18 ноя – Sputnik." No place of the event. Pure."""

import re

from parsers import dates

_LONGEST = 120
_MONTHS = "|".join(sorted({word[:3] for rows in dates.MONTHS.values() for row in rows for word in row.split()}))
_PLACE = re.compile(r"\s{0,5}+[^\W\d_][\w'’-]{1,30}+(?: [^\W\d_][\w'’-]{1,30}+){0,2}+(?=[,.]| ?[(/])")
_DAY = re.compile(
    rf"(?:\d{{1,2}} (?:{_MONTHS})[^\W\d_]{{0,9}}+|(?:{_MONTHS})[^\W\d_]{{0,9}}+\.? \d{{1,2}}(?!\d))"
    r"(?:,? 20\d\d)?+(?: года| г\b)?+",
    re.IGNORECASE,
)
_MARK = re.compile(r"[\s.,:]{1,4}+")
_DASH = re.compile(r"\s{0,2}+[–—-]{1,2}+\s")
_IN_BRACKETS = re.compile(r"[/(][^/()\n]{2,40}+[/)]")
_AGENCY = re.compile(r"[^\W\d_]\w{1,25}+(?:[.-][^\W\d_]\w{1,25}+)?+(?: [^\W\d_]\w{1,25}+)?+(?=[.,:]? ?[–—-]|[.,:] )")
_KNOWN = re.compile(
    r"\b(?:reuters|ap|afp|xinhua|dpa|bloomberg|sputnik|interfax|kazinform|тасс|риа|интерфакс|казинформ|казтаг|синьхуа|рейтер)",
    re.IGNORECASE,
)


def without(text: str) -> str:
    """A text without the line that says where and when it was filed, and by which agency."""
    place = _PLACE.match(text)
    if not place or not place.group().strip()[:1].isupper():
        return text
    end = _end(text[:_LONGEST], place.end(), in_capitals=place.group().isupper())
    return text[end:].lstrip(" \n.,:") if end else text


def _end(text: str, at: int, *, in_capitals: bool) -> int:
    """Where the text begins whose place ends `at`; 0 if that place begins a sentence."""
    day = agency = dash = False
    while not (dash and agency):
        if not dash and (found := _DASH.match(text, at)):
            dash = True
        elif found := _MARK.match(text, at):
            pass
        elif not day and not agency and (found := _DAY.match(text, at)):
            day = True
        elif not agency and (found := _agency(text, at, dated=day, in_capitals=in_capitals)):
            agency = True
        else:
            break
        at = found.end()
    return at if (day and (agency or in_capitals)) or (agency and dash) else 0


def _agency(text: str, at: int, *, dated: bool, in_capitals: bool) -> re.Match[str] | None:
    found = _IN_BRACKETS.match(text, at) or _AGENCY.match(text, at)
    if found is None or _KNOWN.search(found.group()):
        return found
    written = found.group().strip("/()").isupper()
    return found if written and (dated or in_capitals) else None
