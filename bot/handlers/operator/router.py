"""Routes the operator's commands, for one chat alone; whoever else gives them meets an unknown command."""

from typing import Any

from aiogram import F, Router
from aiogram.dispatcher.event.handler import CallbackType
from aiogram.filters import Command

from bot.handlers.middlewares import OWN, STRANGERS
from bot.handlers.operator import bans, broadcast, page, status
from bot.handlers.operator.broadcast import BroadcastTap

_FLAGS: dict[str, Any] = {STRANGERS: True, OWN: True}
_HANDLERS: dict[str, CallbackType] = {
    "status": status.status,
    "stats": status.stats,
    "page": page.page,
    "broadcast": broadcast.broadcast,
    "ban": bans.ban,
    "unban": bans.unban,
}


def build_router(chat_id: int) -> Router:
    """Route what the operator's chat may; in a group the admins of it, as all that configures."""
    router = Router(name="operator")
    router.message.filter(F.chat.id == chat_id)
    router.callback_query.filter(F.message.chat.id == chat_id)
    for name, handler in _HANDLERS.items():
        router.message.register(handler, Command(name, ignore_case=True), flags=_FLAGS)
    router.callback_query.register(broadcast.act, BroadcastTap.filter(), flags=_FLAGS)
    return router
