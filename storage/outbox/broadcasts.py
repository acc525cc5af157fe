"""What the operator says to many: put into the outbox a portion at a time, so that nobody gets it twice."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, false, func, literal, select, update

from storage.database import Connection
from storage.model import ChatKind, PartState, SubscriberState
from storage.outbox import outbox
from storage.outbox.outbox import Batch, Draft, Priority
from storage.schema import operator_tables, tables

_broadcasts, _links = operator_tables.broadcasts, operator_tables.broadcast_messages
_outbox, _subscribers = tables.outbox, tables.subscribers


class Audience(StrEnum):
    """To whom: everybody, readers in private, groups and channels. Of all only those whose digests come."""

    ALL = "all"
    PRIVATE = "private"
    GROUPS = "groups"


class BroadcastState(StrEnum):
    """Written and not ordered; going out; stopped before its end; put out to its end."""

    DRAFT = "draft"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """One broadcast; `total` is how many it was ordered for."""

    id: int
    html: str
    audience: str
    state: BroadcastState
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastReceipt:
    """What became of a broadcast's messages so far."""

    broadcast: Broadcast
    sent: int
    failed: int
    dropped: int
    waiting: int


async def write(connection: Connection, html: str, plain: str, *, now: datetime) -> int:
    """Keep a text that may be sent to many; return its number."""
    values = {"html": html, "plain": plain, "state": BroadcastState.DRAFT, "created_at": now}
    statement = _broadcasts.insert().values(audience="", reached_id=0, total=0, **values).returning(_broadcasts.c.id)
    return int((await connection.execute(statement)).scalar_one())


async def get(connection: Connection, broadcast_id: int) -> Broadcast | None:
    """Return a broadcast."""
    row = (await connection.execute(select(_broadcasts).where(_broadcasts.c.id == broadcast_id))).first()
    return _broadcast(row) if row else None


async def sizes(connection: Connection) -> dict[Audience, int]:
    """Return how many each audience has."""
    return {one: await _size(connection, one) for one in Audience}


async def order(connection: Connection, broadcast_id: int, audience: Audience) -> int | None:
    """Have a draft sent from now on; return to how many, None if that was ordered before."""
    total = await _size(connection, audience)
    ordered = await connection.execute(
        update(_broadcasts)
        .where(_broadcasts.c.id == broadcast_id, _broadcasts.c.state == BroadcastState.DRAFT)
        .values(state=BroadcastState.RUNNING, audience=audience, total=total)
    )
    return total if ordered.rowcount else None


async def stop(connection: Connection, broadcast_id: int, *, now: datetime) -> bool:
    """Send no more of it; what is being sent just now may still arrive. False if it does not run."""
    stopped = await connection.execute(
        update(_broadcasts)
        .where(_broadcasts.c.id == broadcast_id, _broadcasts.c.state == BroadcastState.RUNNING)
        .values(state=BroadcastState.STOPPED)
    )
    if not stopped.rowcount:
        return False
    await connection.execute(
        update(_outbox)
        .where(_outbox.c.id.in_(_messages(broadcast_id)), _waits(), _outbox.c.state == PartState.PENDING)
        .values(state=PartState.DROPPED, error="the broadcast was stopped", settled_at=now, deferred=false())
    )
    return True


async def put_out(connection: Connection, *, now: datetime, at_once: int) -> int:
    """Put the next messages of what runs into the outbox, so that no more than `at_once` of each wait; return how many.

    What is put out and how far it has come is one transaction: whatever ends the process, nobody is passed over or
    gets two.
    """
    query = select(_broadcasts).where(_broadcasts.c.state == BroadcastState.RUNNING).order_by(_broadcasts.c.id)
    count = 0
    for row in (await connection.execute(query.with_for_update(skip_locked=True))).all():
        waiting = await _count(connection, row.id, _waits())
        if waiting < at_once:
            count += await _put_out(connection, row, now, at_once - waiting)
    return count


