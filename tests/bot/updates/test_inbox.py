"""Updates are written down before anything else, handled once, and one that ends the process twice not a third time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from bot.updates.inbox import Inbox, LeftOver
from storage.database import Database
from storage.schema import maintenance_tables

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
DEADLY, INNOCENT = {"update_id": 7, "message": {"text": "!"}}, {"update_id": 8}


@pytest.fixture
def told() -> list[int]:
    return []


@pytest.fixture
def inbox(database: Database, told: list[int]) -> Inbox:
    async def tell(update_id: int) -> None:
        told.append(update_id)

    return Inbox(database=database, clock=lambda: NOW, tell=tell)


async def kept(database: Database) -> int:
    async with database.read() as connection:
        return await connection.scalar(select(func.count()).select_from(maintenance_tables.inbox)) or 0


async def test_an_update_that_comes_again_is_not_handled_again(inbox: Inbox) -> None:
    assert await inbox.receive([DEADLY, INNOCENT], acknowledged=0) == [DEADLY, INNOCENT]
    await inbox.finish(7)
    assert await inbox.receive([DEADLY, INNOCENT, {"update_id": 9}], acknowledged=7) == [{"update_id": 9}]


async def test_what_waited_when_the_process_died_is_no_suspect(inbox: Inbox) -> None:
    await inbox.receive([DEADLY, INNOCENT, {"update_id": 9}], acknowledged=0)
    await inbox.begin(7)
    await inbox.finish(9)
    assert await inbox.left_over() == LeftOver(suspects=(DEADLY,), waiting=(INNOCENT,))


async def test_what_stopping_broke_off_is_no_suspect(inbox: Inbox) -> None:
    await inbox.receive([INNOCENT], acknowledged=0)
    await inbox.begin(8)
    await inbox.release([8])
    assert await inbox.left_over() == LeftOver(waiting=(INNOCENT,))


async def test_what_died_twice_is_kept_and_the_operator_told_once(
    inbox: Inbox, told: list[int], database: Database
) -> None:
    await inbox.receive([DEADLY, INNOCENT], acknowledged=0)
    for _ in range(2):
        assert not told
        await inbox.begin(7)
    for _ in range(2):
        assert await inbox.left_over() == LeftOver(waiting=(INNOCENT,))
    assert told == [7]
    await inbox.finish(8)
    await inbox.receive([], acknowledged=100)
    assert await kept(database) == 1


async def test_what_was_set_aside_is_kept_for_a_month(inbox: Inbox, database: Database) -> None:
    await inbox.receive([DEADLY], acknowledged=0)
    for _ in range(2):
        await inbox.begin(7)
    await inbox.left_over()
    for days, left in ((29, 1), (31, 0)):
        later = replace(inbox, clock=partial(NOW.__add__, timedelta(days=days)))
        await later.receive([], acknowledged=100)
        assert await kept(database) == left


async def test_what_was_handled_is_forgotten_once_telegram_cannot_send_it_again(
    inbox: Inbox, database: Database
) -> None:
    await inbox.receive([DEADLY, INNOCENT], acknowledged=0)
    await inbox.finish(7)
    await inbox.receive([{"update_id": 9}], acknowledged=7)
    assert await kept(database) == 3
    await inbox.receive([{"update_id": 10}], acknowledged=10)
    assert await kept(database) == 3


async def test_a_database_that_cannot_be_written_to_is_said_and_stops_nothing(
    inbox: Inbox, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async with database.transaction() as connection:
        await connection.run_sync(maintenance_tables.inbox.drop)
    assert await inbox.receive([INNOCENT], acknowledged=0) is None
    assert await inbox.left_over() == LeftOver()
    await inbox.begin(8)
    await inbox.finish(8)
    assert "cannot be written" in caplog.text
