"""How often each update of Telegram was begun, and those that are not begun again; handles none."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, update

from storage.database import Connection, insert
from storage.schema import maintenance_tables

_attempts = maintenance_tables.update_attempts


async def begin(connection: Connection, update_ids: Sequence[int], *, now: datetime) -> dict[int, int]:
    """Write down that updates are begun now; return how often each has been, this time included."""
    if not update_ids:
        return {}
    rows = [{"update_id": update_id, "attempts": 1, "begun_at": now} for update_id in sorted(set(update_ids))]
    begun = await connection.execute(
        insert(connection, _attempts)
        .values(rows)
        .on_conflict_do_update(
            index_elements=["update_id"], set_={"attempts": _attempts.c.attempts + 1, "begun_at": now}
        )
        .returning(_attempts.c.update_id, _attempts.c.attempts)
    )
    return {row.update_id: row.attempts for row in begun}


async def finish(connection: Connection, update_ids: Iterable[int]) -> None:
    """Forget updates that were handled, however that ended."""
    await connection.execute(
        delete(_attempts).where(_attempts.c.update_id.in_(list(update_ids)), _attempts.c.set_aside_at.is_(None))
    )


async def set_aside(connection: Connection, update_id: int, content: str, *, now: datetime) -> bool:
    """Keep an update that is not to be tried again; return False if it is kept already."""
    kept = await connection.execute(
        update(_attempts)
        .where(_attempts.c.update_id == update_id, _attempts.c.set_aside_at.is_(None))
        .values(content=content, set_aside_at=now)
    )
    return kept.rowcount > 0
