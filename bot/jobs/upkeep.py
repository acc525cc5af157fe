"""Housekeeping: forgets what nobody asks for any more; stories, and what was told, stay."""

import logging
from datetime import datetime, timedelta

from storage import outbox, refusals
from storage.database import Database

log = logging.getLogger(__name__)


async def housekeeping(database: Database, *, keep: timedelta, now: datetime) -> None:
    """Forget sent messages older than `keep` and refusals that have had their time; stories and ledger stay."""
    async with database.transaction() as connection:
        parts = await outbox.forget(connection, before=now - keep)
        pages = await refusals.forget(connection, before=now - keep)
    log.info("Housekeeping: %d sent messages and %d refused addresses forgotten", parts, pages)
