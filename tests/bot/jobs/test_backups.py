"""Copies that the running bot makes by itself: when they are due, and what becomes of a failure."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.jobs.backups import Backups
from storage import backup
from storage.database import Database
from tests.bot.conftest import Clock


def _backups(database: Database, clock: Clock, **given: timedelta) -> Backups:
    return Backups(database=database, every=given.get("every", timedelta(hours=24)), keep=2, clock=clock)


def _made(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "backups").glob("*"))


async def test_a_copy_is_made_when_the_last_one_is_a_day_old(database: Database, clock: Clock, tmp_path: Path) -> None:
    backups = _backups(database, clock)
    for _ in range(30):
        await backups.write_if_due()
        clock.forward(hours=5)
    names = _made(tmp_path)
    assert len(names) == 2
    assert backup.prove(tmp_path / "backups" / names[-1]).subscribers == 0
    first, second = (int(name[7:15]) for name in names)
    assert second - first == 1


async def test_a_restart_makes_no_copy_before_its_time(database: Database, clock: Clock, tmp_path: Path) -> None:
    await _backups(database, clock).write_if_due()
    clock.forward(hours=1)
    await _backups(database, clock).write_if_due()
    assert len(_made(tmp_path)) == 1


async def test_a_copy_from_the_future_keeps_none_from_being_made(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    await _backups(database, clock).write_if_due()
    clock.forward(days=-30)
    await _backups(database, clock).write_if_due()
    assert len(_made(tmp_path)) == 2


async def test_a_failure_is_remembered_until_a_copy_succeeds(
    database: Database, clock: Clock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "backups").write_text("in the way", encoding="utf-8")
    backups = _backups(database, clock)
    await backups.write_if_due()
    assert "cannot write" in backups.trouble
    assert "The database was not copied" in caplog.text
    (tmp_path / "backups").unlink()
    await backups.write_if_due()
    assert backups.trouble == ""
    assert len(_made(tmp_path)) == 1


async def test_no_interval_means_never(database: Database, clock: Clock, tmp_path: Path) -> None:
    await _backups(database, clock, every=timedelta(0)).write_if_due()
    assert _made(tmp_path) == []
