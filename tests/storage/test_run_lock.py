"""Only one bot runs on a database, and whoever dies lets the next one in."""

import asyncio
import sys
import textwrap
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import run_lock
from storage.database import Database
from storage.errors import AlreadyRunningError, DatabaseUnavailableError

HOLDER = textwrap.dedent("""
    import asyncio, sys
    from storage import run_lock
    from storage.database import Database

    async def main():
        async with await Database.open(sys.argv[1]) as database, run_lock.held(database):
            print("held", flush=True)
            await asyncio.sleep(60)

    asyncio.run(main())
""")


async def test_a_second_one_is_told_what_to_do_and_may_run_once_the_first_has_ended(database_url: str) -> None:
    async with await Database.open(database_url) as first, await Database.open(database_url) as second:
        async with run_lock.held(first):
            with pytest.raises(AlreadyRunningError, match="stop it first"):
                async with run_lock.held(second, patience=0.1):
                    pytest.fail("two run")
            async with second.transaction() as connection:
                assert await connection.scalar(text("SELECT 1")) == 1
        async with run_lock.held(second, patience=0.1):
            pass


async def test_a_process_that_is_killed_lets_the_next_one_in(database_url: str) -> None:
    killed = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLDER, database_url, stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert killed.stdout is not None
    assert await killed.stdout.readline() == b"held\n"
    async with await Database.open(database_url) as database:
        with pytest.raises(AlreadyRunningError):
            async with run_lock.held(database, patience=0.1):
                pytest.fail("two run")
        killed.kill()
        await killed.wait()
        async with run_lock.held(database, patience=5):
            pass


async def test_the_lock_is_taken_again_after_postgresql_has_restarted(
    migrated_postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_lock, "_LOOK", 0.05)
    stop = asyncio.Event()
    async with (
        await Database.open(migrated_postgres_url) as database,
        await Database.open(migrated_postgres_url) as other,
        run_lock.held(database) as lock,
        asyncio.TaskGroup() as group,
    ):
        watch = group.create_task(lock.watch(stop))
        async with other.transaction() as connection:
            holders = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            await connection.execute(text(holders))
        await asyncio.sleep(0.5)
        with pytest.raises(AlreadyRunningError):
            async with run_lock.held(other, patience=0.1):
                pytest.fail("two run")
        stop.set()
        await watch


async def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    async with await Database.open(f"sqlite:///{tmp_path}/svodka.db") as database:
        (tmp_path / "svodka.db.lock").mkdir()
        with pytest.raises(DatabaseUnavailableError, match="may write in its folder"):
            async with run_lock.held(database):
                pytest.fail("it holds nothing")
