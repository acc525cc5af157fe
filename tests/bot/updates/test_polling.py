"""Polling: an update nobody can read stops nobody, and none is lost by stopping or by Telegram being away."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import TypeAlias

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramUnauthorizedError
from aiogram.types import Message

from bot.demo.telegram.bot_api import BotApi
from bot.updates import polling as polling_module
from bot.updates.inbox import Inbox
from bot.updates.polling import Poller
from storage.database import Database
from storage.schema import maintenance_tables

Handler: TypeAlias = Callable[[Message], Awaitable[object]]
Polling: TypeAlias = Callable[[BotApi, Handler], AbstractAsyncContextManager[asyncio.Event]]


@pytest.fixture
def polling(database: Database) -> Polling:
    """A poller with one handler; the event stops it."""
    return lambda api, handler: polled(api, handler, Inbox(database=database, clock=lambda: datetime.now(UTC)))


@asynccontextmanager
async def polled(api: BotApi, handler: Handler, inbox: Inbox) -> AsyncIterator[asyncio.Event]:
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.message.register(handler)
    session = AiohttpSession(api=TelegramAPIServer.from_base(api.url))
    stop = asyncio.Event()
    async with Bot(api.token, session=session) as bot, asyncio.TaskGroup() as group:
        poller = Poller(bot, dispatcher, inbox)
        api.busy = lambda: poller.busy
        group.create_task(poller.run(stop, long_poll=1))
        try:
            yield stop
        finally:
            stop.set()


async def echo(message: Message) -> None:
    await message.answer(f"heard {message.text}")


async def test_what_a_person_says_is_handled(polling: Polling) -> None:
    async with BotApi() as api, polling(api, echo):
        (answer,) = await api.person(7).say("hello")
        assert answer.text == "heard hello"


async def test_an_update_that_cannot_be_read_is_skipped_and_its_neighbours_are_handled(polling: Polling) -> None:
    async with BotApi() as api:
        reader = api.person(7)
        api.messenger.updates.put("message", {"message_id": "not a number", "chat": None})
        async with polling(api, echo):
            (answer,) = await reader.say("still there?")
        assert answer.text == "heard still there?"


async def test_an_update_of_a_kind_added_last_week_is_skipped(polling: Polling) -> None:
    async with BotApi() as api:
        api.messenger.updates.put("telepathy", {"from": {"id": 7}, "thought": "hm"})
        async with polling(api, echo):
            (answer,) = await api.person(7).say("hello")
        assert answer.text == "heard hello"


async def test_a_handler_that_fails_stops_nobody(polling: Polling, caplog: pytest.LogCaptureFixture) -> None:
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
async def test_polling_goes_on_when_telegram_was_away(polling: Polling, fault: dict[str, object]) -> None:
    async with BotApi() as api:
        api.fail("getUpdates", **fault)  # type: ignore[arg-type] # one fault after the other, by name
        async with polling(api, echo):
            (answer,) = await api.person(7).say("hello")
        assert answer.text == "heard hello"


async def test_stopping_waits_for_the_handler_under_way_and_acknowledges_what_it_handled(polling: Polling) -> None:
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


async def test_stopping_lets_an_answer_arrive_that_is_on_its_way_so_that_it_is_not_given_twice(
    polling: Polling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling_module, "FINISH_SECONDS", 0.05)
    async with BotApi() as api:
        reader = api.person(7)
        api.fail("sendMessage", delay=0.5, accepted=True)
        async with polling(api, echo) as stop, asyncio.TaskGroup() as group:
            group.create_task(reader.say("hello"))
            while not api.called("sendMessage"):
                await asyncio.sleep(0.01)
            stop.set()
        async with polling(api, echo):
            await reader.say("again")
    assert [message.text for message in reader.messages] == ["heard hello", "heard again"]


async def test_stopping_breaks_off_what_has_said_nothing_yet_and_it_begins_anew(
    polling: Polling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling_module, "FINISH_SECONDS", 0.05)
    began = []

    async def stuck_at_first(message: Message) -> None:
        began.append(message.text)
        if len(began) == 1:
            await asyncio.sleep(60)
        await echo(message)

    async with BotApi() as api:
        reader = api.person(7)
        async with polling(api, stuck_at_first) as stop, asyncio.TaskGroup() as group:
            group.create_task(reader.say("hello"))
            while not began:
                await asyncio.sleep(0.01)
            stop.set()
        async with polling(api, stuck_at_first), asyncio.timeout(10):
            while not reader.messages:
                await asyncio.sleep(0.01)
    assert began == ["hello", "hello"]
    assert [message.text for message in reader.messages] == ["heard hello"]


async def test_a_slow_answer_to_one_chat_delays_no_other(polling: Polling) -> None:
    released = asyncio.Event()

    async def slow_for_one(message: Message) -> None:
        if message.chat.id == 7:
            await released.wait()
        await echo(message)

    async with BotApi() as api, polling(api, slow_for_one), asyncio.TaskGroup() as group:
        api.busy = None  # it is, with the slow one
        for _ in range(3):
            group.create_task(api.person(7).say("slow"))
        answers = [await api.person(8).say(str(number)) for number in range(3)]
        released.set()
    assert [answer.text for (answer,) in answers] == ["heard 0", "heard 1", "heard 2"]


async def test_what_cannot_be_written_down_is_answered_before_it_is_acknowledged(
    polling: Polling, database: Database
) -> None:
    async with database.transaction() as connection:
        await connection.run_sync(maintenance_tables.inbox.drop)
    async with BotApi() as api, polling(api, echo):
        (answer,) = await api.person(7).say("hello")
    assert answer.text == "heard hello"


async def test_a_revoked_token_ends_polling(polling: Polling) -> None:
    async with BotApi() as api:
        api.fail("getUpdates", 401, "Unauthorized", times=10)
        with pytest.raises(ExceptionGroup) as caught:
            async with polling(api, echo):
                await asyncio.sleep(1)
        assert caught.group_contains(TelegramUnauthorizedError)
