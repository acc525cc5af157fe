"""Who was shown which source, so that a button acts on what its own reader was shown; bounded for each reader."""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, delete, exists, select

from storage.database import Connection, insert
from storage.schema import source_tables
from storage.sources.added_sources import AddedState

MOST: Final = 30
"""Sources that one reader may have on show: as many as they may add. The oldest give way."""

_added = source_tables.added_sources
_previews = source_tables.source_previews


async def show(connection: Connection, subscriber_id: int, source_id: int, *, now: datetime) -> None:
    """Remember that a reader was shown a source."""
    statement = insert(connection, _previews).values(subscriber_id=subscriber_id, source_id=source_id, shown_at=now)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["subscriber_id", "source_id"], set_={"shown_at": statement.excluded.shown_at}
        )
    )
    oldest = (
        select(_previews.c.source_id)
        .where(_previews.c.subscriber_id == subscriber_id)
        .order_by(_previews.c.shown_at.desc(), _previews.c.source_id.desc())
        .offset(MOST)
    )
    for gone in (await connection.scalars(oldest)).all():
        await withdraw(connection, subscriber_id, gone)


async def is_shown(connection: Connection, subscriber_id: int, source_id: int) -> bool:
    """Say whether a reader was shown a source, and may act on it."""
    mine = (_previews.c.subscriber_id == subscriber_id) & (_previews.c.source_id == source_id)
    return bool(await connection.scalar(select(exists().where(mine))))


async def withdraw(connection: Connection, subscriber_id: int, source_id: int) -> bool:
    """Forget that a reader was shown a source, and the source if that is all there was; False if they were not."""
    mine = (_previews.c.subscriber_id == subscriber_id) & (_previews.c.source_id == source_id)
    gone = await connection.execute(delete(_previews).where(mine))
    await connection.execute(delete(_added).where(_added.c.id == source_id, _nobodys()))
    return gone.rowcount > 0


async def forget(connection: Connection, *, before: datetime) -> int:
    """Forget what was shown before a moment and never added; return how many sources went."""
    await connection.execute(delete(_previews).where(_previews.c.shown_at < before))
    gone = await connection.execute(delete(_added).where(_added.c.added_at < before, _nobodys()))
    return gone.rowcount


def _nobodys() -> ColumnElement[bool]:
    return (_added.c.state == AddedState.PREVIEWED) & ~exists().where(_previews.c.source_id == _added.c.id)
