"""Copies of a SQLite database: each proven, rotated, and put back without losing what was there."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from storage import backup
from storage.backup import Contents
from storage.database import Database
from storage.errors import BackupError, ForeignDatabaseError

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


@pytest.fixture
def file(migrated_sqlite_file: Path, tmp_path: Path) -> Path:
    """A database with a subscriber, part of which is still in the log of writes."""
    path = tmp_path / "svodka.db"
    path.write_bytes(migrated_sqlite_file.read_bytes())
    _subscribe(path, 1)
    return path


def _subscribe(path: Path, chat_id: int) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO subscribers (chat_id, kind, language, zone, state, suspended_for, created_at)"
            " VALUES (?, 'private', 'ru', 'UTC', 'active', '', '2026-11-01 00:00:00')",
            (chat_id,),
        )


def test_a_copy_says_what_it_holds(file: Path, tmp_path: Path) -> None:
    assert backup.write(file, tmp_path / "copy.db").subscribers == 1
    assert backup.prove(tmp_path / "copy.db") == Contents(revision=_revision(file), subscribers=1, stories=0)


def _revision(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _scribble(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 9000] = b"\x5a" * 9000
    path.write_bytes(content)


def _another_programs(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")


@pytest.mark.parametrize("spoil", [_cut, _empty, _scribble, _another_programs, Path.unlink])
def test_what_is_no_whole_copy_proves_nothing(file: Path, tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    copy = tmp_path / "copy.db"
    backup.write(file, copy)
    spoil(copy)
    with pytest.raises(BackupError, match=r"copy\.db"):
        backup.prove(copy)


def test_scheduled_copies_are_rotated_and_nothing_else_is_removed(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    others = {"svodka-mine.db", "svodka-20261201-080000.db.bak", "svodka-99999999-999999.db", "notes.txt"}
    for name in others:
        (folder / name).write_text("precious", encoding="utf-8")
    for day in range(5):
        backup.write_scheduled(file, folder, now=NOW + timedelta(days=day), keep=2)
    names = {path.name for path in folder.iterdir()}
    assert names - others == {"svodka-20261204-080000.db", "svodka-20261205-080000.db"}
    assert others <= names
    assert backup.latest(folder) == NOW + timedelta(days=4)


def test_a_copy_that_failed_removes_no_older_one(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    first = backup.write_scheduled(file, folder, now=NOW, keep=1)
    _cut(file)
    with pytest.raises(BackupError):
        backup.write_scheduled(file, folder, now=NOW + timedelta(days=1), keep=1)
    assert list(folder.iterdir()) == [first]


# A limit on the size of files is as a full disk that a test can have: what is beyond it is not written.
_ON_A_FULL_DISK = """
import resource, sys
from pathlib import Path
from storage import backup

resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
try:
    getattr(backup, sys.argv[1])(Path(sys.argv[2]), Path(sys.argv[3]), **eval(sys.argv[4]))
except backup.BackupError as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("function", "arguments"), [("write", "{}"), ("put_back", "{'now': __import__('datetime').datetime.now()}")]
)
def test_a_disk_that_fills_up_leaves_no_half_copy_and_the_old_file_in_its_place(
    file: Path, tmp_path: Path, function: str, arguments: str
) -> None:
    target = tmp_path / "there" / "target.db"
    target.parent.mkdir()
    if function == "put_back":
        target.write_bytes(file.read_bytes())
    before = [(path.name, path.read_bytes()) for path in target.parent.iterdir()]
    found = subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, "-c", _ON_A_FULL_DISK, function, file, target, arguments],
        check=True, capture_output=True, text=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert "target.db" in found.stdout, found.stderr
    assert [(path.name, path.read_bytes()) for path in target.parent.iterdir()] == before


def test_no_copy_is_begun_where_there_is_no_room(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: SimpleNamespace(free=2**20))
    with pytest.raises(BackupError, match="there is no room for it: 16 MB are wanted, 1 MB are free"):
        backup.write(file, tmp_path / "copy.db")


