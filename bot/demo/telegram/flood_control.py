"""Telegram's flood control as far as it is known: messages a second overall, in a chat, a minute in a group."""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.demo.telegram import errors


@dataclass(frozen=True, kw_only=True)
class Window:
    """At most `count` messages in any `seconds`."""

    count: int
    seconds: float


# Telegram says "about" of each; in one chat short bursts pass.
OVERALL = Window(count=30, seconds=1)
PAID = Window(count=1000, seconds=1)
CHAT = Window(count=5, seconds=5)
GROUP = Window(count=20, seconds=60)


class FloodControl:
    """Counts accepted messages in sliding windows; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._sent: dict[tuple[int, Window], deque[float]] = {}

    def check(self, chat_id: int, *, paid: bool = False) -> None:
        """Count one message to a chat; `paid` if its bot pays where it is too fast.

        Raises:
            RefusedError: 429; the message does not count.
        """
        now = self._clock()
        windows = [(0, PAID if paid else OVERALL), (chat_id, GROUP if chat_id < 0 else CHAT)]
        wait = max(self._wait(key, now) for key in windows)
        if wait > 0:
            raise errors.too_many_requests(math.ceil(wait))
        for key in windows:
            self._sent[key].append(now)

    def _wait(self, key: tuple[int, Window], now: float) -> float:
        sent, window = self._sent.setdefault(key, deque()), key[1]
        while sent and sent[0] <= now - window.seconds:
            sent.popleft()
        return sent[0] + window.seconds - now if len(sent) >= window.count else 0.0
