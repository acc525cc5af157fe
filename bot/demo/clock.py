"""The demo's clock: it may run faster than the world and leap ahead, so that a day of news takes minutes."""

import time
from datetime import datetime, timedelta


class FastClock:
    """Aware time from a start, `speed` times as fast as ours; called, it tells the time."""

    def __init__(self, start: datetime, speed: float = 1) -> None:
        self._base, self._since = start, time.monotonic()
        self._speed = speed

    def __call__(self) -> datetime:
        """Return the demo's time now."""
        return self._base + timedelta(seconds=(time.monotonic() - self._since) * self._speed)

    @property
    def speed(self) -> float:
        """How many of its seconds pass in one of ours."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._base, self._since = self(), time.monotonic()
        self._speed = speed

    def leap(self, to: datetime) -> None:
        """Go to a later moment at once; an earlier one is ignored, time only runs ahead."""
        self._base, self._since = max(self(), to), time.monotonic()
