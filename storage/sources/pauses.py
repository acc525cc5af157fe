"""Sources that the operator has paused: nothing of them is asked for until they go on; what was read stays."""

from datetime import datetime

from sqlalchemy import Select, delete, select

from storage.database import Connection, insert
from storage.schema import source_tables

_paused = source_tables.paused_sources


async def pause(connection: Connection, source: str, *, now: datetime) -> bool:
    """Pause a source by its name; False if it is paused already."""
    statement = insert(connection, _paused).values(source=source, paused_at=now)
    return (await connection.execute(statement.on_conflict_do_nothing())).rowcount > 0


async def resume(connection: Connection, source: str) -> bool:
    """Let a source go on; False if it was not paused."""
    return (await connection.execute(delete(_paused).where(_paused.c.source == source))).rowcount > 0


async def listed(connection: Connection) -> dict[str, datetime]:
    """Return the names of what is paused, and since when."""
    return {row.source: row.paused_at for row in await connection.execute(select(_paused))}


def names() -> Select[str]:
    """The names of what is paused, to be asked within a query."""
    return select(_paused.c.source)
