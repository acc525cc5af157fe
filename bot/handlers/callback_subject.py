"""Whose settings a button is about: written behind its callback data, taken off before any handler reads it.

A reader configures several subjects from one chat: their own digests and those of channels. The messages of each stay
on the screen when another is chosen, and so do their buttons.
"""

from aiogram.types import CallbackQuery, Message

from bot import keyboards


def read(query: CallbackQuery) -> tuple[CallbackQuery, int | None]:
    """Return a tap as handlers read it, without marks, and the chat it is about: None if its button has no mark."""
    data, chat_id = keyboards.unmark(query.data or "")
    message = query.message
    if isinstance(message, Message) and message.reply_markup is not None:
        keyboard = keyboards.changed(message.reply_markup, lambda marked: keyboards.unmark(marked)[0])
        message = message.model_copy(update={"reply_markup": keyboard})
    return query.model_copy(update={"data": data or query.data, "message": message}), chat_id
