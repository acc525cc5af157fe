"""Whose settings a button is about: written behind its callback data, taken off before any handler reads it.

A reader configures several subjects from one chat: their own digests and those of channels. The messages of each stay
on the screen when another is chosen, and so do their buttons.
"""

from collections.abc import Callable
from typing import Final

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

# In no callback data of ours: those are prefixes, numbers, names of zones and URL-safe base64.
_MARK: Final = "~"
# Chat ids have 52 bits: 13 hexadecimal digits, and a sign.
MOST_BYTES: Final = len(_MARK) + 14


def mark(data: str, chat_id: int) -> str:
    """Write behind callback data whose settings it is about; what is marked stays as it is."""
    return data if _MARK in data else f"{data}{_MARK}{chat_id:x}"


def mark_keyboard(keyboard: InlineKeyboardMarkup, chat_id: int) -> InlineKeyboardMarkup:
    """Mark every button of a keyboard that is not marked yet."""
    return _mapped(keyboard, lambda data: mark(data, chat_id))


def read(query: CallbackQuery) -> tuple[CallbackQuery, int | None]:
    """Return a tap as handlers read it, without marks, and the chat it is about: None if its button has no mark."""
    data, chat_id = _split(query.data or "")
    message = query.message
    if isinstance(message, Message) and message.reply_markup is not None:
        keyboard = _mapped(message.reply_markup, lambda marked: _split(marked)[0])
        message = message.model_copy(update={"reply_markup": keyboard})
    return query.model_copy(update={"data": data or query.data, "message": message}), chat_id


def _split(marked: str) -> tuple[str, int | None]:
    data, _, written = marked.rpartition(_MARK)
    try:
        return (data, int(written, 16)) if data else (marked, None)
    except ValueError:
        return data, None


def _mapped(keyboard: InlineKeyboardMarkup, change: Callable[[str], str]) -> InlineKeyboardMarkup:
    rows = [
        [
            one.model_copy(update={"callback_data": change(one.callback_data)}) if one.callback_data else one
            for one in row
        ]
        for row in keyboard.inline_keyboard
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows)
