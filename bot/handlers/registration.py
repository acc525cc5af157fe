"""Registers what a command does under its button as well: everything that a command does is also a button."""

from typing import Any

from aiogram import F, Router
from aiogram.dispatcher.event.handler import CallbackType
from aiogram.filters import Command

from bot.handlers.budgets import BUDGET, OF_COMMAND
from bot.handlers.middlewares import OPEN_TO_ALL, OWN, STRANGERS
from bot.keyboards import Go


def command_and_button(
    router: Router,
    name: str,
    handler: CallbackType,
    *,
    open_to_all: bool = False,
    to_strangers: bool = False,
    own: bool = False,
) -> None:
    """Let `handler` answer /name and every button that goes there.

    The flags are those of `middlewares`; what a command costs stands in `budgets`.
    """
    flags: dict[str, Any] = {OPEN_TO_ALL: open_to_all, STRANGERS: to_strangers, OWN: own, BUDGET: OF_COMMAND.get(name)}
    router.message.register(handler, Command(name, ignore_case=True), flags=flags)
    router.callback_query.register(handler, Go.filter(F.to == name), flags=flags)
