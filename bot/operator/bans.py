"""Whom the operator lets do nothing: known at once in this process, and within a minute in others."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from storage.database import Database
from storage.digests import digests
from storage.operator import bans
from storage.subscribers import subscribers, suspensions

log = logging.getLogger(__name__)

_KNOWN_SECONDS: Final = 60.0
_REASON: Final = "banned by the operator"


@dataclass(slots=True, kw_only=True)
class Bans:
    """Bans and unbans, and says who is banned without asking the database each time."""

    database: Database
    elapsed: Callable[[], float] = time.monotonic
    _known: frozenset[int] = frozenset()
    _until: float = float("-inf")
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def holds(self, *ids: int | None) -> bool:
        """Whether any of these chats and people is banned; what cannot be read bans nobody."""
        # Who asks while it is read waits behind who asked before: a chat's updates are not to overtake each other.
        async with self._reading:
            if self.elapsed() >= self._until:
                self._until = self.elapsed() + _KNOWN_SECONDS
                await self._read()
        return not self._known.isdisjoint(ids)

    async def _read(self) -> None:
        try:
            async with self.database.read() as connection:
                self._known = await bans.listed(connection)
        except Exception as error:  # noqa: BLE001 - a database that is away must not keep readers from being told
            log.warning("It cannot be read who is banned: %s", error)

    async def ban(self, chat_id: int, reason: str, *, now: datetime) -> bool:
        """Ban a chat: nothing it sends is read, and nothing that waits for it is sent. False if it was banned."""
        async with self.database.transaction() as connection:
            is_new = await bans.ban(connection, chat_id, reason, now=now)
            subscriber = await subscribers.get(connection, chat_id)
            if subscriber is not None:
                await suspensions.suspend(connection, subscriber.id, _REASON, now=now)
                await suspensions.told(connection, [subscriber.id], now=now)
                await digests.drop_all(connection, subscriber.id, _REASON, now=now)
        self._until = float("-inf")
        return is_new

    async def unban(self, chat_id: int) -> bool:
        """Let a chat be read again; its digests come again once it writes. False if it was not banned."""
        async with self.database.transaction() as connection:
            was_banned = await bans.unban(connection, chat_id)
        self._until = float("-inf")
        return was_banned
