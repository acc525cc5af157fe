"""How fast the bot may speak, on a clock that moves only when somebody sleeps."""

import asyncio
import heapq
import itertools
from bisect import bisect_left
from collections.abc import Awaitable, Callable

import pytest

from bot.delivery import limiter
from bot.delivery.limiter import Limiter
from storage.model import ChatKind


class FakeTime:
    """A clock for many sleepers: it jumps to the earliest of them once all wait."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._sleepers: list[tuple[float, int, asyncio.Event]] = []
        self._number = itertools.count()

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        event = asyncio.Event()
        heapq.heappush(self._sleepers, (self.now + seconds, next(self._number), event))
        await event.wait()

    async def run(self, *jobs: Callable[[], Awaitable[None]]) -> None:
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                group.create_task(_started(job))
            await self._settle()
            while self._sleepers:
                self.now, _, event = heapq.heappop(self._sleepers)
                event.set()
                await self._settle()

    async def _settle(self) -> None:
        for _ in range(60):
            await asyncio.sleep(0)


async def _started(job: Callable[[], Awaitable[None]]) -> None:
    await job()


class Speaker:
    """Sends through a limiter and notes when it was allowed to."""

    def __init__(self, time: FakeTime, per_second: int = limiter.PER_SECOND) -> None:
        self.time = time
        self.limiter = Limiter(clock=time.clock, sleep=time.sleep, per_second=per_second)
        self.sent: list[tuple[float, int]] = []

    def to(self, chat_id: int, kind: ChatKind = ChatKind.PRIVATE) -> Callable[[], Awaitable[None]]:
        async def send() -> None:
            await self.limiter.acquire(chat_id, kind)
            self.sent.append((self.time.now, chat_id))

        return send

    def most_within(self, seconds: float) -> int:
        times = sorted(moment for moment, _ in self.sent)
        return max(bisect_left(times, start + seconds - 1e-6) - at for at, start in enumerate(times))

    def time_of(self, chat_id: int) -> float:
        return next(moment for moment, chat in self.sent if chat == chat_id) - 1000.0


@pytest.fixture
def speaker() -> Speaker:
    return Speaker(FakeTime())


async def test_no_second_holds_more_than_thirty_messages_even_the_first(speaker: Speaker) -> None:
    await speaker.time.run(*(speaker.to(chat) for chat in range(1, 121)))
    assert len(speaker.sent) == 120
    assert speaker.most_within(1.0) == 30
    assert speaker.time.now - 1000.0 == pytest.approx(3, abs=0.05)


async def test_a_chat_hears_three_at_once_and_then_one_a_second(speaker: Speaker) -> None:
    await speaker.time.run(*(speaker.to(7) for _ in range(6)))
    times = [round(moment - 1000.0, 1) for moment, _ in speaker.sent]
    assert times == [0.0, 0.0, 0.0, 1.0, 2.0, 3.0]


async def test_no_minute_of_a_group_holds_more_than_twenty_messages(speaker: Speaker) -> None:
    await speaker.time.run(*(speaker.to(-100, ChatKind.SUPERGROUP) for _ in range(60)))
    assert 19 <= speaker.most_within(60.0) <= 20


async def test_a_chat_that_waits_does_not_hold_up_the_others(speaker: Speaker) -> None:
    speaker.limiter._chat(1, ChatKind.PRIVATE).pause(1060.0)
    await speaker.time.run(speaker.to(1), *(speaker.to(chat) for chat in range(2, 12)))
    assert speaker.time_of(11) < 1.0
    assert speaker.time_of(1) == pytest.approx(60.0)


async def test_a_flood_answer_to_a_busy_chat_pauses_that_chat_only(speaker: Speaker) -> None:
    await speaker.time.run(speaker.to(-1, ChatKind.GROUP), speaker.to(-1, ChatKind.GROUP))
    speaker.limiter.penalise(-1, 30, ChatKind.GROUP)
    assert speaker.limiter.delay(-1, ChatKind.GROUP) == pytest.approx(30.0)
    assert speaker.limiter.delay(2) < 0.1


async def test_a_flood_answer_to_a_chat_at_rest_pauses_everybody(speaker: Speaker) -> None:
    await speaker.time.run(speaker.to(1))
    speaker.limiter.penalise(1, 5)
    assert speaker.limiter.delay(2) == pytest.approx(5.0)


async def test_two_chats_refused_in_a_row_pause_everybody(speaker: Speaker) -> None:
    for chat in (-1, -2):
        await speaker.time.run(speaker.to(chat, ChatKind.GROUP), speaker.to(chat, ChatKind.GROUP))
    speaker.limiter.penalise(-1, 30, ChatKind.GROUP)
    assert speaker.limiter.delay(3) < 0.1
    speaker.limiter.penalise(-2, 30, ChatKind.GROUP)
    assert speaker.limiter.delay(3) == pytest.approx(30.0, abs=0.2)


async def test_those_who_wait_when_a_pause_begins_line_up_behind_it(speaker: Speaker) -> None:
    async def refused() -> None:
        await speaker.limiter.acquire(999)
        speaker.limiter.penalise(999, 20)

    await speaker.time.run(refused, *(speaker.to(chat) for chat in range(1, 61)))
    assert all(moment >= 1020.0 for moment, _ in speaker.sent)
    assert speaker.most_within(1.0) <= 30


async def test_chats_at_rest_are_forgotten(monkeypatch: pytest.MonkeyPatch, speaker: Speaker) -> None:
    monkeypatch.setattr(limiter, "_FORGET_ABOVE", 50)
    speaker = Speaker(speaker.time, per_second=10)
    speaker.limiter._forget_above = 50
    await speaker.time.run(*(speaker.to(chat) for chat in range(1, 500)))
    assert len(speaker.sent) == 499
    speaker.time.now += 600
    speaker.limiter._forget_above = 50
    await speaker.time.run(speaker.to(501))
    assert len(speaker.limiter._chats) == 1


def test_a_group_is_told_from_a_person_by_its_id() -> None:
    assert limiter.kind_of(42) is ChatKind.PRIVATE
    assert limiter.kind_of(-10042) is ChatKind.SUPERGROUP


async def test_who_writes_during_a_fan_out_is_answered_at_once(speaker: Speaker) -> None:
    waited = []

    async def bulk(chat_id: int) -> None:
        await speaker.limiter.acquire(chat_id, bulk=True)
        speaker.sent.append((speaker.time.now, chat_id))
        if chat_id % 10 == 0:
            began = speaker.time.now
            await speaker.to(chat_id + 1000)()
            waited.append(speaker.time.now - began)

    began = speaker.time.now
    await speaker.time.run(*(lambda chat_id=chat_id: bulk(chat_id) for chat_id in range(100, 200)))
    # The very next permit is theirs.
    assert max(waited) <= 1 / 29
    assert len(waited) == 10
    assert speaker.most_within(1.0) <= 30
    assert speaker.time.now - began == pytest.approx(109 / 29.6, abs=0.2)


async def test_more_answers_than_a_burst_wait_for_each_other_and_not_for_a_fan_out(speaker: Speaker) -> None:
    async def bulk(chat_id: int) -> None:
        await speaker.limiter.acquire(chat_id, bulk=True)
        speaker.sent.append((speaker.time.now, chat_id))

    fan_out = (lambda chat_id=chat_id: bulk(chat_id) for chat_id in range(100, 200))
    await speaker.time.run(*fan_out, *(speaker.to(chat) for chat in range(1, 41)))
    assert max(speaker.time_of(chat) for chat in range(1, 41)) <= 1.1
    assert speaker.most_within(1.0) <= 30
    assert speaker.limiter.delay(1, bulk=True) > 0


@pytest.mark.parametrize("per_second", [30, 1000])
async def test_digests_leave_at_the_full_rate_however_late_each_sleep_ends(per_second: int) -> None:
    speaker, lateness = Speaker(FakeTime(), per_second), itertools.cycle((0.000_1, 0.001, 0.004, 0.000_5, 0.02))
    punctual = speaker.limiter._sleep

    async def late(seconds: float) -> None:
        await punctual(seconds + next(lateness))

    async def bulk(chat_id: int) -> None:
        await speaker.limiter.acquire(chat_id, bulk=True)
        speaker.sent.append((speaker.time.now, chat_id))

    speaker.limiter._sleep = late
    number = per_second * 12
    await speaker.time.run(*(lambda chat_id=chat_id: bulk(chat_id) for chat_id in range(1, number + 1)))
    assert 0.98 * per_second <= number / (speaker.time.now - 1000.0) <= per_second
    assert speaker.most_within(1.0) <= per_second
