"""An upgrade from every released schema with data in each of its tables: nothing is lost, and it can be worked with."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import MetaData, select, text
from sqlalchemy.engine import Connection as SyncConnection

from storage import copying, migrations
from storage.database import Connection, Database
from storage.model import ChatKind
from storage.subscribers import subscribers
from tests.storage import rows

# The newest revision of each release.
RELEASED = {"0.1.0": "0010"}
# Read by the steps, so not to be made up: what an open story is compared by, and words in the topics' language.
# A topic is called by its query since; what its readers called it went to them.
RENAMED = {("topics", "label")}
REAL: dict[str, Any] = {"stories.centre": None, "stories.continues_id": None, "subscribers.language": "ru"}


def _reflected(connection: SyncConnection) -> MetaData:
    metadata = MetaData()
    metadata.reflect(connection)
    return metadata


async def _contents(connection: Connection, metadata: MetaData) -> dict[str, list[dict[str, Any]]]:
    found = {}
    for table in metadata.sorted_tables:
        if table.name != "alembic_version":
            read = await connection.execute(select(table).order_by(*table.primary_key.columns))
            found[table.name] = [dict(row) for row in read.mappings()]
    return found


@pytest.mark.parametrize("release", RELEASED)
async def test_an_upgrade_keeps_every_row_of_a_release(blank_url: str, release: str) -> None:
    async with await Database.open(blank_url) as database:
        await database.migrate()
        await database.downgrade(RELEASED[release])
        async with database.transaction() as connection:
            old = await connection.run_sync(_reflected)
            await rows.fill(connection, old, without=REAL)
            before = await _contents(connection, old)
        assert len(before) > 20

        await database.migrate()

        assert await database.revision() == migrations.head()
        async with database.read() as connection:
            after = await _contents(connection, await connection.run_sync(_reflected))
        for table, old_rows in before.items():
            assert len(after[table]) == len(old_rows), table
            for was, became in zip(old_rows, after[table], strict=True):
                kept = {name for name in was if name in became and (table, name) not in RENAMED}
                assert {name: became[name] for name in kept} == {name: was[name] for name in kept}, table
        labels = {row["id"]: row["label"] for row in before["topics"]}
        assert {row["topic_id"]: row["label"] for row in after["follows"]} == labels

        async with database.transaction() as connection:
            await copying._count_on(connection, copying._tables())  # the rows came with their numbers
            reader = await subscribers.add(connection, 77, ChatKind.PRIVATE, "kk", "UTC", now=datetime.now(UTC))
            assert reader.id == rows.EACH + 1
            if connection.dialect.name == "sqlite":
                assert (await connection.execute(text("PRAGMA foreign_key_check"))).all() == []
