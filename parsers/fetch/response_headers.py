"""What the headers of an answer say: what it is, when to come back, how long it holds, what to send along next time."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# However long a publisher asks us to stay away, we look again tomorrow.
_DAY = 86_400.0
_TEXTUAL = ("text/", "xml", "json", "html", "gzip", "octet-stream")
# Packings that exist, but that nobody asked for.
_FOREIGN = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz"})


def media_type(value: str) -> str:
    """Return what a Content-Type header names, without its parameters."""
    return value.partition(";")[0].strip().lower()


def objection(content_type: str, content_encoding: str) -> tuple[str, str] | None:
    """Return why a body that is no markup should not be read, as a slug and in words; None if nothing is wrong.

    Servers call feeds anything ("application/rss", "charset=utf-8", even "image/x-icon"); the first bytes know better.
    """
    codings = [coding.strip().lower() for coding in content_encoding.split(",")]
    if foreign := next((coding for coding in codings if coding in _FOREIGN), ""):
        return "decode", f"packed as {foreign}, which was not asked for"
    kind = media_type(content_type)
    if kind and not any(word in kind for word in _TEXTUAL):
        return "content-type", f"is {kind[:60]}, not a text"
    return None


def retry_after(value: str, *, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks us to wait (at most a day), None if it is not one."""
    try:
        seconds = float(value) if value.strip().isdecimal() else (_http_date(value) - now).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), _DAY)


def fresh_for(value: str) -> float:
    """Return the seconds for which a Cache-Control header says that an answer holds, at most a day; 0 if none."""
    wishes = dict(wish.strip().lower().partition("=")[::2] for wish in value[:500].split(","))
    seconds = wishes.get("max-age", "").strip('"')
    if {"no-cache", "no-store"} & wishes.keys() or not (seconds.isascii() and seconds.isdecimal()):
        return 0.0
    return min(float(seconds), _DAY)


def _http_date(value: str) -> datetime:
    moment = parsedate_to_datetime(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def validator(value: str) -> str:
    """Return a header that we will send back some day, or "" if it could not be sent."""
    return value if value.isascii() and value.isprintable() and len(value) <= 500 else ""
