"""What the operator's chat may ask and order, and that nobody else may."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot import config
from storage.database import Database
from storage.model import ChatKind, SubscriberState
from storage.outbox import outbox
from storage.subscribers import subscribers

if TYPE_CHECKING:
    from bot.app import Application
    from bot.demo.telegram.bot_api import BotApi
    from bot.demo.telegram.people import Person

OPERATOR = 7


@asynccontextmanager
async def running(
    api: "BotApi", sqlite_url: str, operator: int = OPERATOR, **chosen: object
) -> AsyncIterator["Application"]:
    """The application of an operator with a chat."""
    from bot import app

    settings = config.load(
        None, bot_token=api.token, telegram_api=api.url, database_url=sqlite_url, semantic="off", deliver_seconds=0.2,
        operator_chat_id=operator, **chosen,
    )  # fmt: skip
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


@pytest.fixture
async def api() -> AsyncIterator["BotApi"]:
    """A local Telegram."""
    from bot.demo.telegram.bot_api import BotApi

    async with BotApi() as opened:
        yield opened


async def _until(person: "Person", words: str, seconds: float = 40) -> str:
    """Wait until the bot has said something to somebody, and return it."""
    async with asyncio.timeout(seconds):
        while True:
            for message in reversed(person.messages):
                if message.from_bot and words in message.text:
                    return message.text
            await asyncio.sleep(0.05)


async def test_the_operator_sees_how_the_bot_is_doing(api: "BotApi", sqlite_url: str) -> None:
    operator = api.person(OPERATOR)
    async with running(api, sqlite_url):
        await operator.say("/start")
        await operator.say("/status")
        assert "Подписчики: 1, на паузе 0, недоступны 0." in operator.last.text
        assert "В очереди на отправку: 0" in operator.last.text
        assert re.search(r"[▁▂▃▄▅▆▇█]{24} новые сюжеты: \d+", operator.last.text)
        await operator.say("/stats")
        assert "Новых подписчиков: 1" in operator.last.text
        assert operator.commands["status"] == "как дела у бота"


@pytest.mark.parametrize("command", ["/status", "/stats", "/broadcast всем привет", "/ban 7", "/unban 7"])
async def test_to_everybody_else_these_are_unknown_commands(api: "BotApi", sqlite_url: str, command: str) -> None:
    stranger = api.person(8)
    async with running(api, sqlite_url):
        await stranger.say(command)
        assert "/help" in stranger.last.text
        assert "status" not in stranger.commands


async def test_in_a_group_of_the_operator_an_ordinary_member_orders_nothing(api: "BotApi", sqlite_url: str) -> None:
    admin, member = api.person(7), api.person(8)
    group = api.group(-1_001_000_000_055, "Дежурные", admins=[admin], members=[member])
    async with running(api, sqlite_url, operator=group.id):
        for command in ("/status", "/broadcast всем привет", "/ban 9"):
            (answer,) = await member.say(command, chat=group)
            assert "администратор" in answer.text.lower()
        (answer,) = await admin.say("/status", chat=group)
        assert "Подписчики" in answer.text


async def test_a_banned_chat_is_not_answered_and_sent_nothing_until_it_is_unbanned(
    api: "BotApi", sqlite_url: str, database: Database
) -> None:
    operator, reader = api.person(OPERATOR), api.person(8)
    async with running(api, sqlite_url):
        await reader.say("/start")
        async with database.transaction() as connection:
            subscriber = await subscribers.get(connection, 8)
            assert subscriber is not None
            later = datetime(2030, 1, 1, tzinfo=UTC)
            await outbox.add(connection, subscriber.id, [outbox.Draft("a", "a")], now=later, not_before=later)
        await operator.say("/ban 8 спам")
        assert "больше не отвечаю" in operator.last.text
        assert await reader.say("/help") == []
        async with database.read() as connection:
            subscriber = await subscribers.get(connection, 8)
            assert subscriber is not None
            assert subscriber.state is SubscriberState.SUSPENDED

        await operator.say("/ban 8")
        assert "и так не отвечаю" in operator.last.text
        await operator.say("/unban 8")
        assert await reader.say("/topics")
        async with database.read() as connection:
            subscriber = await subscribers.get(connection, 8)
        assert subscriber is not None
        assert subscriber.state is SubscriberState.ACTIVE


@pytest.mark.parametrize("written", ["", "восемь", "0", "8" * 30, "8;drop", "-", "1.0"])
async def test_a_ban_that_cannot_be_read_is_explained(api: "BotApi", sqlite_url: str, written: str) -> None:
    operator = api.person(OPERATOR)
    async with running(api, sqlite_url):
        await operator.say(f"/ban {written}")
        assert "/ban 123456789" in operator.last.text


async def test_operators_cannot_ban_themselves(api: "BotApi", sqlite_url: str) -> None:
    operator = api.person(OPERATOR)
    async with running(api, sqlite_url):
        await operator.say(f"/ban {OPERATOR}")
        assert "ваш собственный чат" in operator.last.text
        assert await operator.say("/status")


async def test_a_broadcast_is_looked_at_confirmed_sent_and_accounted_for(api: "BotApi", sqlite_url: str) -> None:
    operator, readers = api.person(OPERATOR), [api.person(number) for number in (21, 22, 23)]
    async with running(api, sqlite_url):
        for reader in (operator, *readers):
            await reader.say("/start")
        await readers[2].block()
        await operator.say("/broadcast Завтра бот <отдыхает>")
        preview, question = operator.messages[-2:]
        assert preview.text == "Завтра бот <отдыхает>"
        assert "Кому отправить" in question.text
        await operator.tap("Лично (3)")
        assert "Отправить чатам: 3" in operator.last.text
        before = [len(reader.messages) for reader in readers]
        await operator.tap("Отправить (3)")
        said = await _until(operator, "Рассылка закончена")
        assert "Чатов: 3. Доставлено: 3" in said
        assert [reader.messages[-1].text for reader in readers[:2]] == ["Завтра бот <отдыхает>"] * 2
        assert [len(reader.messages) - count for reader, count in zip(readers[:2], before, strict=False)] == [1, 1]


async def test_a_broadcast_nobody_ordered_goes_to_nobody(api: "BotApi", sqlite_url: str) -> None:
    operator, reader = api.person(OPERATOR), api.person(21)
    async with running(api, sqlite_url):
        for person in (operator, reader):
            await person.say("/start")
        await operator.say("/broadcast")
        assert "/broadcast Завтра" in operator.last.text
        await operator.say("/broadcast Привет")
        await operator.tap("Не отправлять")
        assert operator.last.text == "Никому не отправлено."
        assert "Привет" not in reader.last.text


async def test_a_start_that_changed_the_schema_is_told_once(api: "BotApi", sqlite_url: str) -> None:
    async with await Database.open(sqlite_url) as database:
        await database.downgrade("0018")
    operator = api.person(OPERATOR)
    async with running(api, sqlite_url) as application:
        said = await _until(operator, "База обновлена: 0018 →")
        assert "svodka-before-0018-to-" in said
        await application.look()
        assert sum("База обновлена" in message.text for message in operator.messages) == 1


async def test_a_second_bot_with_the_token_is_told(api: "BotApi", sqlite_url: str) -> None:
    operator = api.person(OPERATOR)
    async with running(api, sqlite_url) as application:
        async with asyncio.timeout(30):
            while application.watch.latest is None:
                await asyncio.sleep(0.05)
        await application.look()
        api.fail("getUpdates", 409, "Conflict: terminated by other getUpdates request")
        await asyncio.sleep(1.5)
        await application.look()
        assert "с тем же токеном" in await _until(operator, "Нужно внимание")


async def test_subscribers_of_other_kinds_are_counted_apart(database: Database) -> None:
    from storage.outbox import broadcasts
    from storage.outbox.broadcasts import Audience

    async with database.transaction() as connection:
        for number, kind in enumerate((ChatKind.PRIVATE, ChatKind.PRIVATE, ChatKind.SUPERGROUP), start=1):
            await subscribers.add(connection, number, kind, "ru", "UTC", now=datetime.now(UTC))
        assert await broadcasts.sizes(connection) == {Audience.ALL: 3, Audience.PRIVATE: 2, Audience.GROUPS: 1}


@pytest.mark.parametrize(
    ("stars", "said"),
    [(12_000, "сегодня потрачено звёзд: 0 из 500"), (10, "Telegram сейчас не продаёт: проверьте баланс звёзд")],
)
async def test_the_operator_sees_what_messages_that_are_bought_cost(
    api: "BotApi", sqlite_url: str, stars: int, said: str
) -> None:
    api.messenger.stars = stars
    operator = api.person(OPERATOR)
    async with running(api, sqlite_url, messages_per_second=1000, stars_a_day=500):
        await operator.say("/start")
        await api.until(lambda: api.called("getMyStarBalance"))
        (answer,) = await operator.say("/status")
    assert said in answer.text
