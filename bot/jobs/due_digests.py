"""From due slots to the outbox, a few at a time: claimed, read and composed, then written; all of it, or none."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.digest import compose
from bot.digest.compose import Material, Silence
from bot.digest_builder import builder
from bot.runtime import metrics, trace
from bot.schedule import quiet_hours, timetable
from bot.schedule.next_due import next_due
from storage.database import Connection, Database
from storage.digests import digests
from storage.digests.digests import NewDigest
from storage.model import DigestKind, Preferences, Slot, Subscriber, SubscriberState, WhenEmpty
from storage.sources import listing_states
from storage.subscribers import preferences, subscribers

log = logging.getLogger(__name__)

# Every timetable has a slot within a week.
_LONGEST_GAP: Final = timedelta(days=8)
# After a failure of ours the slot waits this long; nothing of it is lost.
POSTPONE: Final = timedelta(minutes=5)
# So many slots share what is read and one transaction. More would save little, and a reader who writes meanwhile waits
# for their transaction.
BATCH: Final = 10
# Slots of a process that died are composed by another one, or by its next run, after so long.
LEASE: Final = timedelta(minutes=1)
# Telegram takes 30 messages a second: the rest of the time belongs to those who talk to the bot meanwhile.
_REST: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """What becomes of one due subscriber: when they are due next, and the digest to write down, if any."""

    subscriber: Subscriber
    next_due_at: datetime | None
    outcome: str
    entry: NewDigest | None = None


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
        started, now = time.monotonic(), clock()
        due = await _claim(database, now)
        if not due:
            return handled
        await _deliver(database, due, now, silent)
        handled += len(due)
        wake()
        await asyncio.sleep(_REST * (time.monotonic() - started))


async def digest_now(
    database: Database, subscriber: Subscriber, *, now: datetime, wake: Callable[[], None] = _nobody
) -> bool:
    """Put a digest into the outbox outside the timetable; False if there is nothing new to tell."""
    async with database.transaction() as connection:
        chosen = await preferences.get(connection, subscriber.id)
        silent = builder.silences(await listing_states.states(connection), now)
        digest = await builder.current(connection, subscriber, chosen, now=now, silent=silent)
        if digest.empty:
            return False
        parts = builder.parts(digest, subscriber, chosen)
        await digests.record(
            connection,
            NewDigest(subscriber_id=subscriber.id, told=tuple(digest.stories), parts=tuple(parts), due_at=now),
            now=now,
        )
    wake()
    return True


async def _silences(database: Database, now: datetime) -> tuple[Silence, ...]:
    async with database.read() as connection:
        return builder.silences(await listing_states.states(connection), now)


async def _claim(database: Database, now: datetime) -> list[Subscriber]:
    """Take some of those who are due: nobody else does so before the lease ends, and it ends by itself."""
    async with database.transaction() as connection:
        due = await subscribers.due(connection, now, limit=BATCH)
        await subscribers.set_next_due_of_all(connection, {one.id: now + LEASE for one in due})
    return due


async def _deliver(database: Database, due: Sequence[Subscriber], now: datetime, silent: tuple[Silence, ...]) -> None:
    """Compose and write the digests of those who were claimed at `now`; one that fails stops nobody else's."""
    try:
        turns, newest = await _compose(database, due, now, silent)
        await _write(database, turns, newest, now)
    except Exception:
        if len(due) > 1:
            for one in due:
                await _deliver(database, [one], now, silent)
            return
        metrics.digests.labels("failed").inc()
        log.exception("The digest of subscriber %d failed; tried again in %s", due[0].id, POSTPONE)
        async with database.transaction() as connection:
            await subscribers.set_next_due(connection, due[0].id, now + POSTPONE)


async def _compose(
    database: Database, due: Sequence[Subscriber], now: datetime, silent: tuple[Silence, ...]
) -> tuple[list[_Turn], dict[int, int]]:
    """Decide what becomes of each; return it with the newest digest that each had when it was decided."""
    ids = [one.id for one in due]
    async with database.read() as connection:
        chosen = await preferences.load(connection, ids)
        held = {one.id for one in due if _held_until(one, chosen[one.id], now) is not None}
        slots = {one.id: _missed(one, now) for one in due if one.id not in held}
        newest = await digests.newest(connection, ids)
        material = await builder.gather(connection, [one for one in due if slots.get(one.id)], now=now, silent=silent)
    turns = []
    for one in due:
        turns.append(_turn(one, chosen[one.id], slots.get(one.id, ()), material.get(one.id), now))
        # A reader who writes waits for one digest at most.
        await asyncio.sleep(0)
    return turns, newest


