"""Empties the outbox into Telegram: in order per chat, several chats at once, losing nothing; composes no text."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from aiogram import Bot

from bot.delivery import record
from bot.delivery.attempt import LONGEST, Attempts
from bot.delivery.circuit import Circuit
from bot.delivery.limiter import Limiter
from bot.delivery.outcome import Outcome, Unreached
from bot.delivery.paid_broadcasts import PaidBroadcasts
from bot.runtime import metrics
from bot.runtime.clock import SteadyClock
from storage import database as databases
from storage.database import Database
from storage.model import Part
from storage.outbox import outbox, outbox_upkeep

log = logging.getLogger(__name__)

# So many seconds' messages are under way at once, within bounds: an answer of Telegram's takes a tenth of a second, and
# its message is written down with others. What is under way when the process is killed may arrive twice.
_AHEAD_SECONDS: Final = 0.2
_FEWEST, _MOST = 10, 200
# Looking for what can be sent next costs more than writing down what was: it is done for several at a time, but for no
# longer than this.
_AT_LEAST: Final = 3
_HOLD_SECONDS: Final = 0.05
LEASE: Final = LONGEST + timedelta(seconds=30)
# How long an empty outbox is left alone.
IDLE_SECONDS: Final = 1.0
# How soon an outcome that could not be written is tried again: as soon as this first, then as rarely as this.
_SOONEST, _RAREST = 0.5, 15.0
# After `stop`, outcomes that the database does not take are tried for so long: Docker kills after ten seconds.
_LAST_WORDS_SECONDS: Final = 4.0


def concurrency_for(per_second: int) -> int:
    """Return how many messages are under way at once at a rate."""
    return max(_FEWEST, min(_MOST, int(per_second * _AHEAD_SECONDS)))


class Settled(NamedTuple):
    """A message whose outcome is known and not yet written down."""

    part: Part
    outcome: Outcome


class Sender:
    """Claims parts, has them sent, records what became of each. No transaction spans a request.

    What is in flight here, or has an outcome that is not written yet, is never claimed here again, whatever its lease
    says. While the database takes no outcome, nothing new is claimed: it would be one more that may be sent twice.

    Args:
        bot: whose token is used.
        database: where the outbox is.
        limiter: the one that everything the bot says passes.
        clock: the time, aware; it may jump.
        elapsed: monotonic seconds, by which leases and waits go on when it does.
        concurrency: how many messages are under way at once; as the limiter's rate wants it if None.
        idle: for how many seconds an empty outbox is left alone.
        circuit: whether Telegram can be reached.
        paid: what messages beyond the free rate cost; None if none are bought.
    """

    def __init__(
        self,
        bot: Bot,
        database: Database,
        limiter: Limiter,
        clock: Callable[[], datetime],
        *,
        concurrency: int | None = None,
        idle: float = IDLE_SECONDS,
        circuit: Circuit | None = None,
        paid: PaidBroadcasts | None = None,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._limiter = limiter
        self._clock = SteadyClock(clock, elapsed)
        self._attempts = Attempts(bot, limiter)
        self._circuit = circuit or Circuit()
        self._paid = paid
        self._concurrency = concurrency or concurrency_for(limiter.per_second)
        self._at_least = max(min(_AT_LEAST, self._concurrency), self._concurrency // 3)
        self._exchanged_at = 0.0
        self._idle = idle
        self._in_flight: set[int] = set()
        self._settled: list[Settled] = []
        self._unwritable: list[Settled] = []
        self._database_back_at = 0.0
        self._pause = _SOONEST
        self._awake = asyncio.Event()
        self._stopped_at: float | None = None

    def wake(self) -> None:
        """Look into the outbox now: there is something in it."""
        self._awake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop`, then finish what is in flight.

        Raises aiogram's TelegramUnauthorizedError when Telegram no longer accepts the token.
        """
        self._stopped_at = None
        self._attempts.start()
        await self._reclaim()
        async with asyncio.TaskGroup() as group:
            watch = group.create_task(self._stop_on(stop))
            while not self._done():
                parts = await self._exchange(self._room()) if self._is_worth_it() else []
                for part in parts:
                    group.create_task(self._deliver(part))
                if not parts and not self._done():
                    await self._rest()
            watch.cancel()
        self._give_up_writing()
        self._raise_refusal()

    async def deliver_once(self) -> int:
        """Send the first waiting part of up to `concurrency` chats; return how many parts were tried."""
        parts = await self._exchange(self._room())
        async with asyncio.TaskGroup() as group:
            for part in parts:
                group.create_task(self._deliver(part))
        await self._exchange(0)
        self._raise_refusal()
        return len(parts)

    def _done(self) -> bool:
        """Whether nothing is in flight, and nothing more will be."""
        if not self._ending or self._under_way:
            return False
        late = self._stopped_at is not None and time.monotonic() - self._stopped_at > _LAST_WORDS_SECONDS
        return late or not self._settled

    @property
    def _ending(self) -> bool:
        return self._stopped_at is not None or self._attempts.refusal is not None

    @property
    def _under_way(self) -> int:
        """How many parts Telegram has not answered yet."""
        return len(self._in_flight) - len(self._settled) - len(self._unwritable)

    def _raise_refusal(self) -> None:
        if self._attempts.refusal:
            refusal, self._attempts.refusal = self._attempts.refusal, None
            raise refusal

    async def _stop_on(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._stopped_at = time.monotonic()
        self._attempts.stop()
        self.wake()

    async def _rest(self) -> None:
        """Wait until there is something to do: an answer, a word of what is new, Telegram or the database again."""
        wait = max(0.0, self._held_for()) if self._settled else self._idle
        if self._settled and (until := self._database_back_at - time.monotonic()) > 0:
            # Answers that come now cannot be written either.
            self._awake.clear()
            wait = until
        elif self._circuit.is_open:
            wait = min(wait, max(self._circuit.wait(), 0.01))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._awake.wait(), wait)
        self._awake.clear()

    def _is_worth_it(self) -> bool:
        """Whether to speak to the database now: for several messages at once, or for those that have waited."""
        return (
            self._ending
            or self._concurrency - self._under_way >= self._at_least
            or (bool(self._settled) and self._held_for() <= 0)
        )

    def _held_for(self) -> float:
        """Return for how many seconds outcomes may wait for others."""
        return self._exchanged_at + _HOLD_SECONDS - time.monotonic()

    async def _reclaim(self) -> None:
        async with self._database.transaction() as connection:
            freed = await outbox_upkeep.reclaim(connection, now=self._clock())
        if freed:
            log.warning("%d messages were in flight when the bot last stopped; they may arrive twice", freed)

    def _room(self) -> int:
        """How many parts to claim now: several at a time, none while everybody is paused."""
        if self._ending or self._database_back_at > time.monotonic():
            return 0
        if self._circuit.is_open:
            return 1 if self._circuit.wait() <= 0 and not self._under_way else 0
        room = self._concurrency - self._under_way
        enough = room >= self._at_least or self._held_for() <= 0
        # A lease that only waits is worth nothing.
        return room if enough and self._limiter.pause() <= 1 else 0

    async def _exchange(self, room: int) -> list[Part]:
        """Write down what became of messages and claim others, in one transaction; return those claimed."""
        settled = tuple(self._settled)
        self._exchanged_at = time.monotonic()
        if self._database_back_at > time.monotonic() or not (settled or room):
            return []
        try:
            async with self._database.transaction() as connection:
                now = self._clock()
                await record.write_all(connection, settled, now=now)
                if self._paid:
                    await self._paid.write(connection, now)
                parts = (
                    await outbox.claim(connection, now=now, limit=room, lease=LEASE, not_these=self._in_flight)
                    if room
                    else []
                )
        except Exception as error:
            log.exception("The outbox cannot be read or written; trying again")
            metrics.parts.labels("unclaimed").inc()
            await self._write_one_by_one(settled, error)
            return []
        self._written(settled)
        self._in_flight.update(part.id for part in parts)
        if parts and self._circuit.is_open:
            self._circuit.ask()
        return parts

    async def _write_one_by_one(self, settled: tuple[Settled, ...], error: Exception) -> None:
        """Write what can be written; what a mistake of ours keeps from being written holds up nothing else."""
        for one in settled:
            if databases.in_trouble(error):
                break
            try:
                async with self._database.transaction() as connection:
                    await record.write(connection, one.part, one.outcome, now=self._clock())
            except Exception as again:
                error = again
                if not databases.in_trouble(again):
                    log.exception("What became of message %d cannot be written", one.part.id)
                    metrics.parts.labels("error").inc()
                    self._settled.remove(one)
                    self._unwritable.append(one)
            else:
                self._written((one,))
        if databases.in_trouble(error):
            self._database_back_at = time.monotonic() + self._pause
            self._pause = min(_RAREST, self._pause * 2)

    def _written(self, settled: tuple[Settled, ...]) -> None:
        self._pause = _SOONEST
        for one in settled:
            self._settled.remove(one)
            self._in_flight.discard(one.part.id)
            metrics.parts.labels(type(one.outcome).__name__.lower()).inc()
            record.log_sent(one.part, one.outcome)

    def _give_up_writing(self) -> None:
        """Name those that were sent and are not written down when the bot stops: they may arrive twice."""
        for part, result in (*self._settled, *self._unwritable):
            log.error("Message %d is left to its lease, though it is known: %s", part.id, type(result).__name__)

    async def _deliver(self, part: Part) -> None:
        try:
            result = await self._attempts.send(part)
        except Exception:
            # Its lease runs out and it is tried again; the other parts must not suffer.
            log.exception("Message %d is left to its lease", part.id)
            metrics.parts.labels("error").inc()
            self._in_flight.discard(part.id)
        else:
            self._settled.append(Settled(part, self._through(result)))
        finally:
            self.wake()

    def _through(self, result: Outcome) -> Outcome:
        """Tell the circuit; what nobody could have sent is no attempt of this part's."""
        if not isinstance(result, Unreached):
            self._circuit.close()
            return result
        self._circuit.fail()
        return result.uncounted() if self._circuit.is_open else result
