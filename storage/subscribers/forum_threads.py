"""Forum threads that are closed or gone: noticed when one refuses a message, told to the chat once; open, forgotten."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, tuple_, update

from storage.database import Connection, insert
from storage.schema import tables

_closed = tables.closed_threads


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A thread of a subscriber's chat that takes no messages, and the labels of the topics that should go there."""

    subscriber_id: int
    thread_id: int
    topics: tuple[str, ...]


async def close(connection: Connection, subscriber_id: int, thread_id: int, *, now: datetime) -> None:
    """A thread has refused a message."""
    await connection.execute(
        insert(connection, _closed)
        .values(subscriber_id=subscriber_id, thread_id=thread_id, closed_at=now)
        .on_conflict_do_nothing()
    )


async def reopen(connection: Connection, subscriber_id: int, thread_id: int) -> None:
    """A thread has taken a message."""
    await connection.execute(
        delete(_closed).where(_closed.c.subscriber_id == subscriber_id, _closed.c.thread_id == thread_id)
    )


async def untold(connection: Connection, *, limit: int = 100) -> list[Closed]:
    """Return closed threads of which their chats were not told."""
    query = (
        select(_closed)
        .where(_closed.c.told_at.is_(None))
        .order_by(_closed.c.subscriber_id, _closed.c.thread_id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = (await connection.execute(query)).all()
    labels: dict[tuple[int, int], list[str]] = {(row.subscriber_id, row.thread_id): [] for row in rows}
    follows, topics = tables.follows, tables.topics
    routed = await connection.execute(
        select(
            follows.c.subscriber_id, follows.c.thread_id, func.coalesce(follows.c.label, topics.c.label).label("label")
        )
        .join(topics, topics.c.id == follows.c.topic_id)
        .where(tuple_(follows.c.subscriber_id, follows.c.thread_id).in_(list(labels)))
        .order_by(follows.c.followed_at, topics.c.id)
    )
    for row in routed:
        labels[row.subscriber_id, row.thread_id].append(row.label)
    return [
        Closed(subscriber_id=subscriber_id, thread_id=thread_id, topics=tuple(found))
        for (subscriber_id, thread_id), found in labels.items()
    ]


async def told(connection: Connection, closed: Iterable[Closed], *, now: datetime) -> None:
    """The chats were told of these."""
    for one in closed:
        mine = (_closed.c.subscriber_id == one.subscriber_id) & (_closed.c.thread_id == one.thread_id)
        await connection.execute(update(_closed).where(mine).values(told_at=now))
