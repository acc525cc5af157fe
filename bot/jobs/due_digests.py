"""From due slots to the outbox, a few at a time: claimed, read and composed, then written; all of it, or none."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from bot.digest import compose
from bot.digest.compose import Digest, Material, Silence
from bot.digest_builder import builder, proposals
from bot.digest_builder.issues import Issues
from bot.runtime import metrics, trace
from bot.runtime.pacing import Pace
from bot.schedule import quiet_hours, timetable
from bot.schedule.next_due import next_due
from storage.database import Connection, Database
from storage.digests import digests
from storage.digests.digests import NewDigest
from storage.model import (
    ChatKind,
    DigestKind,
    HolidayRule,
    Preferences,
    Slot,
    Subscriber,
    SubscriberState,
    TimetableEntry,
    WhenEmpty,
)
from storage.sources import listing_states
from storage.subscribers import preferences, subscribers

log = logging.getLogger(__name__)

# Every timetable has a slot within a week.
_LONGEST_GAP: Final = timedelta(days=8)
# After a failure of ours the slot waits this long; nothing of it is lost.
POSTPONE: Final = timedelta(minutes=5)
# So many slots share what is read: half as many cost a tenth more.
BATCH: Final = 80
# So many share a transaction: a reader who writes meanwhile waits for it.
_WRITTEN_AT_ONCE: Final = 40
# What may be told is read anew after so long, and for readers who are due later than it was read.
_FRESH: Final = timedelta(minutes=1)
_TIMETABLES: Final = 4096
# Slots of a process that died are composed by another one, or by its next run, after so long.
LEASE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Proposed:
    """A digest that an editor sees first."""

    digest: Digest
    chosen: Preferences
    slot: Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """What becomes of one due subscriber: when they are due next, and the digest to write down, or to propose."""

    subscriber: Subscriber
    next_due_at: datetime | None
    outcome: str
    entry: NewDigest | None = None
    proposed: _Proposed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Round:
    """What is shared by those who were claimed at one moment: what may be told, and sources to warn of."""

    claimed_at: datetime
    issues: Issues
    silent: tuple[Silence, ...]
    pace: Pace


def _nobody() -> None:
    """Wake nobody."""


async def deliver_due(database: Database, clock: Callable[[], datetime], *, wake: Callable[[], None] = _nobody) -> int:
    """Compose a digest for every subscriber whose slot is due and put it into the outbox; return how many were due.

    Args:
        database: where everything is.
        clock: the aware time.
        wake: called when there is something to send.
    """
    handled, pace = 0, Pace()
    silent: tuple[Silence, ...] = ()
    issues: Issues | None = None
    while True:
        now = clock()
        due = await _claim(database, now)
        if not due:
            return handled
        if issues is None or not _serves(issues, due, now):
            silent = await _silences(database, now)
            issues = Issues(now, of=None if len(due) == BATCH else [one.id for one in due])
        await _deliver(database, _Round(claimed_at=now, issues=issues, silent=silent, pace=pace), due)
        handled += len(due)
        wake()
        await pace.breathe()


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
        if proposals.are_asked(subscriber, chosen):
            await proposals.propose(connection, subscriber, chosen, digest, slot=None)
            wake()
            return True
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


def _serves(issues: Issues, due: Iterable[Subscriber], now: datetime) -> bool:
    """Whether what was read is for everybody, still fresh, and as late as the slots of those who are due."""
    if issues.partial or now - issues.now > _FRESH:
        return False
    return all(one.next_due_at is None or one.next_due_at <= issues.now for one in due)


async def _deliver(database: Database, round_: _Round, due: Sequence[Subscriber]) -> None:
    """Compose and write the digests of those who were claimed; one that fails stops nobody else's."""
    try:
        turns, newest = await _compose(database, round_, due)
        for start in range(0, len(turns), _WRITTEN_AT_ONCE):
            await _write(database, round_, turns[start : start + _WRITTEN_AT_ONCE], newest)
    except Exception:
        if len(due) > 1:
            for one in due:
                # A story may be gone that they share: what this one needs is read anew.
                alone = replace(round_, issues=Issues(round_.issues.now, of=[one.id]))
                await _deliver(database, alone, [one])
            return
        metrics.digests.labels("failed").inc()
        log.exception("The digest of subscriber %d failed; tried again in %s", due[0].id, POSTPONE)
        async with database.transaction() as connection:
            await subscribers.set_next_due(connection, due[0].id, round_.claimed_at + POSTPONE)


