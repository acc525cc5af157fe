"""`svodka db`: the drill of copying and restoring, and what is said where a database cannot be used."""

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage import backup, run_lock
from storage.database import Database
from storage.model import ChatKind
from storage.subscribers import subscribers
from tests.bot.conftest import Command
from tests.storage import rows


def _said(capsys: pytest.CaptureFixture[str]) -> str:
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return " ".join((out + err).split())


def _subscribe(path: Path, *chats: int) -> None:
    async def add() -> None:
        async with await Database.open(f"sqlite:///{path}") as database, database.transaction() as connection:
            for chat in chats:
                await subscribers.add(connection, chat, ChatKind.PRIVATE, "ru", "UTC", now=rows.NOW)

    asyncio.run(add())


def test_the_restore_drill(svodka: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert svodka("db", "migrate") == 0
    _subscribe(tmp_path / "svodka.db", 1, 2)
    assert svodka("db", "backup", "drill.db") == 0
    assert "2 subscribers, 0 stories" in _said(capsys)
    _subscribe(tmp_path / "svodka.db", 3)

    assert svodka("db", "restore", "drill.db") == 1
    refused = _said(capsys)
    assert "svodka.db is there (3 subscribers, 0 stories)" in refused
    assert "would replace it (2 subscribers, 0 stories)" in refused
    assert "--yes" in refused
    assert backup.prove(tmp_path / "svodka.db").subscribers == 3

    assert svodka("db", "restore", "drill.db", "--yes") == 0
    restored = _said(capsys)
    assert "Restored svodka.db (2 subscribers, 0 stories)" in restored
    (kept,) = tmp_path.glob("svodka.db.before-restore-*")
    assert kept.name in restored
    assert backup.prove(kept).subscribers == 3
    assert backup.prove(tmp_path / "svodka.db").subscribers == 2


@pytest.mark.parametrize(
    ("spoil", "said"),
    [("cut", "damaged"), ("foreign", "no database of Svodka"), ("newer", "newer Svodka"), ("missing", "not there")],
)
def test_a_restore_of_what_cannot_be_used_changes_nothing(
    svodka: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str], spoil: str, said: str
) -> None:
    assert svodka("db", "migrate") == 0
    assert svodka("db", "backup", "copy.db") == 0
    copy = tmp_path / "copy.db"
    if spoil == "cut":
        copy.write_bytes(copy.read_bytes()[:20_000])
    elif spoil == "missing":
        copy.unlink()
    else:
        with closing(sqlite3.connect(copy)) as connection, connection:
            statement = (
                "DROP TABLE subscribers" if spoil == "foreign" else "UPDATE alembic_version SET version_num=9999"
            )
            connection.execute(statement)
    before = (tmp_path / "svodka.db").read_bytes()
    capsys.readouterr()
    assert svodka("db", "restore", "copy.db", "--yes") == 1
    answer = _said(capsys)
    assert "nothing was restored" in answer
    assert said in answer
    assert (tmp_path / "svodka.db").read_bytes() == before


def test_an_older_copy_is_restored_and_brought_up_to_date_by_the_next_start(
    svodka: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def age() -> None:
        async with await Database.open(f"sqlite:///{tmp_path}/old.db") as database:
            await database.downgrade("0010")

    assert svodka("db", "migrate") == 0
    shutil.copyfile(tmp_path / "svodka.db", tmp_path / "old.db")
    asyncio.run(age())
    assert svodka("db", "restore", "old.db", "--yes") == 0
    assert backup.prove(tmp_path / "svodka.db").revision == "0010"
    assert svodka("db", "migrate") == 0
    assert "svodka-before-0010-to-" in _said(capsys)


def test_a_database_in_use_is_not_replaced(
    svodka: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_lock.file_held, "__kwdefaults__", {"patience": 0.1}, raising=False)
    assert svodka("db", "migrate") == 0
    assert svodka("db", "backup", "copy.db") == 0
    with run_lock.file_held(tmp_path / "svodka.db"):
        assert svodka("db", "restore", "copy.db", "--yes") == 1
    assert "another bot is running on" in _said(capsys)


def test_postgresql_is_restored_by_its_own_means(
    svodka: Command, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://svodka:hush@127.0.0.1:9/news")
    Path("copy.db").touch()
    assert svodka("db", "restore", "copy.db") == 1
    answer = _said(capsys)
    assert "pg_restore" in answer
    assert "hush" not in answer


def test_a_database_moves_to_postgresql_with_all_that_it_holds(
    svodka: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str], postgres: object
) -> None:
    url = postgres.create()  # type: ignore[attr-defined] # conftest's Cluster
    assert svodka("db", "migrate") == 0
    _subscribe(tmp_path / "svodka.db", *range(1, 6))
    assert svodka("db", "copy", url) == 0
    said = _said(capsys)
    assert "subscribers: 5 rows" in said
    assert "counts and checksums are the same" in said
    assert "DATABASE_URL" in said

    assert svodka("db", "copy", url) == 1
    assert "already holds something" in _said(capsys)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("notes.txt", b"Not a database at all. " * 100, "is no database, or a damaged one"),
        ("folder", None, "it is a folder"),
        ("missing/svodka.db", None, "is not there; make it"),
    ],
)
def test_a_database_file_that_is_none_is_a_sentence(
    svodka: Command,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: bytes | None,
    said: str,
) -> None:
    if content is not None:
        Path(name).write_bytes(content)
    elif "/" not in name:
        Path(name).mkdir()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{name}")
    for command in ("migrate", "backup"):
        assert svodka("db", command) == 1
        assert said in _said(capsys)


def test_another_programs_database_is_a_sentence(
    svodka: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(tmp_path / "svodka.db")) as connection, connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    assert svodka("db", "migrate") == 1
    assert "a database of another program (it holds bookmarks)" in _said(capsys)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs users")
def test_a_backup_to_where_nothing_may_be_written_is_a_sentence(
    svodka: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert svodka("db", "migrate") == 0
    assert svodka("db", "backup", "/proc/svodka.db") == 1
    assert "cannot write /proc/svodka.db" in _said(capsys)
