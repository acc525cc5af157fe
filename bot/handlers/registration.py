"""Registers what a command does under its button, and under the words that ask for it: no command has to be known."""

from typing import Any

from aiogram import F, Router
from aiogram.dispatcher.event.handler import CallbackType
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject, Filter
from aiogram.types import Message

from bot.handlers.budgets import BUDGET, OF_COMMAND
from bot.handlers.middlewares import OPEN_TO_ALL, OWN, STRANGERS
from bot.intents import intents
from bot.keyboards import Go


class Says(Filter):
    """Takes the words that mean a command, in a private chat: what people say to each other in a group is not ours."""

    def __init__(self, name: str) -> None:
        self._name = name

    async def __call__(self, message: Message) -> bool | dict[str, CommandObject]:
        """Give the handler what is said about it, as what follows a command."""
        if message.chat.type != ChatType.PRIVATE or not message.text or message.text.startswith("/"):
            return False
        intent = intents.read(message.text)
        if intent is None or intent.name != self._name:
            return False
        return {"command": CommandObject(command=self._name, args=intent.about or None)}


def command_and_button(
    router: Router,
    name: str,
    handler: CallbackType,
    *,
    open_to_all: bool = False,
    to_strangers: bool = False,
    own: bool = False,
) -> None:
    """Let `handler` answer /name, the words that mean it and every button that goes there.

    The flags are those of `middlewares`; what a command costs stands in `budgets`.
    """
    flags: dict[str, Any] = {OPEN_TO_ALL: open_to_all, STRANGERS: to_strangers, OWN: own, BUDGET: OF_COMMAND.get(name)}
    router.message.register(handler, Command(name, ignore_case=True), flags=flags)
    router.message.register(handler, Says(name), flags=flags)
    router.callback_query.register(handler, Go.filter(F.to == name), flags=flags)
