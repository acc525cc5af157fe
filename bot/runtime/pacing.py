"""Lets others have the event loop in the middle of long work: as soon, and for as long, as they need it."""

import asyncio
import time
from collections.abc import Callable
from typing import Final

# Others wait for so long at most, and what takes less than this is nobody's turn.
_WORK_SECONDS: Final = 0.005
_QUIET_SECONDS: Final = 0.000_2
# However much others have to do, the work goes on after so many of their turns.
_MOST_TURNS: Final = 20


class Pace:
    """Paces one piece of long work on the event loop. `elapsed` gives monotonic seconds."""

    def __init__(self, elapsed: Callable[[], float] = time.perf_counter) -> None:
        self._elapsed = elapsed
        self._began = elapsed()

    async def breathe(self) -> None:
        """Call between small steps: after some milliseconds of work it lets others go on until none of them can."""
        if self._elapsed() - self._began < _WORK_SECONDS:
            return
        for _ in range(_MOST_TURNS):
            asked = self._elapsed()
            await asyncio.sleep(0)
            if self._elapsed() - asked < _QUIET_SECONDS:
                break
        self._began = self._elapsed()
