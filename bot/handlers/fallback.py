"""What no other handler took: unknown commands, buttons of old messages, pictures and voices; and our own failures."""

import logging
from typing import Final

from aiogram import F, Router
from aiogram.enums import ChatType, ContentType
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import CallbackQuery, ErrorEvent, Message

from bot import texts as languages
from bot.delivery import outcome
from bot.delivery.outcome import Barred, Suspend
from bot.handlers.middlewares import OPEN_TO_ALL, STRANGERS
from bot.handlers.reply import Reply
from bot.runtime import metrics
from bot.updates.chat_queues import QueueFullError

log = logging.getLogger(__name__)

# What a person sends; the rest are notes of Telegram's own about the chat.
_SENT_BY_PEOPLE: Final = frozenset(
    {
        ContentType.ANIMATION, ContentType.AUDIO, ContentType.CONTACT, ContentType.DICE, ContentType.DOCUMENT,
        ContentType.PHOTO, ContentType.POLL, ContentType.STICKER, ContentType.STORY, ContentType.VENUE,
        ContentType.VIDEO, ContentType.VIDEO_NOTE, ContentType.VOICE,
    }
)  # fmt: skip


async def unknown_command(_: Message, reply: Reply) -> None:
    """Point to /help."""
    metrics.refuse("command", "unknown")
    await reply.say(reply.texts("unknown-command"))


async def unknown_button(_: CallbackQuery, reply: Reply) -> None:
    """Say that the button is from a message too old."""
    metrics.refuse("button", "unknown")
    reply.alert(reply.texts.plain("unknown-button"))


async def not_text(_: Message, reply: Reply) -> None:
    """Say what we can read."""
    metrics.refuse("message", "not-text")
    await reply.say(reply.texts("not-text"))


async def queue_full(event: ErrorEvent) -> None:
    """Tell once whoever has asked for more than can be answered; what they send until then is let go.

    A tap is answered on its button, each: otherwise it would seem to be at work.
    """
    metrics.refuse("update", "queue-full")
    assert isinstance(event.exception, QueueFullError)  # noqa: S101 - the filter of this handler
    if event.update.callback_query is not None:
        await _answer(event.update.callback_query, "queue-full-tap")
    elif event.exception.first:
        await _tell(event, "queue-full")


async def failed(event: ErrorEvent) -> None:
    """Log a failure of ours once and tell whoever met it; a chat that does not want us, or is gone, is no failure."""
    refusal = outcome.classify(event.exception)
    if isinstance(refusal, Suspend | Barred):
        log.info("An answer was refused: %s", refusal.reason)
        return
    metrics.refuse("update", "handler-failed")
    log.error("Update %d failed", event.update.update_id, exc_info=event.exception)
    await _tell(event, "trouble")


async def _answer(query: CallbackQuery, key: str) -> None:
    """Answer a tap that goes no further."""
    reply = Reply(query, languages.for_language(languages.guess(query.from_user.language_code)))
    reply.alert(reply.texts.plain(key))
    try:
        await reply.acknowledge()
    except Exception as refusal:  # noqa: BLE001 - as below
        log.info("%r could not be told: %s", key, refusal)


async def _tell(event: ErrorEvent, key: str) -> None:
    """Say something to whoever met an error, in the language of their app."""
    asked = event.update.message or event.update.callback_query
    if asked is None:
        return
    user = asked.from_user
    texts = languages.for_language(languages.guess(user.language_code if user else None))
    try:
        await Reply(asked, texts).say(texts(key))
    except Exception as second:  # noqa: BLE001 - what failed first is counted; this would only hide it
        log.info("%r could not be told: %s", key, second)


def build_router() -> Router:
    """Route the rest; to be included last."""
    router = Router(name="strays")
    flags = {OPEN_TO_ALL: True, STRANGERS: True}
    private = F.chat.type == ChatType.PRIVATE
    router.message.register(unknown_command, private, F.text.startswith("/"), flags=flags)
    router.message.register(not_text, private, F.content_type.in_(_SENT_BY_PEOPLE), flags=flags)
    router.callback_query.register(unknown_button, flags=flags)
    router.errors.register(queue_full, ExceptionTypeFilter(QueueFullError))
    router.errors.register(failed)
    return router
