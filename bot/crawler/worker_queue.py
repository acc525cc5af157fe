"""Whose page is read next: each party has its share of a worker's time, whatever its pages cost; reads nothing."""

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


@dataclass(slots=True)
class _Party:
    """Who waits, and the virtual time at which its next turn starts: its seconds so far."""

    starts: float = 0.0
    waiting: deque[asyncio.Future[None]] = field(default_factory=deque)


class WorkerQueue:
    """Start-time fair queuing (Goyal, Vin, Cheng 1996) of the parties that wait for some workers.

    What a turn costs is known when it is over, so it is charged then: a party whose pages take long waits for longer.

    Args:
        slots: how many may read at once.
        clock: seconds that only go forward.
    """

    def __init__(self, slots: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._free = slots
        self._clock = clock
        self._parties: dict[str, _Party] = {}
        # The virtual time of the last turn.
        self._now = 0.0

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
        account = self._parties.setdefault(party, _Party())
        if not account.waiting:
            account.starts = max(account.starts, self._now)
        account.waiting.append(waiter)

    def _hand_on(self) -> None:
        while self._free and (party := self._next()) is not None:
            self._free -= 1
            self._now = max(self._now, party.starts)
            party.waiting.popleft().set_result(None)

    def _next(self) -> _Party | None:
        for party in self._parties.values():
            while party.waiting and party.waiting[0].cancelled():
                party.waiting.popleft()
        waiting = (party for party in self._parties.values() if party.waiting)
        return min(waiting, key=lambda party: party.starts, default=None)

    def _charge(self, party: str, seconds: float) -> None:
        self._parties[party].starts += seconds
        # Who has nothing left to wait for, or to pay for, need not be remembered.
        for name, one in list(self._parties.items()):
            if not one.waiting and one.starts <= self._now and name != party:
                del self._parties[name]
