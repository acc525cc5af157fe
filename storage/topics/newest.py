"""The newest stories that anybody may be told, by words or by what somebody follows: found while they still type."""

import asyncio
from datetime import datetime
from typing import Final

from sqlalchemy import func, select

from storage.database import Connection
from storage.model import Story
from storage.schema import tables
from storage.stories import stories, visibility
from storage.topics import scan
from storage.topics.query.parser import Query

_lines = tables.article_lines
_matches = tables.topic_matches
_follows = tables.follows
_stories = tables.stories

# With the rest of the answer, within 300 ms of a query (`benchmarks.inline`): a hundred thousand stories on a quiet
# machine, the newest of them on a busy one.
PATIENCE: Final = 0.2
_COST: Final = 400_000


async def with_words(connection: Connection, query: Query, *, since: datetime, limit: int) -> tuple[Story, ...]:
    """Return the newest public stories since a time that are on a topic, as far back as there is time for."""
    seen = visibility.is_public(_lines.c.story_id)
    cost = scan.CostLimit(left=_COST, deadline=asyncio.get_running_loop().time() + PATIENCE)
    found: list[int] = []
    async for story_id in scan.latest(connection, query, since=since, cost=cost, among=seen):
        found.append(story_id)
        if len(found) == limit:
            break
    return tuple(await stories.load(connection, found))


async def followed(connection: Connection, subscriber_id: int, *, since: datetime, limit: int) -> tuple[Story, ...]:
    """Return the newest public stories since a time on what a subscriber follows."""
    mine = select(_follows.c.topic_id).where(_follows.c.subscriber_id == subscriber_id)
    newest = func.max(_matches.c.matched_at)
    query = (
        select(_matches.c.story_id)
        .join(_stories, _stories.c.id == _matches.c.story_id)
        .where(
            _matches.c.topic_id.in_(mine),
            _matches.c.gone_at.is_(None),
            _matches.c.matched_at > since,
            _stories.c.withdrawn_at.is_(None),
            visibility.is_public(_matches.c.story_id),
        )
        .group_by(_matches.c.story_id)
        .order_by(newest.desc(), _matches.c.story_id.desc())
        .limit(limit)
    )
    return tuple(await stories.load(connection, list(await connection.scalars(query))))
