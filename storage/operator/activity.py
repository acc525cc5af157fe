"""How much was done in each hour or day, and what lately went wrong, for the operator's page; no texts of readers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, extract, func, select

from storage.database import Connection
from storage.schema import tables

_outbox, _digests = tables.outbox, tables.digests

Counts = Mapping[datetime, float]
"""By the beginning of each hour or day in UTC; what is not in it is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """What was done in each span: messages sent and failed, stories begun, chats that joined; lateness in seconds."""

    sent: Counts
    failed: Counts
    stories: Counts
    joined: Counts
    lateness: Counts


async def activity(connection: Connection, *, since: datetime, span: timedelta) -> Activity:
    """Count by spans of an hour or a day. `lateness` is the longest that a message of a slot left after its time."""
    settled = _outbox.c.settled_at
    late = _epoch(settled) - _epoch(_digests.c.due_at)
    begun = _bucket(settled, span)
    slots = (
        select(begun, func.max(late))
        .join(_digests, _digests.c.id == _outbox.c.digest_id)
        .where(settled > since, _outbox.c.state == "sent", _digests.c.local_date.is_not(None))
        .group_by(begun)
    )
    stories, subscribers = tables.stories, tables.subscribers
    return Activity(
        sent=await _counts(connection, settled, since, span, _outbox.c.state == "sent"),
        failed=await _counts(connection, settled, since, span, _outbox.c.state == "failed"),
        # A story that began since then has not ended before: the index knows that alone.
        stories=await _counts(connection, stories.c.first_at, since, span, stories.c.last_at > since),
        joined=await _counts(connection, subscribers.c.created_at, since, span),
        lateness=_by_moment((await connection.execute(slots)).all()),
    )


async def failures(connection: Connection, *, since: datetime, limit: int = 20) -> list[tuple[str, int]]:
    """Return why messages failed since a moment, the most frequent first."""
    query = (
        select(_outbox.c.error, func.count())
        .where(_outbox.c.settled_at > since, _outbox.c.state == "failed")
        .group_by(_outbox.c.error)
        .order_by(func.count().desc(), _outbox.c.error)
        .limit(limit)
    )
    return [(str(error), int(count)) for error, count in (await connection.execute(query)).all()]


async def _counts(
    connection: Connection, moment: Column[Any], since: datetime, span: timedelta, *conditions: ColumnElement[bool]
) -> Counts:
    begun = _bucket(moment, span)
    query = select(begun, func.count()).where(moment > since, *conditions).group_by(begun)
    return _by_moment((await connection.execute(query)).all())


def _bucket(moment: Column[Any], span: timedelta) -> ColumnElement[int]:
    seconds = int(span.total_seconds())
    epoch = _epoch(moment)
    return epoch - epoch % seconds


def _epoch(moment: Column[Any]) -> ColumnElement[int]:
    return extract("epoch", moment)


def _by_moment(rows: Any) -> Counts:  # noqa: ANN401 - rows of two columns
    return {datetime.fromtimestamp(int(begun), UTC): float(count) for begun, count in rows}
