"""One running bot per database: two would send faster than Telegram allows, and each would take the other for dead.

The lock is the database's own, so it goes with the process that held it, however that ended.
"""

import asyncio
import contextlib
import logging
import sqlite3
import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final, Protocol

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.database import Connection, Database
from storage.errors import AlreadyRunningError, DatabaseUnavailableError

log = logging.getLogger(__name__)

# Any number, the same in every process of one Svodka.
_KEY: Final = 0x5_0DCB
# How long the lock of one that is just ending is awaited, and how soon a lost connection is noticed, in seconds.
_PATIENCE: Final = 3.0
_LOOK: Final = 5.0


class RunLock(Protocol):
    """The right to be the only one who runs on a database."""

    async def watch(self, stop: asyncio.Event) -> None:
        """Keep the lock until `stop`. Raises AlreadyRunningError if another took it while the database was away."""

    async def release(self) -> None:
        """Let another run."""


@asynccontextmanager
async def held(database: Database, *, patience: float = _PATIENCE) -> AsyncIterator[RunLock]:
    """Be the only one who runs on a database; raises AlreadyRunningError after `patience` seconds if one does."""
    lock: RunLock
    if (path := database.path) is not None:
        lock = _FileLock(await asyncio.to_thread(_lock_file, path.with_name(path.name + ".lock"), patience))
    else:
        lock = _AdvisoryLock(database, await _acquired(database, patience))
    try:
        yield lock
    finally:
        await lock.release()


@contextmanager
def file_held(path: Path, *, patience: float = _PATIENCE) -> Iterator[None]:
    """Be the only one who runs on a SQLite file, which need not be there; blocks. Raises as `held` does."""
    connection = _lock_file(path.with_name(path.name + ".lock"), patience)
    try:
        yield
    finally:
        connection.close()


class _FileLock:
    """A lock of SQLite's on a file of its own beside the database, which others go on reading and writing."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def watch(self, stop: asyncio.Event) -> None:
        await stop.wait()

    async def release(self) -> None:
        self._connection.close()


class _AdvisoryLock:
    """An advisory lock of PostgreSQL's, held for as long as a connection of ours lives."""

    def __init__(self, database: Database, connection: Connection) -> None:
        self._database = database
        self._connection = connection

    async def watch(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _LOOK)
            try:
                await self._connection.execute(text("SELECT 1"))
                await self._connection.commit()
            except (DBAPIError, OSError) as error:
                log.warning("The connection that holds the lock of this bot was lost: %s", type(error).__name__)
                await self._again(stop)

    async def _again(self, stop: asyncio.Event) -> None:
        await self.release()
        while not stop.is_set():
            try:
                self._connection = await _acquired(self._database, _PATIENCE)
            except DatabaseUnavailableError:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), _LOOK)
            else:
                return

    async def release(self) -> None:
        with contextlib.suppress(DBAPIError, OSError):
            # Back in its pool the connection would go on holding the lock.
            await self._connection.invalidate()
            await self._connection.close()


def _lock_file(path: Path, patience: float) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(path, timeout=patience, check_same_thread=False, isolation_level=None)
        with contextlib.suppress(OSError):
            path.chmod(stat.S_IRUSR | stat.S_IWUSR)
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise AlreadyRunningError(_advice(str(path).removesuffix(".lock"))) from error
        raise DatabaseUnavailableError(f"cannot write {path}: check that this user may write in its folder") from error
    return connection


async def _acquired(database: Database, patience: float) -> Connection:
    connection = await database.connect()
    now = asyncio.get_running_loop().time
    deadline = now() + patience
    while not await connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _KEY}):
        if now() >= deadline:
            await connection.close()
            raise AlreadyRunningError(_advice(database.name))
        await asyncio.sleep(0.1)
    await connection.commit()
    return connection


def _advice(where: str) -> str:
    return f"another bot is running on {where}: stop it first, or give this one a database of its own"
