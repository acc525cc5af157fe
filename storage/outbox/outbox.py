"""What is still to be sent, one row per message: claimed under leases, in order per chat; sends nothing itself."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Select,
    Update,
    bindparam,
    case,
    delete,
    exists,
    false,
    literal,
    or_,
    select,
    true,
    update,
)

from storage.database import Connection
from storage.model import ChatKind, Part, PartState, Pinning
from storage.schema import tables

_outbox = tables.outbox
_waits = _outbox.c.settled_at.is_(None)
_OF_CHAT = ("chat_id", "kind", "barred_since")
# What is due after a wait of many chats becomes ready by so many a claim.
_READY_AT_ONCE = 1000


class Priority(IntEnum):
    """What leaves first: what was asked for, breaking news, digests, corrections, then the operator's words."""

    ASKED = 0
    BREAKING = 1
    SLOT = 2
    EDIT = 3
    BROADCAST = 4


class Draft(NamedTuple):
    """A message to be: Telegram HTML, the same as plain text, the keyboard as JSON or empty.

    `preview` is the address whose picture it shows, empty for none; `stories` are the ids of those it tells;
    `thread_id` is the forum thread it goes to, None for where the chat's digests go. A `rich` one holds rich HTML,
    comes first, and stands for all others of its digest. A `silent` one makes no sound; `pin` has it pinned once sent.
    """

    html: str
    plain: str
    keyboard: str = ""
    preview: str = ""
    stories: tuple[int, ...] = ()
    thread_id: int | None = None
    rich: bool = False
    silent: bool = False
    pin: bool = False


class Dropped(NamedTuple):
    """A message that will not be sent: the digest whose message `number` it was, None for none or an edit."""

    digest_id: int | None
    number: int


class Batch(NamedTuple):
    """The messages to one subscriber, of one digest or of none."""

    subscriber_id: int
    parts: Sequence[Draft]
    digest_id: int | None = None


async def add(
    connection: Connection,
    subscriber_id: int,
    parts: Sequence[Draft],
    *,
    now: datetime,
    digest_id: int | None = None,
    not_before: datetime | None = None,
    priority: Priority = Priority.ASKED,
) -> None:
    """Put messages into the outbox; they leave in this order, after everything this chat already waits for.

    Between chats, those of a higher priority leave first.
    """
    batch = Batch(subscriber_id=subscriber_id, parts=parts, digest_id=digest_id)
    await add_all(connection, [batch], now=now, not_before=not_before, priority=priority)


async def add_all(
    connection: Connection,
    batches: Iterable[Batch],
    *,
    now: datetime,
    not_before: datetime | None = None,
    priority: Priority = Priority.ASKED,
) -> None:
    """Put the messages of several subscribers into the outbox, as `add` does."""
    rows = [
        {
            "subscriber_id": batch.subscriber_id,
            "digest_id": batch.digest_id,
            "number": number,
            "html": part.html,
            "plain": part.plain,
            "keyboard": part.keyboard,
            "preview": part.preview,
            "thread_id": part.thread_id,
            "rich": part.rich,
            "silent": part.silent,
            "pinning": Pinning.ASKED if part.pin else Pinning.NONE,
            "priority": priority,
            "not_before": not_before or now,
            "deferred": not_before is not None and not_before > now,
            "created_at": now,
        }
        for batch in batches
        for number, part in enumerate(batch.parts, start=1)
    ]
    if rows:
        await connection.execute(_outbox.insert(), rows)


async def claim(
    connection: Connection, *, now: datetime, limit: int, lease: timedelta, not_these: Collection[int] = ()
) -> list[Part]:
    """Take up to `limit` messages to send, at most one per chat: the first that is not settled.

    `not_these` are those whose sender is alive, whatever their leases say: clocks jump.

    A claim ends with its lease: the message of a sender that died can then be claimed again, and is uncertain,
    because Telegram may have accepted it. Commit before sending.
    """
    await _make_ready(connection, now)
    rows = (await connection.execute(claimable(now, limit, not_these))).all()
    if rows:
        await connection.execute(
            update(_outbox)
            .where(_outbox.c.id.in_([row.id for row in rows]))
            .values(
                state=PartState.SENDING,
                attempts=_outbox.c.attempts + 1,
                uncertain=case((_outbox.c.state == PartState.SENDING, true()), else_=_outbox.c.uncertain),
                not_before=now + lease,
            )
        )
    return [_part(row) for row in rows]


def claimable(now: datetime, limit: int, not_these: Collection[int] = ()) -> Select[Any]:
    """The query behind `claim`; it reads only what is ready, in its order, and no more than it takes."""
    other = _outbox.alias("other")
    # Earlier ones go first; a later one can be under way when two transactions added to one chat.
    blocked = exists().where(
        other.c.subscriber_id == _outbox.c.subscriber_id,
        other.c.settled_at.is_(None),
        or_(other.c.id < _outbox.c.id, (other.c.id > _outbox.c.id) & (other.c.state == PartState.SENDING)),
    )
    subscribers = tables.subscribers
    return (
        select(_outbox, *(subscribers.c[name] for name in _OF_CHAT), subscribers.c.thread_id.label("home_id"))
        .join(subscribers, subscribers.c.id == _outbox.c.subscriber_id)
        .where(_waits, ~_outbox.c.deferred, _outbox.c.not_before <= now, ~blocked, _outbox.c.id.not_in(not_these))
        # The first two are alike in all: PostgreSQL needs them to read the index in its order, and to sort nothing.
        .order_by(_outbox.c.settled_at, _outbox.c.deferred, _outbox.c.priority, _outbox.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=_outbox)
    )


