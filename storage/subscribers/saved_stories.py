"""Stories that readers saved to read later, follow to the end, or want to hear no more of; tells nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table, delete, func, select

from storage.database import Connection, insert
from storage.model import Story
from storage.schema import saved_tables
from storage.stories import stories

_saved = saved_tables.saved_stories
_followed = saved_tables.followed_stories
_muted = saved_tables.muted_stories


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMarks:
    """What a reader keeps of a story: whether it is saved, whether it is followed, whether it is muted."""

    saved: bool
    followed: bool
    muted: bool = False


async def save(connection: Connection, subscriber_id: int, story_id: int, *, now: datetime) -> bool:
    """Save a story; False if it was saved already. The story must exist."""
    return await _add(connection, _saved, {"subscriber_id": subscriber_id, "story_id": story_id, "saved_at": now})


async def drop(connection: Connection, subscriber_id: int, story_id: int) -> bool:
    """Remove a story from what is saved; False if it was not."""
    return await _remove(connection, _saved, subscriber_id, story_id)


async def count(connection: Connection, subscriber_id: int) -> int:
    """Count what a subscriber saved."""
    found = await connection.scalar(
        select(func.count()).select_from(_saved).where(_saved.c.subscriber_id == subscriber_id)
    )
    return found or 0


async def page(connection: Connection, subscriber_id: int, *, start: int, limit: int) -> list[Story]:
    """Return saved stories, the last saved first, from the `start`-th on."""
    ids = list(
        await connection.scalars(
            select(_saved.c.story_id)
            .where(_saved.c.subscriber_id == subscriber_id)
            .order_by(_saved.c.saved_at.desc(), _saved.c.story_id.desc())
            .offset(start)
            .limit(limit)
        )
    )
    return _in_order(ids, await stories.load(connection, ids))


async def follow(connection: Connection, subscriber_id: int, story_id: int, *, now: datetime) -> bool:
    """Follow a story to its end, muted or not; False if it was followed already. The story must exist."""
    await unmute(connection, subscriber_id, story_id)
    return await _add(connection, _followed, {"subscriber_id": subscriber_id, "story_id": story_id, "followed_at": now})


async def unfollow(connection: Connection, subscriber_id: int, story_id: int) -> bool:
    """Follow a story no longer; False if it was not followed."""
    return await _remove(connection, _followed, subscriber_id, story_id)


async def mute(connection: Connection, subscriber_id: int, story_id: int, *, now: datetime) -> bool:
    """Hear no more of a story, which is then not followed either; False if it was muted already."""
    await unfollow(connection, subscriber_id, story_id)
    return await _add(connection, _muted, {"subscriber_id": subscriber_id, "story_id": story_id, "muted_at": now})


async def unmute(connection: Connection, subscriber_id: int, story_id: int) -> bool:
    """Hear of a story again; False if it was not muted."""
    return await _remove(connection, _muted, subscriber_id, story_id)


async def marks(connection: Connection, subscriber_id: int, story_id: int) -> StoryMarks:
    """Say what a subscriber keeps of a story."""
    found = [
        await connection.scalar(
            select(func.count())
            .select_from(table)
            .where(table.c.subscriber_id == subscriber_id, table.c.story_id == story_id)
        )
        for table in (_saved, _followed, _muted)
    ]
    return StoryMarks(saved=bool(found[0]), followed=bool(found[1]), muted=bool(found[2]))


async def _add(connection: Connection, table: Table, values: dict[str, object]) -> bool:
    added = await connection.execute(insert(connection, table).values(**values).on_conflict_do_nothing())
    return added.rowcount > 0


async def _remove(connection: Connection, table: Table, subscriber_id: int, story_id: int) -> bool:
    removed = await connection.execute(
        delete(table).where(table.c.subscriber_id == subscriber_id, table.c.story_id == story_id)
    )
    return removed.rowcount > 0


def _in_order(ids: Iterable[int], found: Iterable[Story]) -> list[Story]:
    by_id = {story.id: story for story in found}
    return [by_id[story_id] for story_id in ids if story_id in by_id]
