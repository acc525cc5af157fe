"""From due slots to the outbox. One small transaction per slot: all of it happens, or none."""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from bot import edition, metrics
from bot.digest import quiet, timetable
from bot.digest.compose import Silence
from storage import digests, preferences, sources, subscribers
from storage.database import Connection, Database
from storage.model import Preferences, Slot, Subscriber, SubscriberState, WhenEmpty

log = logging.getLogger(__name__)

# Every timetable has a slot within a week.
_LONGEST_GAP: Final = timedelta(days=8)
# After a failure of ours the slot waits this long; nothing of it is lost.
POSTPONE: Final = timedelta(minutes=5)


def _nobody() -> None:
    """Wake nobody."""


async def deliver_due(database: Database, clock: Callable[[], datetime], *, wake: Callable[[], None] = _nobody) -> int:
    """Compose a digest for every subscriber whose slot is due and put it into the outbox; return how many were due.

    Args:
        database: where everything is.
        clock: the aware time.
        wake: called when there is something to send.
    """
    handled, silent = 0, await _silences(database, clock())
    while True:
        started = time.monotonic()
        if not await _deliver_next(database, clock(), silent):
            return handled
        handled += 1
        wake()
        # Telegram takes 30 messages a second: the rest of the time belongs to those who talk to the bot meanwhile.
        await asyncio.sleep(time.monotonic() - started)


async def digest_now(
    database: Database, subscriber: Subscriber, *, now: datetime, wake: Callable[[], None] = _nobody
) -> bool:
    """Put a digest into the outbox outside the timetable; False if there is nothing new to tell."""
    async with database.transaction() as connection:
        chosen = await preferences.get(connection, subscriber.id)
        silent = edition.silences(await sources.states(connection), now)
        composed = await _compose(connection, subscriber, chosen, silent, slot=None, due_at=now, now=now)
    if composed:
        wake()
    return composed


async def _silences(database: Database, now: datetime) -> tuple[Silence, ...]:
    async with database.read() as connection:
        return edition.silences(await sources.states(connection), now)


async def _deliver_next(database: Database, now: datetime, silent: tuple[Silence, ...]) -> bool:
    subscriber: Subscriber | None = None
    try:
        async with database.transaction() as connection:
            subscriber = next(iter(await subscribers.due(connection, now, limit=1)), None)
            if subscriber is None:
                return False
            await _deliver(connection, subscriber, now, silent)
    except Exception:
        if subscriber is None:
            raise
        metrics.digests.labels("failed").inc()
        log.exception("The digest of subscriber %d failed; tried again in %s", subscriber.id, POSTPONE)
        async with database.transaction() as connection:
            await subscribers.set_next_due(connection, subscriber.id, now + POSTPONE)
    return True


async def _deliver(connection: Connection, subscriber: Subscriber, now: datetime, silent: tuple[Silence, ...]) -> None:
    chosen = await preferences.get(connection, subscriber.id)
    held_until = quiet.ends_at(chosen.quiet, subscriber.zone, now) if chosen.quiet else None
    if held_until:
        metrics.digests.labels("held").inc()
        await subscribers.set_next_due(connection, subscriber.id, held_until)
        return
    # Of slots missed while nobody was running, only the last gets a digest: it tells everything since the one before.
    missed = timetable.slots_between(
        subscriber.timetable, subscriber.zone, now - _LONGEST_GAP, now, subscriber.holidays
    )
    if missed:
        slot = missed[-1]
        composed = await _compose(connection, subscriber, chosen, silent, slot=slot, due_at=slot.due_at, now=now)
        metrics.digests.labels("composed" if composed else "empty").inc()
    await _move_on(connection, subscriber, now)


async def _move_on(connection: Connection, subscriber: Subscriber, now: datetime) -> None:
    following = timetable.next_slot(subscriber.timetable, subscriber.zone, now, subscriber.holidays)
    next_due_at = following.due_at if following else None
    if subscriber.state is SubscriberState.PAUSED:
        await subscribers.resume(connection, subscriber.id, next_due_at)
    else:
        await subscribers.set_next_due(connection, subscriber.id, next_due_at)


async def _compose(
    connection: Connection,
    subscriber: Subscriber,
    chosen: Preferences,
    silent: tuple[Silence, ...],
    *,
    slot: Slot | None,
    due_at: datetime,
    now: datetime,
) -> bool:
    """Compose a digest and write it, what it tells and its messages; False if there is nothing to tell."""
    digest = await edition.current(connection, subscriber, chosen, slot=slot, now=now, silent=silent)
    if digest.empty and slot is None:
        return False
    # A slot with nothing to tell is written down too, as a digest without messages: it had its turn.
    said = not digest.empty or chosen.when_empty is WhenEmpty.SAY
    parts = edition.drafts(digest, subscriber, chosen) if said else ()
    recorded = await digests.record(connection, subscriber.id, slot, digest.stories, parts, due_at=due_at, now=now)
    return recorded is not None and not digest.empty
