"""Pinning digests, by rows of the outbox as messages are: one that was sent is pinned, then the one before unpinned."""

from datetime import datetime

from sqlalchemy import exists, select

from storage.database import Connection
from storage.model import Part, PartState, Pinning
from storage.outbox.outbox import Priority
from storage.schema import tables

_outbox = tables.outbox
_later = _outbox.alias("later")


async def pin(connection: Connection, part: Part, message_id: int, *, now: datetime) -> None:
    """Have the message that a part was sent as pinned."""
    await _put(connection, part.subscriber_id, Pinning.PIN, message_id, now)


async def unpin_previous(connection: Connection, part: Part, *, now: datetime) -> None:
    """Have the message unpinned that was pinned before the one that `part` has just pinned."""
    mine = (_outbox.c.subscriber_id == part.subscriber_id) & (_outbox.c.state == PartState.SENT)
    unpinned = exists().where(
        _later.c.subscriber_id == part.subscriber_id,
        _later.c.pinning == Pinning.UNPIN,
        _later.c.edit_of == _outbox.c.edit_of,
    )
    query = (
        select(_outbox.c.edit_of)
        # A message of before a group became a supergroup has no number any more.
        .where(mine, _outbox.c.pinning == Pinning.PIN, _outbox.c.id < part.id, _outbox.c.message_id > 0, ~unpinned)
        .order_by(_outbox.c.id.desc())
        .limit(1)
    )
    previous = await connection.scalar(query)
    if previous is not None and previous != part.edit_of:
        await _put(connection, part.subscriber_id, Pinning.UNPIN, previous, now)


async def _put(connection: Connection, subscriber_id: int, pinning: Pinning, message_id: int, now: datetime) -> None:
    await connection.execute(
        _outbox.insert().values(
            subscriber_id=subscriber_id,
            number=0,
            html="",
            plain="",
            keyboard="",
            preview="",
            pinning=pinning,
            edit_of=message_id,
            priority=Priority.EDIT,
            not_before=now,
            created_at=now,
        )
    )
