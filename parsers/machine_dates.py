"""The dates that machines write for machines: ISO 8601 as it is met, RFC 2822, the time since 1970."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime

_LOOSE_ISO = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)[T ]++(\d\d?):(\d\d)(?::(\d\d))?(?:[.,]\d++)?\s*+(Z|UTC|GMT|[+-]\d\d:?\d?\d?)?$"
)
# "20251201093000": a day and its time, without what parts them.
_DIGITS = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)([0-2]\d)([0-5]\d)([0-5]\d)?")
# Seconds, milliseconds, microseconds or nanoseconds.
_EPOCH = re.compile(r"\d{10}(?:\d{3}){0,3}(?:\.\d{1,6})?")
_DAY_WITH_OFFSET = re.compile(r"(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)")
# As .NET writes it into JSON, and JavaScript into pages: the offset only says where it was written.
_CALL = re.compile(r"(?:\\?/|new )?Date\((\d{10}(?:\d{3}){0,3})(?:[+-]\d{4})?\)(?:\\?/)?", re.IGNORECASE)
_MAIL = re.compile(
    r"(?:[A-Z][a-z]{2}, ?)?\d{1,2} [A-Z][a-z]{2} (?:[12]\d{3}|\d\d) "
    r"\d\d?:\d\d(?::\d\d)? (?:[+-]\d{4}|GMT|UTC?|Z)(?: \(\w+\))?"
)


def read(text: str, zone: tzinfo) -> datetime | None:
    """Return the moment that a text of one line is, in `zone` where it names no offset; None if it is none."""
    if not text[:4].isdigit() and not text[:3].isalpha():
        return None
    if is_epoch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    for form in (_day_with_offset, datetime.fromisoformat, _loose_iso, _digits, _mail):
        try:
            moment = form(text)
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return None


def is_epoch(text: str) -> bool:
    """Say whether a text is nothing but the time since 1970."""
    return _EPOCH.fullmatch(text) is not None


def is_run_together(text: str) -> bool:
    """Say whether a text is a day and its time in digits alone."""
    return _DIGITS.fullmatch(text) is not None


def unwrapped(text: str) -> str:
    """Return the number in "/Date(1754480000000+0500)/"; any other text as it is."""
    call = _CALL.fullmatch(text)
    return call[1] if call else text


def _loose_iso(text: str) -> datetime:
    """Read what fromisoformat refuses.

    That is a space before the offset, an hour of one digit, a fraction of odd length, the midnight that ends a day
    (24:00) and the second that is added to some minutes (60).
    """
    found = _LOOSE_ISO.match(text)
    if found is None:
        raise ValueError(text)
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    is_end = (hour, minute, second) == (24, 0, 0)
    start = datetime(year, month, day, 0 if is_end else hour, minute, min(second, 59) if second <= 60 else second)  # noqa: DTZ001 given below
    return (start + timedelta(days=is_end)).replace(tzinfo=_offset(found.group(7) or ""))


def _digits(text: str) -> datetime:
    found = _DIGITS.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - the caller knows where it is meant


def _day_with_offset(text: str) -> datetime:
    """Read "2026-11-22+05:00" and "2026-11-22Z" (XML Schema's date)."""
    found = _DAY_WITH_OFFSET.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return datetime.fromisoformat(found[1]).replace(tzinfo=_offset(found[2]))


def _mail(text: str) -> datetime:
    if not _MAIL.fullmatch(text):
        raise ValueError(text)
    moment = parsedate_to_datetime(text)
    return moment.replace(tzinfo=UTC) if "-0000" in text else moment  # in UTC, wherever it was written (RFC 5322, 3.3)


def _offset(text: str) -> tzinfo | None:
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    return datetime.strptime(text.replace(":", "").ljust(5, "0"), "%z").tzinfo
