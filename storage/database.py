"""Opens the database and hands out connections, transactions and migrations; knows no table and no query."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection as SyncConnection
from sqlalchemy import Table, inspect, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage import backup, database_url, engines, migrations, private_files
from storage.database_url import DatabaseUrl
from storage.errors import BackupError, DatabaseUnavailableError

log = logging.getLogger(__name__)

Connection = AsyncConnection
"""What every query of storage takes first: a connection inside a transaction."""

# Any number, the same in every process of one Svodka: two of them never migrate at once.
_MIGRATION_LOCK = 0x5_0DCA
# Searches that are under way at once, of the connections that there are for reading.
_SEARCHES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """A change of the schema: from which revision (None: there was nothing) to which, and the copy from before."""

    before: str | None
    after: str
    copy: Path | None


class Database:
    """A database of Svodka: SQLite (one file) or PostgreSQL, by its address.

    `async with await Database.open(dsn) as database: ...`, or `close()` it yourself.
    """

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine, address: DatabaseUrl, backups: Path | None) -> None:
        self._writer = writer
        self._reader = reader
        self._address = address
        self._backups = backups
        self._searches = asyncio.Semaphore(_SEARCHES)

    @classmethod
    async def open(cls, dsn: str, *, backups: Path | None = None) -> Self:
        """Open and try a database: `sqlite:///file.db` or `postgresql://user:password@host/name`.

        Args:
            dsn: its address.
            backups: the folder for copies of a SQLite database; by default one beside it.

        Raises:
            DatabaseUnavailableError: it cannot be reached; the message says what to check, never the password.
        """
        address = database_url.parse(dsn)
        if address.is_sqlite:
            await asyncio.to_thread(engines.try_file, address)
            opened = engines.open_sqlite(address.url)
        else:
            opened = engines.open_postgresql(address)
        database = cls(*opened, address, backups)
        try:
            async with database.transaction() as connection:
                await connection.execute(text("SELECT 1"))
        except BaseException:
            await database.close()
            raise
        return database

    @property
    def name(self) -> str:
        """The address without its password, for logs and messages."""
        return self._address.printable

    @property
    def path(self) -> Path | None:
        """The file of a SQLite database; None for PostgreSQL."""
        return Path(str(self._address.url.database)) if self._address.is_sqlite else None

    @property
    def backups(self) -> Path | None:
        """The folder for copies of a SQLite database; None for PostgreSQL."""
        return (self._backups or backup.folder_of(self.path)) if self.path else None

    def time_statements(self, note: Callable[[str, float], None]) -> None:
        """Tell of each statement, with its values left out, how many seconds it took."""
        # The reader of PostgreSQL is the writer's engine with other options, and shares its events.
        for engine in (self._writer, self._reader) if self._address.is_sqlite else (self._writer,):
            engines.time_statements(engine, note)

    async def connect(self) -> Connection:
        """A connection of one's own, to be closed by who asked; in a transaction from its first statement on."""
        with self._explained():
            return await self._writer.connect()

    @property
    def files(self) -> tuple[Path, ...]:
        """The files it is kept in; none for PostgreSQL, which guards its own."""
        return private_files.of_sqlite(self.path) if self.path else ()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """A transaction that may write: commits at the end, rolls back on an error.

        SQLite has one writer at a time, so keep it short and never wait for a network in it.
        """
        async with self._begun(self._writer) as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Connection]:
        """A read-only transaction: every query in it sees the same moment. A write in it is refused."""
        async with self._begun(self._reader) as connection:
            yield connection

    @asynccontextmanager
    async def search(self) -> AsyncIterator[Connection]:
        """A read-only transaction that takes long: few are open at once, so that others have connections and turns."""
        async with self._searches, self.read() as connection:
            yield connection

    async def migrate(self, *, keep_copy: bool = True) -> "Migration | None":
        """Bring the schema to this version of Svodka, all steps in one transaction; None if it is there already.

        A SQLite database that holds something is copied first, unless `keep_copy` is false.

        Raises:
            SchemaTooNewError: a newer Svodka has written this database; nothing was changed.
            ForeignDatabaseError: it is another program's; nothing was changed.
            BackupError: it cannot be copied; nothing was changed.
        """
        before, wanted = await self.revision(), migrations.head()
        if before == wanted:
            return None
        migrations.check(before)
        if before is None:
            async with self.read() as connection:
                names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
            engines.refuse_foreign(self.name, names)
        copy = None
        if before is not None and keep_copy and self.path is not None and self.backups is not None:
            copy = await asyncio.to_thread(
                backup.write_before_migration, self.path, self.backups, present=before, wanted=wanted
            )
        await self._migrate(migrations.upgrade)
        if before is not None:
            log.info("The schema went from revision %s to %s; the copy from before: %s", before, wanted, copy)
        return Migration(before=before, after=wanted, copy=copy)

    async def downgrade(self, revision: str) -> None:
        """Take the schema back to a revision, or to nothing with "base"."""
        await self._migrate(lambda connection: migrations.downgrade(connection, revision))

    async def revision(self) -> str | None:
        """The revision of the schema, None for an empty database."""
        async with self.read() as connection:
            return await connection.run_sync(migrations.current)

    async def backup(self, path: Path) -> backup.Contents:
        """Write a consistent copy of a SQLite database to a new file while work goes on, and prove it by opening it.

        Raises:
            BackupError: the file exists or cannot be written, or the database is PostgreSQL (use pg_dump).
        """
        if self.path is None:
            raise BackupError(f"{self.name}: back a PostgreSQL database up with pg_dump")
        return await asyncio.to_thread(backup.write, self.path, path)

    async def close(self) -> None:
        """Let go of every connection."""
        await self._reader.dispose()
        await self._writer.dispose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    @asynccontextmanager
    async def _connected(self, engine: AsyncEngine) -> AsyncIterator[Connection]:
        async with AsyncExitStack() as stack:
            with self._explained():
                connection = await stack.enter_async_context(engine.connect())
            yield connection

    @asynccontextmanager
    async def _begun(self, engine: AsyncEngine) -> AsyncIterator[Connection]:
        async with self._connected(engine) as connection, AsyncExitStack() as stack:
            # SQLite takes its lock here.
            with self._explained():
                await stack.enter_async_context(connection.begin())
            yield connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except PoolTimeoutError as error:
            raise DatabaseUnavailableError(f"{self.name} is busy: no connection was free in time") from error
        except (OSError, DBAPIError) as error:
            raise DatabaseUnavailableError(engines.advice(self._address, error)) from error

    async def _migrate(self, step: Callable[[SyncConnection], None]) -> None:
        async with self._connected(self._writer) as connection:
            lite = connection.dialect.name == "sqlite"
            # SQLite alters a table by making it anew: dropping the old one would delete what refers to it.
            if lite:
                await _pragma(connection, "foreign_keys = OFF")
            try:
                async with connection.begin():
                    if not lite:
                        await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
                    await connection.run_sync(step)
            except ProgrammingError as error:
                # The right to make tables is none that an address or a session asks for.
                if getattr(error.orig, "sqlstate", None) == "42501":
                    raise DatabaseUnavailableError(engines.advice(self._address, error)) from error
                raise
            finally:
                if lite:
                    await _pragma(connection, "foreign_keys = ON")


def in_trouble(error: BaseException) -> bool:
    """Say whether an error is the database's: full, busy, read-only, gone; not a mistake in what was asked of it."""
    if isinstance(error, DatabaseUnavailableError | PoolTimeoutError | OSError):
        return True
    return isinstance(error, DBAPIError) and not isinstance(error, IntegrityError | DataError | ProgrammingError)


def insert(connection: Connection, table: Table) -> postgresql.Insert:
    """An INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`, whichever the database is."""
    # The two dialects' statements have the same methods; only PostgreSQL's is typed here.
    make: Callable[[Table], Any] = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement: postgresql.Insert = make(table)
    return statement


async def _pragma(connection: Connection, pragma: str) -> None:
    """Set a pragma outside a transaction, where alone some of them work."""
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None  # noqa: S101 - a checked-out connection has one
    await (await driver.execute(f"PRAGMA {pragma}")).close()
