"""Work that a handler begins and does not wait for, such as exploring a site; knows no Telegram and no site."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

log = logging.getLogger(__name__)

Errand: TypeAlias = Callable[[], Awaitable[object]]

AT_ONCE: Final = 4
MOST_WAITING: Final = 50


class BackgroundTasks:
    """A queue of errands and those who run them. What still waits when the bot stops is not run."""

    def __init__(self, *, at_once: int = AT_ONCE, most_waiting: int = MOST_WAITING) -> None:
        self._at_once = at_once
        self._waiting: asyncio.Queue[Errand] = asyncio.Queue(most_waiting)
        self._under_way = 0

    @property
    def busy(self) -> bool:
        """Whether an errand waits or is being run."""
        return bool(self._under_way) or not self._waiting.empty()

    def begin(self, errand: Errand) -> bool:
        """Have an errand run soon; False if too many wait already."""
        try:
            self._waiting.put_nowait(errand)
        except asyncio.QueueFull:
            return False
        return True

    async def run(self, stop: asyncio.Event) -> None:
        """Run errands until `stop`; one that fails is logged and harms no other."""
        async with asyncio.TaskGroup() as group:
            runners = [group.create_task(self._run()) for _ in range(self._at_once)]
            await stop.wait()
            for runner in runners:
                runner.cancel()

    async def _run(self) -> None:
        while True:
            errand = await self._waiting.get()
            self._under_way += 1
            try:
                await errand()
            except Exception:
                log.exception("An errand failed")
            finally:
                self._under_way -= 1