async def finished(connection: Connection) -> list[BroadcastReceipt]:
    """Return those of which nothing waits any more, and whose end nobody was told."""
    query = select(_broadcasts).where(
        _broadcasts.c.state.in_((BroadcastState.DONE, BroadcastState.STOPPED)), _broadcasts.c.ended_at.is_(None)
    )
    rows = (await connection.execute(query.order_by(_broadcasts.c.id))).all()
    found = [await receipt(connection, _broadcast(row)) for row in rows]
    return [one for one in found if not one.waiting]


async def told(connection: Connection, broadcast_id: int, *, now: datetime) -> None:
    """The operator was told of its end."""
    await connection.execute(update(_broadcasts).where(_broadcasts.c.id == broadcast_id).values(ended_at=now))


async def receipt(connection: Connection, broadcast: Broadcast) -> BroadcastReceipt:
    """Count what became of a broadcast's messages."""
    query = (
        select(_outbox.c.state, func.count()).where(_outbox.c.id.in_(_messages(broadcast.id))).group_by(_outbox.c.state)
    )
    counts = {str(state): count for state, count in (await connection.execute(query)).all()}
    return BroadcastReceipt(
        broadcast=broadcast,
        sent=counts.get(PartState.SENT, 0),
        failed=counts.get(PartState.FAILED, 0),
        dropped=counts.get(PartState.DROPPED, 0),
        waiting=counts.get(PartState.PENDING, 0) + counts.get(PartState.SENDING, 0),
    )


async def _put_out(connection: Connection, row: Any, now: datetime, room: int) -> int:  # noqa: ANN401 - a row of broadcasts
    next_ones = (
        select(_subscribers.c.id)
        .where(_subscribers.c.id > row.reached_id, *_is_of(Audience(row.audience)))
        .order_by(_subscribers.c.id)
        .limit(room)
    )
    ids = list(await connection.scalars(next_ones))
    if not ids:
        values: dict[str, Any] = {"state": BroadcastState.DONE}
    else:
        batches = [Batch(subscriber_id=one, parts=[Draft(row.html, row.plain)]) for one in ids]
        await outbox.add_all(connection, batches, now=now, priority=Priority.BROADCAST)
        await _link(connection, row.id)
        values = {"reached_id": ids[-1]}
    await connection.execute(update(_broadcasts).where(_broadcasts.c.id == row.id).values(**values))
    return len(ids)


async def _link(connection: Connection, broadcast_id: int) -> None:
    """Note which messages are the broadcast's: those of this kind that are nobody's yet, for all others are linked."""
    unlinked = select(_outbox.c.id, literal(broadcast_id, _links.c.broadcast_id.type)).where(
        _waits(),
        _outbox.c.priority == Priority.BROADCAST,
        ~exists().where(_links.c.outbox_id == _outbox.c.id),
    )
    await connection.execute(_links.insert().from_select(["outbox_id", "broadcast_id"], unlinked))


def _waits() -> ColumnElement[bool]:
    return _outbox.c.settled_at.is_(None)


def _messages(broadcast_id: int) -> Select[int]:
    return select(_links.c.outbox_id).where(_links.c.broadcast_id == broadcast_id)


async def _count(connection: Connection, broadcast_id: int, *conditions: ColumnElement[bool]) -> int:
    query = select(func.count()).where(_outbox.c.id.in_(_messages(broadcast_id)), *conditions)
    return int(await connection.scalar(query) or 0)


async def _size(connection: Connection, audience: Audience) -> int:
    return int(await connection.scalar(select(func.count()).where(*_is_of(audience))) or 0)


def _is_of(audience: Audience) -> tuple[ColumnElement[bool], ...]:
    active = _subscribers.c.state == SubscriberState.ACTIVE
    match audience:
        case Audience.ALL:
            return (active,)
        case Audience.PRIVATE:
            return (active, _subscribers.c.kind == ChatKind.PRIVATE)
        case Audience.GROUPS:
            return (active, _subscribers.c.kind != ChatKind.PRIVATE)


def _broadcast(row: Any) -> Broadcast:  # noqa: ANN401 - a row of broadcasts
    return Broadcast(id=row.id, html=row.html, audience=row.audience, state=BroadcastState(row.state), total=row.total)
