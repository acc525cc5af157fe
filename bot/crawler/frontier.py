"""Whose turn it is: hands the sources that are due to those who read them, one reader per source; reads nothing."""

import asyncio
import math
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TypeAlias

from storage.sources.listing_states import ListingState

Claim: TypeAlias = Callable[[], Awaitable[Sequence[ListingState]]]


class Frontier:
    """The listings of one crawl, by source. It is over when nothing is left and nobody reads any more.

    Args:
        claim: claims some of the listings that are due; asked again while somebody still reads, so that a site that
            takes long keeps nobody waiting.
        look: seconds between two looks for what has become due; infinity for one look only.
        stopping: set to hand out nothing more.
    """

    def __init__(self, claim: Claim, *, look: float, stopping: asyncio.Event) -> None:
        self._claim = claim
        self._look = look
        self._stopping = stopping
        self._waiting: deque[list[ListingState]] = deque()
        self._reading: set[str] = set()
        self._turn = asyncio.Lock()
        self._done = asyncio.Event()
        self._look_at = 0.0

    async def next(self) -> list[ListingState] | None:
        """Return the listings of a source that nobody is reading; None when the crawl is over. Call `done` after it."""
        async with self._turn:
            while not self._stopping.is_set():
                await self._fill()
                states = self._free()
                if states is not None:
                    self._reading.add(states[0].source)
                    return states
                if not self._reading:
                    break
                await self._somebody_is_done()
        return None

    def done(self, states: Sequence[ListingState]) -> None:
        """Say that a source has been read."""
        self._reading.discard(states[0].source)
        self._done.set()

    async def _fill(self) -> None:
        now = asyncio.get_running_loop().time()
        if self._waiting or now < self._look_at:
            return
        claimed = sorted(await self._claim(), key=attrgetter("source"))
        self._waiting.extend(list(states) for _, states in groupby(claimed, key=attrgetter("source")))
        # Where something was due there may be more.
        at_once = claimed and math.isfinite(self._look)
        self._look_at = now if at_once else now + self._look

    def _free(self) -> list[ListingState] | None:
        for states in self._waiting:
            if states[0].source not in self._reading:
                self._waiting.remove(states)
                return states
        return None

    async def _somebody_is_done(self) -> None:
        self._done.clear()
        try:
            await asyncio.wait_for(self._done.wait(), self._look if math.isfinite(self._look) else None)
        except TimeoutError:
            return
