"""The ledger of deliveries, for the operator: what became of digests, newest first, and whose slot is still due."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from storage.database import Connection
from storage.digests import digests
from storage.model import Receipt, SubscriberState
from storage.schema import tables

_digests, _subscribers = tables.digests, tables.subscribers
_AT_ONCE = 1000


class Overdue(NamedTuple):
    """A chat whose digest should have been composed by now."""

    chat_id: int
    due_at: datetime


async def since(
    connection: Connection, moment: datetime, *, subscriber_id: int | None = None
) -> AsyncIterator[list[Receipt]]:
    """Yield what became of the digests composed since a moment, of all or of one; what each told is not counted."""
    below = None
    while True:
        query = select(_digests.c.id).where(_digests.c.composed_at >= moment)
        if subscriber_id is not None:
            query = query.where(_digests.c.subscriber_id == subscriber_id)
        if below is not None:
            query = query.where(_digests.c.id < below)
        ids = (await connection.scalars(query.order_by(_digests.c.id.desc()).limit(_AT_ONCE))).all()
        if not ids:
            return
        yield await digests.receipts_of(connection, ids, with_stories=False)
        below = ids[-1]


async def overdue(connection: Connection, before: datetime, *, chat_id: int | None, limit: int) -> list[Overdue]:
    """Return those whose slot was due before a moment and is not composed, the longest waiting first."""
    query = select(_subscribers.c.chat_id, _subscribers.c.next_due_at).where(
        _subscribers.c.next_due_at < before, _subscribers.c.state == SubscriberState.ACTIVE
    )
    if chat_id is not None:
        query = query.where(_subscribers.c.chat_id == chat_id)
    rows = await connection.execute(query.order_by(_subscribers.c.next_due_at).limit(limit))
    return [Overdue(row.chat_id, row.next_due_at) for row in rows]
