"""What readers never want to be told of: topics they mute, found by the same index as followed ones, and stories."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, func, select

from storage import bulk
from storage.database import Connection, insert
from storage.errors import TooManyTopicsError
from storage.model import Story, Topic
from storage.schema import saved_tables, tables

MAX_MUTED = 100
"""Topics that one subscriber may mute."""

_SOURCE = "source:"
_muted = saved_tables.muted_topics
_stories = saved_tables.muted_stories


class Muted(NamedTuple):
    """What one reader mutes: stories by id, and topics by id with their queries."""

    stories: list[int]
    topics: list[tuple[int, str]]


async def mute(
    connection: Connection, subscriber_id: int, topic_id: int, *, now: datetime, label: str | None = None
) -> bool:
    """Mute a topic, called `label` for this reader alone; False if it was muted already.

    Follow with `topics.backfill`, or only new stories are hidden.

    Raises:
        TooManyTopicsError: they mute `MAX_MUTED` topics already.
    """
    mine = _muted.c.subscriber_id == subscriber_id
    if await connection.scalar(select(_muted.c.topic_id).where(mine, _muted.c.topic_id == topic_id)):
        return False
    if (await connection.scalar(select(func.count()).select_from(_muted).where(mine)) or 0) >= MAX_MUTED:
        raise TooManyTopicsError(f"subscriber {subscriber_id} mutes {MAX_MUTED} topics")
    added = await connection.execute(
        insert(connection, _muted)
        .values(subscriber_id=subscriber_id, topic_id=topic_id, muted_at=now, label=label)
        .on_conflict_do_nothing()
    )
    return added.rowcount > 0


async def unmute(connection: Connection, subscriber_id: int, topic_id: int) -> bool:
    """Mute a topic no longer; False if it was not muted."""
    removed = await connection.execute(
        delete(_muted).where(_muted.c.subscriber_id == subscriber_id, _muted.c.topic_id == topic_id)
    )
    return removed.rowcount > 0


async def for_subscriber(connection: Connection, subscriber_id: int) -> list[Topic]:
    """Return the topics a subscriber mutes, in the order they were muted."""
    rows = await connection.execute(
        select(
            tables.topics.c.id,
            tables.topics.c.query,
            func.coalesce(_muted.c.label, tables.topics.c.label).label("label"),
        )
        .join(_muted, _muted.c.topic_id == tables.topics.c.id)
        .where(_muted.c.subscriber_id == subscriber_id)
        .order_by(_muted.c.muted_at, tables.topics.c.id)
    )
    return [Topic(id=row.id, query=row.query, label=row.label) for row in rows]


async def of_all(connection: Connection, subscriber_ids: Collection[int]) -> dict[int, Muted]:
    """Return what each of the subscribers mutes, by id; who mutes nothing is not in it."""
    found: dict[int, Muted] = {}
    by_themselves = select(_stories.c.subscriber_id, _stories.c.story_id).where(
        bulk.among(connection, _stories.c.subscriber_id, subscriber_ids)
    )
    for subscriber_id, story_id in await connection.execute(by_themselves):
        found.setdefault(subscriber_id, Muted([], [])).stories.append(story_id)
    by_topic = (
        select(_muted.c.subscriber_id, _muted.c.topic_id, tables.topics.c.query)
        .join(tables.topics, tables.topics.c.id == _muted.c.topic_id)
        .where(bulk.among(connection, _muted.c.subscriber_id, subscriber_ids))
    )
    for subscriber_id, topic_id, query in await connection.execute(by_topic):
        found.setdefault(subscriber_id, Muted([], [])).topics.append((topic_id, query))
    return found


async def hidden(connection: Connection, subscriber_id: int, stories: Iterable[Story]) -> set[int]:
    """Return the ids of those stories that a subscriber muted, themselves or by a topic.

    A muted source hides what it alone tells: what others tell too is theirs.
    """
    return (await hidden_of_all(connection, [subscriber_id], stories))[subscriber_id]


async def hidden_of_all(
    connection: Connection, subscriber_ids: Collection[int], stories: Iterable[Story]
) -> dict[int, set[int]]:
    """Return what `hidden` does for each of several subscribers, by id."""
    by_id = {story.id: story for story in stories}
    found: dict[int, set[int]] = {each: set() for each in subscriber_ids}
    if not by_id:
        return found
    themselves = await connection.execute(
        select(_stories.c.subscriber_id, _stories.c.story_id).where(
            _stories.c.subscriber_id.in_(list(found)), _stories.c.story_id.in_(list(by_id))
        )
    )
    for subscriber_id, story_id in themselves:
        found[subscriber_id].add(story_id)
    matches = tables.topic_matches
    by_topics = await connection.execute(
        select(_muted.c.subscriber_id, matches.c.story_id, tables.topics.c.query)
        .join(_muted, _muted.c.topic_id == matches.c.topic_id)
        .join(tables.topics, tables.topics.c.id == matches.c.topic_id)
        .where(
            _muted.c.subscriber_id.in_(list(found)),
            matches.c.story_id.in_(list(by_id)),
            matches.c.gone_at.is_(None),
        )
    )
    for row in by_topics:
        if hides(row.query, by_id[row.story_id]):
            found[row.subscriber_id].add(row.story_id)
    return found


def hides(query: str, story: Story) -> bool:
    """Say whether a muted topic hides a story that is on it: a source hides only what nobody else tells."""
    if not query.startswith(_SOURCE) or " " in query:
        return True
    source = query.removeprefix(_SOURCE)
    return all(member.site == source for member in story.members)
