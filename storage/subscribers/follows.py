"""How subscribers follow their topics: how important each is to them, and in which forum thread they want it."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, select, update

from storage.database import Connection
from storage.model import Follow, Importance
from storage.schema import tables

_follows = tables.follows


async def for_subscriber(connection: Connection, subscriber_id: int) -> dict[int, Follow]:
    """Return how a subscriber follows each of their topics, by the topic's id."""
    return (await of_all(connection, [subscriber_id]))[subscriber_id]


async def of_all(connection: Connection, subscriber_ids: Iterable[int]) -> dict[int, dict[int, Follow]]:
    """Return how each of the subscribers follows their topics, in the order they were followed."""
    found: dict[int, dict[int, Follow]] = {each: {} for each in subscriber_ids}
    rows = await connection.execute(
        select(_follows)
        .where(_follows.c.subscriber_id.in_(list(found)))
        .order_by(_follows.c.followed_at, _follows.c.topic_id)
    )
    for row in rows:
        found[row.subscriber_id][row.topic_id] = Follow(
            topic_id=row.topic_id, importance=Importance(row.importance), thread_id=row.thread_id, label=row.label
        )
    return found


async def set_importance(connection: Connection, subscriber_id: int, topic_id: int, importance: Importance) -> bool:
    """Say how important a topic is to a subscriber; False if they do not follow it."""
    changed = await connection.execute(
        update(_follows).where(_is(subscriber_id, topic_id)).values(importance=importance)
    )
    return changed.rowcount > 0


async def set_thread(connection: Connection, subscriber_id: int, topic_id: int, thread_id: int | None) -> bool:
    """Choose the forum thread a topic's stories go to, None for where digests go; False if it is not followed."""
    changed = await connection.execute(update(_follows).where(_is(subscriber_id, topic_id)).values(thread_id=thread_id))
    return changed.rowcount > 0


def _is(subscriber_id: int, topic_id: int) -> ColumnElement[bool]:
    return (_follows.c.subscriber_id == subscriber_id) & (_follows.c.topic_id == topic_id)
