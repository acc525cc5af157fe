"""The limiter for what handlers say: a middleware of aiogram's session; the outbox's sender goes below it."""

from typing import TYPE_CHECKING, Any, Final, cast

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import Response, TelegramMethod

from bot.delivery import limiter

if TYPE_CHECKING:
    from aiogram.methods.base import TelegramType

# Methods that put something into a chat. Actions, callback answers and questions are not counted by Telegram.
_SPEAKING: Final = ("send", "edit", "forward", "copy")
_SILENT: Final = frozenset({"sendChatAction"})
_TRIES: Final = 5


class LimitedSession(BaseRequestMiddleware):
    """Makes each message of a handler wait for its permit, and say it again where Telegram asks to wait (429)."""

    def __init__(self, limiter_: limiter.Limiter) -> None:
        self._limiter = limiter_

    async def __call__(
        self,
        make_request: "NextRequestMiddlewareType[TelegramType]",
        bot: Bot,
        method: "TelegramMethod[TelegramType]",
    ) -> "Response[TelegramType]":
        """Pass the request on when its chat may be spoken to."""
        chat_id = _chat_of(method)
        if chat_id is None:
            return await make_request(bot, method)
        kind = limiter.kind_of(chat_id)
        for _ in range(_TRIES - 1):
            await self._limiter.acquire(chat_id, kind)
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as flood:
                self._limiter.penalise(chat_id, flood.retry_after, kind)
        await self._limiter.acquire(chat_id, kind)
        return await make_request(bot, method)


def _chat_of(method: "TelegramMethod[Any]") -> int | None:
    """Return the chat a method speaks to; None if it says nothing, or to a name (channels of the operator)."""
    name = method.__api_method__
    if not name.startswith(_SPEAKING) or name in _SILENT:
        return None
    chat_id = cast("object", getattr(method, "chat_id", None))
    return chat_id if isinstance(chat_id, int) else None
