"""How subscribers follow their topics: how important each is to them, and in which forum thread they want it."""

from collections.abc import Iterable
from functools import lru_cache

from sqlalchemy import ColumnElement, select, update

from storage import bulk
from storage.database import Connection
from storage.model import Follow, Importance
from storage.schema import tables

_follows = tables.follows
_REMEMBERED = 10_000


async def for_subscriber(connection: Connection, subscriber_id: int) -> dict[int, Follow]:
    """Return how a subscriber follows each of their topics, by the topic's id."""
    return (await of_all(connection, [subscriber_id]))[subscriber_id]


async def of_all(connection: Connection, subscriber_ids: Iterable[int]) -> dict[int, dict[int, Follow]]:
    """Return how each of the subscribers follows their topics, in the order they were followed."""
    found: dict[int, dict[int, Follow]] = {each: {} for each in subscriber_ids}
    rows = await connection.execute(
        select(
            _follows.c.subscriber_id, _follows.c.topic_id, _follows.c.importance, _follows.c.thread_id, _follows.c.label
        )
        .where(bulk.among(connection, _follows.c.subscriber_id, found))
        .order_by(_follows.c.followed_at, _follows.c.topic_id)
    )
    for subscriber_id, topic_id, *how in rows.all():
        found[subscriber_id][topic_id] = _follow(topic_id, *how)
    return found


@lru_cache(maxsize=_REMEMBERED)
def _follow(topic_id: int, importance: int, thread_id: int | None, label: str | None) -> Follow:
    """Most follow a topic as everybody does."""
    return Follow(topic_id=topic_id, importance=Importance(importance), thread_id=thread_id, label=label)


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
