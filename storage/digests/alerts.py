"""Who wants to be told of breaking news, and of which stories they know nothing; decides not what is breaking."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from storage.database import Connection
from storage.digests import row_values
from storage.model import Breaking, DigestKind, Match, Story, SubscriberState
from storage.schema import preference_tables, tables
from storage.stories import stories, visibility

_chosen = preference_tables.preferences
_stories = tables.stories
_digests = tables.digests
_tellings = tables.tellings


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Threshold:
    """So many independent sources within so many minutes, as some readers chose."""

    sources: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A reader with this threshold and the stories on their topics that they were not told, by id."""

    subscriber_id: int
    matches: dict[int, tuple[Match, ...]]


async def thresholds(connection: Connection) -> list[Threshold]:
    """Return the thresholds that readers chose, each once."""
    # By the index of those who want any: nearly nobody does, and "all but" would read through everybody's wishes.
    rows = await connection.execute(
        select(_chosen.c.breaking_sources, _chosen.c.breaking_minutes).where(_wants_any()).distinct()
    )
    return sorted(Threshold(sources=sources, minutes=minutes) for sources, minutes in rows)


async def grown(connection: Connection, *, since: datetime, now: datetime, sources: int) -> list[Story]:
    """Return the stories that grew after `since` and have at least so many sources."""
    ids = await connection.scalars(
        select(_stories.c.id).where(
            _stories.c.grown_at > since,
            _stories.c.grown_at <= now,
            _stories.c.source_count >= sources,
            # Several independent sources are what is breaking; a private one confirms nothing to anybody.
            visibility.is_public(_stories.c.id),
        )
    )
    return await stories.load(connection, ids.all())


async def waiting(
    connection: Connection, threshold: Threshold, story_ids: Collection[int], *, after: int = 0, limit: int = 500
) -> list[Waiting]:
    """Return the next `limit` readers after a subscriber's id who follow these stories and were not told of them."""
    readers = _untold(threshold, story_ids).where(_chosen.c.subscriber_id > after)
    page = readers.with_only_columns(_chosen.c.subscriber_id).distinct().order_by(_chosen.c.subscriber_id).limit(limit)
    rows = await connection.execute(
        readers.where(_chosen.c.subscriber_id.in_(page)).order_by(_chosen.c.subscriber_id, tables.topics.c.id)
    )
    found: dict[int, dict[int, tuple[Match, ...]]] = {}
    for row in rows:
        matches = found.setdefault(row.subscriber_id, {})
        matches[row.story_id] = (*matches.get(row.story_id, ()), row_values.match(row))
    return [Waiting(subscriber_id=subscriber_id, matches=matches) for subscriber_id, matches in found.items()]


async def untold(connection: Connection, subscriber_id: int, story_ids: Iterable[int]) -> set[int]:
    """Return those of the stories that a reader was not told of."""
    wanted = set(story_ids)
    told = await connection.scalars(
        select(_tellings.c.story_id).where(_tellings.c.subscriber_id == subscriber_id, _tellings.c.story_id.in_(wanted))
    )
    return wanted - set(told)


async def interruptions(connection: Connection, subscriber_ids: Collection[int], *, since: datetime) -> dict[int, int]:
    """Count the breaking news each of the readers got after `since`; who got none is not in it."""
    rows = await connection.execute(
        select(_digests.c.subscriber_id, func.count().label("number"))
        .where(
            _digests.c.subscriber_id.in_(subscriber_ids),
            _digests.c.composed_at > since,
            _digests.c.kind == DigestKind.BREAKING,
        )
        .group_by(_digests.c.subscriber_id)
    )
    return {row.subscriber_id: row.number for row in rows}


def _wants_any() -> ColumnElement[bool]:
    return _chosen.c.breaking.in_([each for each in Breaking if each is not Breaking.OFF])


def _untold(threshold: Threshold, story_ids: Collection[int]) -> Select[Any]:
    matches, topics, follows, subscribers = tables.topic_matches, tables.topics, tables.follows, tables.subscribers
    told = (
        select(_tellings.c.subscriber_id, _tellings.c.story_id)
        .where(_tellings.c.story_id.in_(story_ids))
        .distinct()
        .subquery("told")
    )
    return (
        select(
            _chosen.c.subscriber_id,
            matches,
            topics.c.query,
            func.coalesce(follows.c.label, topics.c.label).label("label"),
        )
        .join(follows, follows.c.topic_id == matches.c.topic_id)
        .join(topics, topics.c.id == matches.c.topic_id)
        .join(_chosen, _chosen.c.subscriber_id == follows.c.subscriber_id)
        .join(subscribers, subscribers.c.id == _chosen.c.subscriber_id)
        .outerjoin(told, (told.c.subscriber_id == _chosen.c.subscriber_id) & (told.c.story_id == matches.c.story_id))
        .where(
            matches.c.story_id.in_(story_ids),
            matches.c.gone_at.is_(None),
            _wants_any(),
            _chosen.c.breaking_sources == threshold.sources,
            _chosen.c.breaking_minutes == threshold.minutes,
            subscribers.c.state == SubscriberState.ACTIVE,
            told.c.story_id.is_(None),
        )
    )
