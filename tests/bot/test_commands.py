"""A command that is answered is listed: menus and /help cannot lag behind the handlers."""

from collections.abc import Iterator
from datetime import UTC, datetime

from aiogram import Dispatcher
from aiogram.filters import Command

from bot import commands, dispatcher
from storage.database import Database
from storage.model import Subscriber


async def _no_digest(_database: Database, _subscriber: Subscriber, *, now: datetime) -> bool:
    return False


def _answered(built: Dispatcher) -> Iterator[str]:
    """The commands that a handler waits for."""
    for router in built.chain_tail:
        for handler in router.message.handlers:
            for each in handler.filters or ():
                if isinstance(each.callback, Command):
                    yield from (str(command) for command in each.callback.commands)


async def test_every_command_that_has_a_handler_is_listed(database: Database) -> None:
    built = dispatcher.build(database, clock=lambda: datetime.now(UTC), digest_now=_no_digest)
    answered = set(_answered(built))

    assert answered
    assert answered - {command.name for command in commands.COMMANDS} == set()
