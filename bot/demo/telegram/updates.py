"""The queue behind getUpdates: what waits for the bot, long polling, and what the bot has confirmed by its offset."""

import asyncio
from collections.abc import Sequence

from bot.demo.telegram.errors import RefusedError

# What Telegram sends unless the bot asks for more.
_ON_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
_CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


class Updates:
    """Updates in order; one leaves only when a later offset confirms it."""

    def __init__(self, first_id: int = 700_000_001) -> None:
        self.pending: dict[int, dict[str, object]] = {}
        self.webhook = ""
        self._next_id = first_id
        self._allowed: frozenset[str] = frozenset()
        self._changed = asyncio.Event()
        self._poll = 0
        self._closed = False

    def put(self, kind: str, body: object) -> int:
        """Add one update and return its id; a kind the bot did not ask for is not kept."""
        update_id, self._next_id = self._next_id, self._next_id + 1
        if self._wanted(kind):
            self.pending[update_id] = {"update_id": update_id, kind: body}
            self._wake()
        return update_id

    def _wanted(self, kind: str) -> bool:
        return kind in self._allowed if self._allowed else kind not in _ON_REQUEST_ONLY

    async def take(
        self, *, offset: int = 0, limit: int = 100, wait: float = 0, allowed: Sequence[str] | None = None
    ) -> list[dict[str, object]]:
        """Confirm what lies before `offset`, then return what waits, after at most `wait` seconds.

        Raises:
            RefusedError: another call came meanwhile, only one may poll; or updates go to a webhook.
        """
        if self.webhook:
            raise RefusedError(409, _WEBHOOK)
        if allowed is not None:
            self._allowed = frozenset(allowed)
        self._confirm(offset)
        self._poll += 1
        mine = self._poll
        self._wake()  # an older poll learns that it has been replaced
        try:
            async with asyncio.timeout(wait):
                while not (self.pending or self._closed or mine != self._poll):
                    await self._changed.wait()
        except TimeoutError:
            return []
        if mine != self._poll:
            raise RefusedError(409, _CONFLICT)
        return list(self.pending.values())[: max(1, min(limit, 100))]

    def _confirm(self, offset: int) -> None:
        waiting = list(self.pending)
        if offset < 0:
            offset = waiting[offset:][0] if waiting else 0
        for update_id in waiting:
            if update_id < offset:
                del self.pending[update_id]

    def clear(self) -> None:
        """Forget everything that waits (drop_pending_updates)."""
        self.pending.clear()

    def close(self) -> None:
        """Let a waiting poll end."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
