"""Breaking news: what several independent sources tell at once, told to those who asked, before the next digest."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.digest import breaking, compose
from bot.digest.breaking import Rule
from bot.digest.compose import Material
from bot.digest.issue import Issue
from bot.digest.length import Length
from bot.digest_builder import builder, proposals
from bot.runtime import metrics
from storage import window
from storage.database import Connection, Database
from storage.digests import alerts, digests
from storage.digests.alerts import Threshold, Waiting
from storage.digests.digests import NewDigest
from storage.model import Breaking, Preferences, ReadingTotals, Story, StoryCandidate, Subscriber
from storage.subscribers import follows, mutes, preferences, subscribers

log = logging.getLogger(__name__)

# More interruptions than this in a day are a second digest, which nobody chose.
MOST_A_DAY: Final = 3
_MOST_AT_ONCE: Final = Length(stories=3, brief=0)
# What broke at the beginning of a long night is told at its end.
_REACH: Final = timedelta(hours=16)
_PAGE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """A reader who may be interrupted, and the breaking stories on their topics."""

    subscriber: Subscriber
    chosen: Preferences
    candidates: tuple[StoryCandidate, ...]


async def tell_breaking(database: Database, clock: Callable[[], datetime], *, wake: Callable[[], None]) -> int:
    """Put breaking news into the outbox for everybody who asked for it and follows it; return how many were told.

    Args:
        database: where everything is.
        clock: the aware time.
        wake: called when there is something to send.
    """
    now, told = clock(), 0
    for threshold, stories in (await _broken(database, now)).items():
        after: int | None = 0
        while after is not None:
            readers, after = await _page(database, threshold, stories, after, now)
            for reader in readers:
                told += await _interrupt(database, reader, threshold, clock(), wake)
    return told


async def _broken(database: Database, now: datetime) -> dict[Threshold, dict[int, Story]]:
    """Find the stories that are breaking by each threshold that readers chose."""
    async with database.read() as connection:
        thresholds = await alerts.thresholds(connection)
        if not thresholds:
            return {}
        fewest = min(threshold.sources for threshold in thresholds)
        grown = await alerts.grown(connection, since=now - _REACH, now=now, sources=fewest)
    found = {
        threshold: {story.id: story for story in grown if _broke(story, threshold, now)} for threshold in thresholds
    }
    return {threshold: stories for threshold, stories in found.items() if stories}


def _broke(story: Story, threshold: Threshold, now: datetime) -> bool:
    at = breaking.broke_at(story, _rule(threshold))
    return at is not None and now - at <= _REACH


async def _page(
    database: Database, threshold: Threshold, stories: Mapping[int, Story], after: int, now: datetime
) -> tuple[list[_Reader], int | None]:
    """Return the next readers who were not interrupted too often today, and where the next page begins, if any."""
    async with database.read() as connection:
        waiting = await alerts.waiting(connection, threshold, list(stories), after=after, limit=_PAGE)
        ids = [one.subscriber_id for one in waiting]
        chosen = await preferences.load(connection, ids)
        known = {one.id: one for one in await subscribers.load(connection, ids)}
        today = await alerts.interruptions(connection, ids, since=now - timedelta(days=1))
    readers = [
        _reader(known[one.subscriber_id], chosen[one.subscriber_id], one, stories)
        for one in waiting
        if today.get(one.subscriber_id, 0) < MOST_A_DAY
        # Nothing is posted that no editor has seen; the next digest proposes it.
        and not proposals.are_asked(known[one.subscriber_id], chosen[one.subscriber_id])
    ]
    return readers, ids[-1] if ids else None


def _reader(subscriber: Subscriber, chosen: Preferences, waiting: Waiting, stories: Mapping[int, Story]) -> _Reader:
    return _Reader(
        subscriber=subscriber,
        chosen=chosen,
        candidates=tuple(
            StoryCandidate(story=stories[story_id], matches=matches)
            for story_id, matches in waiting.matches.items()
            if stories[story_id].is_told_in(chosen.wanted_languages)
        ),
    )


async def _interrupt(
    database: Database,
    reader: _Reader,
    threshold: Threshold,
    now: datetime,
    wake: Callable[[], None],
) -> bool:
    urgent = [one for one in reader.candidates if _is_urgent(one, reader, threshold, now)]
    if not urgent:
        return False
    started = time.monotonic()
    try:
        async with database.transaction() as connection:
            told = await _tell(connection, reader, urgent, now)
    except Exception:
        log.exception("Breaking news for subscriber %d failed; the next digest tells it", reader.subscriber.id)
        metrics.digests.labels("failed").inc()
        return False
    if told:
        metrics.digests.labels("breaking").inc()
        wake()
    await asyncio.sleep(time.monotonic() - started)
    return told


def _is_urgent(candidate: StoryCandidate, reader: _Reader, threshold: Threshold, now: datetime) -> bool:
    verdict = breaking.decide(
        candidate,
        rule=_rule(threshold),
        zone=reader.subscriber.zone,
        now=now,
        hours=reader.chosen.quiet,
        wake=reader.chosen.breaking is Breaking.WAKE,
    )
    return verdict.at == now


async def _tell(connection: Connection, reader: _Reader, urgent: list[StoryCandidate], now: datetime) -> bool:
    """Write the message, unless a digest told the reader a moment ago."""
    subscriber = reader.subscriber
    untold = set(await alerts.untold(connection, subscriber.id, [one.story.id for one in urgent]))
    untold -= await mutes.hidden(connection, subscriber.id, [one.story for one in urgent])
    if not untold:
        return False
    ties = await follows.for_subscriber(connection, subscriber.id)
    chosen = window.of_candidates(
        (one for one in urgent if one.story.id in untold), now=now, follows=ties, languages=reader.chosen.languages
    )
    material = Material(
        subscriber=subscriber,
        issue=Issue(chosen.window),
        selection=chosen,
        reading=ReadingTotals(articles=0, stories=0),
        length=_MOST_AT_ONCE,
        breaking=True,
    )
    digest = compose.compose(material)
    parts = builder.drafts(digest, subscriber, reader.chosen)
    await digests.record(
        connection,
        NewDigest(subscriber_id=subscriber.id, told=tuple(digest.stories), parts=tuple(parts), due_at=now),
        now=now,
        breaking=True,
    )
    return True


def _rule(threshold: Threshold) -> Rule:
    return Rule(sources=threshold.sources, window=timedelta(minutes=threshold.minutes))
