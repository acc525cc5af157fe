import asyncio
import contextlib
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from storage.database import Connection, Database
from storage.errors import BackupError, DatabaseUnavailableError
from storage.schema import tables

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
SECRET = "tOpSeCrEt"


async def _remember(connection: Connection, query: str, at: datetime = NOW) -> None:
    await connection.execute(insert(tables.topics).values(query=query, label=query, created_at=at))


async def _count(connection: Connection) -> int:
    return await connection.scalar(select(func.count()).select_from(tables.topics)) or 0


@pytest.mark.parametrize("_again", range(2))
async def test_each_test_finds_an_empty_database(database: Database, _again: int) -> None:
    async with database.transaction() as connection:
        await _remember(connection, "Китай")

    async with database.read() as connection:
        assert await _count(connection) == 1


async def test_a_transaction_that_fails_leaves_nothing_behind(database: Database) -> None:
    with contextlib.suppress(ZeroDivisionError):
        async with database.transaction() as connection:
            await _remember(connection, "Китай")
            raise ZeroDivisionError

    async with database.read() as connection:
        assert await _count(connection) == 0


async def test_writing_while_reading_is_refused(database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with database.read() as connection:
            await _remember(connection, "Китай")


async def test_a_reader_sees_one_moment_while_others_write(database: Database) -> None:
    async with database.read() as reader:
        before = await _count(reader)
        async with database.transaction() as writer:
            await _remember(writer, "Китай")
        assert await _count(reader) == before == 0

    async with database.read() as reader:
        assert await _count(reader) == 1


async def test_many_writers_at_once_all_succeed(database: Database) -> None:
    async def write(number: int) -> None:
        async with database.transaction() as connection:
            await _count(connection)
            await _remember(connection, f"topic {number}")

    await asyncio.gather(*(write(number) for number in range(40)))

    async with database.read() as connection:
        assert await _count(connection) == 40


async def test_moments_come_back_aware_and_in_utc(database: Database) -> None:
    almaty = NOW.astimezone(timezone(timedelta(hours=5)))
    async with database.transaction() as connection:
        await _remember(connection, "Китай", almaty)
        (moment,) = await connection.scalars(select(tables.topics.c.created_at))

    assert moment == NOW
    assert moment.tzinfo is UTC


async def test_a_naive_moment_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="naive time"):
        async with database.transaction() as connection:
            await _remember(connection, "Китай", NOW.replace(tzinfo=None))


async def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with database.transaction() as connection:
            await connection.execute(insert(tables.follows).values(subscriber_id=1, topic_id=1, followed_at=NOW))


@pytest.mark.parametrize(
    "dsn",
    [
        "",
        "svodka.db",
        "sqlite://",
        "sqlite:///:memory:",
        f"mysql://me:{SECRET}@localhost/svodka",
        f"postgresql://me:{SECRET}@localhost:port/svodka",
        f"nothing://me:{SECRET}@[half/svodka",
    ],
)
async def test_an_address_that_is_none_is_explained(dsn: str) -> None:
    with pytest.raises(DatabaseUnavailableError, match=r"sqlite:///svodka\.db or postgresql://") as caught:
        await Database.open(dsn)
    assert SECRET not in str(caught.value)
    assert SECRET not in str(caught.value.__cause__)


@pytest.mark.parametrize("password", [f"a@{SECRET}", f"a@b/{SECRET}", f"@{SECRET}/@b"])
async def test_a_password_that_would_be_taken_for_the_host_is_explained_and_not_repeated(password: str) -> None:
    with pytest.raises(DatabaseUnavailableError, match="%40") as caught:
        await Database.open(f"postgresql://me:{password}@localhost/svodka")
    assert SECRET not in str(caught.value)


async def test_a_file_that_cannot_be_opened_is_explained(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailableError, match="missing is not there; make it"):
        await Database.open(f"sqlite:///{tmp_path}/missing/svodka.db")


# Opens one database, so that all is loaded that another user could not load, and as that user another.
_OPENING = """
import asyncio, os, sys
from storage.database import Database

async def opened(path):
    await (await Database.open(f"sqlite:///{path}")).close()

asyncio.run(opened(sys.argv[1]))
if os.geteuid() == 0:
    os.setuid(65534)
asyncio.run(opened(sys.argv[2]))
"""


