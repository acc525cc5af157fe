"""Files that hold what people follow, or a token: closed to others from their first byte; knows no database."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_OWNER_ONLY: Final = 0o600
_OTHERS: Final = 0o077


def create(path: Path) -> None:
    """Make an empty file that only its owner may read, whatever the umask. Raises FileExistsError, OSError.

    SQLite fills an empty file, and gives its -wal and -shm the same mode.
    """
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY))


def open_to_others(paths: Iterable[Path]) -> list[Path]:
    """Return those of the files that exist and that somebody besides their owner may read or write."""
    return [path for path in paths if path.is_file() and path.stat().st_mode & _OTHERS]


def of_sqlite(database: Path) -> tuple[Path, ...]:
    """Return the files that a SQLite database is kept in."""
    return (database, *(database.with_name(f"{database.name}{ending}") for ending in ("-wal", "-shm")))
