"""Which updates are handled side by side, which alone, and which not at all, by how often they ended the process."""

import json
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from bot.runtime import metrics
from storage.database import Database
from storage.maintenance import update_attempts

log = logging.getLogger(__name__)

RawUpdate: TypeAlias = dict[str, Any]

# Twice may be chance: a power cut, and the one after it.
MOST_ATTEMPTS: Final = 2


@dataclass(frozen=True, slots=True)
class Admitted:
    """Updates in their order: those begun for the first time, and those that were under way when a process ended."""

    fresh: Sequence[RawUpdate]
    suspects: Sequence[RawUpdate] = ()


async def nobody_is_told(_update_id: int) -> None:
    """Tell nobody: there is no operator's chat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateAttempts:
    """Writes down which updates are begun, before they are. `tell` says to the operator that one was set aside."""

    database: Database
    clock: Callable[[], datetime]
    tell: Callable[[int], Awaitable[None]] = nobody_is_told

    async def admit(self, updates: Sequence[RawUpdate], done: Iterable[RawUpdate] = ()) -> Admitted:
        """Forget those that are done, and say how others are to be handled.

        A database that cannot be written to stops none of them.
        """
        try:
            async with self.database.transaction() as connection:
                await update_attempts.finish(connection, [update["update_id"] for update in done])
                ids = [update["update_id"] for update in updates]
                attempts = await update_attempts.begin(connection, ids, now=self.clock())
        except Exception as error:  # noqa: BLE001 - a full disk, a database that is away: readers are answered
            log.warning("It cannot be written which updates are begun: %s", error)
            return Admitted(updates)
        for update in updates:
            if attempts[update["update_id"]] > MOST_ATTEMPTS:
                await self._set_aside(update)
        tried = [update for update in updates if attempts[update["update_id"]] <= MOST_ATTEMPTS]
        return Admitted(
            fresh=[update for update in tried if attempts[update["update_id"]] == 1],
            suspects=[update for update in tried if attempts[update["update_id"]] > 1],
        )

    async def finish(self, updates: Iterable[RawUpdate]) -> None:
        """Forget updates that were handled."""
        ids = [update["update_id"] for update in updates]
        if not ids:
            return
        try:
            async with self.database.transaction() as connection:
                await update_attempts.finish(connection, ids)
        except Exception as error:  # noqa: BLE001 - as above; at worst they are begun once more
            log.warning("It cannot be written which updates are done: %s", error)

    async def _set_aside(self, update: RawUpdate) -> None:
        async with self.database.transaction() as connection:
            content = json.dumps(update, ensure_ascii=False)
            first = await update_attempts.set_aside(connection, update["update_id"], content, now=self.clock())
        if first:
            metrics.refuse("update", "set-aside")
            log.error("Update %s ended the process %d times and is set aside", update["update_id"], MOST_ATTEMPTS)
            await self.tell(update["update_id"])
