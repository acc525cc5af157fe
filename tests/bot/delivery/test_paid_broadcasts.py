"""Messages beyond the free rate: bought within the Stars of the day and the bot's balance, and never a message lost."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer

from bot.delivery.limiter import Limiter
from bot.delivery.paid_broadcasts import LEAST_BALANCE, PaidBroadcasts
from bot.delivery.sender import Sender
from bot.delivery.session import LimitedSession, Session
from bot.demo.telegram.bot_api import BotApi
from storage.database import Database
from storage.maintenance import paid_messages
from storage.model import ChatKind, PartState
from storage.outbox import outbox, outbox_upkeep
from storage.subscribers import subscribers
from tests.bot.delivery.test_limiter import FakeTime, Speaker

NOW = datetime(2026, 11, 22, 23, 50, tzinfo=UTC)


class House:
    """A bot that may buy, its database and Telegram."""

    def __init__(self, api: BotApi, database: Database, *, stars_a_day: int) -> None:
        self.api, self.database, self.now, self.elapsed = api, database, NOW, 1000.0
        self.session = Session(api=TelegramAPIServer.from_base(api.url))
        self.bot = Bot(api.token, session=self.session)
        self.gate = Limiter(clock=lambda: self.elapsed, sleep=self.sleep, per_second=1000)
        self.paid = PaidBroadcasts(self.gate, stars_a_day=stars_a_day)
        self.sender = Sender(
            self.bot, database, self.gate, lambda: self.now, paid=self.paid, elapsed=lambda: self.elapsed
        )

    async def sleep(self, seconds: float) -> None:
        self.elapsed += seconds

    async def deliver(self, messages: int) -> float:
        """Send to so many chats; return how many seconds it took."""
        began = self.elapsed
        async with self.database.transaction() as connection:
            for chat_id in range(1, messages + 1):
                self.api.person(chat_id)
                reader = await subscribers.add(connection, chat_id, ChatKind.PRIVATE, "ru", "UTC", now=NOW)
                await outbox.add(connection, reader.id, [outbox.Draft("one", "one")], now=NOW)
        while await self.sender.deliver_once():
            pass
        return self.elapsed - began

    async def bought(self, day: date) -> int:
        async with self.database.read() as connection:
            return await paid_messages.of_day(connection, day)

    def buys(self) -> bool:
        return self.gate.is_paid

    def flagged(self) -> int:
        return sum(call.flag("allow_paid_broadcast") for call in self.api.called("sendMessage"))


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    async with BotApi() as api:
        api.messenger.stars = LEAST_BALANCE
        house = House(api, database, stars_a_day=10)
        yield house
        await (await house.session.create_session()).close()


async def test_nothing_is_bought_before_the_balance_is_seen(house: House) -> None:
    assert await house.deliver(90) > 2
    assert house.flagged() == 0
    assert await house.bought(NOW.date()) == 0


async def test_the_stars_of_a_day_are_spent_and_then_the_rate_is_free_until_midnight(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await house.paid.look(house.bot)
    assert not house.buys()
    await house.sender.deliver_once()
    assert house.buys()
    # 10 Stars are 100 messages, beside the 30 that each second holds for nothing.
    seconds = await house.deliver(190)
    assert await house.bought(NOW.date()) == 100
    assert 1.5 < seconds < 3.1
    assert 130 <= house.flagged() < 190
    assert "The 10 Stars of 2026-11-22 are spent" in caplog.text
    house.elapsed += 660
    house.now += timedelta(seconds=660)
    await house.sender.deliver_once()
    assert house.buys()
    assert await house.deliver(100) < 0.5
    assert await house.bought(NOW.date()) == 100
    assert await house.bought(house.now.date()) == 70


async def test_what_was_bought_before_a_restart_is_still_spent(house: House) -> None:
    await house.paid.look(house.bot)
    await house.sender.deliver_once()
    await house.deliver(100)
    assert await house.bought(NOW.date()) == 70
    again = House(house.api, house.database, stars_a_day=10)
    await again.paid.look(again.bot)
    await again.sender.deliver_once()
    await again.deliver(120)
    assert await house.bought(NOW.date()) == 100
    await (await again.session.create_session()).close()


@pytest.mark.parametrize("stars", [0, LEAST_BALANCE - 1])
async def test_a_balance_that_does_not_suffice_buys_nothing_and_says_so(
    house: House, caplog: pytest.LogCaptureFixture, stars: int
) -> None:
    await house.paid.look(house.bot)
    await house.sender.deliver_once()
    house.api.messenger.stars = stars
    await house.paid.look(house.bot)
    assert not house.buys()
    await house.deliver(40)
    assert house.flagged() == 0
    assert "At the free rate" in caplog.text


async def test_a_telegram_that_refuses_to_sell_loses_no_message(house: House) -> None:
    await house.paid.look(house.bot)
    await house.sender.deliver_once()
    refuse = house.api._carry_out

    def carry_out(call: object) -> object:
        if call.flag("allow_paid_broadcast"):  # type: ignore[attr-defined] # a Call
            house.api.fail("sendMessage", 400, "Bad Request: no such luxury")
            raise house.api._faults.take(call).refusal  # type: ignore[arg-type, union-attr]
        return refuse(call)  # type: ignore[arg-type]

    house.api._carry_out = carry_out  # type: ignore[method-assign]
    await house.deliver(60)
    async with house.database.read() as connection:
        assert (await outbox_upkeep.counts(connection))[PartState.SENT] == 60
    assert not house.buys()


async def test_an_answer_to_a_reader_is_paid_for_while_the_fan_out_is(house: House) -> None:
    house.bot.session.middleware(LimitedSession(house.gate))
    house.api.person(7)
    await house.bot.send_message(7, "before")
    await house.paid.look(house.bot)
    await house.sender.deliver_once()
    await house.bot.send_message(7, "after")
    assert [call.flag("allow_paid_broadcast") for call in house.api.called("sendMessage")] == [False, True]


async def test_at_a_thousand_a_second_only_what_is_beyond_thirty_is_bought() -> None:
    speaker = Speaker(FakeTime(), 1000)
    await speaker.time.run(*(speaker.to(chat) for chat in range(1, 1001)))
    assert speaker.limiter.bought == 970
    speaker.limiter.stop_buying()
    await speaker.time.run(*(speaker.to(chat) for chat in range(2001, 2061)))
    assert speaker.limiter.bought == 970
