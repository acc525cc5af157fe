"""Every command of the menu and every kind of button that we make is taken by a handler of the built dispatcher."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import REGISTRY

from bot import commands
from bot.handlers.operator.broadcast import BroadcastTap

if TYPE_CHECKING:
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Stage

# What is counted where nobody but the strays' handlers took something, or where one who took it broke.
_UNTAKEN = (("command", "unknown"), ("button", "unknown"), ("update", "handler-failed"))


async def test_every_command_of_the_menu_is_answered(stage: Stage, reader: Person) -> None:
    for command in commands.COMMANDS:
        before = _untaken()
        assert await reader.say(f"/{command.name}") or stage.asked, command.name
        assert _untaken() == before, command.name


async def test_every_command_is_a_button_too(stage: Stage, reader: Person) -> None:
    from bot.keyboards import Go

    await reader.say("/help")
    for command in commands.COMMANDS:
        before = _untaken()
        await stage.press(reader, Go(to=command.name).pack())
        assert _untaken() == before, command.name


async def test_every_kind_of_button_is_listened_to(stage: Stage, reader: Person, kinds_of_buttons: list[str]) -> None:
    await reader.say("/help")
    operators = f"{BroadcastTap.__prefix__}:"  # unknown in every chat but one; tests/bot/handlers/operator presses them
    for data in kinds_of_buttons:
        before = _untaken()
        await stage.press(reader, data)
        assert (_untaken() == before) is not data.startswith(operators), data


async def test_what_nobody_listens_to_is_noticed(stage: Stage, reader: Person) -> None:
    await reader.say("/help")
    before = _untaken()
    await reader.say("/nosuchcommand")
    await stage.press(reader, "nosuchbutton:1")
    assert _untaken() == [before[0] + 1, before[1] + 1, before[2]]


def _untaken() -> list[float]:
    counted = (
        REGISTRY.get_sample_value("svodka_refused_total", {"where": where, "reason": reason})
        for where, reason in _UNTAKEN
    )
    return [value or 0 for value in counted]
