"""Fetching updates from Telegram, one by one validated, none acknowledged before it was written down.

aiogram's own polling refuses a whole batch for one update it cannot read and then asks for the same batch for ever;
and it acknowledges updates before their handlers have finished, so that stopping loses them.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from aiogram import Bot, Dispatcher
from aiogram.client.session.middlewares.base import NextRequestMiddlewareType
from aiogram.exceptions import TelegramConflictError, TelegramRetryAfter, TelegramUnauthorizedError
from aiogram.methods import Response, TelegramMethod
from aiogram.types import TelegramObject, Update
from pydantic import ValidationError

from bot.delivery import session
from bot.runtime import metrics, watchdog
from bot.updates.inbox import Inbox, RawUpdate

if TYPE_CHECKING:
    from aiogram.methods.base import TelegramType

log = logging.getLogger(__name__)

LONG_POLL: Final = 25
# With so many in memory no more are fetched. A chat has room for fewer (chat_queues): it takes many to fill this.
MOST_UNDER_WAY: Final = 1000
# After `stop`: how long handlers that have begun may go on; how much longer those that have begun to answer, for they
# would answer twice if they began anew; and how long Telegram has to hear of it. Docker kills after ten seconds, and
# five of these are the jobs'.
FINISH_SECONDS: Final = 2.0
ANSWER_SECONDS: Final = 1.5
ACKNOWLEDGE_SECONDS: Final = 1

# How long others wait for an update that may have ended the last process.
SUSPECT_SECONDS: Final = 10.0

Result = TypeVar("Result")


@dataclass(slots=True)
class _Handling:
    """How far one update has come."""

    update_id: int
    begun: bool = False
    answering: bool = False
    handled: bool = False


_handling: Final[ContextVar[_Handling | None]] = ContextVar("handling", default=None)


class GetRawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates, its updates left as they came: each is validated by itself."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None


class Poller:
    """Asks one bot's Telegram for updates and feeds them to a dispatcher until told to stop.

    It is the innermost of the dispatcher's outer middlewares, to note whose turn has come.
    """

    def __init__(
        self, bot: Bot, dispatcher: Dispatcher, inbox: Inbox, *, moved: Callable[[str], None] = lambda _what: None
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._inbox = inbox
        self._moved = moved
        self._answered = False
        self._offset: int | None = None
        # Telegram has heard of all before it, and sends none of them again.
        self._acknowledged = 0
        self._under_way: dict[asyncio.Task[None], _Handling] = {}
        dispatcher.update.outer_middleware(self._begin)
        bot.session.middleware(_note_answer)

    @property
    def busy(self) -> bool:
        """Whether something that was fetched is not handled yet."""
        return bool(self._under_way)

    async def run(self, stop: asyncio.Event, *, long_poll: int = LONG_POLL) -> None:
        """Poll until `stop`, then let handlers finish. Raises TelegramUnauthorizedError for a revoked token."""
        async with asyncio.TaskGroup() as group:
            await self._resume(stop, group)
            delay = 1.0
            while not stop.is_set():
                # The first answer comes at once, and shows that Telegram can be reached: nobody is ready before that.
                patience = long_poll if self._answered else 0
                answer = await self._unless_stopped(self._updates(patience), stop, group)
                if isinstance(answer, TelegramUnauthorizedError):
                    raise answer
                if isinstance(answer, Exception):
                    delay = await self._back_off(answer, delay, stop)
                elif answer is not None:
                    delay = 1.0
                    await self._take(answer, stop, group)
            await self._break_off()
        await self._acknowledge()

    async def _resume(self, stop: asyncio.Event, group: asyncio.TaskGroup) -> None:
        """Begin with what the last process has left; what it was handling alone, for that may be what ended it."""
        left = await self._inbox.left_over()
        if left.suspects or left.waiting:
            log.info("%d updates were left by the last process", len(left.suspects) + len(left.waiting))
        for raw in left.suspects:
            await self._unless_stopped(_all_done(self._feed([raw], group), SUSPECT_SECONDS), stop, group)
        self._feed(left.waiting, group)

    async def _unless_stopped(
        self, work: Coroutine[Any, Any, Result], stop: asyncio.Event, group: asyncio.TaskGroup
    ) -> Result | None:
        """Return what comes of some work; None if the bot is told to stop before."""
        working, stopping = group.create_task(work), group.create_task(stop.wait())
        try:
            await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
            return working.result() if working.done() else None
        finally:
            working.cancel()
            stopping.cancel()

    async def _updates(self, long_poll: int) -> list[RawUpdate] | Exception:
        """Return updates, or what went wrong as a value: an error raised here would end the group of handlers."""
        method = GetRawUpdates(
            offset=self._offset,
            timeout=long_poll,
            allowed_updates=self._dispatcher.resolve_used_update_types(),
        )
        self._moved("polling-tried")
        try:
            updates = await self._bot(method, request_timeout=long_poll + 10)
        except Exception as error:  # noqa: BLE001 - whatever the network or Telegram did, we ask again
            return error
        self._moved("polling")
        self._answered = True
        self._acknowledged = self._offset or 0
        return updates

    async def _take(self, updates: list[RawUpdate], stop: asyncio.Event, group: asyncio.TaskGroup) -> None:
        """Have updates handled; the offset moves once they are written down, or, if they cannot be, handled."""
        if not updates:
            return
        new = await self._inbox.receive(updates, acknowledged=self._acknowledged)
        tasks = self._feed(updates if new is None else new, group)
        if new is None:
            await self._unless_stopped(_all_done(tasks), stop, group)
            if not all(task.done() for task in tasks):
                return
        self._offset = max(int(raw["update_id"]) for raw in updates) + 1
        while len(self._under_way) >= MOST_UNDER_WAY and not stop.is_set():
            await self._unless_stopped(_one_done(self._under_way), stop, group)

    def _feed(self, updates: Sequence[RawUpdate], group: asyncio.TaskGroup) -> list[asyncio.Task[None]]:
        """Begin to handle updates side by side; those of one chat wait for their turns in this order."""
        tasks = []
        for raw in updates:
            handling = _Handling(raw["update_id"])
            tasks.append(task := group.create_task(self._handle(raw, handling)))
            self._under_way[task] = handling
            task.add_done_callback(self._under_way.pop)
        return tasks

    async def _handle(self, raw: RawUpdate, handling: _Handling) -> None:
        _handling.set(handling)
        with watchdog.doing(f"update {raw['update_id']}"):
            await self._dispatch(raw)
        handling.handled = True
        await self._inbox.finish(raw["update_id"])

    async def _begin(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:  # noqa: ANN401 - aiogram's signature
        """Note that an update's turn has come."""
        if (handling := _handling.get()) is not None:
            handling.begun = True
            await self._inbox.begin(handling.update_id)
        return await handler(event, data)

    async def _dispatch(self, raw: RawUpdate) -> None:
        try:
            update = Update.model_validate(raw, context={"bot": self._bot})
            await self._dispatcher.feed_update(self._bot, update)
        except ValidationError as error:
            metrics.refuse("update", "unreadable")
            log.warning("Update %s cannot be read, skipped: %s", raw["update_id"], error.title)
        except Exception:
            metrics.refuse("update", "handler-failed")
            log.exception("Update %s failed", raw["update_id"])

    async def _break_off(self) -> None:
        """Let those finish that have begun; the others are in the inbox, and are handled at the next start."""
        broken_off = self._cancel(lambda handling: not handling.begun)
        await _all_done(self._under_way, FINISH_SECONDS)
        broken_off |= self._cancel(lambda handling: not (handling.answering or handling.handled))
        await _all_done(self._under_way, ANSWER_SECONDS)
        broken_off |= self._cancel(lambda handling: not handling.handled)
        await _all_done(self._under_way, ANSWER_SECONDS)
        await self._inbox.release(update_id for update_id, handling in broken_off.items() if handling.begun)

    def _cancel(self, which: Callable[[_Handling], bool]) -> dict[int, _Handling]:
        cancelled = {task: handling for task, handling in self._under_way.items() if which(handling)}
        for task in cancelled:
            task.cancel()
        return {handling.update_id: handling for handling in cancelled.values()}

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
        """Tell Telegram what was taken, so that it does not send it again."""
        if self._offset is None:
            return
        try:
            await self._bot(GetRawUpdates(offset=self._offset, timeout=0), request_timeout=ACKNOWLEDGE_SECONDS)
        except Exception as error:  # noqa: BLE001 - they are known when they come again
            log.warning("The last updates could not be acknowledged: %s", error)


async def _note_answer(
    make_request: "NextRequestMiddlewareType[TelegramType]", bot: Bot, method: "TelegramMethod[TelegramType]"
) -> "Response[TelegramType]":
    """Note that an update is being answered; what still waits for its permit to speak (LimitedSession) is not."""
    if (handling := _handling.get()) is not None and session.speaks(method):
        handling.answering = True
    return await make_request(bot, method)


async def _all_done(tasks: Iterable[asyncio.Task[None]], seconds: float | None = None) -> None:
    if waiting := list(tasks):
        await asyncio.wait(waiting, timeout=seconds)


async def _one_done(tasks: Iterable[asyncio.Task[None]]) -> None:
    await asyncio.wait(list(tasks), return_when=asyncio.FIRST_COMPLETED)
