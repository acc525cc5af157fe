"""Empties the outbox into Telegram: in order per chat, several chats at once, losing nothing; composes no text."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from aiogram import Bot

from bot.delivery import outcome, request
from bot.delivery.limiter import Limiter
from bot.delivery.outcome import (
    Delivered,
    Fail,
    Flood,
    Migrate,
    Outcome,
    PlainText,
    Retry,
    Stop,
    Suspend,
    WithoutThread,
)
from bot.runtime import metrics
from storage.database import Connection, Database
from storage.digests import digests, outbox
from storage.model import Part
from storage.subscribers import forum_threads, subscribers

log = logging.getLogger(__name__)

# Measured with aiogram: 10-30 requests at once are the fastest; 300 are half as fast.
CONCURRENCY: Final = 10
# Looking for what can be sent next costs more than writing down what was: it is done for several at a time.
_AT_LEAST: Final = 3
# A part is under way for at most five waits and five requests (as it is, in two other places, without picture, markup).
_PATIENCE_SECONDS: Final = 20.0
_UNCHANGED: Final = "message is not modified"
_REQUEST_SECONDS: Final = 30
LEASE: Final = timedelta(seconds=5 * (_PATIENCE_SECONDS + _REQUEST_SECONDS) + 30)
_Request = TypeVar("_Request", request.Send, request.Edit)
# How long an empty outbox is left alone.
IDLE_SECONDS: Final = 1.0


class Sender:
    """Claims parts, sends them within the limiter, records what became of each. No transaction spans a request.

    It speaks below the session's middlewares, because it asks the limiter itself: a part that would have to wait
    longer than its lease must go back instead.

    Args:
        bot: whose token is used.
        database: where the outbox is; several senders may share it.
        limiter: the one that everything the bot says passes.
        clock: the time, aware.
        concurrency: how many chats are sent to at once.
    """

    def __init__(
        self,
        bot: Bot,
        database: Database,
        limiter: Limiter,
        clock: Callable[[], datetime],
        *,
        concurrency: int = CONCURRENCY,
        idle: float = IDLE_SECONDS,
    ) -> None:
        self._bot = bot
        self._database = database
        self._limiter = limiter
        self._clock = clock
        self._concurrency = concurrency
        self._idle = idle
        self._in_flight: set[int] = set()
        self._settled: list[tuple[Part, Outcome]] = []
        self._waiting: set[asyncio.Timeout] = set()
        self._awake = asyncio.Event()
        self._stopping = False
        self._refusal: Exception | None = None

    def wake(self) -> None:
        """Look into the outbox now: there is something in it."""
        self._awake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop`, then finish what is in flight.

        Raises aiogram's TelegramUnauthorizedError when Telegram no longer accepts the token.
        """
        self._stopping = False
        await self._take_over()
        async with asyncio.TaskGroup() as group:
            watch = group.create_task(self._stop_on(stop))
            while not self._done():
                parts = await self._exchange(self._room())
                for part in parts:
                    group.create_task(self._deliver(part))
                if not parts and not self._done():
                    await self._rest()
            watch.cancel()
        self._raise_refusal()

    async def deliver_once(self) -> int:
        """Send the first waiting part of up to `concurrency` chats; return how many parts were tried."""
        parts = await self._exchange(self._room())
        async with asyncio.TaskGroup() as group:
            for part in parts:
                group.create_task(self._deliver(part))
        await self._exchange(0)
        self._raise_refusal()
        return len(parts)

    def _done(self) -> bool:
        """Whether nothing is in flight, and nothing more will be."""
        return not self._in_flight and (self._stopping or self._refusal is not None)

    def _raise_refusal(self) -> None:
        if self._refusal:
            refusal, self._refusal = self._refusal, None
            raise refusal

    async def _stop_on(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._stopping = True
        # Those who only wait for their turn give their parts back.
        for waiting in self._waiting:
            waiting.reschedule(0)
        self.wake()

    async def _rest(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._awake.wait(), self._idle)
        self._awake.clear()

    async def _take_over(self) -> None:
        async with self._database.transaction() as connection:
            freed = await outbox.reclaim(connection, now=self._clock())
        if freed:
            log.warning("%d messages were in flight when the bot last stopped; they may arrive twice", freed)

    def _room(self) -> int:
        """How many parts to claim now: several at a time, none while everybody is paused."""
        room = self._concurrency - len(self._in_flight)
        enough = room >= min(_AT_LEAST, self._concurrency)
        # A lease that only waits is worth nothing.
        return room if enough and not (self._stopping or self._refusal) and self._limiter.pause() <= 1 else 0

    async def _exchange(self, room: int) -> list[Part]:
        """Write down what became of messages and claim others, in one transaction; return those claimed."""
        settled, self._settled = self._settled, []
        if not settled and not room:
            return []
        parts: list[Part] = []
        try:
            async with self._database.transaction() as connection:
                for part, result in settled:
                    await self._record(connection, part, result)
                if room:
                    parts = await outbox.claim(connection, now=self._clock(), limit=room, lease=LEASE)
        except Exception:
            log.exception("The outbox cannot be read; trying again")
            metrics.parts.labels("unclaimed").inc()
            parts = []
            for part, result in settled:
                await self._record_alone(part, result)
        else:
            for _, result in settled:
                metrics.parts.labels(type(result).__name__.lower()).inc()
        self._in_flight.difference_update(part.id for part, _ in settled)
        self._in_flight.update(part.id for part in parts)
        return parts

    async def _record_alone(self, part: Part, result: Outcome) -> None:
        try:
            async with self._database.transaction() as connection:
                await self._record(connection, part, result)
            metrics.parts.labels(type(result).__name__.lower()).inc()
        except Exception:
            log.exception("Message %d is left to its lease", part.id)
            metrics.parts.labels("error").inc()

    async def _deliver(self, part: Part) -> None:
        try:
            result = await self._send(part)
            self._settled.append((part, result))
        except Exception:
            # Its lease runs out and it is tried again; the other parts must not suffer.
            log.exception("Message %d is left to its lease", part.id)
            metrics.parts.labels("error").inc()
            self._in_flight.discard(part.id)
        finally:
            self.wake()

    async def _send(self, part: Part) -> Outcome:
        """Send a part; beside its thread, or without markup, where Telegram does not take it as it is."""
        if part.edit_of is not None:
            return await self._edit(part, part.edit_of)
        if part.rich:
            return outcome.of_rich(await self._try(part, request.send_rich(part)))
        message = request.send(part)
        missed: list[int] = []
        message, result = await self._show(part, message)
        for place in _beside(part):
            if not isinstance(result, WithoutThread) or message.message_thread_id is None:
                break
            log.warning("Message %d goes beside its thread %s: %s", part.id, message.message_thread_id, result.reason)
            missed.append(message.message_thread_id)
            message = message.model_copy(update={"message_thread_id": place})
            message, result = await self._show(part, message)
        if isinstance(result, PlainText):
            log.warning("Message %d goes without markup: %s", part.id, result.reason)
            metrics.parts.labels("stripped").inc()
            message = message.model_copy(update={"text": part.plain, "parse_mode": None, "reply_markup": None})
            result = await self._try(part, message)
        return replace(result, missed=tuple(missed)) if isinstance(result, Delivered) else result

    async def _show(self, part: Part, message: _Request) -> tuple[_Request, Outcome]:
        """Try a message; without its picture where it is refused with it: a picture never costs the text."""
        result = await self._try(part, message)
        if part.preview and isinstance(result, PlainText | Fail) and _UNCHANGED not in result.reason:
            log.warning("Message %d goes without its picture: %s", part.id, result.reason)
            metrics.parts.labels("unpictured").inc()
            message = message.model_copy(update={"link_preview_options": request.NO_PREVIEW})
            result = await self._try(part, message)
        return message, result

    async def _edit(self, part: Part, message_id: int) -> Outcome:
        """Put a sent message right; one that says so already, as after a lost answer, is right too."""
        _, result = await self._show(part, request.edit(part, message_id))
        if isinstance(result, Fail) and _UNCHANGED in result.reason:
            return Delivered(message_id=message_id)
        return result

    async def _try(self, part: Part, message: request.Send | request.SendRich | request.Edit) -> Outcome:
        if not await self._permitted(part):
            wait = self._limiter.delay(part.chat_id, part.chat_kind, bulk=True)
            return Retry(reason="waits its turn", after=timedelta(seconds=wait))
        if part.uncertain:
            metrics.repeats.inc()
        try:
            sent: Any = await self._bot.session.make_request(self._bot, message, timeout=_REQUEST_SECONDS)
        except Exception as error:
            result = outcome.classify(error)
            if result is None:
                raise
            if isinstance(result, Flood):
                self._limiter.penalise(part.chat_id, result.seconds, part.chat_kind)
            if isinstance(result, Stop):
                self._refusal = error
            return result
        return Delivered(message_id=sent.message_id)

    async def _permitted(self, part: Part) -> bool:
        """Wait for the limiter, but neither longer than our patience nor beyond the stop."""
        try:
            async with asyncio.timeout(0 if self._stopping else _PATIENCE_SECONDS) as waiting:
                self._waiting.add(waiting)
                await self._limiter.acquire(part.chat_id, part.chat_kind, bulk=True)
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(waiting)
        return True

    async def _record(self, connection: Connection, part: Part, result: Outcome) -> None:
        now = self._clock()
        match result:
            case Delivered():
                await outbox.sent(connection, part.id, result.message_id or 0, now)
                await _note_threads(connection, part, result, now)
                if part.rich and part.digest_id is not None:
                    await digests.merge(connection, part.digest_id, part.number)
            case outcome.Classic():
                await outbox.mark_superseded(connection, part.id)
                log.warning("Message %d goes as classic ones: %s", part.id, result.reason)
            case Retry():
                after = outcome.backoff(part.attempts, part.id) if result.after is None else result.after
                log.info("Message %d again in %.0f s: %s", part.id, after.total_seconds(), result.reason)
                await outbox.retry(connection, part.id, now + after, result.reason, uncertain=result.uncertain)
            case Suspend():
                await subscribers.suspend(connection, part.subscriber_id, result.reason)
                dropped = await outbox.drop_all(connection, part.subscriber_id, result.reason, now=now)
                log.info("Subscriber %d suspended, %d messages dropped: %s", part.subscriber_id, dropped, result.reason)
            case Migrate():
                await subscribers.migrate(connection, part.chat_id, result.chat_id)
                await outbox.retry(connection, part.id, now, "the group is a supergroup now")
            case Stop():
                await outbox.retry(connection, part.id, now, result.reason)
                log.critical("Telegram refuses the token: %s", result.reason)
            case PlainText() | WithoutThread() | Fail():
                await outbox.fail(connection, part.id, result.reason, now=now)
                # A message its reader has deleted cannot be put right, and needs not be.
                level = logging.INFO if part.edit_of else logging.ERROR
                log.log(level, "Message %d cannot be sent: %s", part.id, result.reason)


def _beside(part: Part) -> tuple[int | None, ...]:
    """Return where a message goes if its thread is closed: where the chat's digests go, then the chat itself."""
    return (None,) if part.home_id in {None, part.thread_id} else (part.home_id, None)


async def _note_threads(connection: Connection, part: Part, result: Delivered, now: datetime) -> None:
    for thread_id in result.missed:
        await forum_threads.close(connection, part.subscriber_id, thread_id, now=now)
    if part.thread_id is not None and part.edit_of is None and not result.missed:
        await forum_threads.reopen(connection, part.subscriber_id, part.thread_id)
