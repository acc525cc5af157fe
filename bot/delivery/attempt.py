"""One part of the outbox to Telegram: within the limiter, in another form where one is refused; records nothing."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta
from typing import Final

from aiogram import Bot

from bot.delivery import outcome, request, transport
from bot.delivery.limiter import Limiter
from bot.delivery.outcome import Delivered, Fail, Flood, Outcome, PlainText, Retry, Stop, Unchanged, WithoutThread
from bot.delivery.request import Request
from bot.runtime import metrics
from storage.model import Part

log = logging.getLogger(__name__)

# A part is under way for at most seven waits and seven requests: as it is, in two other places, without its picture,
# without markup, and two of these once more, not paid for.
_PATIENCE_SECONDS: Final = 20.0
_REQUEST_SECONDS: Final = 30
LONGEST: Final = timedelta(seconds=7 * (_PATIENCE_SECONDS + _REQUEST_SECONDS))


class Attempts:
    """Sends parts below the session's middlewares, because it asks the limiter itself.

    A part that would have to wait longer than its lease must go back instead. `refusal` is Telegram's answer to our
    token once it is refused.
    """

    def __init__(self, bot: Bot, limiter: Limiter) -> None:
        self._bot = bot
        self._limiter = limiter
        self._waiting: set[asyncio.Timeout] = set()
        self._stopping = False
        self.refusal: Exception | None = None

    def start(self) -> None:
        """Let parts wait for their turn again."""
        self._stopping = False

    def stop(self) -> None:
        """Give back at once what only waits for its turn; what was handed to Telegram is finished."""
        self._stopping = True
        for waiting in self._waiting:
            waiting.reschedule(0)

    async def send(self, part: Part) -> Outcome:
        """Send a part; beside its thread, or without markup, where Telegram does not take it as it is."""
        if request.is_invited(part):
            named = await self._named(part)
            if not isinstance(named, Part):
                return named
            part = named
        if part.edit_of is not None:
            return await (self._pin(part, part.edit_of) if part.pinning.is_done else self._edit(part, part.edit_of))
        if part.rich:
            return outcome.of_rich(await self._try(part, self._paid(request.send_rich(part))))
        message = self._paid(request.send(part))
        missed: list[int] = []
        message, result = await self._show(part, message)
        for place in outcome.places_beside(part.thread_id, part.home_id):
            if not isinstance(result, WithoutThread) or message.thread_id is None:
                break
            log.warning("Message %d goes beside its thread %s: %s", part.id, message.thread_id, result.reason)
            missed.append(message.thread_id)
            message = message.but(message_thread_id=place)
            message, result = await self._show(part, message)
        if isinstance(result, PlainText):
            log.warning("Message %d goes without markup: %s", part.id, result.reason)
            metrics.parts.labels("stripped").inc()
            message = message.without_markup(part.plain)
            result = await self._try(part, message)
        return replace(result, missed=tuple(missed)) if isinstance(result, Delivered) else result

    async def _show(self, part: Part, message: Request) -> tuple[Request, Outcome]:
        """Try a message; without its picture where it is refused with it: a picture never costs the text."""
        result = await self._try(part, message)
        if part.preview and isinstance(result, PlainText | Fail) and not isinstance(result, Unchanged):
            log.warning("Message %d goes without its picture: %s", part.id, result.reason)
            metrics.parts.labels("unpictured").inc()
            message = message.but(link_preview_options=request.NO_PREVIEW)
            result = await self._try(part, message)
        return message, result

    async def _edit(self, part: Part, message_id: int) -> Outcome:
        """Put a sent message right; one that says so already, as after a lost answer, is right too."""
        _, result = await self._show(part, request.edit(part, message_id))
        if isinstance(result, Unchanged):
            return Delivered(message_id=message_id)
        return result

    async def _pin(self, part: Part, message_id: int) -> Outcome:
        """Pin a sent message or unpin it; its number says which was, for the next one to unpin it."""
        result = await self._try(part, request.pin(part, message_id))
        return replace(result, message_id=message_id) if isinstance(result, Delivered) else result

    async def _named(self, part: Part) -> Part | Outcome:
        """Write the bot's own name into a button; it is asked for once."""
        try:
            me = await self._bot.me()
        except Exception as error:
            result = outcome.classify(error)
            if result is None:
                raise
            return result
        return request.invite(part, me.username or "", self._bot.token)

    def _paid(self, message: Request) -> Request:
        """Let Telegram charge for the message, while we send faster than it lets us for nothing."""
        return message.but(allow_paid_broadcast=True) if self._limiter.is_paid else message

    async def _try(self, part: Part, message: Request) -> Outcome:
        """Try a message; for nothing where it is refused though it is paid for, which may be the reason."""
        result = await self._once(part, message)
        if message.is_paid and isinstance(result, Fail):
            result = await self._once(part, message.but(allow_paid_broadcast=None))
            if isinstance(result, Delivered):
                log.warning("Telegram takes no message that is paid for: the free rate, and asking again later")
                self._limiter.stop_buying()
        return result

    async def _once(self, part: Part, message: Request) -> Outcome:
        if not await self._permitted(part):
            wait = self._limiter.delay(part.chat_id, part.chat_kind, bulk=True)
            return Retry(reason="waits its turn", after=timedelta(seconds=wait))
        if part.uncertain:
            metrics.repeats.inc()
        try:
            message_id = await transport.post(self._bot, message, seconds=_REQUEST_SECONDS)
        except Exception as error:
            result = outcome.classify(error)
            if result is None:
                raise
            if isinstance(result, Flood):
                self._limiter.penalise(part.chat_id, result.seconds, part.chat_kind)
            if isinstance(result, Stop):
                self.refusal = error
            return result
        return Delivered(message_id=message_id)

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
