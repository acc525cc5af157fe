"""Housekeeping: forgets what nobody asks for any more, and once a week looks at stories again; tells nobody."""

import logging
from datetime import datetime, timedelta

from bot.runtime import metrics
from storage.database import Database
from storage.maintenance import paid_messages, rechecks, reclustering, task_runs
from storage.outbox import outbox_upkeep
from storage.sources import health_history, refusals
from storage.stories import stories
from storage.subscribers import shared_setups
from storage.topics import index, topics

log = logging.getLogger(__name__)

# Topics that were only tried or offered; a button that still names one says that it is gone.
UNFOLLOWED = timedelta(days=7)
# Trials look a week back, searches a month.
SEARCHED = timedelta(days=32)
REVIEWED = timedelta(days=7)
_REVIEW = "story review"


async def housekeeping(database: Database, *, keep: timedelta, now: datetime) -> None:
    """Forget sent messages older than `keep`, refusals that had their time, how to meet closed stories; no story."""
    async with database.transaction() as connection:
        parts = await outbox_upkeep.forget(connection, before=now - keep)
        pages = await refusals.forget(connection, before=now - keep)
        await rechecks.forget(connection, before=now - keep)
        await health_history.forget(connection, before=now - keep)
        await shared_setups.forget(connection, before=now)
        await paid_messages.forget(connection, before=(now - keep).date())
        keys = await stories.forget(connection, now=now)
        tried, lines = await topics.forget(connection, topics_before=now - UNFOLLOWED, lines_before=now - SEARCHED)
    log.info(
        "Housekeeping: forgot %d sent messages, %d refused addresses, %d keys of closed stories, %d unfollowed topics "
        "and %d lines of old articles",
        parts,
        pages,
        keys,
        tried,
        lines,
    )
    await _refile(database)
    await _review(database, now)


async def _review(database: Database, now: datetime) -> None:
    """Look at the stories of the week again; one that was cut short is begun anew, which changes nothing twice."""
    async with database.read() as connection:
        if not await task_runs.due(connection, _REVIEW, every=REVIEWED, now=now):
            return
    changes = 0
    async for change in reclustering.review(database, now=now):
        changes += 1
        metrics.reviewed.labels(change.step).inc()
        (kept, headline), (other, other_headline) = change.stories
        log.info("Story %d (%s), %s: %d (%s)", kept, headline, change.step, other, other_headline)
    async with database.transaction() as connection:
        await task_runs.done(connection, _REVIEW, now=now)
    log.info("Review of the week's stories: %d merged or split", changes)


async def _refile(database: Database) -> None:
    """File topics anew whose keys were made by older word forms, a thousand at a time."""
    while True:
        async with database.transaction() as connection:
            filed = await index.refile(connection)
        if not filed:
            return
        log.info("%d topics were filed anew by newer word forms", filed)
