"""How much of the bot's work one chat may ask for: a budget for each kind of work, refilled with time."""

import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from aiogram import BaseMiddleware
from aiogram.dispatcher.flags import get_flag
from aiogram.types import Chat, TelegramObject

from bot.handlers.reply import Reply
from bot.runtime import metrics

BUDGET: Final = "budget"
"""The flag of a handler: the `Work` that one call of it costs."""


class Work(StrEnum):
    """What is counted together."""

    LOOK = "look"
    DIGEST = "digest"
    FILE = "file"
    TOPIC = "topic"
    SEARCH = "search"
    GREETING = "greeting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """So much at once, and one more each `every`."""

    at_once: int
    every: timedelta


# Several times what a person asks for who tries everything; an endless loop is slowed to what costs nobody else.
ALLOWANCES: Final = {
    Work.LOOK: Allowance(at_once=20, every=timedelta(seconds=30)),
    Work.DIGEST: Allowance(at_once=10, every=timedelta(minutes=1)),
    Work.FILE: Allowance(at_once=30, every=timedelta(seconds=30)),
    Work.TOPIC: Allowance(at_once=100, every=timedelta(seconds=5)),
    Work.SEARCH: Allowance(at_once=30, every=timedelta(seconds=5)),
    # Of whoever adds us to groups: an office has a dozen of them.
    Work.GREETING: Allowance(at_once=20, every=timedelta(minutes=5)),
}
# Commands whose work is counted, and their buttons with them.
OF_COMMAND: Final = {
    "digest": Work.DIGEST, "catchup": Work.DIGEST, "preview": Work.DIGEST,
    "export": Work.FILE,
    "follow": Work.TOPIC, "mute": Work.TOPIC,
    "search": Work.SEARCH, "why": Work.SEARCH,
}  # fmt: skip
_FORGET_ABOVE: Final = 10_000


class Budgets:
    """What chats have spent. One number for each chat and kind of work: when all that was spent will be refilled.

    A token bucket as the generic cell rate algorithm keeps it; bot.delivery.limiter does so too, but waits for a permit
    where a budget refuses.
    """

    def __init__(self) -> None:
        self._refilled_at: dict[tuple[int, Work], datetime] = {}
        self._forget_above = _FORGET_ABOVE
        self._refused_until: dict[tuple[int, Work], datetime] = {}

    def spend(self, chat_id: int, work: Work, now: datetime, *, amount: int = 1) -> timedelta:
        """Take from a budget and return zero; where too little is left, take nothing and return how long to wait.

        More than fits into a budget may be asked for when it is full.
        """
        allowance = ALLOWANCES[work]
        room = allowance.every * allowance.at_once
        # A clock that was set back must not keep anybody waiting for longer than an empty budget would.
        refilled_at = max(now, min(self._refilled_at.get((chat_id, work), now), now + room))
        wait = refilled_at + allowance.every * min(amount, allowance.at_once) - (now + room)
        if wait > timedelta(0):
            return wait
        self._forget(now)
        self._refilled_at[chat_id, work] = refilled_at + allowance.every * min(amount, allowance.at_once)
        return timedelta(0)

    def is_first_refusal(self, chat_id: int, work: Work, now: datetime) -> bool:
        """Say whether a refusal is the first since this budget was full; later ones are no news."""
        until = self._refused_until.get((chat_id, work))
        full_at = self._refilled_at.get((chat_id, work), now)
        if len(self._refused_until) >= self._forget_above:
            self._refused_until = {key: at for key, at in self._refused_until.items() if at > now}
        self._refused_until[chat_id, work] = full_at
        return until is None or until <= now

    def _forget(self, now: datetime) -> None:
        """Drop the budgets that are full: memory is bounded by the chats of the last minutes."""
        if len(self._refilled_at) >= self._forget_above:
            self._refilled_at = {key: at for key, at in self._refilled_at.items() if at > now}
            self._forget_above = max(_FORGET_ABOVE, 2 * len(self._refilled_at))


class WithinBudget(BaseMiddleware):
    """Lets a handler run whose chat has budget left for it, and says to the others when they will have."""

    def __init__(self, budgets: Budgets) -> None:
        self._budgets = budgets

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:  # noqa: ANN401 - aiogram's signature
        """Pass the event on, or say when again."""
        work, chat = get_flag(data, BUDGET), data.get("event_chat")
        if work is not None and isinstance(chat, Chat):
            wait = self._budgets.spend(chat.id, work, data["now"])
            if wait:
                await refuse(data["reply"], work, wait)
                return None
        return await handler(event, data)


async def refuse(reply: Reply, work: Work, wait: timedelta) -> None:
    """Say when again: on the button that was tapped, or as an answer."""
    metrics.refuse("budget", work)
    minutes = math.ceil(wait / timedelta(minutes=1))
    if reply.tapped is not None:
        reply.alert(reply.texts.plain("budget-spent", minutes=minutes))
    else:
        await reply.say(reply.texts("budget-spent", minutes=minutes))