async def _compose(database: Database, round_: _Round, due: Sequence[Subscriber]) -> tuple[list[_Turn], dict[int, int]]:
    """Decide what becomes of each; return it with the newest digest that each had when it was decided."""
    ids, now = [one.id for one in due], round_.issues.now
    async with database.read() as connection:
        chosen = await preferences.load(connection, ids)
        held = {one.id for one in due if _held_until(one, chosen[one.id], now) is not None}
        slots = {one.id: _missed(one, now) for one in due if one.id not in held}
        newest = await digests.newest(connection, ids)
        material = await builder.gather(
            connection, [one for one in due if slots.get(one.id)], round_.issues, silent=round_.silent
        )
    turns = []
    for one in due:
        turns.append(_turn(one, chosen[one.id], slots.get(one.id, ()), material.get(one.id), now))
        await round_.pace.breathe()
    return turns, newest


def _is_silence_explained(subscriber: Subscriber, slot: Slot, digest: Digest) -> bool:
    """Say whether a reader is told that all there is stands in other languages: once a week, at its first slot."""
    first = min((min(entry.weekdays), entry.at) for entry in subscriber.timetable) if subscriber.timetable else None
    is_private = subscriber.kind is ChatKind.PRIVATE
    return is_private and digest.account.foreign > 0 and (slot.local_date.weekday(), slot.at) == first


def _held_until(subscriber: Subscriber, chosen: Preferences, now: datetime) -> datetime | None:
    return quiet_hours.ends_at(chosen.quiet, subscriber.zone, now) if chosen.quiet else None


def _missed(subscriber: Subscriber, now: datetime) -> tuple[Slot, ...]:
    """The slots up to now, earliest first. Only the last gets a digest: it tells what all of them would."""
    return _slots(subscriber.timetable, subscriber.zone, now, subscriber.holidays)


@lru_cache(maxsize=_TIMETABLES)
def _slots(entries: tuple[TimetableEntry, ...], zone: str, now: datetime, holidays: HolidayRule) -> tuple[Slot, ...]:
    """The slots of a timetable up to now: at eight in the morning, thousands have the same one."""
    return timetable.slots_between(entries, zone, now - _LONGEST_GAP, now, holidays)


@lru_cache(maxsize=_TIMETABLES)
def _next(entries: tuple[TimetableEntry, ...], zone: str, now: datetime, holidays: HolidayRule) -> datetime | None:
    slot = timetable.next_slot(entries, zone, now, holidays)
    return slot.due_at if slot else None


def _next_due(subscriber: Subscriber, now: datetime) -> datetime | None:
    if subscriber.state is SubscriberState.PAUSED:
        return next_due(subscriber, now)
    return _next(subscriber.timetable, subscriber.zone, now, subscriber.holidays)


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
    next_due_at = _next_due(subscriber, now)
    if not slots or material is None:
        return _Turn(subscriber=subscriber, next_due_at=next_due_at, outcome="none")
    slot, stands_from = slots[-1], _stands_from(subscriber, slots)
    digest = compose.compose(replace(material, slot=slot, stands_from=stands_from, length=builder.length(chosen)))
    if proposals.are_asked(subscriber, chosen) and not digest.empty:
        proposed = _Proposed(digest=digest, chosen=chosen, slot=slot)
        return _Turn(subscriber=subscriber, next_due_at=next_due_at, outcome="proposed", proposed=proposed)
    # A slot with nothing to tell is written down too, as a digest without messages: it had its turn.
    said = not digest.empty or chosen.when_empty is WhenEmpty.SAY or _is_silence_explained(subscriber, slot, digest)
    entry = NewDigest(
        subscriber_id=subscriber.id,
        slot=slot,
        told=digest.stories,
        parts=builder.parts(digest, subscriber, chosen) if said else (),
        due_at=slot.due_at,
    )
    outcome = "empty" if digest.empty else "composed"
    return _Turn(subscriber=subscriber, next_due_at=next_due_at, outcome=outcome, entry=entry)


async def _write(database: Database, round_: _Round, turns: Iterable[_Turn], newest: Mapping[int, int]) -> None:
    """Write what was decided, for those of whom it still holds; who got a digest meanwhile is due again at once."""
    decided = {turn.subscriber.id: turn for turn in turns}
    async with database.transaction() as connection:
        ours = await subscribers.due_at(connection, decided, round_.claimed_at + LEASE)
        known = await digests.newest(connection, ours)
        settled = [turn for each, turn in decided.items() if each in ours and known.get(each) == newest.get(each)]
        entries = [turn.entry for turn in settled if turn.entry]
        await digests.record_all(connection, entries, DigestKind.SLOT, now=round_.issues.now)
        for turn in settled:
            if (waits := turn.proposed) is not None:
                await proposals.propose(connection, turn.subscriber, waits.chosen, waits.digest, slot=waits.slot)
        await _move_on(connection, settled)
        outdated = ours - {turn.subscriber.id for turn in settled}
        await subscribers.set_next_due_of_all(connection, dict.fromkeys(outdated, round_.claimed_at))
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
