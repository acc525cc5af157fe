"""The chats that get digests: their settings, their state, and who is due; slots are computed elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update
from sqlalchemy import delete as delete_from

from storage.database import Connection, insert
from storage.model import ChatKind, HolidayRule, OnHolidays, Subscriber, SubscriberState, TimetableEntry
from storage.schema import preference_tables, tables

_subscribers = tables.subscribers
_timetables = tables.timetables
_group_admins = preference_tables.group_admins
_changes = preference_tables.setting_changes
# The weekdays of each mask: bit 0 is Monday.
_DAYS = tuple(frozenset(day for day in range(7) if mask >> day & 1) for mask in range(128))


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """What went with a subscriber, for the receipt of /delete."""

    topics: int
    times: int
    digests: int
    messages: int


async def add(
    connection: Connection,
    chat_id: int,
    kind: ChatKind,
    language: str,
    zone: str,
    *,
    now: datetime,
    thread_id: int | None = None,
) -> Subscriber:
    """Return the subscriber of a chat, made if it is new; one that is known keeps its settings."""
    await connection.execute(
        insert(connection, _subscribers)
        .values(
            chat_id=chat_id,
            kind=kind,
            language=language,
            zone=zone,
            thread_id=thread_id,
            state=SubscriberState.ACTIVE,
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=["chat_id"])
    )
    rows = await connection.execute(select(_subscribers).where(_subscribers.c.chat_id == chat_id))
    (subscriber,) = await _read(connection, rows.all())
    return subscriber


async def get(connection: Connection, chat_id: int) -> Subscriber | None:
    """Return the subscriber of a chat, None if it has none."""
    rows = await connection.execute(select(_subscribers).where(_subscribers.c.chat_id == chat_id))
    return next(iter(await _read(connection, rows.all())), None)


async def load(connection: Connection, subscriber_ids: Iterable[int], *, to_change: bool = False) -> list[Subscriber]:
    """Return those of the subscribers that exist, by id; `to_change`: nobody else changes them in this transaction."""
    query = select(_subscribers).where(_subscribers.c.id.in_(list(subscriber_ids))).order_by(_subscribers.c.id)
    query = query.with_for_update() if to_change else query
    return await _read(connection, (await connection.execute(query)).all())


async def after(connection: Connection, subscriber_id: int, limit: int) -> list[Subscriber]:
    """Return the next `limit` subscribers after an id (0 begins), to go through all in batches."""
    query = select(_subscribers).where(_subscribers.c.id > subscriber_id).order_by(_subscribers.c.id).limit(limit)
    return await _read(connection, (await connection.execute(query)).all())


async def counts(connection: Connection) -> dict[SubscriberState, int]:
    """Count the subscribers by state."""
    rows = await connection.execute(select(_subscribers.c.state, func.count()).group_by(_subscribers.c.state))
    return dict.fromkeys(SubscriberState, 0) | {SubscriberState(state): number for state, number in rows}


async def due(connection: Connection, now: datetime, limit: int) -> list[Subscriber]:
    """Return up to `limit` subscribers whose `next_due_at` has come, the longest waiting first.

    They are locked until the transaction ends; other processes pass over them (PostgreSQL). One that is paused is
    among them once its pause is over: resume it.
    """
    query = (
        select(_subscribers)
        .where(_subscribers.c.next_due_at <= now)
        .order_by(_subscribers.c.next_due_at, _subscribers.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return await _read(connection, (await connection.execute(query)).all())


async def due_at(connection: Connection, subscriber_ids: Iterable[int], at: datetime) -> set[int]:
    """Return those of the subscribers whose `next_due_at` is exactly this, locked until the transaction ends."""
    found = await connection.scalars(
        select(_subscribers.c.id)
        .where(_subscribers.c.id.in_(list(subscriber_ids)), _subscribers.c.next_due_at == at)
        .order_by(_subscribers.c.id)
        .with_for_update()
    )
    return set(found)


async def set_next_due(connection: Connection, subscriber_id: int, at: datetime | None) -> None:
    """Say when the subscriber's next digest is due; None for never."""
    await _set(connection, subscriber_id, next_due_at=at)


async def set_next_due_of_all(connection: Connection, moments: Mapping[int, datetime | None]) -> None:
    """Say when each subscriber's next digest is due, by id."""
    if moments:
        await connection.execute(
            update(_subscribers)
            .where(_subscribers.c.id == bindparam("subscriber"))
            .values(next_due_at=bindparam("at")),
            [{"subscriber": subscriber_id, "at": at} for subscriber_id, at in moments.items()],
        )


async def set_language(connection: Connection, subscriber_id: int, language: str) -> None:
    """Choose the language of what the bot says."""
    await _set(connection, subscriber_id, language=language)


