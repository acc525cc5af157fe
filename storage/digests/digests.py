"""Digests as rows: what readers were told, one digest per slot, and what became of it. Wording is not decided here."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, case, delete, exists, func, or_, select, tuple_, update

from storage.database import Connection, insert
from storage.digests import ledger
from storage.model import DigestKind, Missed, Part, PartState, Receipt, Slot, Story
from storage.outbox import outbox
from storage.schema import tables

_digests = tables.digests
_tellings = tables.tellings


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDigest:
    """A digest to write down: whose, for which slot (None: for none), the stories it tells, and its messages.

    `composed_at` is given where that was earlier.
    """

    subscriber_id: int
    due_at: datetime
    slot: Slot | None = None
    told: tuple[Story, ...] = ()
    parts: tuple[outbox.Draft, ...] = ()
    composed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """When a subscriber's first digest was composed, the last that arrived, and the last that arrived whole, if any."""

    first_at: datetime
    last_at: datetime | None
    whole_at: datetime | None


async def last_composed_at(connection: Connection, subscriber_id: int) -> datetime | None:
    """When the last digest that a subscriber got was composed, breaking news aside; None before the first."""
    found = (await receptions(connection, [subscriber_id])).get(subscriber_id)
    return found.last_at if found else None


async def receptions(connection: Connection, subscriber_ids: Iterable[int]) -> dict[int, Reception]:
    """What each has got of their digests, breaking news aside, by subscriber; who had none composed is not in it."""
    at, missed = _digests.c.composed_at, _digests.c.missed
    rows = await connection.execute(
        select(
            _digests.c.subscriber_id,
            func.min(at).label("first_at"),
            func.max(at).filter(or_(missed.is_(None), missed != Missed.WHOLE)).label("last_at"),
            func.max(at).filter(missed.is_(None)).label("whole_at"),
        )
        .where(_digests.c.subscriber_id.in_(list(subscriber_ids)), _digests.c.kind != DigestKind.BREAKING)
        .group_by(_digests.c.subscriber_id)
    )
    return {
        row.subscriber_id: Reception(first_at=row.first_at, last_at=row.last_at, whole_at=row.whole_at) for row in rows
    }


async def newest(connection: Connection, subscriber_ids: Iterable[int]) -> dict[int, int]:
    """The id of the newest digest of each, of whatever kind, by subscriber; who had none is not in it."""
    rows = await connection.execute(
        select(_digests.c.subscriber_id, func.max(_digests.c.id))
        .where(_digests.c.subscriber_id.in_(list(subscriber_ids)))
        .group_by(_digests.c.subscriber_id)
    )
    return {row[0]: row[1] for row in rows}


async def record(connection: Connection, digest: NewDigest, *, now: datetime, breaking: bool = False) -> int | None:
    """Write a digest, what it tells, and its messages into the caller's transaction; returns its id.

    Returns None, and writes nothing, where the slot has its digest already. Without a slot (a digest the reader asked
    for, or `breaking` news) there may be any number. A digest without parts is a slot that had nothing to tell.
    """
    kind = DigestKind.BREAKING if breaking else DigestKind.SLOT if digest.slot else DigestKind.ASKED
    return (await record_all(connection, [digest], kind, now=now)).get(digest.subscriber_id)


async def record_all(
    connection: Connection, entries: Sequence[NewDigest], kind: DigestKind, *, now: datetime
) -> dict[int, int]:
    """Write digests of one kind, at most one for each subscriber, as `record` does; return their ids by subscriber."""
    if not entries:
        return {}
    statement = (
        insert(connection, _digests)
        .on_conflict_do_nothing(index_elements=["subscriber_id", "local_date", "at"])
        .returning(_digests.c.subscriber_id, _digests.c.id)
    )
    rows = [_row(entry, kind, now) for entry in entries]
    ids = {row.subscriber_id: row.id for row in await connection.execute(statement, rows)}
    written = [(ids[entry.subscriber_id], entry) for entry in entries if entry.subscriber_id in ids]
    await ledger.write(connection, [_telling(digest_id, entry) for digest_id, entry in written])
    await outbox.add_all(
        connection,
        [
            outbox.Batch(subscriber_id=entry.subscriber_id, digest_id=digest_id, parts=entry.parts)
            for digest_id, entry in written
        ],
        now=now,
        priority=outbox.Priority[kind.name],
    )
    return ids