def test_a_file_that_may_only_be_read_is_explained(migrated_sqlite_file: Path) -> None:
    """By another user: root may write everywhere. In a folder of its own, for pytest's is closed to others."""
    with tempfile.TemporaryDirectory(prefix="svodka-read-only-") as folder:
        path = Path(folder) / "svodka.db"
        shutil.copyfile(migrated_sqlite_file, path)
        path.chmod(0o444)
        Path(folder).chmod(0o777)
        found = subprocess.run(  # noqa: S603 - our own arguments
            [sys.executable, "-c", _OPENING, f"{folder}/other.db", path],
            check=False, capture_output=True, text=True, cwd=Path(__file__).parents[2],
        )  # fmt: skip
    assert "DatabaseUnavailableError: cannot write" in found.stderr
    assert f"{path}: the file, its folder or the disk may only be read; check that this user may write" in found.stderr


async def test_a_file_that_is_no_database_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Not a database at all. " * 100)
    with pytest.raises(DatabaseUnavailableError, match="is a database of Svodka"):
        await Database.open(f"sqlite:///{path}")
    assert path.read_text().startswith("Not a database")


@pytest.mark.parametrize(
    "dsn",
    [
        f"postgres://svodka:{SECRET}@127.0.0.1:PORT/svodka?sslmode=disable",
        f"postgres://svodka:a/{SECRET}@127.0.0.1:PORT/svodka",
        f"postgres://127.0.0.1:PORT/svodka?user=svodka&password={SECRET}",
    ],
)
async def test_a_server_that_is_not_there_is_explained_without_the_password(dsn: str, unused_tcp_port: int) -> None:
    with pytest.raises(DatabaseUnavailableError, match="check that the server runs") as caught:
        await Database.open(dsn.replace("PORT", f"{unused_tcp_port}"))
    assert SECRET not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_a_database_the_server_does_not_have_is_explained(blank_url: str) -> None:
    url = blank_url.replace("@/", f":{SECRET}@/nowhere_")
    with pytest.raises(DatabaseUnavailableError, match="database name") as caught:
        await Database.open(url)
    assert SECRET not in str(caught.value)


async def test_the_name_of_a_database_keeps_its_password(database: Database, backend: str) -> None:
    assert database.name.startswith(backend)
    assert "asyncpg" not in database.name
    assert "aiosqlite" not in database.name


@pytest.fixture
async def impatient(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    monkeypatch.setattr("storage.engines.PATIENCE_SECONDS", 0.1)
    async with await Database.open(sqlite_url) as opened:
        yield opened


async def test_a_transaction_within_a_transaction_says_so_instead_of_hanging(impatient: Database) -> None:
    async with impatient.transaction():
        with pytest.raises(DatabaseUnavailableError, match="is busy"):
            async with impatient.transaction():
                pass


async def test_a_database_locked_by_another_program_is_explained(impatient: Database, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "svodka.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DatabaseUnavailableError, match="another program"):
        async with impatient.transaction():
            pass
    other.execute("ROLLBACK")
    other.close()

    async with impatient.transaction() as connection:
        await _remember(connection, "Китай")


@pytest.mark.parametrize("umask", [0o000, 0o022], ids=["none", "usual"])
async def test_the_files_of_a_new_database_are_closed_to_others(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        async with await Database.open(f"sqlite:///{tmp_path / 'svodka.db'}") as database:
            await database.migrate()
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in database.files}
    finally:
        os.umask(before)
    assert modes == {"svodka.db": 0o600, "svodka.db-wal": 0o600, "svodka.db-shm": 0o600}


async def test_a_database_that_is_there_keeps_the_mode_its_operator_gave_it(tmp_path: Path) -> None:
    path = tmp_path / "svodka.db"
    path.touch()
    path.chmod(0o640)
    async with await Database.open(f"sqlite:///{path}") as database:
        await database.migrate()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_a_backup_is_a_whole_database(database: Database, tmp_path: Path) -> None:
    async with database.transaction() as connection:
        await _remember(connection, "Китай")
    path = tmp_path / "it's a backup.db"
    await database.backup(path)

    async with await Database.open(f"sqlite:///{path}") as copy:
        await copy.migrate()
        async with copy.read() as connection:
            assert await _count(connection) == 1
    assert path.stat().st_mode & 0o077 == 0, "it holds what people follow"


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("spoil", [Path.touch, Path.mkdir], ids=["a file", "a folder"])
async def test_a_backup_overwrites_nothing(database: Database, tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    path = tmp_path / "there"
    spoil(path)
    with pytest.raises(BackupError, match="exists already"):
        await database.backup(path)


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_a_backup_that_cannot_be_written_is_explained(database: Database, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="cannot write"):
        await database.backup(tmp_path / "missing" / "backup.db")


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_postgresql_has_its_own_backup(database: Database, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="pg_dump"):
        await database.backup(tmp_path / "backup.db")


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_deleting_what_others_refer_to_deletes_them(database: Database) -> None:
    async with database.transaction() as connection:
        assert (await connection.execute(text("PRAGMA foreign_keys"))).scalar_one() == 1
