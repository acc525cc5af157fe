"""Fetching updates from Telegram, one by one validated, none acknowledged before it was handled.

aiogram's own polling refuses a whole batch for one update it cannot read and then asks for the same batch for ever;
and it acknowledges updates before their handlers have finished, so that stopping loses them.
"""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramConflictError, TelegramRetryAfter, TelegramUnauthorizedError
from aiogram.methods import TelegramMethod
from aiogram.types import Update
from pydantic import ValidationError

from bot.runtime import metrics, watchdog
from bot.update_attempts import UpdateAttempts

log = logging.getLogger(__name__)

LONG_POLL = 25
# A handler that takes longer than this goes on while the next updates are fetched.
# Those behind a chat with a long queue wait so long for each hundred of its updates (300 of them: 3 s, not 15 s).
PATIENCE = 1.0
FINISH = 20.0


class GetRawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates, its updates left as they came: each is validated by itself."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None


class Poller:
    """Asks one bot's Telegram for updates and feeds them to a dispatcher until told to stop."""

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        *,
        long_poll: int = LONG_POLL,
        attempts: UpdateAttempts | None = None,
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._long_poll = long_poll
        self._attempts = attempts
        self._offset: int | None = None
        self._under_way: set[asyncio.Task[None]] = set()
        # Forgotten with the next that are begun: a transaction for each batch, not for each update.
        self._handled: list[dict[str, Any]] = []

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop`, then let handlers finish. Raises TelegramUnauthorizedError for a revoked token."""
        async with asyncio.TaskGroup() as group:
            delay = 1.0
            while not stop.is_set():
                answer = await self._ask(stop, group)
                if isinstance(answer, TelegramUnauthorizedError):
                    raise answer
                if isinstance(answer, Exception):
                    delay = await self._back_off(answer, delay, stop)
                else:
                    delay = 1.0
                    await self._handle(answer, group)
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=FINISH)
            for task in self._under_way:
                task.cancel()
        await self._admitted([])
        await self._acknowledge()

    async def _ask(self, stop: asyncio.Event, group: asyncio.TaskGroup) -> list[dict[str, Any]] | Exception:
        asking = group.create_task(self._updates())
        stopping = group.create_task(stop.wait())
        try:
            await asyncio.wait({asking, stopping}, return_when=asyncio.FIRST_COMPLETED)
            return asking.result() if asking.done() else []
        finally:
            asking.cancel()
            stopping.cancel()

    async def _updates(self) -> list[dict[str, Any]] | Exception:
        """Return updates, or what went wrong as a value: an error raised here would end the group of handlers."""
        method = GetRawUpdates(
            offset=self._offset,
            timeout=self._long_poll,
            allowed_updates=self._dispatcher.resolve_used_update_types(),
        )
        try:
            return await self._bot(method, request_timeout=self._long_poll + 10)
        except Exception as error:  # noqa: BLE001 - whatever the network or Telegram did, we ask again
            return error

    async def _handle(self, updates: list[dict[str, Any]], group: asyncio.TaskGroup) -> None:
        tasks = [group.create_task(self._feed(raw)) for raw in await self._admitted(updates)]
        self._under_way.update(tasks)
        for task in tasks:
            task.add_done_callback(self._under_way.discard)
        if tasks:
            await asyncio.wait(tasks, timeout=PATIENCE)
        if updates:
            self._offset = max(int(raw["update_id"]) for raw in updates) + 1

    async def _feed(self, raw: dict[str, Any]) -> None:
        with watchdog.doing(f"update {raw.get('update_id')}"):
            await self._dispatch(raw)
        self._handled.append(raw)

    async def _admitted(self, updates: list[dict[str, Any]]) -> Sequence[dict[str, Any]]:
        """Write down what is done and what is begun; return what is to be handled side by side."""
        if self._attempts is None:
            return updates
        done, self._handled = self._handled, []
        if not updates:
            await self._attempts.finish(done)
            return updates
        admitted = await self._attempts.admit(updates, done)
        for raw in admitted.suspects:
            # Alone, so that it takes nobody with it if it is the one that ended the process.
            await self._feed(raw)
            await self._attempts.finish([raw])
        return admitted.fresh

    async def _dispatch(self, raw: dict[str, Any]) -> None:
        try:
            update = Update.model_validate(raw, context={"bot": self._bot})
            await self._dispatcher.feed_update(self._bot, update)
        except ValidationError as error:
            metrics.refuse("update", "unreadable")
            log.warning("Update %s cannot be read, skipped: %s", raw.get("update_id"), error.title)
        except Exception:
            metrics.refuse("update", "handler-failed")
            log.exception("Update %s failed", raw.get("update_id"))

    async def _back_off(self, error: Exception, delay: float, stop: asyncio.Event) -> float:
        wait = error.retry_after if isinstance(error, TelegramRetryAfter) else delay
        if isinstance(error, TelegramConflictError):
            # Telegram's own words tell another process from a webhook.
            log.error("Only one may ask for updates with this token. %s. Asking again in %.0f s", error.message, wait)
        else:
            log.warning("Telegram did not answer (%s: %s); asking again in %.0f s", type(error).__name__, error, wait)
        metrics.refuse("polling", type(error).__name__)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), wait)
        return min(delay * 2, 60)

    async def _acknowledge(self) -> None:
        """Tell Telegram what was handled, so that the next start does not handle it again."""
        if self._offset is None:
            return
        try:
            await self._bot(GetRawUpdates(offset=self._offset, timeout=0), request_timeout=5)
        except Exception as error:  # noqa: BLE001 - the only cost is a repeated update after the next start
            log.warning("The last updates could not be acknowledged: %s", error)
