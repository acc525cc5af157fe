import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy.engine.interfaces import ReflectedIndex
from sqlalchemy.exc import DBAPIError

from storage import migrations
from storage.database import Database
from storage.errors import SchemaTooNewError
from storage.model import ChatKind
from storage.schema import tables
from storage.subscribers import subscribers

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, tables.metadata))


def _said(index: ReflectedIndex) -> str:
    """An index in words: the condition of a partial one is an object, and equals none but itself."""
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return f"{index | {'dialect_options': options}}"


def _shape(connection: Connection) -> dict[str, object]:
    """Everything the database says of its tables."""
    inspector = inspect(connection)
    return {
        name: (
            [(column["name"], str(column["type"]), column["nullable"]) for column in inspector.get_columns(name)],
            inspector.get_pk_constraint(name),
            sorted(inspector.get_foreign_keys(name), key=str),
            sorted(map(_said, inspector.get_indexes(name))),
            sorted(inspector.get_unique_constraints(name), key=str),
            sorted(inspector.get_check_constraints(name), key=str),
        )
        for name in sorted(inspector.get_table_names())
        if name != "alembic_version"
    }


async def test_the_steps_lead_to_the_schema_in_the_code(blank_url: str) -> None:
    async with await Database.open(blank_url) as database:
        assert await database.revision() is None
        await database.migrate()
        assert await database.revision() == migrations.head()
        async with database.read() as connection:
            differences = await connection.run_sync(_differences)
            assert differences == [], 'write the missing step: python -m storage.migrations "Say what changes"'
            migrated = await connection.run_sync(_shape)

        await database.downgrade("base")
        async with database.transaction() as connection:
            await connection.run_sync(tables.metadata.create_all)
            assert await connection.run_sync(_shape) == migrated


def test_the_next_step_of_an_unchanged_schema_is_empty(tmp_path: Path) -> None:
    """In a process of its own, which knows of no table but by what writes the step."""
    for package in ("parsers", "storage"):
        shutil.copytree(ROOT / package, tmp_path / package)
    known = set(tmp_path.glob("storage/migrations/versions/*.py"))

    subprocess.run(
        [sys.executable, "-m", "storage.migrations", "Nothing"], cwd=tmp_path, check=True, capture_output=True
    )

    (step,) = set(tmp_path.glob("storage/migrations/versions/*.py")) - known
    assert re.findall(r"\bop\.\w+", step.read_text(encoding="utf-8")) == []


async def test_every_step_goes_up_and_down_and_up_again(blank_url: str) -> None:
    steps = list(ScriptDirectory(str(Path(migrations.__file__).parent)).walk_revisions())
    async with await Database.open(blank_url) as database:
        for step in reversed(steps):
            await database.migrate()
            await database.downgrade(str(step.down_revision or "base"))
            await database.migrate()
        await database.downgrade("base")
        async with database.read() as connection:
            assert await connection.run_sync(_shape) == {}


async def test_migrating_again_changes_nothing(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute(text("INSERT INTO tags (key, label, kind) VALUES ('китай', 'Китай', 'place')"))
    await database.migrate()
    async with database.read() as connection:
        assert await connection.scalar(text("SELECT label FROM tags")) == "Китай"


async def test_a_newer_database_is_refused_and_left_alone(blank_url: str) -> None:
    async with await Database.open(blank_url) as database:
        await database.migrate()
        async with database.transaction() as connection:
            await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(SchemaTooNewError, match="install the newer version"):
            await database.migrate()
        assert await database.revision() == "9999"


async def test_a_step_that_fails_changes_nothing(blank_url: str) -> None:
    async with await Database.open(blank_url) as database:
        await database.migrate()
        await database.downgrade("0018")
        async with database.transaction() as connection:
            await connection.execute(text("CREATE TABLE inbox (note TEXT)"))
            before = await connection.run_sync(_shape)
        with pytest.raises(DBAPIError):
            await database.migrate()
        async with database.read() as connection:
            assert await connection.run_sync(_shape) == before
        assert await database.revision() == "0018"


async def test_foreign_keys_hold_again_after_migrating(blank_url: str) -> None:
    async with await Database.open(blank_url) as database:
        await database.migrate()
        with pytest.raises(DBAPIError):
            async with database.transaction() as connection:
                await connection.execute(text("INSERT INTO article_tags VALUES (1, 1, true)"))


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_a_step_that_makes_a_table_anew_keeps_what_refers_to_it(database: Database) -> None:
    """SQLite alters a table by dropping it, which with foreign keys on deletes every row that refers to it."""

    def loosen(connection: Connection) -> None:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("topics", recreate="always") as batch:
            batch.alter_column("label", nullable=True)

    async with database.transaction() as connection:
        await subscribers.add(connection, 1, ChatKind.PRIVATE, "ru", "UTC", now=NOW)
        await connection.execute(tables.topics.insert().values(query="Китай", label="Китай", created_at=NOW))
        await connection.execute(tables.follows.insert().values(subscriber_id=1, topic_id=1, followed_at=NOW))
    await database._migrate(loosen)

    async with database.read() as connection:
        assert await connection.scalar(select(func.count()).select_from(tables.follows)) == 1
