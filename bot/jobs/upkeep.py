"""Housekeeping: forgets what nobody asks for any more; stories, and what was told, stay."""

import logging
from datetime import datetime, timedelta

from storage import outbox, refusals, shares, stories, topic_index, topics
from storage.database import Database

log = logging.getLogger(__name__)

# Topics that were only tried or offered; a button that still names one says that it is gone.
UNFOLLOWED = timedelta(days=7)
# Trials look a week back, searches a month.
SEARCHED = timedelta(days=32)


async def housekeeping(database: Database, *, keep: timedelta, now: datetime) -> None:
    """Forget sent messages older than `keep`, refusals that had their time, how to meet closed stories; no story."""
    async with database.transaction() as connection:
        parts = await outbox.forget(connection, before=now - keep)
        pages = await refusals.forget(connection, before=now - keep)
        await shares.forget(connection, before=now)
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


async def _refile(database: Database) -> None:
    """File topics anew whose keys were made by older word forms, a thousand at a time."""
    while True:
        async with database.transaction() as connection:
            filed = await topic_index.refile(connection)
        if not filed:
            return
        log.info("%d topics were filed anew by newer word forms", filed)
