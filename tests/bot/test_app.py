"""The whole application against a Telegram that is away, refuses things, or sends updates elsewhere."""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot import config
from storage.database import Database
from storage.errors import AlreadyRunningError
from storage.model import ChatKind
from storage.outbox import outbox
from storage.subscribers import subscribers

if TYPE_CHECKING:
    from bot.app import Application
    from bot.demo.telegram.bot_api import BotApi


@asynccontextmanager
async def running(api: "BotApi", sqlite_url: str) -> AsyncIterator["Application"]:
    """The application of an operator without any source; told to stop at the end."""
    from bot import app

    settings = config.load(
        None, bot_token=api.token, telegram_api=api.url, database_url=sqlite_url, semantic="off", deliver_seconds=0.2
    )
    stop = asyncio.Event()
    async with (
        app.open_application(settings, clock=lambda: datetime.now(UTC), catalogue={}) as application,
        asyncio.TaskGroup() as group,
    ):
        api.busy = lambda: application.poller.busy
        group.create_task(application.run(stop, long_poll=1))
        try:
            yield application
        finally:
            stop.set()


async def until_logged(caplog: pytest.LogCaptureFixture, words: str) -> None:
    async with asyncio.timeout(30):
        while words not in caplog.text:
            await asyncio.sleep(0.02)


async def test_a_menu_that_telegram_refuses_stops_nothing(sqlite_url: str, caplog: pytest.LogCaptureFixture) -> None:
    from bot.demo.telegram.bot_api import BotApi

    async with BotApi() as api:
        api.fail("setMyCommands", 400, "Bad Request: BOT_COMMAND_INVALID")
        reader = api.person(7)
        async with running(api, sqlite_url):
            await until_logged(caplog, "The command menus are not set")
            answers = await reader.say("/help")
    assert answers


async def test_a_webhook_is_named_and_taken_away_on_request(sqlite_url: str, caplog: pytest.LogCaptureFixture) -> None:
    from bot.delivery import webhooks
    from bot.demo.telegram.bot_api import BotApi

    async with BotApi() as api:
        api.messenger.updates.webhook = "https://hooks.example/secret-path"
        reader = api.person(7)
        async with running(api, sqlite_url) as application:
            await until_logged(caplog, "what readers write goes to hooks.example")
            assert "secret-path" not in caplog.text
            assert "--remove-webhook" in caplog.text
            await until_logged(caplog, "can't use getUpdates method while webhook is active")
            await webhooks.remove(application.bot)
            assert await reader.say("/help")


async def test_a_second_bot_on_one_database_is_refused(sqlite_url: str) -> None:
    from bot import app
    from bot.demo.telegram.bot_api import BotApi

    async with BotApi() as api, running(api, sqlite_url) as first:
        async with app.open_application(first.settings, clock=first.clock, catalogue={}) as second:
            with pytest.raises(AlreadyRunningError, match="another bot is running on"):
                await second.run(asyncio.Event())
        assert await api.person(7).say("/help")


async def test_digests_go_out_though_telegram_does_not_say_who_we_are(
    sqlite_url: str, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    from bot.demo.telegram.bot_api import BotApi

    now = datetime.now(UTC)
    async with database.transaction() as connection:
        subscriber = await subscribers.add(connection, 7, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=now)
        await outbox.add(connection, subscriber.id, [outbox.Draft("сводка", "сводка")], now=now)
    async with BotApi() as api:
        reader = api.person(7)
        api.fail("getMe", 502, "Bad Gateway", times=math.inf)
        async with running(api, sqlite_url):
            await until_logged(caplog, "Telegram does not answer")
            async with asyncio.timeout(20):
                while not reader.messages:
                    await asyncio.sleep(0.02)


async def test_a_token_that_telegram_does_not_know_ends_the_bot_with_a_sentence(sqlite_url: str) -> None:
    from bot import app
    from bot.demo.telegram.bot_api import BotApi

    async with BotApi() as api:
        api.fail("getMe", 502, "Bad Gateway")
        api.fail("getMe", 401, "Unauthorized")
        settings = config.load(None, bot_token=api.token, telegram_api=api.url, database_url=sqlite_url, semantic="off")
        async with app.open_application(settings, clock=lambda: datetime.now(UTC), catalogue={}) as application:
            with pytest.raises(config.SettingsError, match="copy it again from @BotFather"):
                await application.run(asyncio.Event(), long_poll=1)
