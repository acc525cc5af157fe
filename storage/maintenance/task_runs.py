"""When work that is done seldom was last done, so that a restart neither repeats nor forgets it; does none of it."""

from datetime import datetime, timedelta

from sqlalchemy import select

from storage.database import Connection, insert
from storage.schema import maintenance_tables

_chores = maintenance_tables.chores


async def due(connection: Connection, name: str, *, every: timedelta, now: datetime) -> bool:
    """Tell whether a chore was last finished at least `every` ago, or never."""
    done_at = await last(connection, name)
    return done_at is None or done_at <= now - every


async def last(connection: Connection, name: str) -> datetime | None:
    """When a chore was last finished; None if never."""
    done_at: datetime | None = await connection.scalar(select(_chores.c.done_at).where(_chores.c.name == name))
    return done_at


async def done(connection: Connection, name: str, *, now: datetime) -> None:
    """Write down that a chore has been finished."""
    statement = insert(connection, _chores).values(name=name, done_at=now)
    await connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"done_at": now}))
