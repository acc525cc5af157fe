"""Three taps in a row on one button are one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Stage


async def test_three_taps_in_a_row_are_answered_once(stage: Stage, reader: Person) -> None:
    await reader.say("/help")
    message = reader.last
    for _ in range(3):
        await reader.tap("Сводка сейчас", message=message)
    await reader.say("/follow Китай")
    await reader.tap("Сводка сейчас", message=message)
    answers = [one.text for one in reader.messages if one.text.startswith("Вы пока ни за чем не следите")]
    assert len(answers) == 1


async def test_a_tap_on_a_message_that_has_changed_is_another_one(stage: Stage, reader: Person) -> None:
    await reader.say("/settings")
    await reader.tap("Вид и язык")
    await reader.tap("Языки новостей")
    await reader.tap("English")
    assert "English" in reader.last.labels
    await reader.tap("English")
    assert "✓ 3. English" in reader.last.labels


async def test_the_same_tap_a_while_later_is_meant(stage: Stage, reader: Person) -> None:
    await reader.say("/help")
    message = reader.last
    await reader.tap("Сводка сейчас", message=message)
    await asyncio.sleep(1.1)
    await reader.tap("Сводка сейчас", message=message)
    answers = [one.text for one in reader.messages if one.text.startswith("Вы пока ни за чем не следите")]
    assert len(answers) == 2
