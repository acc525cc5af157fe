"""Updates of Telegram, written down before they are acknowledged and kept until they are handled; handles none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update

from storage.database import Connection, insert
from storage.schema import maintenance_tables

_inbox = maintenance_tables.inbox
# Telegram keeps what nobody fetches for 24 hours, and may count from another number after a quiet week.
_KEPT_BY_TELEGRAM: Final = timedelta(days=2)
# What was set aside is somebody's message: long enough for whoever mends it, and no longer.
_KEPT_ASIDE: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """An update that was received and not handled to its end, as JSON, and how often its handling was begun."""

    update_id: int
    content: str
    attempts: int


async def receive(connection: Connection, contents: Mapping[int, str], *, now: datetime) -> set[int]:
    """Write updates down, by id; return those that were not here already."""
    if not contents:
        return set()
    rows = [{"update_id": each, "content": content, "received_at": now} for each, content in contents.items()]
    statement = insert(connection, _inbox).on_conflict_do_nothing(index_elements=["update_id"])
    return set(await connection.scalars(statement.returning(_inbox.c.update_id), rows))


async def unfinished(connection: Connection) -> list[Unfinished]:
    """Return what a process that ended has left, in the order in which it came."""
    left = _inbox.c.finished_at.is_(None) & _inbox.c.set_aside_at.is_(None)
    query = select(_inbox).where(left).order_by(_inbox.c.received_at, _inbox.c.update_id)
    return [
        Unfinished(update_id=row.update_id, content=row.content, attempts=row.attempts)
        for row in await connection.execute(query)
    ]


async def begin(connection: Connection, update_id: int) -> None:
    """An update is handled from now on."""
    await connection.execute(
        update(_inbox).where(_inbox.c.update_id == update_id).values(attempts=_inbox.c.attempts + 1)
    )


async def release(connection: Connection, update_ids: Iterable[int]) -> None:
    """The handling of these was broken off by us: it says nothing against them."""
    await connection.execute(
        update(_inbox)
        .where(_inbox.c.update_id.in_(list(update_ids)), _inbox.c.attempts > 0)
        .values(attempts=_inbox.c.attempts - 1)
    )


async def finish(connection: Connection, update_id: int, *, now: datetime) -> None:
    """An update was handled, however that ended. It is known until Telegram cannot send it again."""
    await connection.execute(update(_inbox).where(_inbox.c.update_id == update_id).values(finished_at=now))


async def forget(connection: Connection, *, before: int, now: datetime) -> None:
    """Forget what was handled of updates before an id: Telegram knows that they arrived, or keeps them no longer.

    What was set aside is forgotten after a month.
    """
    out_of_reach = (_inbox.c.update_id < before) | (_inbox.c.finished_at < now - _KEPT_BY_TELEGRAM)
    is_over = _inbox.c.finished_at.is_not(None) & out_of_reach
    await connection.execute(delete(_inbox).where(is_over | (_inbox.c.set_aside_at < now - _KEPT_ASIDE)))


async def set_aside(connection: Connection, update_id: int, *, now: datetime) -> None:
    """Keep an update that is not to be tried again."""
    await connection.execute(update(_inbox).where(_inbox.c.update_id == update_id).values(set_aside_at=now))
