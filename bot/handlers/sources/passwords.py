"""Messages that hold a login to some server: told so before any command keeps them, and neither opened nor repeated."""

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.types import Message

from bot.handlers.middlewares import OPEN_TO_ALL, STRANGERS
from bot.handlers.reply import Reply
from bot.runtime import metrics
from parsers import urls


async def refuse(_: Message, reply: Reply) -> None:
    """Neither open an address with a password, nor keep it as somebody's topic."""
    metrics.refuse("source", "password")
    await reply.say(reply.texts("sources-not-password"))


def build_router() -> Router:
    """Route what looks like a login; to be included first."""
    router = Router(name="passwords")
    for place in (F.chat.type == ChatType.PRIVATE, F.text.startswith("/")):
        router.message.register(
            refuse, place, F.text, F.text.func(urls.has_credentials), flags={OPEN_TO_ALL: True, STRANGERS: True}
        )
    return router
