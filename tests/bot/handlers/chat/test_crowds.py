"""Groups by the hundred and members by the hundred: what one owner, or one crowd, can do to the bot and to others."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from typing import TYPE_CHECKING, Final

from bot.updates import chat_queues

if TYPE_CHECKING:
    import pytest

    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Stage

GROUP: Final = -1_001_000_000_001
MEMBERS: Final = 300


async def test_three_hundred_members_who_press_at_once_get_one_answer_each_and_delay_nobody(stage: Stage) -> None:
    admin, outsider = stage.person(11), stage.person(12)
    members = [stage.api.person(10_000 + number, f"Участник {number}", "ru") for number in range(MEMBERS)]
    group = stage.api.group(GROUP, "Редакция", admins=[admin], members=members)
    (settings,) = await admin.say("/settings", chat=group)
    data = settings.buttons[1].data
    messages = len(group.messages)

    async def wait() -> float:
        began = time.perf_counter()
        await outsider.say("/help")
        return time.perf_counter() - began

    alone = await wait()
    # Nobody waits here until the bot has answered everybody.
    stage.api.busy = lambda: False
    async with asyncio.TaskGroup() as presses:
        for one in members:
            presses.create_task(one.tap(data, message=settings, chat=group))
    meanwhile = await wait()
    await stage.api.until(lambda: all(one.toasts for one in members), within=60)
    assert [len(one.toasts) for one in members] == [1] * MEMBERS
    # Whose turn did not come is told so on the button, and nobody in the group.
    said = Counter("администратор" in one.toasts[0].text for one in members)
    assert said[True] >= chat_queues.MOST_OF_CHAT
    assert all("Нажмите ещё раз" in one.toasts[0].text for one in members if "админ" not in one.toasts[0].text)
    assert len(group.messages) == messages
    assert meanwhile < alone + 3


async def test_a_crowd_that_fills_a_group_with_commands_is_told_so_once(stage: Stage) -> None:
    members = [stage.api.person(10_000 + number, f"Участник {number}", "ru") for number in range(MEMBERS)]
    group = stage.api.group(GROUP, "Редакция", members=members)
    stage.api.busy = lambda: False
    async with asyncio.TaskGroup() as sayings:
        for one in members:
            sayings.create_task(one.say("/settings", chat=group))
    await stage.api.until(lambda: len(group.from_bot()) > chat_queues.MOST_OF_CHAT, within=60)
    assert len([one for one in group.from_bot() if "больше, чем я успеваю" in one.text]) == 1


async def test_who_adds_the_bot_to_hundreds_of_groups_floods_nobody_and_the_operator_is_told_once(
    stage: Stage, reader: Person, caplog: pytest.LogCaptureFixture
) -> None:
    owner, another = stage.person(11), stage.person(13)
    groups = [stage.api.group(GROUP - number, f"Группа {number}", bot="left", admins=[owner]) for number in range(500)]
    for group in groups:
        await owner.change_bot(group, "member")
        stage.clock.forward(seconds=7)
    greeted = [group for group in groups if group.from_bot()]
    # Some at once, and one each five minutes of that hour.
    assert 20 <= len(greeted) <= 20 + 60 // 5
    assert caplog.text.count("Account 11 adds us to groups by the dozen") == 1
    # Who adds it once is greeted, and so works a group that was not.
    theirs = stage.api.group(GROUP - 900, "Двор", bot="left", admins=[another])
    await another.change_bot(theirs, "member")
    assert len(theirs.from_bot()) == 1
    (answer,) = await owner.say("/settings", chat=groups[-1])
    assert len(answer.buttons) == 6
    (answer,) = await reader.say("/help")
    assert answer.text
