from datetime import UTC, datetime

import pytest
from sqlalchemy import func, insert, select

from storage import tables
from storage.database import Database

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize("_again", range(3))
async def test_each_test_finds_an_empty_database(database: Database, _again: int) -> None:
    async with database.transaction() as connection:
        await connection.execute(insert(tables.topics).values(query="Китай", label="Китай", created_at=NOW))

    async with database.read() as connection:
        assert await connection.scalar(select(func.count()).select_from(tables.topics)) == 1
