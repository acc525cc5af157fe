"""Databases for the tests: a migrated SQLite file, and a throw-away PostgreSQL cluster started on demand."""

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from storage.database import Database

# How fast examples come says more about the machine than about the code. CI tries the same ones every time; a person
# who wants to look further sets HYPOTHESIS_PROFILE=search.
settings.register_profile(
    "check", max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("search", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "check"))

# The server refuses to run as root; any other user will do.
_USER = next((name for name in ("postgres", "nobody") if os.geteuid() == 0), None)
_PATIENCE_SECONDS = 30


def _binaries() -> Path | None:
    """The folder of the newest installed PostgreSQL server."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not found and (initdb := shutil.which("initdb")):
        found = [Path(initdb).resolve().parent]
    return max(found, key=lambda path: int(path.parent.name) if path.parent.name.isdigit() else 0, default=None)


class Cluster:
    """A PostgreSQL server of our own: no port, no durability, gone after the tests."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self._binaries = binaries
        self._folder = folder
        self._made = 0
        if _USER:
            shutil.chown(folder, _USER)
        self._run("initdb", "-D", folder / "data", "-U", "svodka", "--auth=trust", "--no-sync", "-E", "UTF8",
                  "--locale=C")  # fmt: skip
        settings = {
            "listen_addresses": "", "unix_socket_directories": folder, "fsync": "off", "full_page_writes": "off",
            "synchronous_commit": "off", "autovacuum": "off", "max_connections": 100, "shared_buffers": "64MB",
        }  # fmt: skip
        options = [option for name, value in settings.items() for option in ("-c", f"{name}={value}")]
        self._server = subprocess.Popen(  # noqa: S603 - our own arguments
            [binaries / "postgres", "-D", folder / "data", *options],
            user=_USER, cwd=folder, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        self._wait()

    def create(self) -> str:
        """Make an empty database and return its address."""
        self._made += 1
        name = f"svodka{self._made}"
        self._run("createdb", "-h", self._folder, "-U", "svodka", name)
        return f"postgresql://svodka@/{name}?host={self._folder}"

    def stop(self) -> None:
        self._server.send_signal(signal.SIGINT)  # disconnect everybody and stop
        self._server.wait(_PATIENCE_SECONDS)

    def _run(self, program: str, *arguments: str | Path) -> None:
        subprocess.run(  # noqa: S603 - our own arguments
            [self._binaries / program, *arguments],
            user=_USER, cwd=self._folder, check=True, capture_output=True,
        )  # fmt: skip

    def _wait(self) -> None:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            ready = subprocess.run(  # noqa: S603 - our own arguments
                [self._binaries / "pg_isready", "-h", self._folder, "-q"], check=False, user=_USER, cwd=self._folder
            )
            if ready.returncode == 0:
                return
            time.sleep(0.05)
        raise TimeoutError(f"PostgreSQL did not start within {_PATIENCE_SECONDS} s")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", action="store_true", help="write anew what the saved pages are read as (tests/pages)")


async def _migrate(url: str) -> None:
    async with await Database.open(url) as database:
        await database.migrate()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """SVODKA_TEST_POSTGRES=off skips what needs PostgreSQL, =required fails where its server is not installed."""
    wish = os.environ.get("SVODKA_TEST_POSTGRES", "")
    if wish == "off":
        pytest.skip("PostgreSQL is left out: SVODKA_TEST_POSTGRES=off")
    binaries = _binaries()
    if binaries is None:
        message = "no PostgreSQL server found in /usr/lib/postgresql or PATH (Debian: apt-get install postgresql)"
        if wish == "required":
            pytest.fail(message)
        pytest.skip(message)
    # Not pytest's own folder: that is closed to other users, and a socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="svodka-postgres-"))
    try:
        cluster = Cluster(binaries, folder)
        yield cluster
        cluster.stop()
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def migrated_postgres_url(postgres: Cluster) -> str:
    """One migrated database, for tests that leave it as they like: it is emptied before each."""
    url = postgres.create()
    asyncio.run(_migrate(url))
    return url


@pytest.fixture(scope="session")
def migrated_sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy, which is faster than migrating one for each test."""
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    asyncio.run(_migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_url(migrated_sqlite_file: Path, tmp_path: Path) -> str:
    """The address of a migrated, empty SQLite database."""
    path = tmp_path / "svodka.db"
    shutil.copyfile(migrated_sqlite_file, path)
    return f"sqlite:///{path}"


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    """A migrated, empty database. Below tests/storage the same name runs a test on PostgreSQL too."""
    async with await Database.open(sqlite_url) as opened:
        yield opened
