"""Opens the database and hands out connections, transactions and migrations; knows no table and no query."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection as SyncConnection
from sqlalchemy import Table, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage import backup, migrations, private_files
from storage.errors import BackupError, DatabaseUnavailableError

Connection = AsyncConnection
"""What every query of storage takes first: a connection inside a transaction."""

# How long a writer waits for another one; our write transactions take milliseconds.
_PATIENCE_SECONDS = 30.0
# Any number, the same in every process of one Svodka: two of them never migrate at once.
_MIGRATION_LOCK = 0x5_0DCA
# Searches that are under way at once, of the connections that there are for reading.
_SEARCHES = 2


class Database:
    """A database of Svodka: SQLite (one file) or PostgreSQL, by its address.

    `async with await Database.open(dsn) as database: ...`, or `close()` it yourself.
    """

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine, url: URL) -> None:
        self._writer = writer
        self._reader = reader
        self._url = url
        self._searches = asyncio.Semaphore(_SEARCHES)

    @classmethod
    async def open(cls, dsn: str) -> Self:
        """Open and try a database: `sqlite:///file.db` or `postgresql://user:password@host/name`.

        Raises:
            DatabaseUnavailableError: it cannot be reached; the message says what to check, never the password.
        """
        url = _address(dsn)
        lite = url.get_backend_name() == "sqlite"
        if lite:
            await asyncio.to_thread(_try_file, url)
        engines = _open_sqlite(url) if lite else _open_postgresql(url)
        database = cls(*engines, url)
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
        return _printable(self._url)

    @property
    def path(self) -> Path | None:
        """The file of a SQLite database; None for PostgreSQL."""
        return Path(str(self._url.database)) if self._url.get_backend_name() == "sqlite" else None

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

    async def migrate(self) -> None:
        """Bring the schema to this version of Svodka, all steps in one transaction.

        Raises:
            SchemaTooNewError: a newer Svodka has written this database; nothing was changed.
        """
        await self._migrate(migrations.upgrade)

    async def downgrade(self, revision: str) -> None:
        """Take the schema back to a revision, or to nothing with "base"."""
        await self._migrate(lambda connection: migrations.downgrade(connection, revision))

    async def revision(self) -> str | None:
        """The revision of the schema, None for an empty database."""
        async with self.read() as connection:
            return await connection.run_sync(migrations.current)

    async def backup(self, path: Path) -> None:
        """Write a consistent copy of a SQLite database to a new file while work goes on.

        Raises:
            BackupError: the file exists or cannot be written, or the database is PostgreSQL (use pg_dump).
        """
        if self._url.get_backend_name() != "sqlite":
            raise BackupError(f"{self.name}: back a PostgreSQL database up with pg_dump")
        await asyncio.to_thread(backup.write, Path(str(self._url.database)), path)

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
            raise DatabaseUnavailableError(_advice(self._url, error)) from error

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


def _address(dsn: str) -> URL:
    try:
        url = make_url(dsn)
        backend = url.get_backend_name()
    except (ArgumentError, ValueError):
        # Not chained: the original message quotes the address, and with it the password.
        url, backend = None, ""
    if url is not None and backend == "sqlite" and url.database not in {None, "", ":memory:"}:
        return url.set(drivername="sqlite+aiosqlite")
    if url is not None and backend in {"postgresql", "postgres"}:
        # The rest of a password that was taken for the host would stand in every message.
        if "@" in f"{url.host}/{url.database}":
            raise DatabaseUnavailableError(
                'in the database address, "@" is written %40 in a password, and stands in no name of a host or database'
            )
        # libpq says sslmode, asyncpg says ssl.
        query = {("ssl" if key == "sslmode" else key): value for key, value in url.query.items()}
        return url.set(drivername="postgresql+asyncpg", query=query)
    raise DatabaseUnavailableError(
        "the database address should look like sqlite:///svodka.db or postgresql://user:password@host/name"
    )


def _try_file(url: URL) -> None:
    """Open the file, a new one for us alone; have readers and the writer work side by side (WAL; it remembers it)."""
    try:
        with suppress(FileExistsError):
            private_files.create(Path(str(url.database)))
        with closing(sqlite3.connect(str(url.database), timeout=_PATIENCE_SECONDS, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            _try_to_write(connection)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseUnavailableError(_advice(url, error)) from error


def _try_to_write(connection: sqlite3.Connection) -> None:
    """Write what stands there, and take it back: in a file that may only be read, a transaction begins all the same."""
    connection.execute("BEGIN IMMEDIATE")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    connection.execute(f"PRAGMA user_version = {version}")
    connection.execute("ROLLBACK")


def _open_sqlite(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """One connection that writes (waiting for it is fair, unlike SQLite's own polling) and several that read."""
    writer = create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=_PATIENCE_SECONDS)
    reader = create_async_engine(url, pool_size=4, max_overflow=4, pool_timeout=_PATIENCE_SECONDS)
    # A bunch of articles touches some thousands of pages: they are read once, and written back for several bunches.
    room = ("cache_size = -16000", "wal_autocheckpoint = 8000")
    _prepare(writer, "BEGIN IMMEDIATE", "synchronous = NORMAL", "foreign_keys = ON", *room)
    _prepare(reader, "BEGIN", "query_only = ON")
    return writer, reader


def _prepare(engine: AsyncEngine, begin: str, *pragmas: str) -> None:
    """Begin transactions ourselves: the driver begins late and only for some statements."""

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver publishes no type for it
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (f"busy_timeout = {int(_PATIENCE_SECONDS * 1000)}", *pragmas):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: SyncConnection) -> None:
        connection.exec_driver_sql(begin)


def _open_postgresql(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    settings = {"server_settings": {"application_name": "svodka", "jit": "off"}, "timeout": 10}
    writer = create_async_engine(
        url, connect_args=settings, pool_pre_ping=True, pool_size=5, pool_timeout=_PATIENCE_SECONDS
    )
    reader = writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return writer, reader


async def _pragma(connection: Connection, pragma: str) -> None:
    """Set a pragma outside a transaction, where alone some of them work."""
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None  # noqa: S101 - a checked-out connection has one
    await (await driver.execute(f"PRAGMA {pragma}")).close()


def _printable(url: URL) -> str:
    # Without its parameters, of which a password may be one.
    return url.set(drivername=url.get_backend_name(), query={}).render_as_string(hide_password=True)


def _advice(url: URL, error: Exception) -> str:
    if url.get_backend_name() == "sqlite":
        return (
            f"cannot open {_printable(url)}: check that its folder exists and that this user may write there,"
            " and that the file is a database of Svodka, not locked by another program"
        )
    kind = type(getattr(error, "orig", None) or error).__name__
    return (
        f"cannot reach {_printable(url)} ({kind}): check that the server runs, and the host, port, user,"
        " password and database name in the address"
    )
