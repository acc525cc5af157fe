"""How requests reach Telegram: aiogram's session made cheap, and the limiter for what handlers say as its middleware.

The outbox's sender goes below the middleware: it asks the limiter itself.
"""

from typing import TYPE_CHECKING, Any, Final, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import Response, TelegramMethod
from aiogram.types import InputFile
from aiohttp import FormData, JsonPayload
from aiohttp.payload import Payload

from bot.delivery import limiter
from bot.runtime import metrics
from storage.model import ChatKind

if TYPE_CHECKING:
    from aiogram.methods.base import TelegramType

# Methods that put something into a chat. Actions, callback answers and questions are not counted by Telegram.
_SPEAKING: Final = ("send", "edit", "forward", "copy")
_SILENT: Final = frozenset({"sendChatAction"})
_PAID: Final = "allow_paid_broadcast"
_TRIES: Final = 5
# aiohttp's own hundred would hold up what has its permit: 1,000 messages a second to a Telegram that takes a fifth of a
# second are 200 at once, and handlers speak too.
_CONNECTIONS: Final = 256


class Session(AiohttpSession):
    """Speaks JSON where nothing is uploaded: a Cyrillic text as a form costs several times as much to encode.

    It also keeps the types of answers. pydantic itself forgets them at each collection of garbage and then takes tens
    of milliseconds, during which nobody is answered, to make one for a message anew.
    """

    _kept: Final[dict[Any, Any]] = {}

    def __init__(self, api: TelegramAPIServer) -> None:
        super().__init__(limit=_CONNECTIONS, api=api)

    def build_form_data(self, bot: Bot, method: "TelegramMethod[TelegramType]") -> FormData:
        """Return the parameters as a body: JSON, or a form where there is a file."""
        files: dict[str, InputFile] = {}
        parameters = {
            name: prepared
            for name, value in method.model_dump(warnings=False).items()
            if (prepared := self.prepare_value(value, bot=bot, files=files))
        }
        return super().build_form_data(bot, method) if files else _Json(parameters)

    def check_response(
        self, bot: Bot, method: "TelegramMethod[TelegramType]", status_code: int, content: str
    ) -> "Response[TelegramType]":
        """Read an answer, and remember the type it was read by."""
        returning = method.__returning__
        if returning not in self._kept:
            self._kept[returning] = Response[returning]  # type: ignore[valid-type] # known only when it runs
        try:
            return super().check_response(bot, method, status_code, content)
        except TelegramRetryAfter:
            metrics.floods.inc()
            raise


class _Json(FormData):
    """Parameters that go as JSON."""

    def __init__(self, parameters: dict[str, Any]) -> None:
        super().__init__()
        self._parameters = parameters

    def __call__(self) -> Payload:
        return JsonPayload(self._parameters)


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
            await self._permitted(method, chat_id, kind)
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as flood:
                self._limiter.penalise(chat_id, flood.retry_after, kind)
        await self._permitted(method, chat_id, kind)
        return await make_request(bot, method)

    async def _permitted(self, method: "TelegramMethod[TelegramType]", chat_id: int, kind: ChatKind) -> None:
        await self._limiter.acquire(chat_id, kind)
        if self._limiter.is_paid and _PAID in type(method).model_fields:
            setattr(method, _PAID, True)


def speaks(method: "TelegramMethod[Any]") -> bool:
    """Whether a method puts something into a chat."""
    name = method.__api_method__
    return name.startswith(_SPEAKING) and name not in _SILENT


def _chat_of(method: "TelegramMethod[Any]") -> int | None:
    """Return the chat a method speaks to; None if it says nothing, or to a name (channels of the operator)."""
    if not speaks(method):
        return None
    chat_id = cast("object", getattr(method, "chat_id", None))
    return chat_id if isinstance(chat_id, int) else None
