"""From due slots to the outbox, and the housekeeping. One small transaction per slot: all of it happens, or none."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot import metrics, texts
from bot.digest import compose, render, timetable
from storage import articles, digests, outbox, refusals, subscribers
from storage.database import Connection, Database
from storage.model import Slot, Subscriber, SubscriberState

log = logging.getLogger(__name__)

# A first digest reaches this far back: enough to be worth reading, not the whole archive.
FIRST_REACH = timedelta(hours=24)
# Every timetable has a slot within a week.
LONGEST_GAP = timedelta(days=8)
# After a failure of ours the slot waits this long; nothing of it is lost.
POSTPONE = timedelta(minutes=5)


async def deliver_due(database: Database, clock: Callable[[], datetime]) -> int:
    """Compose a digest for every subscriber whose slot is due and put it into the outbox; return how many were due."""
    handled = 0
    while await _deliver_next(database, clock()):
        handled += 1
    return handled


async def digest_now(database: Database, subscriber: Subscriber, *, now: datetime) -> bool:
    """Put a digest into the outbox outside the timetable; False if there is nothing new to tell."""
    async with database.transaction() as connection:
        return await _compose(connection, subscriber, slot=None, due_at=now, now=now)


async def housekeeping(database: Database, *, keep: timedelta, now: datetime) -> None:
    """Forget sent messages older than `keep` and refusals that have had their time; stories and ledger stay."""
    async with database.transaction() as connection:
        parts = await outbox.forget(connection, before=now - keep)
        pages = await refusals.forget(connection, before=now - keep)
    log.info("Housekeeping: %d sent messages and %d refused addresses forgotten", parts, pages)


async def _deliver_next(database: Database, now: datetime) -> bool:
    subscriber: Subscriber | None = None
    try:
        async with database.transaction() as connection:
            subscriber = next(iter(await subscribers.due(connection, now, limit=1)), None)
            if subscriber is None:
                return False
            await _deliver(connection, subscriber, now)
    except Exception:
        if subscriber is None:
            raise
        metrics.digests.labels("failed").inc()
        log.exception("The digest of subscriber %d failed; tried again in %s", subscriber.id, POSTPONE)
        async with database.transaction() as connection:
            await subscribers.set_next_due(connection, subscriber.id, now + POSTPONE)
    return True


async def _deliver(connection: Connection, subscriber: Subscriber, now: datetime) -> None:
    # Of slots missed while nobody was running, only the last gets a digest: it tells everything since the one before.
    missed = timetable.slots_between(subscriber.timetable, subscriber.zone, now - LONGEST_GAP, now)
    if missed:
        composed = await _compose(connection, subscriber, slot=missed[-1], due_at=missed[-1].due_at, now=now)
        metrics.digests.labels("composed" if composed else "empty").inc()
    following = timetable.next_slot(subscriber.timetable, subscriber.zone, now)
    next_due_at = following.due_at if following else None
    if subscriber.state is SubscriberState.PAUSED:
        await subscribers.resume(connection, subscriber.id, next_due_at)
    else:
        await subscribers.set_next_due(connection, subscriber.id, next_due_at)


async def _compose(
    connection: Connection, subscriber: Subscriber, *, slot: Slot | None, due_at: datetime, now: datetime
) -> bool:
    """Compose a digest and write it, what it tells and its messages; False if there is nothing to tell."""
    since = await digests.last_composed_at(connection, subscriber.id) or now - FIRST_REACH
    candidates = await digests.candidates(connection, subscriber, since=since, now=now)
    reading = await articles.reading(connection, since, now)
    digest = compose.compose(candidates, reading=reading, subscriber=subscriber, slot=slot, now=now)
    if digest.empty and slot is None:
        return False
    # A slot with nothing to tell is written down too, as a digest without messages: it had its turn.
    messages = () if digest.empty else render.messages(digest, texts.of(subscriber.language))
    recorded = await digests.record(connection, subscriber.id, slot, digest.stories, messages, due_at=due_at, now=now)
    return recorded is not None and not digest.empty
