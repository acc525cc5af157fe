"""Moving a database to another kind: everything arrives, is counted and compared, or nothing does."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, insert, select, text

from storage import copying
from storage.copying import TableProof
from storage.database import Database
from storage.errors import CopyError
from storage.model import ChatKind
from storage.schema import columns, tables
from storage.subscribers import subscribers
from tests.storage import rows


@pytest.fixture
async def empty(blank_url: str) -> AsyncIterator[Database]:
    """A migrated, empty database of either kind, beside the one that is copied."""
    async with await Database.open(blank_url) as opened:
        await opened.migrate()
        yield opened


@pytest.fixture
async def full(sqlite_url: str) -> AsyncIterator[Database]:
    """A SQLite database with rows in every table."""
    async with await Database.open(sqlite_url) as opened:
        copying._tables()  # knows every table
        async with opened.transaction() as connection:
            await connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            await rows.fill(connection, columns.metadata)
        yield opened


async def test_every_row_of_every_table_arrives(full: Database, empty: Database) -> None:
    told: list[TableProof] = []
    proofs = await copying.copy(full, empty, told.append)

    assert list(proofs) == told
    assert {proof.table for proof in proofs} == set(columns.metadata.tables)
    assert {proof.rows for proof in proofs} == {rows.EACH}
    for table in columns.metadata.tables.values():
        order = list(table.primary_key.columns)
        async with full.read() as old, empty.read() as new:
            expected = (await old.execute(select(table).order_by(*order))).all()
            assert (await new.execute(select(table).order_by(*order))).all() == expected


async def test_new_rows_are_numbered_after_those_that_came(full: Database, empty: Database) -> None:
    await copying.copy(full, empty, lambda _proof: None)
    async with empty.transaction() as connection:
        new = await subscribers.add(connection, 77, ChatKind.PRIVATE, "ru", "UTC", now=rows.NOW)
    assert new.id == rows.EACH + 1


async def test_what_came_back_is_what_went(full: Database, empty: Database, tmp_path: object) -> None:
    there = await copying.copy(full, empty, lambda _proof: None)
    async with await Database.open(f"sqlite:///{tmp_path}/back.db") as back:
        await back.migrate()
        assert await copying.copy(empty, back, lambda _proof: None) == there


async def test_nothing_is_copied_into_what_holds_something(full: Database, empty: Database) -> None:
    async with empty.transaction() as connection:
        await subscribers.add(connection, 77, ChatKind.PRIVATE, "ru", "UTC", now=rows.NOW)
    with pytest.raises(CopyError, match=r"already holds something \(in subscribers\)"):
        await copying.copy(full, empty, lambda _proof: None)


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_a_value_that_the_other_cannot_hold_leaves_it_empty(full: Database, empty: Database) -> None:
    async with full.transaction() as connection:
        await connection.execute(text("PRAGMA ignore_check_constraints = ON"))
        await connection.execute(
            insert(tables.tags).values(key="a\0b", label="SQLite keeps it, PostgreSQL does not", kind="subject")
        )
    with pytest.raises(CopyError, match="does not take what is in tags"):
        await copying.copy(full, empty, lambda _proof: None)
    async with empty.read() as connection:
        assert await connection.scalar(select(func.count()).select_from(tables.subscribers)) == 0


async def test_a_copy_that_differs_is_not_kept(
    full: Database, empty: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lose_one(connection: object, table: object) -> TableProof:
        del connection, table
        return TableProof(table="x", rows=rows.EACH - 1, checksum="0")

    monkeypatch.setattr(copying, "_proof", lose_one)
    with pytest.raises(CopyError, match="3 rows were read, 2 written"):
        await copying.copy(full, empty, lambda _proof: None)
    monkeypatch.undo()
    assert await copying.copy(full, empty, lambda _proof: None)
