"""The operator hears of each change of health once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from parsers.listings.health import Health
from storage.database import Database
from storage.model import ChatKind
from storage.sources import listing_states
from storage.sources.listing_states import Answer
from storage.subscribers import subscribers

if TYPE_CHECKING:
    from aiogram import Bot

    from bot.demo.telegram.bot_api import BotApi

NOW = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)
OPERATOR = 99
URL = "https://steppe.example/<feed>"


@asynccontextmanager
async def telegram() -> "AsyncIterator[tuple[BotApi, Bot]]":
    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    from bot.demo.telegram.bot_api import BotApi

    async with BotApi(clock=lambda: NOW, busy=lambda: False) as api:
        session = AiohttpSession(api=TelegramAPIServer.from_base(api.url))
        yield api, Bot(api.token, session=session)
        if session._session is not None:
            await session._session.close()


async def _fail(database: Database, times: int) -> None:
    for _ in range(times):
        async with database.transaction() as connection:
            await listing_states.register(connection, {URL: "steppe.example"}, now=NOW)
            (state,) = await listing_states.states(connection)
            await listing_states.failed(connection, state, Health.FORBIDDEN, now=NOW, detail=f"{URL}: answered <403>")


async def test_a_failure_that_lasts_and_a_recovery_are_told_once_each(database: Database) -> None:
    from bot.sources import health_alerts

    async with telegram() as (api, bot):
        operator = api.person(OPERATOR, "Оператор", "ru")
        await _fail(database, 2)
        assert await health_alerts.tell(database, bot, OPERATOR) == 0
        await _fail(database, 3)
        assert await health_alerts.tell(database, bot, OPERATOR) == 1
        assert operator.last.text.splitlines()[1] == f"✗ steppe.example: сайт меня не пускает. {URL} answered <403>"
        await _fail(database, 2)
        assert await health_alerts.tell(database, bot, OPERATOR) == 0
        async with database.transaction() as connection:
            (state,) = await listing_states.states(connection)
            await listing_states.answered(connection, state, Answer(), now=NOW)
        assert await health_alerts.tell(database, bot, OPERATOR) == 1
        assert "снова читается" in operator.last.text
        assert len(operator.messages) == 2


async def test_what_telegram_refused_is_told_later_in_the_operators_language(database: Database) -> None:
    from bot.sources import health_alerts

    async with database.transaction() as connection:
        await subscribers.add(connection, OPERATOR, ChatKind.PRIVATE, "en", "UTC", now=NOW)
    async with telegram() as (api, bot):
        operator = api.person(OPERATOR, "Operator", "en")
        await _fail(database, 3)
        api.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
        assert await health_alerts.tell(database, bot, OPERATOR) == 0
        assert await health_alerts.tell(database, bot, OPERATOR) == 1
        assert "the site does not let me in" in operator.last.text


async def test_silence_is_noticed_though_nothing_is_fetched(database: Database) -> None:
    from bot.sources import health_alerts

    async with database.transaction() as connection:
        await listing_states.register(connection, {URL: "steppe.example"}, now=NOW)
        (state,) = await listing_states.states(connection)
        await listing_states.answered(
            connection, state, Answer(newest_at=NOW, silent_at=NOW + timedelta(days=2)), now=NOW
        )
    later = NOW + timedelta(days=2, hours=3)
    await health_alerts.housekeeping(database, forget_before=NOW, now=later)
    async with telegram() as (api, bot):
        operator = api.person(OPERATOR, "Оператор", "ru")
        assert await health_alerts.tell(database, bot, OPERATOR) == 1
        assert "молчит дольше обычного" in operator.last.text
