"""Copies a SQLite database while it is in use; PostgreSQL has pg_dump. Blocks: call it in a thread."""

import sqlite3
from contextlib import closing
from pathlib import Path

from storage import private_files
from storage.errors import BackupError


def write(source: Path, target: Path) -> None:
    """Write a consistent, compact copy that only its owner may read; it appears whole or not at all.

    Raises:
        BackupError: the target exists or cannot be written.
    """
    if target.exists():
        raise BackupError(f"{target} exists already; name a new file")
    partial = target.with_name(f"{target.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        private_files.create(partial)
        with closing(sqlite3.connect(source)) as connection:
            connection.execute("VACUUM INTO ?", (str(partial),))
        partial.rename(target)
    except (OSError, sqlite3.Error) as error:
        partial.unlink(missing_ok=True)
        raise BackupError(f"cannot write {target}: {error}") from error
