"""How a source is doing, judged from what its listings and pages answered. Values only; remembers nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median

from parsers.article import Link
from parsers.listings import safe_xml

# A publisher's silence is news when it lasts this many times its usual gap, but never within the first bound (nights),
# and always after the second.
_PATIENCE = 8
_SHORTEST_SILENCE = timedelta(hours=18)
_LONGEST_SILENCE = timedelta(days=14)
# Without a rhythm to go by, two days: every news site publishes on a weekend.
_USUAL_SILENCE = timedelta(days=2)
# A listing's date may be wrong by a zone; one that lies further ahead is no date.
_AHEAD = timedelta(hours=14)
_FEWEST_PAGES = 5
_FALLEN = 0.5


class Health(StrEnum):
    """The states that a source can be in; one word each, for tables, texts and metrics."""

    OK = "ok"
    FORBIDDEN = "forbidden"
    MISSING = "missing"
    BUSY = "busy"
    FAILING = "failing"
    UNREACHABLE = "unreachable"
    INSECURE = "insecure"
    SLOW = "slow"
    ROBOTS = "robots"
    TOO_LARGE = "too-large"
    REDIRECTS = "redirects"
    HTML = "html"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    UNDATED = "undated"
    STALE = "stale"
    CHANGED = "changed"
    MENDED = "mended"
    # Of channels.
    NO_PREVIEW = "no-preview"
    NO_CHANNEL = "no-channel"
    MEMBERS_ONLY = "members-only"
    WORDLESS = "wordless"
    REPLACED = "replaced"


# Whoever reads a channel gives these as reasons.
_OF_CHANNELS = (Health.NO_PREVIEW, Health.NO_CHANNEL, Health.MEMBERS_ONLY, Health.WORDLESS, Health.REPLACED)
_BY_REASON = {
    "timeout": Health.SLOW,
    "dns": Health.UNREACHABLE,
    "refused": Health.UNREACHABLE,
    "reset": Health.UNREACHABLE,
    "truncated": Health.UNREACHABLE,
    "protocol": Health.UNREACHABLE,
    "tls": Health.INSECURE,
    "robots": Health.ROBOTS,
    "robots-unreachable": Health.FAILING,
    "too-large": Health.TOO_LARGE,
    "redirects": Health.REDIRECTS,
    "off-limits": Health.REDIRECTS,
    "private-address": Health.REDIRECTS,
    "address": Health.REDIRECTS,
    "content-type": Health.UNREADABLE,
    "decode": Health.UNREADABLE,
    **{str(health): health for health in _OF_CHANNELS},
}
_BY_STATUS = {401: Health.FORBIDDEN, 403: Health.FORBIDDEN, 451: Health.FORBIDDEN, 404: Health.MISSING,
              410: Health.MISSING, 429: Health.BUSY}  # fmt: skip


def of_fetch(reason: str, status: int | None = None) -> Health:
    """Judge a failed fetch by its slug (`parsers.fetch.client.FetchError.reason`) and HTTP status."""
    if reason == "status" and status is not None:
        return _BY_STATUS.get(status, Health.FAILING)
    return _BY_REASON.get(reason, Health.FAILING)


def of_parse(reason: str) -> Health:
    """Judge a listing that could not be read by the words of its `ParseError`."""
    if reason == safe_xml.HTML_INSTEAD:
        return Health.HTML
    return Health(reason) if reason in (*_OF_CHANNELS, Health.EMPTY) else Health.UNREADABLE


def of_links(links: Sequence[Link], *, now: datetime) -> Health:
    """Judge a listing that could be read: empty, without dates, silent for longer than it usually is, or well."""
    if not links:
        return Health.EMPTY
    moments = [link.published_at for link in links if link.published_at and link.published_at <= now + _AHEAD]
    if not moments:
        return Health.UNDATED
    return Health.STALE if now - max(moments) > patience(moments) else Health.OK


def of_pages(read: int, tried: int, *, usual: float = 1.0, mended: int = 0) -> Health:
    """Judge a site's pages: `read` of the `tried` latest gave an article, where `usual` is the share that used to.

    A share that has fallen to half says that the layout has changed, once there are enough pages to say so; it is
    mended if, with those that were read as any page is, it has not.
    """
    if tried < _FEWEST_PAGES or read / tried >= _FALLEN * usual:
        return Health.OK
    return Health.CHANGED if (read + mended) / tried < _FALLEN * usual else Health.MENDED


def patience(moments: Iterable[datetime]) -> timedelta:
    """Return how long a source that published at these moments may be silent before that is news."""
    ordered = sorted(set(moments))
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(ordered)]
    if len(gaps) < 2:
        return _USUAL_SILENCE
    return min(max(timedelta(seconds=_PATIENCE * median(gaps)), _SHORTEST_SILENCE), _LONGEST_SILENCE)