def test_what_is_put_back_is_the_copy_and_the_old_database_is_kept_with_its_log(file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    backup.write(file, copy)
    writing = sqlite3.connect(file, isolation_level=None)
    writing.execute("PRAGMA journal_mode = WAL")
    _subscribe(file, 2)  # stays in the log, for another connection is open

    kept = backup.put_back(copy, file, now=NOW)

    assert kept is not None
    assert kept.name == "svodka.db.before-restore-20261201-080000"
    assert backup.prove(file).subscribers == 1
    assert not file.with_name("svodka.db-wal").exists()
    assert backup.prove(kept).subscribers == 2
    assert file.stat().st_mode & 0o077 == 0
    writing.close()


def test_a_copy_is_put_where_there_was_nothing(file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    backup.write(file, copy)
    target = tmp_path / "new.db"
    assert backup.put_back(copy, target, now=NOW) is None
    assert backup.prove(target).subscribers == 1


def test_a_damaged_copy_replaces_nothing(file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    backup.write(file, copy)
    _scribble(copy)
    with pytest.raises(BackupError):
        backup.put_back(copy, file, now=NOW)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "svodka.db"]
    assert backup.prove(file).subscribers == 1


async def test_before_the_schema_changes_a_copy_is_made(sqlite_url: str, tmp_path: Path) -> None:
    async with await Database.open(sqlite_url) as database:
        wanted = str(await database.revision())
        await database.downgrade("0018")
        done = await database.migrate()
        assert done is not None
        assert done.copy == tmp_path / "backups" / f"svodka-before-0018-to-{wanted}.db"
        assert backup.prove(done.copy).revision == "0018"
        assert await database.migrate() is None

        for _ in range(4):
            await database.downgrade("0018")
            await database.migrate()
    assert len(list((tmp_path / "backups").iterdir())) == 3


async def test_without_room_for_a_copy_the_schema_stays_as_it_was(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with await Database.open(sqlite_url) as database:
        await database.downgrade("0018")
        monkeypatch.setattr("shutil.disk_usage", lambda _path: SimpleNamespace(free=0))
        with pytest.raises(BackupError, match="no room"):
            await database.migrate()
        assert await database.revision() == "0018"
        await database.migrate(keep_copy=False)
        assert await database.revision() != "0018"


async def test_a_new_database_is_not_copied(tmp_path: Path) -> None:
    async with await Database.open(f"sqlite:///{tmp_path}/new.db") as database:
        done = await database.migrate()
    assert done is not None
    assert done.before is None
    assert not (tmp_path / "backups").exists()


def test_another_programs_file_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "bookmarks.db"
    path.touch()
    _another_programs(path)
    before = path.read_bytes()
    with pytest.raises(ForeignDatabaseError, match=r"another program \(it holds bookmarks\)"):
        asyncio.run(Database.open(f"sqlite:///{path}"))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


async def test_another_programs_tables_are_refused_and_left_as_they_were(blank_url: str) -> None:
    """On PostgreSQL too: many share one database, and some names are anybody's."""
    async with await Database.open(blank_url) as database:
        async with database.transaction() as connection:
            await connection.execute(text("CREATE TABLE stories (note TEXT)"))
        with pytest.raises(ForeignDatabaseError, match="it holds stories"):
            await database.migrate()
        async with database.transaction() as connection:
            await connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
            await connection.execute(text("INSERT INTO alembic_version VALUES ('ae1027a6acf')"))
        with pytest.raises(ForeignDatabaseError, match="another program's"):
            await database.migrate()


async def test_the_log_of_writes_shrinks_again(sqlite_url: str, tmp_path: Path) -> None:
    log = tmp_path / "svodka.db-wal"
    async with await Database.open(sqlite_url) as database:
        async with database.transaction() as connection:
            await connection.execute(text("CREATE TABLE ballast (content BLOB)"))
            for _ in range(8):
                await connection.execute(text("INSERT INTO ballast VALUES (randomblob(8000000))"))
        assert log.stat().st_size > 60_000_000
        async with database.transaction() as connection:
            await connection.execute(text("INSERT INTO ballast VALUES ('')"))
        async with database.transaction() as connection:
            await connection.execute(text("INSERT INTO ballast VALUES ('')"))
        assert log.stat().st_size <= 32 * 2**20
