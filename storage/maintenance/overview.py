"""How much there is of everything, for the operator: counts and ages in a handful of cheap queries; no texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, func, select, text

from storage.database import Connection
from storage.schema import maintenance_tables, source_tables, tables

_subscribers, _outbox, _digests, _stories = tables.subscribers, tables.outbox, tables.digests, tables.stories
_listings, _inbox = source_tables.listings, maintenance_tables.inbox
_HOUR: Final = timedelta(hours=1)
_MOST_TOPICS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The state of a database at one moment; ages and lateness in seconds.

    `waiting` are messages that could be sent now, `oldest_wait` is for how long the first of them has been. `lateness`
    is how long after its time the newest message of a slot was sent; None if none was.
    """

    subscribers: Mapping[str, int] = field(default_factory=dict)
    due: int = 0
    waiting: int = 0
    oldest_wait: float = 0.0
    lateness: float | None = None
    sent_at: datetime | None = None
    listings: Mapping[str, int] = field(default_factory=dict)
    stories_of_hour: int = 0
    updates_waiting: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What was done since a moment: subscribers who joined, messages sent and failed, stories begun."""

    joined: int
    sent: int
    failed: int
    stories: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """A day, a week, and the topics that most follow, by what everybody may know of them."""

    day: Period
    week: Period
    topics: tuple[tuple[str, int], ...]


async def stats(connection: Connection, now: datetime) -> Stats:
    """Count what was done lately."""
    follows, topics = tables.follows, tables.topics
    most = (
        select(topics.c.query, func.count().label("readers"))
        .join(follows, follows.c.topic_id == topics.c.id)
        .group_by(topics.c.id, topics.c.query)
        .having(func.count() > 1)
        .order_by(func.count().desc(), topics.c.query)
        .limit(_MOST_TOPICS)
    )
    rows = (await connection.execute(most)).all()
    day, week = [await _period(connection, now - timedelta(days=days)) for days in (1, 7)]
    return Stats(day=day, week=week, topics=tuple((row.query[:60], row.readers) for row in rows))


async def _period(connection: Connection, since: datetime) -> Period:
    settled = select(_outbox.c.state, func.count()).where(_outbox.c.settled_at > since).group_by(_outbox.c.state)
    counts = {str(state): count for state, count in (await connection.execute(settled)).all()}
    return Period(
        joined=await _count(connection, select(func.count()).where(_subscribers.c.created_at > since)),
        sent=counts.get("sent", 0),
        failed=counts.get("failed", 0),
        stories=await _count(
            connection, select(func.count()).where(_stories.c.last_at > since, _stories.c.first_at > since)
        ),
    )


async def look(connection: Connection, now: datetime) -> Overview:
    """Look at everything that has a number."""
    by_state = select(_subscribers.c.state, func.count()).group_by(_subscribers.c.state)
    by_health = select(_listings.c.health, func.count()).group_by(_listings.c.health)
    waiting, oldest = (await connection.execute(_backlog(now))).one()
    lateness, sent_at = await _last_slot(connection)
    return Overview(
        subscribers={str(state): count for state, count in (await connection.execute(by_state)).all()},
        due=await _count(connection, select(func.count()).where(_subscribers.c.next_due_at <= now)),
        waiting=waiting,
        oldest_wait=max(0.0, (now - oldest).total_seconds()) if oldest else 0.0,
        lateness=lateness,
        sent_at=sent_at,
        listings={health or "new": count for health, count in (await connection.execute(by_health)).all()},
        stories_of_hour=await _count(
            connection,
            select(func.count()).where(_stories.c.grown_at > now - _HOUR),
        ),
        updates_waiting=await _count(
            connection, select(func.count()).where(_inbox.c.finished_at.is_(None), _inbox.c.set_aside_at.is_(None))
        ),
        bytes=await _size(connection),
    )


def _backlog(now: datetime) -> Select[int, datetime | None]:
    ready = (_outbox.c.settled_at.is_(None), _outbox.c.deferred.is_(False), _outbox.c.not_before <= now)
    return select(func.count(), func.min(_outbox.c.created_at)).where(*ready)


async def _last_slot(connection: Connection) -> tuple[float | None, datetime | None]:
    newest = (
        select(_outbox.c.settled_at, _digests.c.due_at)
        .join(_digests, _digests.c.id == _outbox.c.digest_id)
        .where(_outbox.c.state == "sent", _digests.c.local_date.is_not(None))
        .order_by(_outbox.c.id.desc())
        .limit(1)
    )
    found = (await connection.execute(newest)).first()
    if found is None or found.settled_at is None:
        return None, None
    return (found.settled_at - found.due_at).total_seconds(), found.settled_at


async def _count(connection: Connection, statement: Select[Any]) -> int:
    return int(await connection.scalar(statement) or 0)


async def _size(connection: Connection) -> int:
    if connection.dialect.name == "sqlite":
        size = text("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(await connection.scalar(size) or 0)
    return int(await connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)
