"""An update that ends the process twice is not tried a third time; those beside it are handled."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.update_attempts import UpdateAttempts
from storage.database import Database
from storage.schema import maintenance_tables

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
DEADLY, INNOCENT = {"update_id": 7, "message": {"text": "!"}}, {"update_id": 8}


@pytest.fixture
def told() -> list[int]:
    return []


@pytest.fixture
def attempts(database: Database, told: list[int]) -> UpdateAttempts:
    async def tell(update_id: int) -> None:
        told.append(update_id)

    return UpdateAttempts(database=database, clock=lambda: NOW, tell=tell)


async def test_an_update_is_begun_for_the_first_time_beside_others(attempts: UpdateAttempts) -> None:
    assert (await attempts.admit([DEADLY, INNOCENT])).fresh == [DEADLY, INNOCENT]


async def test_what_was_under_way_when_the_process_died_is_tried_alone(attempts: UpdateAttempts) -> None:
    await attempts.admit([DEADLY, INNOCENT])
    again = await attempts.admit([DEADLY, INNOCENT, {"update_id": 9}])
    assert again.suspects == [DEADLY, INNOCENT]
    assert again.fresh == [{"update_id": 9}]


async def test_what_died_twice_is_kept_and_the_operator_told_once(
    attempts: UpdateAttempts, told: list[int], database: Database
) -> None:
    for _ in range(2):
        await attempts.admit([DEADLY])
    for _ in range(2):
        admitted = await attempts.admit([DEADLY, INNOCENT])
        assert DEADLY not in (*admitted.fresh, *admitted.suspects)
    assert told == [7]
    async with database.read() as connection:
        kept = await connection.scalar(select(maintenance_tables.update_attempts.c.content))
    assert '"text": "!"' in str(kept)


async def test_what_was_handled_is_forgotten(attempts: UpdateAttempts, told: list[int]) -> None:
    for _ in range(5):
        assert (await attempts.admit([INNOCENT], done=[INNOCENT])).fresh == [INNOCENT]
        await attempts.finish([INNOCENT])
    assert not told


async def test_a_database_that_cannot_be_written_to_stops_no_update(
    attempts: UpdateAttempts, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async with database.transaction() as connection:
        await connection.run_sync(maintenance_tables.update_attempts.drop)
    assert (await attempts.admit([INNOCENT])).fresh == [INNOCENT]
    await attempts.finish([INNOCENT])
    assert "cannot be written" in caplog.text