async def record_waiting(connection: Connection, subscriber_id: int, slot: Slot | None, *, now: datetime) -> None:
    """Write that a digest was composed and waits for somebody's word: until it is `record`ed it has told nothing."""
    entry = NewDigest(subscriber_id=subscriber_id, due_at=slot.due_at if slot else now, slot=slot)
    kind = DigestKind.SLOT if slot else DigestKind.ASKED
    row = _row(entry, kind, now) | {"missed": Missed.WHOLE}
    await connection.execute(insert(connection, _digests).values(row).on_conflict_do_nothing())


async def end_waiting(connection: Connection, subscriber_id: int, composed_at: datetime) -> None:
    """The word was given: what was composed then is to be recorded as others are."""
    mine = (_digests.c.subscriber_id == subscriber_id) & (_digests.c.composed_at == composed_at)
    await connection.execute(delete(_digests).where(mine, _digests.c.missed == Missed.WHOLE))


async def merge(connection: Connection, digest_id: int, number: int) -> None:
    """Message `number` of a digest was sent and tells all of it: the others are not sent."""
    parts = tables.outbox
    await connection.execute(
        delete(parts).where(parts.c.digest_id == digest_id, parts.c.number != number, parts.c.settled_at.is_(None))
    )
    told = _of_digests([digest_id]) & (_tellings.c.digest_id == digest_id) & _tellings.c.part.is_not(None)
    await connection.execute(update(_tellings).where(told).values(part=number))


async def fail(connection: Connection, part: Part, error: str, *, now: datetime) -> Missed | None:
    """Give a message up, and with it what it would have told; return how much of its digest did not arrive then."""
    await outbox.fail(connection, part.id, error, now=now)
    if part.edit_of is not None or part.digest_id is None:
        return None
    await _untell(connection, {(part.digest_id, part.number)})
    missed = await connection.scalar(select(_digests.c.missed).where(_digests.c.id == part.digest_id))
    return Missed(missed) if missed else None


async def drop_all(connection: Connection, subscriber_id: int, reason: str, *, now: datetime) -> int:
    """Drop what still waits for a chat, and with it what that would have told; return how many messages that were."""
    dropped = await outbox.drop_all(connection, subscriber_id, reason, now=now)
    await _untell(connection, {(one.digest_id, one.number) for one in dropped if one.digest_id is not None})
    return len(dropped)


async def _untell(connection: Connection, lost: Collection[tuple[int, int]]) -> None:
    """Nobody read these messages, each the number of one of a digest: what they tell counts as never told."""
    if not lost:
        return
    parts = tables.outbox
    ids = {digest_id for digest_id, _ in lost}
    untold = tuple_(_tellings.c.digest_id, _tellings.c.part).in_(list(lost))
    await connection.execute(delete(_tellings).where(_of_digests(ids), untold))
    arrives = exists().where(
        parts.c.digest_id == _digests.c.id,
        parts.c.edit_of.is_(None),
        or_(parts.c.state == PartState.SENT, parts.c.settled_at.is_(None)),
    )
    await connection.execute(
        update(_digests)
        .where(_digests.c.id.in_(ids))
        .values(missed=case((arrives, str(Missed.PART)), else_=str(Missed.WHOLE)))
    )


def _of_digests(digest_ids: Collection[int]) -> ColumnElement[bool]:
    """Whether a telling is of the readers of these digests: in their order it is kept."""
    return _tellings.c.subscriber_id.in_(select(_digests.c.subscriber_id).where(_digests.c.id.in_(digest_ids)))


