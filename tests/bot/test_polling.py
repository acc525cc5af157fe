"""Polling: an update nobody can read stops nobody, and none is lost by stopping or by Telegram being away."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramUnauthorizedError
from aiogram.types import Message

from bot.demo.telegram.bot_api import BotApi
from bot.polling import Poller


@asynccontextmanager
async def polling(api: BotApi, handler: Callable[[Message], Awaitable[object]]) -> AsyncIterator[asyncio.Event]:
    """Run a poller with one handler; the event stops it."""
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.message.register(handler)
    session = AiohttpSession(api=TelegramAPIServer.from_base(api.url))
    stop = asyncio.Event()
    async with Bot(api.token, session=session) as bot, asyncio.TaskGroup() as group:
        group.create_task(Poller(bot, dispatcher, long_poll=1).run(stop))
        try:
            yield stop
        finally:
            stop.set()


async def echo(message: Message) -> None:
    await message.answer(f"heard {message.text}")


async def test_what_a_person_says_is_handled() -> None:
    async with BotApi() as api, polling(api, echo):
        (answer,) = await api.person(7).say("hello")
        assert answer.text == "heard hello"


async def test_an_update_that_cannot_be_read_is_skipped_and_its_neighbours_are_handled() -> None:
    async with BotApi() as api:
        reader = api.person(7)
        api.messenger.updates.put("message", {"message_id": "not a number", "chat": None})
        async with polling(api, echo):
            (answer,) = await reader.say("still there?")
        assert answer.text == "heard still there?"


async def test_an_update_of_a_kind_added_last_week_is_skipped() -> None:
    async with BotApi() as api:
        api.messenger.updates.put("telepathy", {"from": {"id": 7}, "thought": "hm"})
        async with polling(api, echo):
            (answer,) = await api.person(7).say("hello")
        assert answer.text == "heard hello"


async def test_a_handler_that_fails_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    async def fragile(message: Message) -> None:
        if message.text == "break":
            raise RuntimeError("a mistake of ours")
        await echo(message)

    async with BotApi() as api, polling(api, fragile):
        reader = api.person(7)
        await reader.say("break")
        (answer,) = await reader.say("hello")
    assert answer.text == "heard hello"
    assert "a mistake of ours" in caplog.text


@pytest.mark.parametrize(
    "fault",
    [
        {"code": 502, "raw_html": True},
        {"code": 500, "description": "Internal Server Error"},
        {"code": 429, "description": "Too Many Requests: retry after 0", "retry_after": 0},
        {"drop": True},
    ],
    ids=lambda fault: "-".join(map(str, fault)),
)
async def test_polling_goes_on_when_telegram_was_away(fault: dict[str, object]) -> None:
    async with BotApi() as api:
        api.fail("getUpdates", **fault)  # type: ignore[arg-type] # one fault after the other, by name
        async with polling(api, echo):
            (answer,) = await api.person(7).say("hello")
        assert answer.text == "heard hello"


async def test_stopping_waits_for_the_handler_under_way_and_acknowledges_what_it_handled() -> None:
    started, handled = asyncio.Event(), []

    async def slow(message: Message) -> None:
        started.set()
        await asyncio.sleep(0.2)
        handled.append(message.text)

    async with BotApi() as api:
        reader = api.person(7)
        async with polling(api, slow) as stop, asyncio.TaskGroup() as group:
            group.create_task(reader.say("one"))
            await started.wait()
            stop.set()
        assert handled == ["one"]
        async with polling(api, slow):
            await reader.say("two")
        assert handled == ["one", "two"]


async def test_a_revoked_token_ends_polling() -> None:
    async with BotApi() as api:
        api.fail("getUpdates", 401, "Unauthorized", times=10)
        with pytest.raises(ExceptionGroup) as caught:
            async with polling(api, echo):
                await asyncio.sleep(1)
        assert caught.group_contains(TelegramUnauthorizedError)
