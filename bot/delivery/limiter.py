"""How fast the bot may speak: one limiter for everything it sends; knows no message and no outcome."""

import asyncio
import math
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from storage.model import ChatKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One permit each `interval` seconds; after a silence up to `burst` of them at once."""

    interval: float
    burst: int = 1


PER_SECOND: Final = 30
"""What Telegram allows altogether for nothing; of what is paid for (bot.delivery.paid_broadcasts), up to
`PAID_PER_SECOND`."""
PAID_PER_SECOND: Final = 1000
# Telegram's FAQ also says one a second to a chat ("short bursts" pass), and 20 a minute to a group.
CHAT: Final = Rate(interval=1.0, burst=3)
# Five at once and then one each four seconds never exceed 20 in any minute; 20 at once would allow 39.
GROUP: Final = Rate(interval=4.0, burst=5)

# Two chats refused within this many seconds: it is not the chats, it is us.
_WITNESS_SECONDS: Final = 10.0
_FORGET_ABOVE: Final = 10_000
_TICK: Final = 0.001
# Messages leave a few milliseconds after their permit, some later than others: no second of Telegram's holds more than
# is allowed while these are less than this apart. 30 in 1.012 s are 29.6 in a second.
_SECOND: Final = 1.012
# How far digests may fall behind their pace, and catch up: a sleep ends late, a busy loop later.
_BEHIND: Final = 0.05


class _Bucket:
    """GCRA: `free_at` is when all that was permitted will have been paid for (the theoretical arrival time)."""

    __slots__ = ("free_at", "paused_until", "rate")

    def __init__(self, rate: Rate) -> None:
        self.rate = rate
        self.free_at = 0.0
        self.paused_until = 0.0

    def opens_at(self, now: float) -> float:
        allowance = (self.rate.burst - 1) * self.rate.interval
        return max(now, self.free_at - allowance, self.paused_until)

    def take(self, now: float) -> float:
        """Reserve the next permit; return when it holds."""
        at = self.opens_at(now)
        self.free_at = max(self.free_at, at) + self.rate.interval
        return at

    def pause(self, until: float) -> None:
        # Nothing is saved up during a pause: what follows it starts at the plain rate.
        allowance = (self.rate.burst - 1) * self.rate.interval
        self.paused_until = max(self.paused_until, until)
        self.free_at = max(self.free_at, until + allowance)

    def idle(self, now: float) -> bool:
        return self.free_at <= now and self.paused_until <= now


class _SlidingSecond:
    """At most so many permits in any second, and digests at an even pace within that.

    What was permitted in the last second is remembered: so what came late can be made up for, and still no second
    holds more. A plain GCRA loses what each sleep takes too long, a bucket that refills lets through twice the rate.
    Those beyond the free rate are counted, and given only while `allowance` lasts.
    """

    __slots__ = ("_most", "_pace_at", "_permitted", "allowance", "bought", "paused_until")

    def __init__(self, per_second: int) -> None:
        self._most = per_second
        self._permitted: deque[float] = deque(maxlen=per_second)
        self._pace_at = 0.0
        self.allowance = math.inf
        self.bought = 0
        self.paused_until = 0.0

    @property
    def per_second(self) -> int:
        """How many permits a second holds now."""
        return self._most if self.allowance > 0 else min(self._most, PER_SECOND)

    def opens_at(self, now: float) -> float:
        """Return when the next permit holds."""
        permitted, at_most = self._permitted, self.per_second
        first = permitted[-at_most] + _SECOND if len(permitted) >= at_most else now
        return max(now, first, self.paused_until)

    def take(self, now: float) -> float:
        """Reserve the next permit; return when it holds."""
        at = self.opens_at(now)
        self._permit(at)
        return at

    def paces_at(self, now: float) -> float:
        """Return when the next digest may leave: when a permit is free, and not all at once."""
        last = self._permitted[-1] if self._permitted else 0.0
        return max(self.opens_at(now), self._pace_at, last)

    def take_in_pace(self, now: float) -> None:
        """Take a permit for a digest, at the moment of `paces_at`."""
        self._permit(now)
        self._pace_at = max(self._pace_at, now - _BEHIND) + _SECOND / self.per_second

    def pause(self, until: float) -> None:
        """Permit nothing before a moment."""
        self.paused_until = max(self.paused_until, until)

    def _permit(self, at: float) -> None:
        if len(self._permitted) >= PER_SECOND and self._permitted[-PER_SECOND] > at - 1.0:
            self.bought += 1
            self.allowance -= 1
        self._permitted.append(at)


class Limiter:
    """Permits for the global rate, each chat and each group.

    Args:
        clock: monotonic seconds.
        sleep: waits that many seconds.
        per_second: how many messages altogether; beyond PER_SECOND they are paid for, and given while `allow` lets.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        per_second: int = PER_SECOND,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self.per_second = per_second
        # Whether Telegram sells us messages beyond the free rate.
        self.may_buy = per_second > PER_SECOND
        self._everybody = _SlidingSecond(per_second)
        self._bulk = asyncio.Lock()
        self._chats: dict[int, _Bucket] = {}
        self._forget_above = _FORGET_ABOVE
        self._refused: tuple[int, float] | None = None

    async def acquire(self, chat_id: int, kind: ChatKind = ChatKind.PRIVATE, *, bulk: bool = False) -> None:
        """Wait until a message to this chat is allowed. Chats do not wait for each other beyond the global rate.

        What nobody waits for at this moment is `bulk`: it takes a permit when one is free, and reserves none. So an
        answer to a reader who writes during a fan-out of digests has the very next one.
        """
        # The chat first: a permit of everybody's must not be held while one chat waits out its pause.
        await self._wait(self._chat(chat_id, kind))
        if not bulk:
            await self._wait(self._everybody)
            return
        async with self._bulk:
            while (rest := self._everybody.paces_at(self._clock()) - self._clock()) > 0:
                # A clock may be coarser than what is left to wait.
                await self._sleep(max(rest, _TICK))
            self._everybody.take_in_pace(self._clock())

    @property
    def bought(self) -> int:
        """How many permits so far were beyond what a second holds for nothing."""
        return self._everybody.bought

    @property
    def is_paid(self) -> bool:
        """Whether messages beyond the free rate leave now."""
        return self._everybody.per_second > PER_SECOND

    def stop_buying(self) -> None:
        """Telegram does not take a message that is paid for: keep to the free rate."""
        self.may_buy = False
        self.allow(0)

    def allow(self, messages: float) -> None:
        """Let so many more messages be bought, if any may be; then the rate is the free one."""
        self._everybody.allowance = messages if self.may_buy else 0

    def delay(self, chat_id: int, kind: ChatKind = ChatKind.PRIVATE, *, bulk: bool = False) -> float:
        """Return the seconds `acquire` would wait now; takes nothing."""
        now = self._clock()
        known = self._chats.get(chat_id) or _Bucket(_rate(kind))
        everybody = self._everybody.paces_at(now) if bulk else self._everybody.opens_at(now)
        return max(known.opens_at(now), everybody) - now

    def pause(self) -> float:
        """Return the seconds that everybody is paused for; 0 if nobody is."""
        return max(0.0, self._everybody.paused_until - self._clock())

    def penalise(self, chat_id: int, retry_after: float, kind: ChatKind = ChatKind.PRIVATE) -> None:
        """Obey a 429: pause the chat, and everybody if the chat cannot have been the reason.

        Telegram does not say whose limit was met. It was everybody's if this chat was at rest before the refused
        message, or if another chat was refused just before; a chat that we had been talking to is taken to have met
        its own limit, so that one busy group does not silence the rest.
        """
        now = self._clock()
        bucket = self._chat(chat_id, kind)
        busy = bucket.free_at - now > bucket.rate.interval
        witnessed = (
            self._refused is not None and self._refused[0] != chat_id and now - self._refused[1] <= _WITNESS_SECONDS
        )
        bucket.pause(now + retry_after)
        if witnessed or not busy:
            self._everybody.pause(now + retry_after)
        self._refused = (chat_id, now)

    async def _wait(self, bucket: _Bucket | _SlidingSecond) -> None:
        while True:
            now = self._clock()
            at = bucket.take(now)
            if at > now:
                await self._sleep(at - now)
            # A pause that began meanwhile outdates the permit: line up again behind it.
            if bucket.paused_until <= self._clock():
                return

    def _chat(self, chat_id: int, kind: ChatKind) -> _Bucket:
        bucket = self._chats.get(chat_id)
        if bucket is None:
            self._forget()
            bucket = self._chats[chat_id] = _Bucket(_rate(kind))
        return bucket

    def _forget(self) -> None:
        """Drop the chats at rest: an idle bucket says no more than none. Keeps memory bounded by the recent chats."""
        if len(self._chats) < self._forget_above:
            return
        now = self._clock()
        self._chats = {chat_id: bucket for chat_id, bucket in self._chats.items() if not bucket.idle(now)}
        self._forget_above = max(_FORGET_ABOVE, 2 * len(self._chats))


def _rate(kind: ChatKind) -> Rate:
    return CHAT if kind is ChatKind.PRIVATE else GROUP


def kind_of(chat_id: int) -> ChatKind:
    """Tell people from groups by the id alone: Telegram's ids of groups, supergroups and channels are negative."""
    return ChatKind.PRIVATE if chat_id > 0 else ChatKind.SUPERGROUP
