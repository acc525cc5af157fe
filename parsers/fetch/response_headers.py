"""What the headers of an answer say: when to come back, how long it holds, what to send along next time."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# However long a publisher asks us to stay away, we look again tomorrow.
_DAY = 86_400.0


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
