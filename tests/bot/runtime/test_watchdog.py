"""A loop that is held is noticed from outside, with what holds it."""

import asyncio
import logging
import threading
import time

import pytest

from bot.runtime import watchdog
from bot.runtime.watchdog import Watchdog


async def test_what_holds_the_loop_is_logged_with_its_name_and_place(caplog: pytest.LogCaptureFixture) -> None:
    def an_endless_pattern() -> None:
        given_up_at = time.monotonic() + 30
        while not caplog.records and time.monotonic() < given_up_at:
            time.sleep(0.01)

    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(Watchdog(held=0.1).run(stop))
        await asyncio.sleep(0)
        with watchdog.doing("update 17"):
            an_endless_pattern()
        await asyncio.sleep(0.1)
        stop.set()
    (held,) = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert "by update 17" in held
    assert "an_endless_pattern" in held
    assert "free again" in caplog.text


async def test_a_loop_that_is_held_for_good_ends_the_process() -> None:
    ended = threading.Event()
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(Watchdog(held=0.05, for_good=0.1, end=ended.set).run(stop))
        await asyncio.sleep(0)
        assert ended.wait(30)
        stop.set()


async def test_a_loop_that_only_waits_is_no_fault(caplog: pytest.LogCaptureFixture) -> None:
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(Watchdog(held=5).run(stop))
        await asyncio.sleep(0.1)
        stop.set()
    assert not caplog.records


async def test_a_task_has_its_own_name_again_afterwards() -> None:
    task = asyncio.current_task()
    assert task is not None
    before = task.get_name()
    with watchdog.doing("article https://news.example/1"):
        assert task.get_name() == "article https://news.example/1"
    assert task.get_name() == before