def _held_until(subscriber: Subscriber, chosen: Preferences, now: datetime) -> datetime | None:
    return quiet_hours.ends_at(chosen.quiet, subscriber.zone, now) if chosen.quiet else None


def _missed(subscriber: Subscriber, now: datetime) -> tuple[Slot, ...]:
    """The slots up to now, earliest first. Only the last gets a digest: it tells what all of them would."""
    return timetable.slots_between(subscriber.timetable, subscriber.zone, now - _LONGEST_GAP, now, subscriber.holidays)


def _stands_from(subscriber: Subscriber, slots: Sequence[Slot]) -> datetime | None:
    """When the first slot was due that was missed while nobody was running; None if it is the last one itself.

    Those before the reader was due were not missed: they had their digests, or fell into quiet hours or a pause.
    """
    missed = [slot for slot in slots if subscriber.next_due_at and slot.due_at >= subscriber.next_due_at]
    return missed[0].due_at if len(missed) > 1 else None


def _turn(
    subscriber: Subscriber,
    chosen: Preferences,
    slots: Sequence[Slot],
    material: Material | None,
    now: datetime,
) -> _Turn:
    if held_until := _held_until(subscriber, chosen, now):
        return _Turn(subscriber=subscriber, next_due_at=held_until, outcome="held")
    next_due_at = next_due(subscriber, now)
    if not slots or material is None:
        return _Turn(subscriber=subscriber, next_due_at=next_due_at, outcome="none")
    slot, stands_from = slots[-1], _stands_from(subscriber, slots)
    digest = compose.compose(replace(material, slot=slot, stands_from=stands_from, length=builder.length(chosen)))
    # A slot with nothing to tell is written down too, as a digest without messages: it had its turn.
    said = not digest.empty or chosen.when_empty is WhenEmpty.SAY
    entry = NewDigest(
        subscriber_id=subscriber.id,
        slot=slot,
        told=digest.stories,
        parts=builder.parts(digest, subscriber, chosen) if said else (),
        due_at=slot.due_at,
    )
    outcome = "empty" if digest.empty else "composed"
    return _Turn(subscriber=subscriber, next_due_at=next_due_at, outcome=outcome, entry=entry)


async def _write(database: Database, turns: Iterable[_Turn], newest: Mapping[int, int], now: datetime) -> None:
    """Write what was decided, for those of whom it still holds; who got a digest meanwhile is due again at once."""
    decided = {turn.subscriber.id: turn for turn in turns}
    async with database.transaction() as connection:
        ours = await subscribers.due_at(connection, decided, now + LEASE)
        known = await digests.newest(connection, ours)
        settled = [turn for each, turn in decided.items() if each in ours and known.get(each) == newest.get(each)]
        entries = [turn.entry for turn in settled if turn.entry]
        await digests.record_all(connection, entries, DigestKind.SLOT, now=now)
        await _move_on(connection, settled)
        outdated = ours - {turn.subscriber.id for turn in settled}
        await subscribers.set_next_due_of_all(connection, dict.fromkeys(outdated, now))
    for turn in settled:
        metrics.digests.labels(turn.outcome).inc()
        if turn.entry is not None and turn.entry.told:
            _log_told(turn.subscriber, turn.entry)


def _log_told(subscriber: Subscriber, entry: NewDigest) -> None:
    told = {"stories": [story.id for story in entry.told], "traces": [trace.of(story.url) for story in entry.told]}
    log.info(
        "Subscriber %d is told %d stories in %d messages",
        subscriber.id,
        len(entry.told),
        len(entry.parts),
        extra={"subscriber": subscriber.id, **told},
    )


async def _move_on(connection: Connection, turns: Iterable[_Turn]) -> None:
    moments = {}
    for turn in turns:
        if turn.subscriber.state is SubscriberState.PAUSED and turn.outcome != "held":
            await subscribers.resume(connection, turn.subscriber.id, turn.next_due_at)
        else:
            moments[turn.subscriber.id] = turn.next_due_at
    await subscribers.set_next_due_of_all(connection, moments)
