"""System jobs: they repeat, never overlap themselves, and one that fails runs again."""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo

import pytest
from apscheduler.executors import base as base_executor
from apscheduler.schedulers import base as base_scheduler

from bot.jobs.scheduler import Job, Scheduler

SOON = timedelta(milliseconds=20)


async def until(condition: Callable[[], bool], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


async def test_a_job_runs_at_once_and_again() -> None:
    runs: list[int] = []

    async def work() -> None:
        runs.append(1)

    scheduler = Scheduler((Job(name="count", work=work, every=SOON),))
    scheduler.start()
    try:
        await until(lambda: len(runs) >= 3)
    finally:
        await scheduler.stop()


async def test_a_job_that_fails_is_logged_and_runs_again(caplog: pytest.LogCaptureFixture) -> None:
    runs: list[int] = []

    async def work() -> None:
        runs.append(1)
        if len(runs) == 1:
            raise RuntimeError("the disk is full")

    scheduler = Scheduler((Job(name="fragile", work=work, every=SOON),))
    with caplog.at_level(logging.ERROR):
        scheduler.start()
        try:
            await until(lambda: len(runs) >= 2)
        finally:
            await scheduler.stop()
    assert "fragile" in caplog.text
    assert "the disk is full" in caplog.text


async def test_a_slow_job_never_overlaps_itself() -> None:
    under_way = most = runs = 0

    async def work() -> None:
        nonlocal under_way, most, runs
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.06)
        under_way -= 1
        runs += 1

    scheduler = Scheduler((Job(name="slow", work=work, every=SOON),))
    scheduler.start()
    try:
        await until(lambda: runs >= 3)
    finally:
        await scheduler.stop()
    assert most == 1


async def test_a_delayed_job_waits() -> None:
    runs: list[int] = []

    async def work() -> None:
        runs.append(1)

    scheduler = Scheduler((Job(name="later", work=work, every=SOON, delay=timedelta(hours=1)),))
    scheduler.start()
    await asyncio.sleep(0.1)
    await scheduler.stop()
    assert not runs


async def test_stopping_waits_for_the_job_under_way(caplog: pytest.LogCaptureFixture) -> None:
    steps: list[str] = []

    async def work() -> None:
        steps.append("begun")
        await asyncio.sleep(0.1)
        steps.append("done")

    scheduler = Scheduler((Job(name="write", work=work, every=timedelta(hours=1)),))
    scheduler.start()
    await until(lambda: steps == ["begun"])
    await scheduler.stop()
    assert steps == ["begun", "done"]
    assert not caplog.records


async def test_stopping_cuts_short_what_would_take_too_long(caplog: pytest.LogCaptureFixture) -> None:
    begun = asyncio.Event()

    async def work() -> None:
        begun.set()
        await asyncio.sleep(60)

    scheduler = Scheduler((Job(name="crawl", work=work, every=timedelta(hours=1)),))
    scheduler.start()
    await begun.wait()
    with caplog.at_level(logging.INFO):
        await scheduler.stop(patience=0.05)
        await until(lambda: "cut short" in caplog.text)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize("hours", [-5, 5])
async def test_intervals_hold_when_somebody_sets_the_clock(monkeypatch: pytest.MonkeyPatch, hours: int) -> None:
    set_by = timedelta()

    class Wall(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Wall":
            shown = datetime.now(tz) + set_by
            return cls.fromtimestamp(shown.timestamp(), tz)

    for module in (base_scheduler, base_executor):
        monkeypatch.setattr(module, "datetime", Wall)
    runs: list[int] = []

    async def work() -> None:
        runs.append(1)

    job = Job(name="count", work=work, every=timedelta(milliseconds=200))
    scheduler = Scheduler((job,), wall=lambda: Wall.now(UTC), look=0.1)
    scheduler.start()
    try:
        await until(lambda: len(runs) >= 2)
        set_by = timedelta(hours=hours)
        before = len(runs)
        await until(lambda: len(runs) >= before + 4)
        assert len(runs) < before + 20, "what was missed in a time that never passed is not made up for"
    finally:
        await scheduler.stop()
