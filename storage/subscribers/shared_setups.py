"""Setups that readers share by a link: a copy of their topics and times under a token nobody can guess."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import Row, delete, select

from storage.database import Connection, insert
from storage.model import TimetableEntry, Topic
from storage.schema import saved_tables

_shares = saved_tables.shares


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedTopic:
    """A topic as it was when it was shared."""

    query: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A shared setup: who shared it, under which token and until when, what it carries; `main`: the main stories."""

    subscriber_id: int
    token: str
    topics: tuple[SharedTopic, ...]
    timetable: tuple[TimetableEntry, ...]
    expires_at: datetime
    main: bool = False


async def put(
    connection: Connection,
    subscriber_id: int,
    topics: Iterable[Topic],
    timetable: Sequence[TimetableEntry],
    *,
    token: str,
    expires_at: datetime,
) -> Share:
    """Share topics and times; whoever shares again keeps their link, with what is theirs now.

    Args:
        connection: of a transaction.
        subscriber_id: who shares.
        topics: what they follow.
        timetable: when they get digests; may be empty.
        token: for the first time; at most 64 of [A-Za-z0-9_-], random.
        expires_at: until when the link holds.
    """
    content = {
        "topics": [[topic.query, topic.label] for topic in topics],
        "timetable": [[f"{entry.at:%H:%M}", sorted(entry.weekdays)] for entry in timetable],
        "expires_at": expires_at,
    }
    rows = await connection.execute(
        insert(connection, _shares)
        .values(subscriber_id=subscriber_id, token=token, **content)
        .on_conflict_do_update(index_elements=["subscriber_id"], set_=content)
        .returning(_shares)
    )
    return _read(rows.one())


async def get(connection: Connection, token: str, *, now: datetime) -> Share | None:
    """Return what was shared under a token, None if there is nothing, or nothing any more."""
    row = (
        await connection.execute(select(_shares).where(_shares.c.token == token, _shares.c.expires_at > now))
    ).first()
    return None if row is None else _read(row)


async def withdraw(connection: Connection, subscriber_id: int) -> bool:
    """Let a subscriber's link lead nowhere; False if they had none."""
    removed = await connection.execute(delete(_shares).where(_shares.c.subscriber_id == subscriber_id))
    return removed.rowcount > 0


async def forget(connection: Connection, *, before: datetime) -> int:
    """Forget what expired before a time; return how many."""
    removed = await connection.execute(delete(_shares).where(_shares.c.expires_at < before))
    return removed.rowcount


def _read(row: Row[Any]) -> Share:
    return Share(
        subscriber_id=row.subscriber_id,
        token=row.token,
        topics=tuple(SharedTopic(query=query, label=label) for query, label in row.topics),
        timetable=tuple(
            TimetableEntry(at=time.fromisoformat(at), weekdays=frozenset(days)) for at, days in row.timetable
        ),
        expires_at=row.expires_at,
    )