async def sent(
    connection: Connection, part_id: int, message_id: int, now: datetime, *, chat_id: int | None = None
) -> None:
    """Telegram has accepted the message.

    Its number is that of `chat_id`; in the supergroup that this chat has become meanwhile it means another message.
    """
    number: ColumnElement[int] = literal(message_id)
    if chat_id is not None:
        chat = tables.subscribers.c
        stayed = exists().where(chat.id == _outbox.c.subscriber_id, chat.chat_id == chat_id)
        number = case((stayed, number), else_=0)
    # What was in its way before stays written down: it says why it came late.
    await connection.execute(_settle(part_id).values(state=PartState.SENT, message_id=number, settled_at=now))


async def sent_all(connection: Connection, parts: Iterable[tuple[int, int, int]], now: datetime) -> None:
    """Telegram has accepted these messages: as `sent`, of (part, message, chat), in one statement."""
    rows = [{"part": part_id, "message": number, "chat": chat_id} for part_id, number, chat_id in parts]
    if rows:
        chat = tables.subscribers.c
        stayed = exists().where(chat.id == _outbox.c.subscriber_id, chat.chat_id == bindparam("chat", type_=BigInteger))
        await connection.execute(
            update(_outbox)
            .where(_outbox.c.id == bindparam("part"), _waits)
            .values(
                state=PartState.SENT,
                message_id=case((stayed, bindparam("message", type_=BigInteger)), else_=0),
                settled_at=now,
            ),
            rows,
        )


async def retry(
    connection: Connection, part_id: int, not_before: datetime, error: str, uncertain: bool = False
) -> None:
    """Try again later; `uncertain` if Telegram may have accepted it (a time-out, a reset).

    Those of its chat behind it wait with it.
    """
    tried = await connection.execute(
        _settle(part_id)
        .values(
            state=PartState.PENDING,
            not_before=not_before,
            deferred=true(),
            error=error,
            uncertain=true() if uncertain else _outbox.c.uncertain,
        )
        .returning(_outbox.c.subscriber_id)
    )
    subscriber_id = tried.scalar()
    # Else every claim would look at each of them, and find that it is not their turn.
    behind = (_outbox.c.subscriber_id == subscriber_id) & (_outbox.c.id > part_id)
    await connection.execute(
        update(_outbox)
        .where(_waits, behind, _outbox.c.state == PartState.PENDING, _outbox.c.not_before < not_before)
        .values(not_before=not_before, deferred=true())
    )


async def release(
    connection: Connection, part_ids: Iterable[int], *, now: datetime, error: str = "", uncertain: bool = False
) -> None:
    """Give back what was claimed and could not be tried: it counts as no attempt.

    `uncertain` if Telegram may have accepted it nevertheless.
    """
    await connection.execute(
        update(_outbox)
        .where(_outbox.c.id.in_(list(part_ids)), _outbox.c.state == PartState.SENDING)
        .values(
            state=PartState.PENDING,
            not_before=now,
            attempts=_outbox.c.attempts - 1,
            error=error,
            uncertain=true() if uncertain else _outbox.c.uncertain,
        )
    )


async def fail(connection: Connection, part_id: int, error: str, *, now: datetime) -> None:
    """Give a message up; the chat's next one may go."""
    await connection.execute(_settle(part_id).values(state=PartState.FAILED, error=error, settled_at=now))


async def mark_superseded(connection: Connection, part_id: int) -> None:
    """Forget a rich message that Telegram does not take: the chat's next ones are those it stood for."""
    await connection.execute(delete(_outbox).where(_outbox.c.id == part_id, _waits))


async def drop_all(connection: Connection, subscriber_id: int, reason: str, *, now: datetime) -> list[Dropped]:
    """Drop whatever still waits for a chat that takes nothing; returns what that was."""
    rows = await connection.execute(
        update(_outbox)
        .where(_outbox.c.subscriber_id == subscriber_id, _waits)
        .values(state=PartState.DROPPED, error=reason, settled_at=now, deferred=false())
        .returning(_outbox.c.digest_id, _outbox.c.number, _outbox.c.edit_of)
    )
    return [Dropped(row.digest_id if row.edit_of is None else None, row.number) for row in rows]


async def _make_ready(connection: Connection, now: datetime) -> None:
    """Let what was put off, and is due by now, be claimed; those that wait longest first."""
    waited = (
        select(_outbox.c.id)
        .where(_outbox.c.deferred, _outbox.c.not_before <= now)
        .order_by(_outbox.c.not_before)
        .limit(_READY_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    # Two statements, so that no planner may read the whole outbox to find these few in it.
    if came := (await connection.scalars(waited)).all():
        await connection.execute(update(_outbox).where(_outbox.c.id.in_(came)).values(deferred=false()))


def _settle(part_id: int) -> Update:
    return update(_outbox).where(_outbox.c.id == part_id, _waits)


def _part(row: Row[Any]) -> Part:
    return Part(
        id=row.id,
        subscriber_id=row.subscriber_id,
        chat_id=row.chat_id,
        chat_kind=ChatKind(row.kind),
        thread_id=row.home_id if row.thread_id is None else row.thread_id,
        home_id=row.home_id,
        digest_id=row.digest_id,
        number=row.number,
        html=row.html,
        plain=row.plain,
        keyboard=row.keyboard,
        preview=row.preview,
        edit_of=row.edit_of,
        rich=row.rich,
        silent=row.silent,
        pinning=Pinning(row.pinning),
        barred=row.barred_since is not None,
        attempts=row.attempts + 1,
        uncertain=row.uncertain or row.state == PartState.SENDING,
    )
