"""Whose turn it is to be answered: each chat one update after another, with bounded queues; answers nobody itself."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

# Handlers that run at the same time. Most of their time is waiting for a permit to speak (bot.delivery.limiter).
AT_ONCE: Final = 50
# A chat may be told one thing a second: what waits behind so many would be answered when nobody remembers asking.
MOST_OF_ONE: Final = 30
# In a group others must find room when one member has filled theirs.
MOST_OF_CHAT: Final = 120


# No sender has this id.
_EVERYBODY: Final = 0


class QueueFullError(Exception):
    """So many updates of one sender, or one chat, wait already that this one is not taken.

    `first` is true once until their queue, or that of the whole chat, has emptied: that is when to say so.
    """

    def __init__(self, *, first: bool) -> None:
        super().__init__("too many updates wait")
        self.first = first


@dataclass(slots=True)
class _Queue:
    """Those of one chat who wait or are being answered: how many updates of each sender, and who was told to wait."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: Counter[int] = field(default_factory=Counter)
    told: set[int] = field(default_factory=set)

    def enter(self, sender_id: int) -> None:
        if self.waiting[sender_id] >= MOST_OF_ONE or self.waiting.total() >= MOST_OF_CHAT:
            # A crowd that fills a chat is told together: as many notices would be a flood of our own.
            full = sender_id if self.waiting[sender_id] >= MOST_OF_ONE else _EVERYBODY
            first = full not in self.told
            self.told.add(full)
            raise QueueFullError(first=first)
        self.waiting[sender_id] += 1

    def leave(self, sender_id: int) -> None:
        self.waiting[sender_id] -= 1
        if not self.waiting[sender_id]:
            del self.waiting[sender_id]
            self.told.discard(sender_id)


class ChatQueues:
    """Lets updates through: those of one chat in their order, those of different chats side by side.

    A chat's turn comes first, then one of the slots that all share: a chat with a long queue holds one slot at most.
    """

    def __init__(self, *, at_once: int = AT_ONCE) -> None:
        self._slots = asyncio.Semaphore(at_once)
        # A queue goes when nobody is in it, so that memory is bounded by those who are being answered.
        self._queues: dict[int, _Queue] = {}

    @asynccontextmanager
    async def turn(self, chat_id: int, sender_id: int) -> AsyncIterator[None]:
        """Wait for a turn, and hold it. Raises QueueFullError at once where there is no room to wait."""
        queue = self._queues.setdefault(chat_id, _Queue())
        queue.enter(sender_id)
        try:
            async with queue.turn, self._slots:
                yield
        finally:
            queue.leave(sender_id)
            if not queue.waiting:
                del self._queues[chat_id]
