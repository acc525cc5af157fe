"""Opens SQLite and PostgreSQL as Svodka uses them, and says in a sentence why one cannot be opened."""

import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection as SyncConnection
from sqlalchemy import event
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage import private_files
from storage.database_url import DatabaseUrl
from storage.errors import DatabaseUnavailableError, ForeignDatabaseError

# How long a writer waits for another one; our write transactions take milliseconds.
PATIENCE_SECONDS = 30.0
# As far as the log of writes grows between two checkpoints (8,000 pages): after a longer one its file shrinks again.
_WAL_BYTES: Final = 32 * 2**20
_NAMES_SHOWN: Final = 3


def try_file(address: DatabaseUrl) -> None:
    """Open the file, a new one for us alone; have readers and the writer work side by side (WAL; it remembers it).

    Raises:
        DatabaseUnavailableError: it cannot be; ForeignDatabaseError if it is another program's. Nothing was changed.
    """
    path = Path(str(address.url.database))
    try:
        _check_folder(path)
        with suppress(FileExistsError):
            private_files.create(path)
        with closing(sqlite3.connect(path, timeout=PATIENCE_SECONDS, isolation_level=None)) as connection:
            refuse_foreign(f"{path}", (name for (name,) in connection.execute(_TABLES)))
            connection.execute("PRAGMA journal_mode = WAL")
            _try_to_write(connection)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseUnavailableError(advice(address, error)) from error


_TABLES: Final = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"


def refuse_foreign(where: str, names: Iterable[str]) -> None:
    """Raise ForeignDatabaseError for a database with tables, and without the one that says it is ours."""
    tables = sorted(names)
    if tables and "alembic_version" not in tables:
        shown = ", ".join(tables[:_NAMES_SHOWN])
        raise ForeignDatabaseError(
            f"{where} is a database of another program (it holds {shown}): name a file or database of Svodka's own"
        )


def _check_folder(path: Path) -> None:
    folder = path.absolute().parent
    if not folder.exists():
        raise DatabaseUnavailableError(
            f"cannot open {path}: the folder {folder} is not there; make it, or check DATABASE_URL"
            " (a path from the root has four slashes: sqlite:////var/lib/svodka/svodka.db)"
        )
    if path.is_dir():
        raise DatabaseUnavailableError(f"cannot open {path}: it is a folder; name a file in it")


def _try_to_write(connection: sqlite3.Connection) -> None:
    """Write what stands there, and take it back: in a file that may only be read, a transaction begins all the same."""
    connection.execute("BEGIN IMMEDIATE")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    connection.execute(f"PRAGMA user_version = {version}")
    connection.execute("ROLLBACK")


def open_sqlite(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """One connection that writes (waiting for it is fair, unlike SQLite's own polling) and several that read."""
    writer = create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=PATIENCE_SECONDS)
    reader = create_async_engine(url, pool_size=4, max_overflow=4, pool_timeout=PATIENCE_SECONDS)
    # A bunch of articles touches some thousands of pages: they are read once, and written back for several bunches.
    room = ("cache_size = -16000", "wal_autocheckpoint = 8000", f"journal_size_limit = {_WAL_BYTES}")
    _prepare(writer, "BEGIN IMMEDIATE", "synchronous = NORMAL", "foreign_keys = ON", *room)
    _prepare(reader, "BEGIN", "query_only = ON")
    return writer, reader


def _prepare(engine: AsyncEngine, begin: str, *pragmas: str) -> None:
    """Begin transactions ourselves: the driver begins late and only for some statements."""

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver publishes no type for it
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (f"busy_timeout = {int(PATIENCE_SECONDS * 1000)}", *pragmas):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: SyncConnection) -> None:
        connection.exec_driver_sql(begin)


def open_postgresql(address: DatabaseUrl) -> tuple[AsyncEngine, AsyncEngine]:
    """One pool for both: readers see one moment, and may write nothing."""
    writer = create_async_engine(
        address.url,
        connect_args=dict(address.options),
        pool_pre_ping=True,
        pool_size=5,
        pool_timeout=PATIENCE_SECONDS,
    )
    reader = writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return writer, reader


def time_statements(engine: AsyncEngine, note: Callable[[str, float], None]) -> None:
    """Tell how many seconds each statement of an engine takes, from when it is handed over."""

    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def begin(*arguments: Any) -> None:  # noqa: ANN401 - the library hands over six things
        arguments[4].svodka_began = time.monotonic()

    @event.listens_for(engine.sync_engine, "after_cursor_execute")
    def end(*arguments: Any) -> None:  # noqa: ANN401 - as above
        began = getattr(arguments[4], "svodka_began", None)
        if began is not None:
            note(arguments[2], time.monotonic() - began)


def advice(address: DatabaseUrl, error: Exception) -> str:
    """Say what went wrong and what to check: never the password."""
    cause = getattr(error, "orig", None) or error
    return _of_sqlite(address, cause) if address.is_sqlite else _of_postgresql(address, cause)


def _of_sqlite(address: DatabaseUrl, cause: BaseException) -> str:
    where, said = address.printable, str(cause).lower()
    if "not a database" in said or "malformed" in said:
        return f"cannot open {where}: it is no database, or a damaged one; check that the file is a database of Svodka"
    if "full" in said or "no space" in said:
        return f"cannot write {where}: the disk is full; make room"
    if "readonly" in said or "read-only" in said or isinstance(cause, PermissionError):
        return (
            f"cannot write {where}: the file, its folder or the disk may only be read;"
            " check that this user may write there"
        )
    if "locked" in said:
        return f"cannot open {where}: it is locked by another program; stop that one, then try again"
    return (
        f"cannot open {where}: check that its folder exists and that this user may write there,"
        " and that the file is a database of Svodka, not locked by another program"
    )


# What PostgreSQL refuses a session for (https://www.postgresql.org/docs/current/errcodes-appendix.html).
_REFUSALS: Final = {
    "28P01": "it refuses the user {user} with this password; check both in the address",
    "28000": "it does not let the user {user} in from here; check the user, and pg_hba.conf on the server",
    "3D000": 'it has no database "{name}"; check the database name, or make it: createdb {name}',
    "42501": "the user {user} lacks a right there; let it own the database: ALTER DATABASE {name} OWNER TO {user}",
    "25006": "it may only be read; name the server that is written to",
    "53300": "it has too many connections already; Svodka needs six",
    "57P03": "it is starting up or shutting down; try again in a moment",
    "22023": "it does not know a parameter of the address: {said}",
    "42704": "it does not know a parameter of the address: {said}",
    "08P01": "it does not take a parameter of the address ({said}); behind PgBouncer, write pgbouncer=true there",
}


def _of_postgresql(address: DatabaseUrl, cause: BaseException) -> str:
    code = str(getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None) or "")
    if code in _REFUSALS:
        url = address.url
        user = url.username or url.query.get("user") or "of this process"
        said = str(cause).rpartition(">: ")[2][:200]
        return f"cannot use {address.printable}: " + _REFUSALS[code].format(
            user=user, name=url.database or user, said=said
        )
    return (
        f"cannot reach {address.printable} ({type(cause).__name__}): check that the server runs, and the host, port,"
        " user, password and database name in the address"
    )
