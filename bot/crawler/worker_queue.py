"""Whose page the workers read next: each party has its share of their time, whatever its pages cost; reads nothing."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

CATALOGUE: Final = ""
"""The party of the sources that the operator chose; every other party is somebody who added sources."""
READERS: Final = "readers"
"""The party of everybody who waits for an answer in the chat: a look at an address, a list of sources in a file."""
# While pages of both kinds wait, the catalogue gets this many seconds for each one of all the others together.
_WEIGHT_OF_CATALOGUE: Final = 4.0


@dataclass(slots=True)
class _Party:
    """Who waits, and the virtual time at which its next turn starts: its seconds so far, by its weight."""

    starts: float = 0.0
    waiting: deque[asyncio.Future[None]] = field(default_factory=deque)


class WorkerQueue:
    """Start-time fair queuing (Goyal, Vin, Cheng 1996) on two levels: the catalogue beside the rest, and each of these.

    What a turn costs is known when it is over, so it is charged then: a party whose pages take long waits for longer.

    Args:
        slots: how many may read at once.
        clock: seconds that only go forward.
    """

    def __init__(self, slots: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._free = slots
        self._clock = clock
        self._parties: dict[str, _Party] = {}
        # By kind (of the catalogue or not): when its next turn starts.
        self._kinds = {True: 0.0, False: 0.0}
        # The virtual time of the last turn among kinds, and among added parties.
        self._now = self._now_of_added = 0.0

    @asynccontextmanager
    async def turn(self, party: str) -> AsyncIterator[None]:
        """Wait for a worker, and have it; what is done with it is charged to the party."""
        await self._acquire(party)
        began = self._clock()
        try:
            yield
        finally:
            self._charge(party, self._clock() - began)
            self._free += 1
            self._hand_on()

    async def _acquire(self, party: str) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._line_up(party, waiter)
        self._hand_on()
        try:
            await waiter
        except asyncio.CancelledError:
            if not waiter.cancelled():  # its turn had just come
                self._free += 1
                self._hand_on()
            raise

    def _line_up(self, party: str, waiter: asyncio.Future[None]) -> None:
        """Whoever comes after a rest begins with those who are here: not ahead of them, and not behind their past."""
        kind = party == CATALOGUE
        if not any(other.waiting for name, other in self._parties.items() if (name == CATALOGUE) == kind):
            self._kinds[kind] = max(self._kinds[kind], self._now)
        account = self._parties.setdefault(party, _Party())
        if not account.waiting:
            account.starts = max(account.starts, self._now_of_added)
        account.waiting.append(waiter)

    def _hand_on(self) -> None:
        while self._free and (party := self._next()) is not None:
            self._free -= 1
            self._parties[party].waiting.popleft().set_result(None)

    def _next(self) -> str | None:
        for party in self._parties.values():
            while party.waiting and party.waiting[0].cancelled():
                party.waiting.popleft()
        waiting = [name for name, party in self._parties.items() if party.waiting]
        if not waiting:
            return None
        kind = min({name == CATALOGUE for name in waiting}, key=self._kinds.__getitem__)
        self._now = max(self._now, self._kinds[kind])
        if kind:
            return CATALOGUE
        chosen = min((name for name in waiting if name != CATALOGUE), key=lambda name: self._parties[name].starts)
        self._now_of_added = max(self._now_of_added, self._parties[chosen].starts)
        return chosen

    def _charge(self, party: str, seconds: float) -> None:
        kind = party == CATALOGUE
        self._kinds[kind] += seconds / (_WEIGHT_OF_CATALOGUE if kind else 1.0)
        if not kind:
            self._parties[party].starts += seconds
        # Who has nothing left to wait for, or to pay for, need not be remembered.
        for name, one in list(self._parties.items()):
            if not one.waiting and one.starts <= self._now_of_added and name != party:
                del self._parties[name]
