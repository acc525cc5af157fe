"""Handing sources to workers, and background tasks to those who run them."""

import asyncio
import math
from collections.abc import Collection, Sequence

import pytest

from bot.crawler.frontier import Frontier, Shares
from bot.runtime.background import BackgroundTasks
from storage.sources.listing_states import ListingState
from tests.bot.crawler.test_listing_health import state


def listing(url: str, source: str) -> ListingState:
    return state(url=url, source=source)


class Claims:
    """Answers each claim with the next of what it was given, then with nothing."""

    def __init__(self, *answers: Sequence[ListingState]) -> None:
        self.answers = list(answers)
        self.asked = 0
        self.but_of: set[str] = set()

    async def __call__(self, but_of: Collection[str]) -> Sequence[ListingState]:
        self.asked += 1
        self.but_of = set(but_of)
        return self.answers.pop(0) if self.answers else []


async def test_the_listings_of_a_source_go_to_one_reader() -> None:
    claims = Claims([listing("1", "a"), listing("2", "b"), listing("3", "a")])
    frontier = Frontier(claims, look=0.01, stopping=asyncio.Event())
    first, second = await frontier.next(), await frontier.next()
    assert first is not None
    assert second is not None
    assert [[one.url for one in states] for states in (first, second)] == [["1", "3"], ["2"]]
    frontier.done(first)
    frontier.done(second)
    assert await frontier.next() is None


async def test_what_becomes_due_while_a_site_takes_long_is_handed_out_meanwhile() -> None:
    frontier = Frontier(
        Claims([listing("1", "slow")], [], [listing("2", "quick")]), look=0.01, stopping=asyncio.Event()
    )
    slow = await frontier.next()
    quick = await asyncio.wait_for(frontier.next(), 5)
    assert quick is not None
    assert quick[0].url == "2"
    frontier.done(quick)
    assert slow is not None
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(frontier.next())
        await asyncio.sleep(0.05)
        assert not waiting.done(), "somebody still reads: more may become due"
        frontier.done(slow)
    assert waiting.result() is None


async def test_a_source_that_is_being_read_waits() -> None:
    frontier = Frontier(Claims([listing("1", "a")], [listing("2", "a")]), look=0.01, stopping=asyncio.Event())
    first = await frontier.next()
    assert first is not None
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(frontier.next())
        await asyncio.sleep(0.05)
        assert not waiting.done()
        frontier.done(first)
    second = waiting.result()
    assert second is not None
    assert second[0].url == "2"


async def test_one_look_is_enough_where_everything_was_claimed() -> None:
    claims = Claims([listing("1", "a")], [listing("1", "a")])
    frontier = Frontier(claims, look=math.inf, stopping=asyncio.Event())
    first = await frontier.next()
    assert first is not None
    frontier.done(first)
    assert await frontier.next() is None
    assert claims.asked == 1


async def test_nothing_is_handed_out_when_rest_is_called_for() -> None:
    stopping = asyncio.Event()
    stopping.set()
    assert await Frontier(Claims([listing("1", "a")]), look=1, stopping=stopping).next() is None


async def test_nobody_who_adds_sources_gets_more_than_their_share_and_the_catalogue_is_read_beside_them() -> None:
    parties = {"a1": "A", "a2": "A", "a3": "A", "b1": "B", "b2": "B"}
    claims = Claims([listing(name, name) for name in (*parties, "catalogue", "catalogue too")])
    shares = Shares(added=3, of_one=2)
    frontier = Frontier(claims, look=0.01, stopping=asyncio.Event(), parties=parties, shares=shares)
    reading = [states for _ in range(5) if (states := await frontier.next())]
    assert [states[0].source for states in reading] == ["a1", "a2", "b1", "catalogue", "catalogue too"]
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(frontier.next())
        await asyncio.sleep(0.05)
        assert not waiting.done(), "all that added sources may have is taken"
        assert claims.but_of == {"A", "B"}, "and nothing more of theirs is claimed"
        frontier.done(reading[2])
    following = waiting.result()
    assert following is not None
    assert following[0].source == "b2", "A has two already"
    frontier.done(reading[0])
    last = await frontier.next()
    assert last is not None
    assert last[0].source == "a3"


async def test_errands_run_and_one_that_fails_harms_no_other(caplog: pytest.LogCaptureFixture) -> None:
    background, stop, done = BackgroundTasks(at_once=1, most_waiting=2), asyncio.Event(), asyncio.Event()

    async def fail() -> None:
        raise ValueError("a bug of ours")

    async def succeed() -> None:
        done.set()

    assert background.begin(fail)
    assert background.begin(succeed)
    assert not background.begin(succeed), "too many wait"
    assert background.busy
    async with asyncio.TaskGroup() as group:
        group.create_task(background.run(stop))
        await asyncio.wait_for(done.wait(), 5)
        stop.set()
    assert "a bug of ours" in caplog.text
    assert not background.busy
