"""Updates from when they arrive until they are handled: written down first, each handled once, whatever ends us."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeAlias

from bot.runtime import metrics
from storage.database import Connection, Database
from storage.maintenance import inbox

log = logging.getLogger(__name__)

RawUpdate: TypeAlias = dict[str, Any]
Statement: TypeAlias = Callable[[Connection], Awaitable[None]]

# Twice may be chance: a power cut, and the one after it.
MOST_ATTEMPTS: Final = 2


@dataclass(slots=True, kw_only=True)
class _Write:
    """Something to be written, and whether it was; None until then."""

    statement: Statement
    succeeded: bool | None = None


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What a process that ended has left, in order: what it was handling, and what was waiting."""

    suspects: Sequence[RawUpdate] = ()
    waiting: Sequence[RawUpdate] = ()


async def nobody_is_told(_update_id: int) -> None:
    """Tell nobody: there is no operator's chat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """Writes down what becomes of updates. `tell` says to the operator that one was set aside.

    A database that cannot be written to stops none of them.
    """

    database: Database
    clock: Callable[[], datetime]
    tell: Callable[[int], Awaitable[None]] = nobody_is_told
    _waiting: list[_Write] = field(default_factory=list)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def receive(self, updates: Sequence[RawUpdate], *, acknowledged: int) -> Sequence[RawUpdate] | None:
        """Write updates down and return those not known yet; None if they cannot be: do not acknowledge them.

        What was handled of those before `acknowledged` is forgotten: Telegram will not send it again.
        """
        contents = {update["update_id"]: json.dumps(update) for update in updates}
        new: set[int] = set()

        async def write(connection: Connection) -> None:
            await inbox.forget(connection, before=acknowledged, now=self.clock())
            new.update(await inbox.receive(connection, contents, now=self.clock()))

        if not await self._written(write):
            return None
        return [update for update in updates if update["update_id"] in new]

    async def left_over(self) -> LeftOver:
        """Return what is to be handled before anything new; what ended the process too often is set aside."""
        try:
            async with self.database.read() as connection:
                found = await inbox.unfinished(connection)
        except Exception as error:  # noqa: BLE001 - a database that is away: what is left is handled at the next start
            log.warning("It cannot be read which updates were left: %s", error)
            return LeftOver()
        for one in found:
            if one.attempts >= MOST_ATTEMPTS:
                await self._set_aside(one.update_id)
        return LeftOver(
            suspects=tuple(json.loads(one.content) for one in found if 0 < one.attempts < MOST_ATTEMPTS),
            waiting=tuple(json.loads(one.content) for one in found if one.attempts == 0),
        )

    async def begin(self, update_id: int) -> None:
        """An update is handled from now on: should that end the process, it will be known."""
        await self._written(lambda connection: inbox.begin(connection, update_id))

    async def finish(self, update_id: int) -> None:
        """An update was handled, however that ended."""
        await self._written(lambda connection: inbox.finish(connection, update_id, now=self.clock()))

    async def release(self, update_ids: Iterable[int]) -> None:
        """Stopping has broken off how these were handled: they begin anew at the next start."""
        if ids := list(update_ids):
            log.warning("%d updates were broken off by stopping; they are handled at the next start", len(ids))
            await self._written(lambda connection: inbox.release(connection, ids))

    async def _set_aside(self, update_id: int) -> None:
        if await self._written(lambda connection: inbox.set_aside(connection, update_id, now=self.clock())):
            metrics.refuse("update", "set-aside")
            log.error("Update %s ended the process %d times and is set aside", update_id, MOST_ATTEMPTS)
            await self.tell(update_id)

    async def _written(self, statement: Statement) -> bool:
        """Write something, with all that others have to write meanwhile: fifty handlers end and begin side by side.

        One transaction for each would leave what was answered unfinished for as long as the others take.
        """
        write = _Write(statement=statement)
        self._waiting.append(write)
        async with self._turn:
            if write.succeeded is None:
                batch = self._waiting.copy()
                succeeded = await self._write_all(batch)
                # Only now: whoever is cancelled in a transaction leaves it all to the next one's turn.
                del self._waiting[: len(batch)]
                for each in batch:
                    each.succeeded = succeeded
        return bool(write.succeeded)

    async def _write_all(self, batch: Iterable[_Write]) -> bool:
        try:
            async with self.database.transaction() as connection:
                for each in batch:
                    await each.statement(connection)
        except Exception as error:  # noqa: BLE001 - a full disk, a database that is away: readers are answered
            log.warning("It cannot be written what becomes of updates: %s", error)
            return False
        return True
