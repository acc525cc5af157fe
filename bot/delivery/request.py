"""A part of the outbox as a request to Telegram: to send it, or to put right what was sent; sends nothing."""

import logging
from typing import Any, ClassVar, Final

from aiogram.enums import ParseMode
from aiogram.methods import EditMessageText, SendMessage, SendRichMessage
from aiogram.types import InlineKeyboardMarkup, InputRichMessage, LinkPreviewOptions
from pydantic import BaseModel, ValidationError

from storage.model import Part

log = logging.getLogger(__name__)


NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)


class Answer(BaseModel):
    """What matters of Telegram's answer; a whole message, entities and all, takes long to read."""

    message_id: int


class Send(SendMessage):
    """sendMessage, its answer hardly read."""

    __returning__: ClassVar[Any] = Answer


class SendRich(SendRichMessage):
    """sendRichMessage, its answer hardly read."""

    __returning__: ClassVar[Any] = Answer


class Edit(EditMessageText):
    """editMessageText, its answer hardly read."""

    __returning__: ClassVar[Any] = Answer


def send(part: Part) -> Send:
    """Return the request that sends a part."""
    return Send(
        chat_id=part.chat_id,
        text=part.html,
        parse_mode=ParseMode.HTML,
        message_thread_id=part.thread_id,
        link_preview_options=_preview(part),
        reply_markup=_keyboard(part),
    )


def send_rich(part: Part) -> SendRich:
    """Return the request that sends a rich part."""
    return SendRich(
        chat_id=part.chat_id,
        rich_message=_rich(part),
        message_thread_id=part.thread_id,
        reply_markup=_keyboard(part),
    )


def edit(part: Part, message_id: int) -> Edit:
    """Return the request that makes a sent message say what the part says."""
    if part.rich:
        return Edit(chat_id=part.chat_id, message_id=message_id, rich_message=_rich(part), reply_markup=_keyboard(part))
    return Edit(
        chat_id=part.chat_id,
        message_id=message_id,
        text=part.html,
        parse_mode=ParseMode.HTML,
        link_preview_options=_preview(part),
        reply_markup=_keyboard(part),
    )


def _rich(part: Part) -> InputRichMessage:
    # What publishers write is no mention and no command of ours.
    return InputRichMessage(html=part.html, skip_entity_detection=True)


def _preview(part: Part) -> LinkPreviewOptions:
    """Show the picture of one article, above the text; none if Telegram finds none: the text is all there anyway."""
    if not part.preview:
        return NO_PREVIEW
    return LinkPreviewOptions(url=part.preview, prefer_large_media=True, show_above_text=True)


def _keyboard(part: Part) -> InlineKeyboardMarkup | None:
    if not part.keyboard:
        return None
    try:
        return InlineKeyboardMarkup.model_validate_json(part.keyboard)
    except ValidationError:
        log.exception("Message %d goes without its keyboard, which is none", part.id)
        return None
