"""Messages beyond Telegram's free rate: bought while the Stars of the day and the bot's balance last, then no more.

https://core.telegram.org/bots/api#paid-broadcasts: each message over 30 a second costs 0.1 Stars, and the bot must have
10,000 on its balance.
"""

import logging
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError

from bot.delivery import limiter
from storage.database import Connection
from storage.maintenance import paid_messages

log = logging.getLogger(__name__)

MESSAGES_PER_STAR: Final = 10
LEAST_BALANCE: Final = 10_000


class Account(NamedTuple):
    """What was spent today in Stars, of how many, for which rate; `sold` is whether Telegram sells to us at all."""

    per_second: int
    stars_a_day: int
    spent: int
    sold: bool


async def balance(bot: Bot) -> int:
    """Return how many Stars the bot has."""
    return (await bot.get_my_star_balance()).amount


class PaidBroadcasts:
    """Opens and closes the paid rate of a limiter; nothing is bought before `look` has seen the balance.

    Args:
        gate: the limiter.
        stars_a_day: how many Stars a day, of UTC, may be spent at most.
    """

    def __init__(self, gate: limiter.Limiter, *, stars_a_day: int) -> None:
        self._gate = gate
        self._stars_a_day = stars_a_day
        self._said: bool | None = None
        self._day: date | None = None
        # What this day had cost when we began to count, and where the gate's count stood then.
        self._before = self._from = 0
        self._written = 0
        self._spent_on: date | None = None
        gate.may_buy = False
        gate.allow(0)

    @property
    def account(self) -> Account:
        """How it stands now."""
        bought = self._before + self._gate.bought - self._from
        return Account(
            per_second=self._gate.per_second,
            stars_a_day=self._stars_a_day,
            spent=-(-bought // MESSAGES_PER_STAR),
            sold=self._gate.may_buy,
        )

    async def look(self, bot: Bot) -> None:
        """See whether the balance lets us buy; what Telegram does not answer leaves it as it was."""
        try:
            stars = await balance(bot)
        except TelegramAPIError as error:
            log.warning("The balance of Stars is not known: %s", error)
            return
        suffices = self._gate.may_buy = stars >= LEAST_BALANCE
        if not suffices:
            self._gate.allow(0)
        if suffices is self._said:
            return
        self._said = suffices
        if suffices:
            rate = self._gate.per_second
            log.info("Up to %d messages a second for %d Stars a day; there are %d", rate, self._stars_a_day, stars)
        else:
            log.warning("At the free rate: Telegram sells a higher one for %d Stars, not %d", LEAST_BALANCE, stars)

    async def write(self, connection: Connection, now: datetime) -> None:
        """Write down what was bought, with the outcomes of what was sent, and let the gate have what is left."""
        day = now.astimezone(UTC).date()
        if self._day is None:
            await self._begin(connection, day)
        bought = self._before + self._gate.bought - self._from
        if bought != self._written and self._day is not None:
            await paid_messages.put(connection, self._day, bought)
            self._written = bought
        if self._day != day:
            await self._begin(connection, day)
            bought = self._before
        left = max(0, self._stars_a_day * MESSAGES_PER_STAR - bought)
        if not left and self._spent_on != day:
            self._spent_on = day
            log.warning("The %d Stars of %s are spent: the free rate until midnight UTC", self._stars_a_day, day)
        self._gate.allow(left)

    async def _begin(self, connection: Connection, day: date) -> None:
        self._day, self._from = day, self._gate.bought
        self._before = self._written = await paid_messages.of_day(connection, day)
