"""Copies the database every so often while the bot runs, and remembers when that failed; alerts are sent elsewhere."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.runtime import metrics
from storage import backup
from storage.database import Database
from storage.errors import BackupError

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Backups:
    """Writes a copy when the newest is older than `every`, and keeps the newest `keep` of them.

    An interval of nothing means never, and PostgreSQL has its own ways. `trouble` says why the last try failed, empty
    if it did not.
    """

    database: Database
    every: timedelta
    keep: int
    clock: Callable[[], datetime]
    trouble: str = ""

    async def write_if_due(self) -> None:
        """Write a copy if one is due; a failure is logged, and tried again at the next look."""
        path, folder = self.database.path, self.database.backups
        if path is None or folder is None or not self.every:
            return
        now = self.clock()
        newest = await asyncio.to_thread(backup.latest, folder)
        # One from the future was made by a clock that has been set back since.
        if newest is not None and now - self.every < newest <= now:
            return
        try:
            written = await asyncio.to_thread(backup.write_scheduled, path, folder, now=now, keep=self.keep)
        except BackupError as error:
            self.trouble = str(error)
            metrics.backups.labels("failed").inc()
            log.error("The database was not copied: %s", error)  # noqa: TRY400 - it says all there is to say
        else:
            self.trouble = ""
            metrics.backups.labels("written").inc()
            log.info("The database was copied to %s", written)
