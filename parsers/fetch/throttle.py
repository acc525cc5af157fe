"""How close together we knock at one host's door; keeps what is remembered of it between two visits."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from parsers.fetch import robots


class HostQueue:
    """What we remember of one scheme, host and port: its rules, and the queue in front of it."""

    def __init__(self, width: int) -> None:
        self.rules: robots.Rules | None = None
        self.rests_until: datetime | None = None
        self.asking = asyncio.Lock()
        self._room = asyncio.Semaphore(width)
        self._next_start = 0.0

    @asynccontextmanager
    async def turn(self, delay: float) -> AsyncIterator[None]:
        """Wait for our turn; the next one comes `delay` seconds after ours."""
        async with self._room:
            now = asyncio.get_running_loop().time()
            start = max(now, self._next_start)
            self._next_start = start + delay
            await asyncio.sleep(start - now)
            yield
