"""Three taps in a row on one button are one: a phone that answers slowly is tapped again."""

import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

from aiogram import BaseMiddleware
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import CallbackQuery, Message, TelegramObject, Update
from cachetools import TTLCache

from bot.runtime import metrics

# Longer than an impatient thumb takes, shorter than somebody who reads the answer and means it again.
WINDOW: Final = 1.0
_MOST_PEOPLE: Final = 10_000


class OneTap(BaseMiddleware):
    """Answers the first of equal taps in a row, on a message that has not changed between them; others do nothing.

    To be registered within the queue of the chat: what one person does there comes one after another.
    """

    def __init__(self, window: float = WINDOW, clock: Callable[[], float] = time.monotonic) -> None:
        self._last: TTLCache[int, tuple[object, ...]] = TTLCache(_MOST_PEOPLE, window, timer=clock)

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:  # noqa: ANN401 - aiogram's signature
        """Pass an update on, unless it is a tap that repeats what its sender did last."""
        assert isinstance(event, Update)  # noqa: S101 - registered for updates only
        query, user = event.callback_query, data.get("event_from_user")
        if user is None:
            return await handler(event, data)
        doing = _what(query) if query else ()
        if doing and self._last.get(user.id) == doing:
            metrics.refuse("button", "repeated")
            if query is not None:
                await query.answer()
            return UNHANDLED
        try:
            return await handler(event, data)
        finally:
            # From its answer on: what was tapped while it was being answered waits in the queue behind it.
            self._last[user.id] = doing


def _what(query: CallbackQuery) -> tuple[object, ...]:
    """Return what was tapped: a button of a message as it stood then."""
    message = query.message
    if not isinstance(message, Message):
        return (query.inline_message_id, message and message.message_id, query.data)
    keyboard = message.reply_markup.model_dump_json() if message.reply_markup else ""
    return (message.chat.id, message.message_id, query.data, message.edit_date, message.text, keyboard)