async def set_zone(connection: Connection, subscriber_id: int, zone: str, next_due_at: datetime | None) -> None:
    """Choose the zone (IANA name) and with it when the next digest is due."""
    await _set(connection, subscriber_id, zone=zone, next_due_at=next_due_at)


async def set_holidays(
    connection: Connection, subscriber_id: int, rule: HolidayRule, next_due_at: datetime | None
) -> None:
    """Choose what public holidays do to the timetable, and with it when the next digest is due."""
    await _set(
        connection,
        subscriber_id,
        holidays=rule.kind,
        holidays_at=rule.at,
        country=rule.country or None,
        next_due_at=next_due_at,
    )


async def set_thread(connection: Connection, subscriber_id: int, thread_id: int | None) -> None:
    """Choose the forum thread digests go to; None for the chat itself."""
    await _set(connection, subscriber_id, thread_id=thread_id)


async def set_timetable(
    connection: Connection,
    subscriber_id: int,
    entries: Iterable[TimetableEntry],
    next_due_at: datetime | None,
) -> None:
    """Replace the timetable. Two entries for one time are joined: both their weekdays hold."""
    masks: dict[Any, int] = {}
    for entry in entries:
        masks[entry.at] = masks.get(entry.at, 0) | sum(1 << day for day in entry.weekdays)
    await connection.execute(delete_from(_timetables).where(_timetables.c.subscriber_id == subscriber_id))
    if masks:
        rows = [{"subscriber_id": subscriber_id, "at": at, "weekdays": mask} for at, mask in masks.items()]
        await connection.execute(_timetables.insert(), rows)
    await _set(connection, subscriber_id, next_due_at=next_due_at)


async def pause(
    connection: Connection, subscriber_id: int, until: datetime | None, next_due_at: datetime | None = None
) -> None:
    """Send nothing by timetable until `until` (None: until resumed); `next_due_at` is the first slot after it."""
    await _set(
        connection,
        subscriber_id,
        state=SubscriberState.PAUSED,
        paused_until=until,
        next_due_at=next_due_at,
    )


async def resume(connection: Connection, subscriber_id: int, next_due_at: datetime | None) -> None:
    """End a pause or a suspension."""
    await _set(
        connection,
        subscriber_id,
        state=SubscriberState.ACTIVE,
        paused_until=None,
        suspended_for="",
        barred_since=None,
        barred_times=0,
        barred_told_at=None,
        next_due_at=next_due_at,
    )


async def delete(connection: Connection, subscriber_id: int) -> Deleted:
    """Forget a subscriber and everything that is theirs."""
    numbers = [
        await connection.scalar(select(func.count()).select_from(table).where(table.c.subscriber_id == subscriber_id))
        for table in (tables.follows, _timetables, tables.digests, tables.outbox)
    ]
    own = select(_subscribers.c.chat_id).where(_subscribers.c.id == subscriber_id).scalar_subquery()
    await connection.execute(delete_from(_group_admins).where(_group_admins.c.user_id == own))
    # What they changed stays known to the other admins of those chats, but not who did it.
    await connection.execute(update(_changes).where(_changes.c.user_id == own).values(user_id=None, user_name=""))
    await connection.execute(delete_from(_subscribers).where(_subscribers.c.id == subscriber_id))
    topics, times, digests, messages = (number or 0 for number in numbers)
    return Deleted(topics=topics, times=times, digests=digests, messages=messages)


async def _set(connection: Connection, subscriber_id: int, **values: object) -> None:
    await connection.execute(update(_subscribers).where(_subscribers.c.id == subscriber_id).values(**values))


async def _read(connection: Connection, rows: Sequence[Row[Any]]) -> list[Subscriber]:
    timetables: dict[int, list[TimetableEntry]] = {row.id: [] for row in rows}
    if rows:
        entries = await connection.execute(
            select(_timetables)
            .where(_timetables.c.subscriber_id.in_(list(timetables)))
            .order_by(_timetables.c.subscriber_id, _timetables.c.at)
        )
        for entry in entries:
            days = _DAYS[entry.weekdays]
            timetables[entry.subscriber_id].append(TimetableEntry(at=entry.at, weekdays=days))
    return [_subscriber(row, tuple(timetables[row.id])) for row in rows]


def _subscriber(row: Row[Any], timetable: tuple[TimetableEntry, ...]) -> Subscriber:
    return Subscriber(
        id=row.id,
        chat_id=row.chat_id,
        kind=ChatKind(row.kind),
        language=row.language,
        zone=row.zone,
        state=SubscriberState(row.state),
        timetable=timetable,
        created_at=row.created_at,
        thread_id=row.thread_id,
        paused_until=row.paused_until,
        suspended_for=row.suspended_for,
        barred_since=row.barred_since,
        next_due_at=row.next_due_at,
        holidays=HolidayRule(
            kind=OnHolidays(row.holidays or OnHolidays.USUAL), at=row.holidays_at, country=row.country or ""
        ),
    )
