"""Whose page is read next: nobody's pages keep the workers from the others, however many and costly they are."""

import asyncio
from collections import Counter

import pytest

from bot.crawler.worker_queue import READERS, WorkerQueue


class Seconds:
    """A clock that goes on when somebody works."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class _OverError(Exception):
    """The time of a trial is over."""


class Reading:
    """Parties that always have another page, of a cost each, on one worker; `spent` is what each got of it."""

    def __init__(self, costs: dict[str, float]) -> None:
        self.clock = Seconds()
        self.queue = WorkerQueue(1, clock=self.clock)
        self.costs = costs
        self.spent = dict.fromkeys(costs, 0.0)
        self.order: list[str] = []

    async def read(self, party: str) -> None:
        async with self.queue.turn(party):
            await asyncio.sleep(0)
            self.clock.now += self.costs[party]
            self.spent[party] += self.costs[party]
            self.order.append(party)

    async def until(self, seconds: float, *, pages_at_once: int = 5) -> None:
        async def always(party: str) -> None:
            while True:
                await self.read(party)
                if self.clock.now >= seconds:
                    raise _OverError

        try:
            async with asyncio.TaskGroup() as group:
                for party in [*self.costs] * pages_at_once:
                    group.create_task(always(party))
        except* _OverError:
            pass


async def test_all_share_alike_whatever_their_pages_cost() -> None:
    reading = Reading({"dear": 3.0, "cheap": 0.1, READERS: 0.5})
    await reading.until(300)
    for party in reading.costs:
        assert reading.spent[party] / reading.clock.now == pytest.approx(1 / 3, abs=0.02)


async def test_who_is_alone_has_it_all() -> None:
    reading = Reading({"one": 1.0})
    await reading.until(10)
    assert reading.spent["one"] >= 10


async def test_who_comes_after_a_rest_waits_for_one_page_and_has_saved_nothing_up() -> None:
    reading = Reading({"busy": 1.0, "rested": 1.0})
    for _ in range(50):
        await reading.read("busy")
    before = len(reading.order)
    async with asyncio.TaskGroup() as group:
        for _ in range(30):
            group.create_task(reading.read("busy"))
            group.create_task(reading.read("rested"))
    assert "rested" in reading.order[before : before + 2]
    assert Counter(reading.order[before : before + 10])["busy"] >= 4


async def test_who_gives_up_waiting_gives_their_turn_to_the_next() -> None:
    queue = WorkerQueue(1)
    holds, done = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with queue.turn("a"):
            holds.set()
            await done.wait()

    async def wait(party: str) -> str:
        async with queue.turn(party):
            return party

    async with asyncio.TaskGroup() as group:
        group.create_task(hold())
        await holds.wait()
        impatient = [group.create_task(wait(party)) for party in ("b", "c", "x")]
        await asyncio.sleep(0)
        patient = group.create_task(wait("d"))
        await asyncio.sleep(0)
        for task in impatient[:2]:
            task.cancel()
        done.set()
        await asyncio.sleep(0)
        impatient[2].cancel()  # its turn has just come
    assert patient.result() == "d"
    assert await wait("e") == "e"


async def test_what_fails_is_charged_and_frees_its_worker() -> None:
    reading = Reading({"a": 1.0})
    for _ in range(3):
        with pytest.raises(ValueError, match="broken"):
            async with reading.queue.turn("a"):
                raise ValueError("broken")
    await reading.read("a")
    assert reading.order == ["a"]
