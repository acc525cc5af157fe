"""How close together we knock at one door; keeps what is remembered of it between two visits."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import islice
from typing import Final, Generic, TypeVar

from parsers.fetch import robots

# How many of the oldest queues are looked at for one to forget; so few are in use at a time that one of them is idle.
_LOOKED_AT: Final = 64


class Queue:
    """The queue in front of one server, whatever it is known by: so many at once, and a distance between starts."""

    def __init__(self, width: int) -> None:
        self._room = asyncio.Semaphore(width)
        self._next_start = 0.0
        self._inside = 0

    @property
    def is_idle(self) -> bool:
        """Whether nobody waits, and the next one would not have to: then nothing is lost by forgetting it."""
        return not self._inside and self._next_start <= asyncio.get_running_loop().time()

    @asynccontextmanager
    async def turn(self, delay: float) -> AsyncIterator[None]:
        """Wait for our turn; the next one comes `delay` seconds after ours."""
        self._inside += 1
        try:
            async with self._room:
                now = asyncio.get_running_loop().time()
                start = max(now, self._next_start)
                self._next_start = start + delay
                await asyncio.sleep(start - now)
                yield
        finally:
            self._inside -= 1


class HostQueue(Queue):
    """What we remember of one scheme, host and port: its rules, and the queue in front of it."""

    def __init__(self, width: int) -> None:
        super().__init__(width)
        self.rules: robots.Rules | None = None
        self.rests_until: datetime | None = None
        self.asking = asyncio.Lock()

    @property
    def is_idle(self) -> bool:
        """Whether nobody waits, asks for its rules, or would have to wait."""
        return super().is_idle and not self.asking.locked()


Q = TypeVar("Q", bound=Queue)


class QueueMap(Generic[Q]):
    """Queues by name: those not seen for longest are forgotten beyond `most`, unless somebody stands in them."""

    def __init__(self, make: Callable[[], Q], most: int) -> None:
        self._make = make
        self._most = most
        self._queues: dict[str, Q] = {}

    def __len__(self) -> int:
        return len(self._queues)

    def __getitem__(self, name: str) -> Q:
        queue = self._queues.pop(name, None)
        if queue is None:
            self._forget()
            queue = self._make()
        self._queues[name] = queue  # at the end: it was seen just now
        return queue

    def _forget(self) -> None:
        if len(self._queues) >= self._most:
            oldest = islice(self._queues.items(), _LOOKED_AT)
            idle = next((name for name, queue in oldest if queue.is_idle), None)
            if idle is not None:
                del self._queues[idle]
