"""Writes what decides when a subscriber's digests come, and with it when the next one is due: never one alone."""

from dataclasses import replace
from datetime import datetime

from bot.schedule.next_due import next_due
from storage.database import Connection
from storage.model import Subscriber, SubscriberState
from storage.subscribers import subscribers, supergroups


async def change(connection: Connection, subscriber: Subscriber, changed: Subscriber, *, now: datetime) -> Subscriber:
    """Write what is new in the timetable, zone and holiday rule of `changed`; return it with its next due moment."""
    current = next(iter(await subscribers.load(connection, [subscriber.id], to_change=True)), subscriber)
    # What another admin has changed meanwhile stays.
    if changed.timetable == subscriber.timetable:
        changed = replace(changed, timetable=current.timetable)
    if changed.zone == subscriber.zone:
        changed = replace(changed, zone=current.zone)
    if changed.holidays == subscriber.holidays:
        changed = replace(changed, holidays=current.holidays)
    subscriber = current
    at = next_due(changed, now)
    if changed.timetable != subscriber.timetable:
        await subscribers.set_timetable(connection, subscriber.id, changed.timetable, at)
    if changed.zone != subscriber.zone:
        await subscribers.set_zone(connection, subscriber.id, changed.zone, at)
    if changed.holidays != subscriber.holidays:
        await subscribers.set_holidays(connection, subscriber.id, changed.holidays, at)
    await subscribers.set_next_due(connection, subscriber.id, at)
    return replace(changed, next_due_at=at)


async def pause(connection: Connection, subscriber: Subscriber, until: datetime | None, *, now: datetime) -> Subscriber:
    """Pause until a moment, or until resumed; return the subscriber as it is then."""
    paused = replace(subscriber, state=SubscriberState.PAUSED, paused_until=until)
    paused = replace(paused, next_due_at=next_due(paused, now))
    await subscribers.pause(connection, subscriber.id, until, paused.next_due_at)
    return paused


async def resume(connection: Connection, subscriber: Subscriber, *, now: datetime) -> Subscriber:
    """End a pause or a suspension; return the subscriber as it is then."""
    active = replace(subscriber, state=SubscriberState.ACTIVE, paused_until=None, suspended_for="", barred_since=None)
    active = replace(active, next_due_at=next_due(active, now))
    await subscribers.resume(connection, subscriber.id, active.next_due_at)
    return active


async def migrate(connection: Connection, old_chat_id: int, new_chat_id: int, *, now: datetime) -> None:
    """Follow a group to the supergroup it has become; that the old one was gone or left was a part of it."""
    if not await supergroups.migrate(connection, old_chat_id, new_chat_id):
        return
    moved = await subscribers.get(connection, new_chat_id)
    if moved is not None and moved.state is SubscriberState.SUSPENDED:
        await resume(connection, moved, now=now)
