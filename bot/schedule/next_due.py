"""When a subscriber's next digest is due, given what they have just changed; touches no database."""

from collections.abc import Iterable
from datetime import datetime

from bot.schedule import timetable
from storage.model import HolidayRule, Subscriber, SubscriberState, TimetableEntry


def next_due(
    subscriber: Subscriber,
    *,
    now: datetime,
    entries: Iterable[TimetableEntry] | None = None,
    zone: str | None = None,
    holidays: HolidayRule | None = None,
) -> datetime | None:
    """Return the next slot's moment, with what is new if given; None while nothing is scheduled."""
    if subscriber.state is SubscriberState.PAUSED:
        if subscriber.paused_until is None:
            return None
        now = max(now, subscriber.paused_until)
    return first_due(subscriber, now=now, entries=entries, zone=zone, holidays=holidays)


def first_due(
    subscriber: Subscriber,
    *,
    now: datetime,
    entries: Iterable[TimetableEntry] | None = None,
    zone: str | None = None,
    holidays: HolidayRule | None = None,
) -> datetime | None:
    """Return the first slot's moment after `now`, whatever the subscriber's state."""
    chosen = subscriber.timetable if entries is None else entries
    slot = timetable.next_slot(chosen, zone or subscriber.zone, now, holidays or subscriber.holidays)
    return slot.due_at if slot else None
