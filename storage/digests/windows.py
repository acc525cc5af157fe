"""Reads what may be told at one moment: the stories that changed, the topics they are on; for some readers, or all."""

from collections.abc import AsyncIterator, Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, or_, select

from storage import bulk
from storage.database import Connection
from storage.digests import row_values
from storage.model import Match, Story
from storage.schema import preference_tables, saved_tables, source_tables, tables
from storage.stories import stories, visibility
from storage.window import Window

_matches = tables.topic_matches
_stories = tables.stories
_followed = saved_tables.followed_stories
_muted = saved_tables.muted_topics
_private = source_tables.private_stories
_preferences = preference_tables.preferences
# A main story is one that several sources tell; of a window at most so many are.
MAIN_SOURCES = 2
_MOST_MAIN = 60
# Stories read at once: their rows are made into values without a pause.
_AT_ONCE = 50


async def read(
    connection: Connection, *, since: datetime, now: datetime, readers: Collection[int] | None = None
) -> Window:
    """Read what changed after `since` and up to `now`: on any topic, or on those of some readers only (by id)."""
    grown, matches = await _matched(connection, since, now, readers)
    grown |= await _followed_by(connection, since, now, readers)
    main = await _main(connection, since, now, readers)
    grown |= main
    loaded = [story async for story in _load(connection, grown)]
    loaded.sort(key=lambda story: (story.first_at, story.id))
    return Window(
        since=since,
        now=now,
        stories={story.id: story for story in loaded},
        changed_at={story.id: _changed_at(story, grown[story.id], now) for story in loaded},
        matches=matches,
        private=await _hidden(connection, grown),
        main=frozenset(main),
    )


async def _matched(
    connection: Connection, since: datetime, now: datetime, readers: Collection[int] | None
) -> tuple[dict[int, datetime], dict[int, tuple[Match, ...]]]:
    """The stories on topics that changed, with when they grew; and the matches of each topic."""
    topics = tables.topics
    query = (
        select(_matches, topics.c.query, topics.c.label, _stories.c.grown_at)
        .join(topics, topics.c.id == _matches.c.topic_id)
        .join(_stories, _stories.c.id == _matches.c.story_id)
        .where(_changed(since, now))
        .order_by(_matches.c.topic_id, _matches.c.story_id)
    )
    if readers is not None:
        query = query.where(_matches.c.topic_id.in_(await _topics_of(connection, readers)))
    grown: dict[int, datetime] = {}
    found: dict[int, list[Match]] = {}
    async for row in _rows(connection, query):
        grown[row.story_id] = row.grown_at
        found.setdefault(row.topic_id, []).append(row_values.match(row))
    return grown, {topic_id: tuple(listed) for topic_id, listed in found.items()}


async def _rows(connection: Connection, query: Select[Any]) -> AsyncIterator[Row[Any]]:
    """Read many rows; whoever else is waiting gets their turn in between."""
    async with connection.stream(query.execution_options(yield_per=500)) as rows:
        async for some in rows.partitions():
            for row in some:
                yield row


async def _topics_of(connection: Connection, readers: Collection[int]) -> list[int]:
    """The topics that some readers follow or mute."""
    ids: set[int] = set()
    for table in (tables.follows, _muted):
        query = select(table.c.topic_id).where(table.c.subscriber_id.in_(list(readers)))
        ids |= set((await connection.scalars(query)).all())
    return sorted(ids)


async def _followed_by(
    connection: Connection, since: datetime, now: datetime, readers: Collection[int] | None
) -> dict[int, datetime]:
    """The stories that somebody follows themselves, if they changed."""
    query = select(_stories.c.id, _stories.c.grown_at).join(_followed, _followed.c.story_id == _stories.c.id)
    if readers is not None:
        query = query.where(_followed.c.subscriber_id.in_(list(readers)))
    rows = await connection.execute(query.where(_changed(since, now)).distinct())
    return {row[0]: row[1] for row in rows}


async def _main(
    connection: Connection, since: datetime, now: datetime, readers: Collection[int] | None
) -> dict[int, datetime]:
    """The stories that most sources tell, if anybody is told those whatever their topics are."""
    wanted = select(_preferences.c.subscriber_id).where(_preferences.c.main)
    if readers is not None:
        wanted = wanted.where(_preferences.c.subscriber_id.in_(list(readers)))
    if await connection.scalar(wanted.limit(1)) is None:
        return {}
    query = (
        select(_stories.c.id, _stories.c.grown_at)
        .where(_changed(since, now), _stories.c.source_count >= MAIN_SOURCES, visibility.is_public(_stories.c.id))
        .order_by(_stories.c.source_count.desc(), _stories.c.grown_at.desc(), _stories.c.id.desc())
        .limit(_MOST_MAIN)
    )
    return {row.id: row.grown_at for row in await connection.execute(query)}


def _changed(since: datetime, now: datetime) -> ColumnElement[bool]:
    """Whether a story grew, or one of its articles was corrected, in a span."""
    changed = or_(
        (_stories.c.grown_at > since) & (_stories.c.grown_at <= now), _stories.c.id.in_(_corrected(since, now))
    )
    return changed & _stories.c.withdrawn_at.is_(None)


def _corrected(since: datetime, now: datetime) -> Select[Any]:
    """The stories with an article that was edited after `since`."""
    articles = tables.articles
    return select(articles.c.story_id).where(
        articles.c.corrected_at > since, articles.c.corrected_at <= now, articles.c.story_id.is_not(None)
    )


def _changed_at(story: Story, grown_at: datetime, now: datetime) -> datetime:
    corrected = (member.corrected_at for member in story.members if member.corrected_at is not None)
    return max((moment for moment in (grown_at, *corrected) if moment <= now), default=grown_at)


async def _load(connection: Connection, story_ids: Iterable[int]) -> AsyncIterator[Story]:
    """Read stories, some at a time: whoever else is waiting gets their turn in between."""
    wanted = list(story_ids)
    for start in range(0, len(wanted), _AT_ONCE):
        for story in await stories.load(connection, wanted[start : start + _AT_ONCE], with_tags=False):
            if story.id in story_ids:
                yield story


async def _hidden(connection: Connection, story_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """Those of the stories that not everybody may be told of, with the sources that found them."""
    found: dict[int, set[int]] = {}
    rows = await connection.execute(
        select(_private.c.story_id, _private.c.source_id).where(bulk.among(connection, _private.c.story_id, story_ids))
    )
    for story_id, source_id in rows:
        found.setdefault(story_id, set()).add(source_id)
    return {story_id: frozenset(sources) for story_id, sources in found.items()}
