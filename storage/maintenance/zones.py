"""Which time zones are in use, and how far from UTC the clocks of a zone's readers were when they were last told."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import select

from storage.database import Connection
from storage.model import Subscriber
from storage.schema import tables
from storage.subscribers import subscribers

_subscribers = tables.subscribers
_digests = tables.digests


class Slotted(NamedTuple):
    """A subscriber, and by how much their clock was ahead of UTC at their last slot; None if there was none."""

    subscriber: Subscriber
    offset: timedelta | None


async def in_use(connection: Connection) -> Sequence[str]:
    """Return the zones that subscribers have."""
    return (await connection.scalars(select(_subscribers.c.zone).distinct())).all()


async def having(connection: Connection, zone: str, *, after: int, limit: int) -> list[Slotted]:
    """Return the next of those who have a zone, by id, after an id (0 begins)."""
    ids = await connection.scalars(
        select(_subscribers.c.id)
        .where(_subscribers.c.zone == zone, _subscribers.c.id > after)
        .order_by(_subscribers.c.id)
        .limit(limit)
    )
    found = await subscribers.load(connection, ids)
    return [Slotted(one, await _offset(connection, one.id)) for one in found]


async def _offset(connection: Connection, subscriber_id: int) -> timedelta | None:
    last = await connection.execute(
        select(_digests.c.local_date, _digests.c.at, _digests.c.due_at)
        .where(_digests.c.subscriber_id == subscriber_id, _digests.c.at.is_not(None))
        .order_by(_digests.c.composed_at.desc())
        .limit(1)
    )
    row = last.first()
    return None if row is None else _ahead(datetime.combine(row.local_date, row.at), row.due_at)


def _ahead(local: datetime, moment: datetime) -> timedelta:
    """Return how far a clock is ahead of UTC, in the quarters of an hour that zones have."""
    quarters = round((local - moment.replace(tzinfo=None)) / timedelta(minutes=15))
    return quarters * timedelta(minutes=15)


def by_timetable(subscriber: Subscriber) -> timedelta | None:
    """Return how far their clock is ahead of UTC by when they are due next; None if that does not tell."""
    due = subscriber.next_due_at
    times = {entry.at for entry in subscriber.timetable}
    if due is None or len(times) != 1:
        return None
    (at,) = times
    ahead = timedelta(minutes=_minutes(at) - _minutes(due.timetz()))
    if due.second or due.microsecond or ahead % timedelta(minutes=15):
        return None
    # From twelve hours behind to twelve ahead: of Kiribati's two other zones nobody removes any.
    return (ahead + timedelta(hours=12)) % timedelta(days=1) - timedelta(hours=12)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
