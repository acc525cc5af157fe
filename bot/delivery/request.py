"""A part of the outbox as a request to Telegram: to send it, or to put right what was sent; sends nothing.

The body is made here and not by aiogram's methods: models of models, made and taken apart again, cost more than the
rest of sending together (benchmarks.sending).
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from aiogram.enums import ParseMode

from bot.deep_links import invitations
from storage.model import Part, Pinning

log = logging.getLogger(__name__)

NO_PREVIEW: Final = {"is_disabled": True}
_KEYBOARD: Final = "inline_keyboard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A method of the Bot API with its parameters; `keyboard` is JSON as it is stored, empty for none."""

    method: str
    parameters: Mapping[str, Any]
    keyboard: str = ""

    @property
    def thread_id(self) -> int | None:
        """The forum thread it goes to, None for the chat itself."""
        thread_id: int | None = self.parameters.get("message_thread_id")
        return thread_id

    @property
    def is_paid(self) -> bool:
        """Whether Telegram may charge for it."""
        return self.parameters.get("allow_paid_broadcast") is True

    def body(self) -> bytes:
        """Return the parameters as JSON; those that are None are not given."""
        given = {name: value for name, value in self.parameters.items() if value is not None}
        text = json.dumps(given, ensure_ascii=False, separators=(",", ":"))
        if self.keyboard:
            text = f'{text[:-1]},"reply_markup":{self.keyboard}}}'
        return text.encode()

    def but(self, **changed: Any) -> "Request":  # noqa: ANN401 - parameters of any method
        """Return the request with other parameters."""
        return replace(self, parameters={**self.parameters, **changed})

    def without_markup(self, words: str) -> "Request":
        """Return the request with these words, and neither markup nor buttons."""
        return replace(self.but(text=words, parse_mode=None), keyboard="")


def send(part: Part) -> Request:
    """Return the request that sends a part."""
    return Request(
        method="sendMessage",
        parameters={
            "chat_id": part.chat_id,
            "text": part.html,
            "parse_mode": ParseMode.HTML.value,
            "message_thread_id": part.thread_id,
            "disable_notification": part.silent or None,
            "link_preview_options": _preview(part),
        },
        keyboard=_keyboard(part),
    )


def send_rich(part: Part) -> Request:
    """Return the request that sends a rich part."""
    return Request(
        method="sendRichMessage",
        parameters={
            "chat_id": part.chat_id,
            "rich_message": _rich(part),
            "message_thread_id": part.thread_id,
            "disable_notification": part.silent or None,
        },
        keyboard=_keyboard(part),
    )


def edit(part: Part, message_id: int) -> Request:
    """Return the request that makes a sent message say what the part says."""
    where = {"chat_id": part.chat_id, "message_id": message_id}
    if part.rich:
        said: dict[str, Any] = {"rich_message": _rich(part)}
    else:
        said = {"text": part.html, "parse_mode": ParseMode.HTML.value, "link_preview_options": _preview(part)}
    return Request(method="editMessageText", parameters=where | said, keyboard=_keyboard(part))


def pin(part: Part, message_id: int) -> Request:
    """Return the request that pins a sent message, without a sound, or unpins it."""
    where = {"chat_id": part.chat_id, "message_id": message_id}
    if part.pinning is Pinning.PIN:
        return Request(method="pinChatMessage", parameters=where | {"disable_notification": True})
    return Request(method="unpinChatMessage", parameters=where)


def is_invited(part: Part) -> bool:
    """Whether a part has a button that leads to the bot, which has no address before it is sent."""
    return invitations.INVITATION in part.keyboard


def invite(part: Part, username: str, token: str) -> Part:
    """Return the part with the address of that button."""
    link = invitations.start_link(username, invitations.payload(token, part.subscriber_id))
    return replace(part, keyboard=part.keyboard.replace(invitations.INVITATION, link))


def _rich(part: Part) -> dict[str, Any]:
    # What publishers write is no mention and no command of ours.
    return {"html": part.html, "skip_entity_detection": True}


def _preview(part: Part) -> dict[str, Any]:
    """Show the picture of one article, above the text; none if Telegram finds none: the text is all there anyway."""
    if not part.preview:
        return NO_PREVIEW
    return {"url": part.preview, "prefer_large_media": True, "show_above_text": True}


def _keyboard(part: Part) -> str:
    if not part.keyboard:
        return ""
    try:
        if isinstance(json.loads(part.keyboard)[_KEYBOARD], list):
            return part.keyboard
    except (ValueError, TypeError, LookupError):
        pass
    log.error("Message %d goes without its keyboard, which is none", part.id)
    return ""
