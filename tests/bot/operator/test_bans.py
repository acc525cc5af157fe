"""Bans are known without asking the database each time, and whoever asks meanwhile keeps their place."""

import asyncio
from datetime import UTC, datetime

from bot.operator.bans import Bans
from storage.database import Database

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


async def test_who_asks_while_bans_are_read_overtakes_nobody_and_is_told_the_news(database: Database) -> None:
    await Bans(database=database).ban(4, "floods", now=NOW)
    passed: list[int] = []
    elsewhere = Bans(database=database)

    async def ask(number: int) -> None:
        if not await elsewhere.holds(number):
            passed.append(number)

    async with asyncio.TaskGroup() as group:
        for number in range(6):
            group.create_task(ask(number))
    assert passed == [0, 1, 2, 3, 5]
