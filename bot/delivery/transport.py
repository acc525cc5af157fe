"""One request to Telegram over aiogram's HTTP session, its answer hardly read; what it refuses is aiogram's error."""

import asyncio
import json
import re
from typing import Any, ClassVar, Final, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import SendMessage
from aiohttp import ClientError, ClientTimeout
from pydantic import BaseModel

from bot.delivery.request import Request

_HEADERS: Final = {"Content-Type": "application/json"}
_OK: Final = 200
_BEGINNING: Final = re.compile(rb'\{"ok":true,"result":\{"message_id":([1-9][0-9]{0,18}),')


class Answer(BaseModel):
    """What matters of Telegram's answer; a whole message, entities and all, takes long to read."""

    message_id: int


class _Sent(SendMessage):
    """Whatever was asked, as aiogram's errors want to name it."""

    __returning__: ClassVar[Any] = Answer


_SENT: Final = _Sent.model_construct(chat_id=0, text="")


async def post(bot: Bot, request: Request, *, seconds: float) -> int:
    """Make a request; return the id of the message in Telegram's answer.

    Raises what aiogram raises where Telegram refuses, cannot be reached, or says what cannot be read.
    """
    session = cast("AiohttpSession", bot.session)
    http = await session.create_session()
    url = session.api.api_url(token=bot.token, method=request.method)
    try:
        async with http.post(
            url, data=request.body(), headers=_HEADERS, timeout=ClientTimeout(total=seconds)
        ) as response:
            content = await response.read()
            if response.status == _OK and (message_id := _message_id(content)) is not None:
                return message_id
            text = await response.text()
    except asyncio.TimeoutError as error:  # noqa: UP041 - as aiohttp names it
        raise TelegramNetworkError(method=_SENT, message="Request timeout error") from error
    except ClientError as error:
        raise TelegramNetworkError(method=_SENT, message=type(error).__name__) from error
    answer = session.check_response(bot, _SENT, response.status, text)
    return cast("Answer", answer.result).message_id


def _message_id(content: bytes) -> int | None:
    """Return the id of the message that was sent or edited; None if the answer says anything else.

    Telegram's begin with it; the rest, which repeats the message, is read only of servers that write otherwise.
    """
    if begun := _BEGINNING.match(content):
        return int(begun[1])
    try:
        said: Any = json.loads(content)
    except ValueError:
        return None
    if not isinstance(said, dict) or said.get("ok") is not True or not isinstance(said.get("result"), dict):
        return None
    message_id = said["result"].get("message_id")
    return message_id if type(message_id) is int else None
