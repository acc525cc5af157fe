"""Copies of a SQLite database: made while it is in use, proven by opening them, rotated, and put back.

All of it blocks: call it in a thread. PostgreSQL has pg_dump and pg_restore.
"""

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from storage import private_files
from storage.errors import BackupError

# Beside the database unless the operator names another folder.
FOLDER: Final = "backups"
_STAMP: Final = "%Y%m%d-%H%M%S"
_SCHEDULED: Final = re.compile(r"svodka-(\d{8}-\d{6})\.db")
# Copies made before the schema changes stay until so many later ones are there.
_BEFORE_MIGRATIONS_KEPT: Final = 3
_BEFORE_MIGRATION: Final = re.compile(r"svodka-before-\w+-to-\w+\.db")
# A copy is as large as what the database holds, or smaller; the disk keeps this much above it.
_ROOM: Final = 16 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a proven copy holds: the revision of its schema, and how much of what matters most."""

    revision: str
    subscribers: int
    stories: int


def folder_of(database: Path) -> Path:
    """Return the folder where copies of a database go unless the operator says otherwise."""
    return database.absolute().parent / FOLDER


def write(source: Path, target: Path) -> Contents:
    """Write a consistent, compact copy that only its owner may read; it appears whole and proven, or not at all.

    Raises:
        BackupError: the target exists, or cannot be written, or what was written cannot be read.
    """
    if target.exists():
        raise BackupError(f"{target} exists already; name a new file")
    partial = target.with_name(f"{target.name}.partial")
    try:
        _check_room(source, target.parent)
        partial.unlink(missing_ok=True)
        private_files.create(partial)
        with closing(sqlite3.connect(source)) as connection:
            connection.execute("VACUUM INTO ?", (str(partial),))
        contents = prove(partial)
        _flush(partial)
        partial.rename(target)
    except (OSError, sqlite3.Error) as error:
        _forget(partial)
        raise BackupError(f"cannot write {target}: {error}") from error
    except BackupError as error:
        _forget(partial)
        raise BackupError(f"cannot write {target}: {error}") from error
    return contents


def prove(path: Path) -> Contents:
    """Open a copy, have SQLite look at every page of it, and say what it holds.

    Raises:
        BackupError: it is not there, cut, damaged, or no database of Svodka.
    """
    if not path.is_file():
        raise BackupError(f"{path} is not there, or is no file")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not {"alembic_version", "subscribers", "stories"} <= tables:
                raise BackupError(f"{path} is no database of Svodka")
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if found != "ok":
                raise BackupError(f"{path} is damaged: {found}")
            counts = (
                connection.execute("SELECT version_num FROM alembic_version"),
                connection.execute("SELECT count(*) FROM subscribers"),
                connection.execute("SELECT count(*) FROM stories"),
            )
            (revision,), (subscribers,), (stories,) = (each.fetchone() or ("",) for each in counts)
    except sqlite3.Error as error:
        raise BackupError(f"{path} is no database, or is damaged: {error}") from error
    return Contents(revision=str(revision), subscribers=int(subscribers), stories=int(stories))


def write_scheduled(source: Path, folder: Path, *, now: datetime, keep: int) -> Path:
    """Write a copy named by its moment into a folder, and remove all but the newest `keep` of that form.

    Raises BackupError; then no copy was removed.
    """
    target = folder / f"svodka-{now.astimezone(UTC):{_STAMP}}.db"
    _make_folder(folder)
    write(source, target)
    for _, old in _scheduled(folder)[keep:]:
        old.unlink(missing_ok=True)
    return target


def latest(folder: Path) -> datetime | None:
    """Return when the newest scheduled copy was made; None if there is none."""
    found = _scheduled(folder)
    return found[0][0] if found else None


def write_before_migration(source: Path, folder: Path, *, present: str, wanted: str) -> Path:
    """Write a copy to go back to, named by the revisions it stands between. Raises BackupError."""
    _make_folder(folder)
    names = (f"svodka-before-{present}-to-{wanted}{number}.db" for number in _numbers())
    target = next(folder / name for name in names if not (folder / name).exists())
    write(source, target)
    kept = [path for path in folder.iterdir() if _BEFORE_MIGRATION.fullmatch(path.name)]
    kept.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for old in kept[_BEFORE_MIGRATIONS_KEPT:]:
        old.unlink(missing_ok=True)
    return target


def put_back(copy: Path, target: Path, *, now: datetime) -> Path | None:
    """Put a copy in the place of a database that nobody uses; return where the old one is kept, None if there was none.

    At every moment there is a whole database at `target`, the old one or the copy.

    Raises:
        BackupError: something cannot be written; the old database is in its place.
    """
    partial = target.with_name(f"{target.name}.partial")
    kept = target.with_name(f"{target.name}.before-restore-{now.astimezone(UTC):{_STAMP}}")
    try:
        _check_room(copy, target.parent)
        partial.unlink(missing_ok=True)
        private_files.create(partial)
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("VACUUM INTO ?", (str(partial),))
        prove(partial)
        _flush(partial)
        was_there = target.exists()
        if was_there:
            _keep(target, kept)
        partial.replace(target)
    except (OSError, sqlite3.Error) as error:
        _forget(partial)
        raise BackupError(f"cannot put {copy} in the place of {target}: {error}") from error
    return kept if was_there else None


def _keep(database: Path, kept: Path) -> None:
    """Give a database a second name; its log of writes, which belongs to it and to no other, goes along."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    try:
        kept.hardlink_to(database)
    except OSError:  # a file system without second names
        private_files.create(kept)
        shutil.copyfile(database, kept)
    for suffix in ("-wal", "-shm"):
        beside = database.with_name(database.name + suffix)
        if beside.exists():
            beside.replace(kept.with_name(kept.name + suffix))


def _scheduled(folder: Path) -> list[tuple[datetime, Path]]:
    """Return the scheduled copies and their moments, the newest first; no other file is ours to remove."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        if name := _SCHEDULED.fullmatch(path.name):
            with suppress(ValueError):
                found.append((datetime.strptime(name[1], _STAMP).replace(tzinfo=UTC), path))
    return sorted(found, reverse=True)


def _numbers() -> Iterator[str]:
    yield ""
    number = 2
    while True:
        yield f"_{number}"
        number += 1


def _make_folder(folder: Path) -> None:
    with _explained(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _check_room(source: Path, folder: Path) -> None:
    wanted, free = source.stat().st_size + _ROOM, shutil.disk_usage(folder).free
    if free < wanted:
        megabytes = 2**20
        raise BackupError(
            f"there is no room for it: {wanted // megabytes:,} MB are wanted, {free // megabytes:,} MB are free"
        )


def _flush(path: Path) -> None:
    """Have the disk take it before it gets its name."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _forget(partial: Path) -> None:
    with suppress(OSError):
        partial.unlink(missing_ok=True)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupError(f"cannot write {path}: {error}") from error