async def receipts(connection: Connection, subscriber_id: int, limit: int) -> list[Receipt]:
    """Return what became of the last digests, the newest first; messages the outbox has forgotten are not counted."""
    last = select(_digests.c.id).where(_digests.c.subscriber_id == subscriber_id)
    last = last.order_by(_digests.c.composed_at.desc(), _digests.c.id.desc()).limit(limit)
    return await receipts_of(connection, (await connection.scalars(last)).all())


async def receipts_of(connection: Connection, digest_ids: Sequence[int], *, with_stories: bool = True) -> list[Receipt]:
    """Return what became of digests, the newest first; how many stories each told only if that is asked for."""
    parts, chats = tables.outbox, tables.subscribers
    uncertain = parts.c.uncertain & (parts.c.attempts > 1)
    query = (
        select(
            _digests,
            chats.c.chat_id,
            chats.c.zone,
            func.count(parts.c.id).label("parts"),
            func.count(parts.c.id).filter(parts.c.state == PartState.SENT).label("sent"),
            func.count(parts.c.id).filter(parts.c.state.in_([PartState.FAILED, PartState.DROPPED])).label("failed"),
            func.max(parts.c.settled_at).filter(parts.c.state == PartState.SENT).label("sent_at"),
            func.count(parts.c.id).filter(uncertain).label("repeated"),
            func.coalesce(func.max(parts.c.attempts), 0).label("attempts"),
            func.coalesce(func.max(parts.c.error), "").label("trouble"),
        )
        .join(chats, chats.c.id == _digests.c.subscriber_id)
        .outerjoin(parts, (parts.c.digest_id == _digests.c.id) & parts.c.edit_of.is_(None))
        .where(_digests.c.id.in_(digest_ids))
        .group_by(_digests.c.id, chats.c.chat_id, chats.c.zone)
        .order_by(_digests.c.composed_at.desc(), _digests.c.id.desc())
    )
    rows = (await connection.execute(query)).all()
    told = await _told(connection, rows) if with_stories else {}
    return [_receipt(row, told.get(row.id, 0)) for row in rows]


async def _told(connection: Connection, rows: Sequence[Row[Any]]) -> dict[int, int]:
    """Return how many stories each digest told."""
    # The ledger is in the order of its readers.
    counted = await connection.execute(
        select(_tellings.c.digest_id, func.count().label("stories"))
        .where(
            _tellings.c.subscriber_id.in_({row.subscriber_id for row in rows}),
            _tellings.c.digest_id.in_([row.id for row in rows]),
        )
        .group_by(_tellings.c.digest_id)
    )
    return {row.digest_id: row.stories for row in counted}


def _row(entry: NewDigest, kind: DigestKind, now: datetime) -> dict[str, Any]:
    return {
        "subscriber_id": entry.subscriber_id,
        "kind": kind,
        "local_date": entry.slot.local_date if entry.slot else None,
        "at": entry.slot.at if entry.slot else None,
        "due_at": entry.due_at,
        "composed_at": entry.composed_at or now,
    }


def _telling(digest_id: int, entry: NewDigest) -> ledger.Telling:
    parts = {story_id: number for number, part in enumerate(entry.parts, start=1) for story_id in part.stories}
    return ledger.Telling(entry.subscriber_id, digest_id, entry.told, parts)


def _receipt(row: Row[Any], stories: int) -> Receipt:
    return Receipt(
        digest_id=row.id,
        subscriber_id=row.subscriber_id,
        chat_id=row.chat_id,
        zone=row.zone,
        local_date=row.local_date,
        at=row.at,
        due_at=row.due_at,
        composed_at=row.composed_at,
        stories=stories,
        parts=row.parts,
        sent=row.sent,
        failed=row.failed,
        sent_at=row.sent_at,
        repeated=row.repeated,
        attempts=row.attempts,
        trouble=row.trouble,
        kind=DigestKind(row.kind),
        missed=Missed(row.missed) if row.missed else None,
    )
