"""A clock for leases and waits, which must not follow the wall when somebody sets it."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta


class SteadyClock:
    """Never goes back, and never stands still while time passes; otherwise it is the wall's.

    When the wall is set back, the time goes on from where it was; when it is set forward, it follows.

    Args:
        wall: the time, aware.
        elapsed: monotonic seconds.
    """

    def __init__(self, wall: Callable[[], datetime], elapsed: Callable[[], float] = time.monotonic) -> None:
        self._wall = wall
        self._elapsed = elapsed
        self._latest = wall()
        self._read_at = elapsed()

    def __call__(self) -> datetime:
        """Return the time."""
        read_at = self._elapsed()
        self._latest = max(self._wall(), self._latest + timedelta(seconds=read_at - self._read_at))
        self._read_at = read_at
        return self._latest
