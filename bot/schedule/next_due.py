"""When a subscriber's next digest is due, by what they have chosen; `bot.rescheduling` writes it down."""

from datetime import datetime, timedelta
from typing import Final

from bot.schedule import timetable
from storage.model import Subscriber, SubscriberState

_A_MOMENT: Final = timedelta(seconds=1)


def next_due(subscriber: Subscriber, now: datetime) -> datetime | None:
    """Return the next slot's moment; None while nothing is scheduled: no timetable, or a pause without an end."""
    if subscriber.state is SubscriberState.PAUSED:
        if subscriber.paused_until is None:
            return None
        # The slot with which a pause ends is wanted, and "next" means later than.
        now = max(now, subscriber.paused_until - _A_MOMENT)
    return first_slot(subscriber, now)


def first_slot(subscriber: Subscriber, after: datetime) -> datetime | None:
    """Return the moment of the first slot after a time, whatever the subscriber's state; None without a timetable."""
    slot = timetable.next_slot(subscriber.timetable, subscriber.zone, after, subscriber.holidays)
    return slot.due_at if slot else None
