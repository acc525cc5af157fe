"""What is done to the outbox as a whole: freed when a sender has died, counted, and forgotten after a while."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update

from storage.database import Connection
from storage.model import PartState
from storage.schema import tables

_outbox = tables.outbox
_waits = _outbox.c.settled_at.is_(None)
# No back-off of ours is longer; Telegram's own waits may be, and it says so again.
_LONGEST_WAIT = timedelta(minutes=20)


async def reclaim(connection: Connection, *, now: datetime) -> int:
    """Free what a sender that died was sending, without waiting for its lease; returns how many messages that were.

    Only one process sends (`storage.run_lock`), so whoever was sending is dead. Call it before the first claim, which
    will find these messages uncertain. What a clock that was wrong put into the future is freed as well.
    """
    result = await connection.execute(
        update(_outbox).where(_waits, _outbox.c.state == PartState.SENDING).values(not_before=now)
    )
    tried = (_outbox.c.attempts > 0) & (_outbox.c.not_before > now + _LONGEST_WAIT)
    await connection.execute(
        update(_outbox)
        .where(_waits, _outbox.c.not_before > now, or_(_outbox.c.created_at > now, tried))
        .values(not_before=now)
    )
    return int(result.rowcount)


async def counts(connection: Connection) -> dict[PartState, int]:
    """Count the messages we remember by state."""
    rows = await connection.execute(select(_outbox.c.state, func.count()).group_by(_outbox.c.state))
    return dict.fromkeys(PartState, 0) | {PartState(state): number for state, number in rows}


async def waiting_since(connection: Connection) -> datetime | None:
    """When the message that waits longest was put here; None if nothing waits."""
    since: datetime | None = await connection.scalar(select(func.min(_outbox.c.created_at)).where(_waits))
    return since


async def forget(connection: Connection, *, before: datetime, limit: int = 5000) -> int:
    """Forget up to `limit` messages settled before a moment; digests and what they told are kept."""
    old = select(_outbox.c.id).where(_outbox.c.settled_at < before).limit(limit)
    result = await connection.execute(delete(_outbox).where(_outbox.c.id.in_(old)))
    return int(result.rowcount)
