"""Whose sources are read for whom: a private source is its readers' own, and goes when the last of them lets it go."""

from datetime import datetime

from sqlalchemy import delete, exists, func, select

from storage.database import Connection, insert
from storage.schema import source_tables, tables
from storage.sources.added_sources import AddedState

_added = source_tables.added_sources
_own = source_tables.own_sources
_private = source_tables.private_stories


async def give(connection: Connection, subscriber_id: int, source_id: int, *, now: datetime) -> bool:
    """Let a source be read for a subscriber; False if it is already."""
    result = await connection.execute(
        insert(connection, _own)
        .values(subscriber_id=subscriber_id, source_id=source_id, added_at=now)
        .on_conflict_do_nothing()
    )
    return result.rowcount > 0


async def of_subscriber(connection: Connection, subscriber_id: int) -> list[int]:
    """Return the ids of the private sources that are read for a subscriber, in the order they were added."""
    mine = select(_own.c.source_id).where(_own.c.subscriber_id == subscriber_id)
    return list(await connection.scalars(mine.order_by(_own.c.added_at, _own.c.source_id)))


async def count(connection: Connection, subscriber_id: int) -> int:
    """Count the private sources of a subscriber."""
    query = select(func.count()).select_from(_own).where(_own.c.subscriber_id == subscriber_id)
    return await connection.scalar(query) or 0


async def let_go(connection: Connection, subscriber_id: int, source_id: int) -> bool:
    """Read a source for a subscriber no longer; False if it was not. Follow with `drop_abandoned`."""
    gone = await connection.execute(
        delete(_own).where(_own.c.subscriber_id == subscriber_id, _own.c.source_id == source_id)
    )
    return gone.rowcount > 0


async def drop_abandoned(connection: Connection) -> int:
    """Delete the private sources that nobody has any more, with the stories that they alone have found; count them."""
    kept = exists().where(_own.c.source_id == _added.c.id)
    abandoned = select(_added.c.id).where(_added.c.state == AddedState.PRIVATE, ~kept)
    ids = list(await connection.scalars(abandoned))
    if not ids:
        return 0
    theirs = set(await connection.scalars(select(_private.c.story_id).where(_private.c.source_id.in_(ids))))
    shared = set(
        await connection.scalars(
            select(_private.c.story_id).where(_private.c.story_id.in_(theirs), _private.c.source_id.not_in(ids))
        )
    )
    stories = sorted(theirs - shared)
    await connection.execute(delete(tables.articles).where(tables.articles.c.story_id.in_(stories)))
    await connection.execute(delete(tables.stories).where(tables.stories.c.id.in_(stories)))
    urls = select(_added.c.url).where(_added.c.id.in_(ids))
    for table in (source_tables.listings, source_tables.channel_marks):
        await connection.execute(delete(table).where(table.c.url.in_(urls)))
    await connection.execute(delete(_added).where(_added.c.id.in_(ids)))
    return len(ids)
