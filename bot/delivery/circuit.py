"""Whether Telegram can be reached at all: a circuit breaker for the outbox. Knows no message."""

import logging
import time
from collections.abc import Callable
from typing import Final

log = logging.getLogger(__name__)

# So many messages in a row that did not reach Telegram: it is not the message, it is the way.
FAILURES: Final = 3
# Between two tries while it is away. The last of them bounds how long its return goes unnoticed.
_FIRST_SECONDS, _LONGEST_SECONDS = 0.5, 3.0


class Circuit:
    """Closed while messages get through. Open after a few in a row that did not: then one at a time is tried.

    `clock` gives monotonic seconds.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._interval = _FIRST_SECONDS
        self._next_at = 0.0
        self._since: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether Telegram is taken to be away."""
        return self._since is not None

    def wait(self) -> float:
        """Return the seconds until it may be tried again; 0 or less if now."""
        return self._next_at - self._clock()

    def ask(self) -> None:
        """A message is tried while Telegram is away: no other before its answer, or the next interval."""
        self._next_at = self._clock() + self._interval
        self._interval = min(_LONGEST_SECONDS, self._interval * 2)

    def fail(self) -> None:
        """A message did not reach Telegram."""
        self._failures += 1
        if self._since is None and self._failures >= FAILURES:
            self._since = self._clock()
            self._next_at = self._since + self._interval
            log.warning("Telegram cannot be reached: everything waits, one message at a time is tried")

    def close(self) -> None:
        """Telegram has answered, whatever it said."""
        if self._since is not None:
            log.warning("Telegram is back after %.0f s", self._clock() - self._since)
        self._failures, self._interval, self._since = 0, _FIRST_SECONDS, None
