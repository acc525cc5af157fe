"""How far a channel is read, decided from its pages: which to ask for next, what was missed. Pure; asks for nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from parsers.telegram.posts import ReadPost
from storage.sources.channel_marks import ChannelMark

AGAIN: Final = timedelta(minutes=1)
"""A channel is asked for one page in so long, however much of it was missed."""

# While something is missed, the newest posts are read so often all the same.
_NEWEST: Final = timedelta(minutes=3)
# Of what was missed, so many pages are read: two hundred posts, or those of so long.
_PAGES: Final = 10
_OLDEST: Final = timedelta(days=2)
# Numbers of posts rise with their times; clocks of servers differ by less.
_TOLERANCE: Final = timedelta(hours=1)


def before(mark: ChannelMark | None, *, now: datetime) -> int | None:
    """Return before which post to read now, None to read the newest."""
    if mark is None or mark.gap_before is None or now - mark.read_at >= _NEWEST:
        return None
    return mark.gap_before


def is_of_another(mark: ChannelMark | None, shown: Sequence[ReadPost]) -> bool:
    """Say whether posts are of another channel than the one that was read, which goes by its name now.

    No channel publishes a lower number later than a higher one.
    """
    if mark is None:
        return False
    until = mark.newest_at + _TOLERANCE
    return any(post.id <= mark.newest_id and post.published_at > until for post in shown)


def after_newest(mark: ChannelMark | None, shown: Sequence[ReadPost], *, now: datetime) -> ChannelMark:
    """Return how far a channel is read once its newest posts (at least one) are."""
    first, last = min(post.id for post in shown), max(shown, key=lambda post: post.id)
    if mark is None:
        return ChannelMark(newest_id=last.id, newest_at=last.published_at, read_at=now)
    read = replace(mark, read_at=now)
    if last.id > mark.newest_id:
        read = replace(read, newest_id=last.id, newest_at=max(mark.newest_at, last.published_at))
    if first <= mark.newest_id + 1:
        return read
    # What was missed before is missed still, and reaches further back.
    since = mark.newest_id if mark.gap_after is None else mark.gap_after
    return replace(read, gap_after=since, gap_before=first, pages_left=_PAGES)


def after_older(mark: ChannelMark, shown: Sequence[ReadPost], *, now: datetime) -> ChannelMark:
    """Return how far a channel is read once a page of what was missed is; none of its posts means that none is left."""
    first = min(shown, key=lambda post: post.id, default=None)
    left = mark.pages_left - 1
    is_read = (
        first is None
        or mark.gap_after is None
        or mark.gap_before is None
        or first.id >= mark.gap_before
        or first.id <= mark.gap_after + 1
        or first.published_at < now - _OLDEST
    )
    if is_read or first is None or left <= 0:
        return replace(mark, gap_after=None, gap_before=None, pages_left=0)
    return replace(mark, gap_before=first.id, pages_left=left)
