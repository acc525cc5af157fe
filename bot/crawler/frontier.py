"""Whose turn it is: hands the sources that are due to those who read them, one reader per source; reads nothing."""

import asyncio
import math
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TypeAlias

from bot.crawler.worker_queue import CATALOGUE
from storage.sources.listing_states import ListingState

Claim: TypeAlias = Callable[[Collection[str]], Awaitable[Sequence[ListingState]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """How many sources that people added may be read at once: all together, and those of one of them.

    Added sources may be as slow as their servers like; whatever they do, the rest of the readers is the catalogue's.
    """

    added: int = 24
    of_one: int = 4


class Frontier:
    """The listings of one crawl, by source. It is over when nothing is left and nobody reads any more.

    Args:
        claim: claims some of the listings that are due, but none of the parties it is given; asked again while somebody
            still reads, so that a site that takes long keeps nobody waiting.
        look: seconds between two looks for what has become due; infinity for one look only.
        stopping: set to hand out nothing more.
        parties: for each source that somebody added, who did. It may grow with each claim.
        shares: what they get of those who read.
    """

    def __init__(
        self,
        claim: Claim,
        *,
        look: float,
        stopping: asyncio.Event,
        parties: Mapping[str, str] | None = None,
        shares: Shares | None = None,
    ) -> None:
        self._claim = claim
        self._look = look
        self._stopping = stopping
        self._parties = {} if parties is None else parties
        self._shares = shares or Shares()
        self._waiting: deque[list[ListingState]] = deque()
        self._reading: dict[str, str] = {}
        self._turn = asyncio.Lock()
        self._done = asyncio.Event()
        self._look_at = 0.0

    async def next(self) -> list[ListingState] | None:
        """Return the listings of a source that nobody is reading; None when the crawl is over. Call `done` after it."""
        async with self._turn:
            while not self._stopping.is_set():
                states = self._free() or await self._claimed()
                if states is not None:
                    self._reading[states[0].source] = self._party(states[0].source)
                    return states
                if not self._reading:
                    break
                await self._somebody_is_done()
        return None

    def done(self, states: Sequence[ListingState]) -> None:
        """Say that a source has been read."""
        del self._reading[states[0].source]
        self._done.set()

    async def _claimed(self) -> list[ListingState] | None:
        """Look for what is due and may be read now, unless that was done just before."""
        now = asyncio.get_running_loop().time()
        if now < self._look_at:
            return None
        # Whose sources wait already gets no more claimed: a claim is a lease, and leases run out.
        claimed = sorted(await self._claim(self._full() | self._in_line()), key=attrgetter("source"))
        self._waiting.extend(list(states) for _, states in groupby(claimed, key=attrgetter("source")))
        # Where something was due there may be more.
        at_once = claimed and math.isfinite(self._look)
        self._look_at = now if at_once else now + self._look
        return self._free()

    def _free(self) -> list[ListingState] | None:
        full = self._full()
        for states in self._waiting:
            source = states[0].source
            if source not in self._reading and self._party(source) not in full:
                self._waiting.remove(states)
                return states
        return None

    def _party(self, source: str) -> str:
        return self._parties.get(source, CATALOGUE)

    def _in_line(self) -> set[str]:
        return {self._party(states[0].source) for states in self._waiting} - {CATALOGUE}

    def _full(self) -> set[str]:
        """Return the parties of whose sources no more may be read now."""
        reading = Counter(party for party in self._reading.values() if party != CATALOGUE)
        if reading.total() >= self._shares.added:
            return {*self._parties.values()}
        return {party for party, number in reading.items() if number >= self._shares.of_one}

    async def _somebody_is_done(self) -> None:
        self._done.clear()
        try:
            await asyncio.wait_for(self._done.wait(), self._look if math.isfinite(self._look) else None)
        except TimeoutError:
            return
