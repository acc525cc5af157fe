"""Housekeeping: forgets what nobody asks for any more; stories, and what was told, stay."""

import logging
from datetime import datetime, timedelta

from storage import outbox, refusals, stories
from storage.database import Database

log = logging.getLogger(__name__)


async def housekeeping(database: Database, *, keep: timedelta, now: datetime) -> None:
    """Forget sent messages older than `keep`, refusals that had their time, how to meet closed stories; no story."""
    async with database.transaction() as connection:
        parts = await outbox.forget(connection, before=now - keep)
        pages = await refusals.forget(connection, before=now - keep)
        keys = await stories.forget(connection, now=now)
    log.info(
        "Housekeeping: %d sent messages, %d refused addresses and %d keys of closed stories forgotten",
        parts,
        pages,
        keys,
    )
