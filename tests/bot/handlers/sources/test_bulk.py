"""Several sources at once: pasted addresses are answered together, and the operator is asked in one message."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.demo.newsroom.server import Newsroom
from bot.runtime.background import BackgroundTasks
from bot.sources.registry import Policy, SourceRegistry
from parsers import explorer
from parsers.explorer import Exploration
from parsers.fetch import client
from storage.database import Database
from storage.sources import added_sources, previews
from storage.sources.added_sources import AddedState

if TYPE_CHECKING:
    from bot.demo.telegram.bot_api import BotApi
    from bot.demo.telegram.people import Person
    from bot.demo.telegram.state import Wire


# aiogram is slow to import: its names are met only inside.

OPERATOR = 99
NOW = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)


@dataclass(kw_only=True)
class Stage:
    """The bot on a local Bot API server, with sample publishers it may visit, a reader and the operator."""

    api: BotApi
    database: Database
    newsroom: Newsroom
    reader: Person
    operator: Person

    async def names(self, state: AddedState) -> list[str]:
        async with self.database.read() as connection:
            return [one.url for one in await added_sources.listed(connection, state)]

    def pages(self, *numbers: int) -> str:
        return "\n".join(self.newsroom.front_pages[number][1] for number in numbers)


@asynccontextmanager
async def staged(database: Database, policy: Policy) -> AsyncIterator[Stage]:
    import asyncio

    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    from bot import dispatcher
    from bot.demo.telegram.bot_api import BotApi
    from bot.updates.inbox import Inbox
    from bot.updates.polling import Poller

    background = BackgroundTasks()
    async with (
        Newsroom(started_at=NOW, clock=lambda: NOW) as newsroom,
        client.Fetcher(
            client.Politeness(user_agent="Svodka tests", delay=0, timeout=5, private_hosts=newsroom.hosts)
        ) as fetcher,
        BotApi(clock=lambda: NOW) as api,
    ):

        async def explore(address: str, now: datetime) -> Exploration:
            return await explorer.explore(address, fetcher=fetcher, read=explorer.directly, now=now)

        zakon = newsroom.sources()[0]
        registry = SourceRegistry(
            database=database, catalogue={zakon.name: zakon}, explore=explore, policy=policy,
            operator_chat_id=OPERATOR, private_hosts=newsroom.hosts, background=background,
        )  # fmt: skip
        session = AiohttpSession(api=TelegramAPIServer.from_base(api.url))
        bot = Bot(api.token, session=session)
        answers = dispatcher.build(database, clock=lambda: NOW, digest_now=_no_digest, registry=registry)
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            poller = Poller(bot, answers, Inbox(database=database, clock=lambda: NOW))
            api.busy = lambda: background.busy or poller.busy
            group.create_task(poller.run(stop, long_poll=1))
            group.create_task(background.run(stop))
            reader, operator = api.person(7, "Айгерим", "ru"), api.person(OPERATOR, "Оператор", "ru")
            yield Stage(api=api, database=database, newsroom=newsroom, reader=reader, operator=operator)
            stop.set()
        if session._session is not None:
            await session._session.close()


async def _no_digest(*_: object, **__: object) -> bool:
    return False


async def test_pasted_addresses_are_answered_together_each_with_what_it_led_to(database: Database) -> None:
    async with staged(database, Policy.OPEN) as stage:
        listing = stage.newsroom.sources()[1].listings[0]
        async with database.transaction() as connection:
            known = await added_sources.preview(
                connection, url=listing.url, kind=listing.kind, names=["x"], title="Икс", language="", now=NOW,
            )  # fmt: skip
            await added_sources.decide(connection, known.id, AddedState.APPROVED, now=NOW)
        (shown,) = await stage.reader.say(f"{listing.url} {stage.pages(2, 3)} http://127.0.0.1:10/nothing")
        lines = shown.text.splitlines()
        assert lines[0] == "Адресов посмотрел: 4"
        assert "Это я уже читаю" in lines[1]
        assert "статей в ленте" in lines[2]
        assert "статей в ленте" in lines[3]
        assert lines[4].startswith("4. ")
        assert [label.partition(":")[0] for label in shown.labels] == ["Добавить", "Добавить", "Добавить все (2)"]

        await stage.reader.tap("Добавить: ", message=shown)
        assert stage.reader.toasts[-1].text == "Готово."
        assert len(await stage.names(AddedState.APPROVED)) == 2
        left = stage.reader.last
        assert (left.id, len(left.labels)) == (shown.id, 1)
        await stage.reader.tap("Добавить: ")
        assert stage.reader.last.text.startswith("Добавлен источник")
        assert len(await stage.names(AddedState.APPROVED)) == 3


async def test_all_that_was_found_is_added_by_one_button_and_asked_of_the_operator_in_one_message(
    database: Database,
) -> None:
    async with staged(database, Policy.APPROVAL) as stage:
        await stage.reader.say(stage.pages(1, 2, 3))
        (answer,) = [one for one in await stage.reader.tap("Добавить все") if one.chat_id == stage.reader.id]
        assert answer.text.count("Передал владельцу бота") == 3
        (asked,) = stage.operator.chat.from_bot()
        assert asked.text.startswith("Читатель предлагает источники: 3")
        assert asked.labels[-2:] == ("Читать все (3)", "Отклонить все (3)")
        await stage.operator.tap("Отклонить 2")
        assert stage.operator.last.id == asked.id
        assert stage.operator.last.text.startswith("Читатель предлагает источники: 2")
        assert "решил не добавлять" in stage.reader.last.text
        await stage.operator.tap("Читать все")
        assert "решены" in stage.operator.last.text
        assert stage.reader.last.text.startswith("Добавлены источники: ")
        counts = [len(await stage.names(state)) for state in (AddedState.APPROVED, AddedState.REFUSED)]
        assert counts == [2, 1]
        # The reader got one message for each word of the operator, not one for each source.
        assert len(stage.reader.chat.from_bot()) == 3


async def test_a_file_of_many_feeds_is_one_message_to_the_operator(database: Database) -> None:
    outlines = "".join(f'<outline title="Лента {n}" xmlUrl="https://s{n}.example/rss"/>' for n in range(20))
    async with staged(database, Policy.APPROVAL) as stage:
        await stage.reader.send_document("feeds.opml", f"<opml><body>{outlines}</body></opml>".encode())
        (asked,) = stage.operator.chat.from_bot()
        assert "И ещё 12" in asked.text
        assert len(asked.labels) == 18
        # What somebody else proposes meanwhile was not seen, and is not decided.
        await stage.api.person(8, "Ербол", "ru").send_document("f.opml", outlines_of("https://other.example/rss"))
        await stage.operator.tap("Читать все (20)", message=asked)
        assert len(await stage.names(AddedState.APPROVED)) == 20
        assert await stage.names(AddedState.PROPOSED) == ["https://other.example/rss"]
        await stage.operator.tap("Читать 1", message=asked)
        assert stage.operator.toasts[-1].text == "Уже сделано."


async def test_only_the_operators_chat_decides_on_many(database: Database) -> None:
    async with staged(database, Policy.APPROVAL) as stage:
        await stage.reader.send_document("f.opml", outlines_of("https://a.example/rss", "https://b.example/rss"))
        data = "batch:1:1:2:0:1"
        await stage.reader.say("/sources")
        query: Wire = {
            "id": stage.api.messenger.ask(7, stage.reader.last), "from": stage.reader.wire,
            "message": stage.api.messenger.wire(stage.reader.last), "data": data, "chat_instance": "1",
        }  # fmt: skip
        await stage.reader._do("callback_query", query, stage.reader.chat)
        assert stage.reader.toasts[-1].text == "Это решает только владелец бота."
        assert len(await stage.names(AddedState.PROPOSED)) == 2


async def test_more_addresses_than_we_look_at_are_said_to_be_left(database: Database) -> None:
    async with staged(database, Policy.OPEN) as stage:
        many = " ".join(f"http://127.0.0.1:10/{number}" for number in range(12))
        note, shown = await stage.reader.say(many)
        assert "не больше 10" in note.text
        assert shown.text.startswith("Адресов посмотрел: 10")
        assert shown.labels == ()


async def test_a_preview_that_is_gone_is_said_to_be(database: Database) -> None:
    async with staged(database, Policy.OPEN) as stage:
        await stage.reader.say(stage.pages(1, 3))
        async with database.transaction() as connection:
            await previews.forget(connection, before=datetime(2027, 1, 1, tzinfo=UTC))
        await stage.reader.tap("Добавить все")
        assert stage.reader.last.text.count("устарел") == 2


def outlines_of(*urls: str) -> bytes:
    rows = "".join(f'<outline xmlUrl="{url}"/>' for url in urls)
    return f"<opml><body>{rows}</body></opml>".encode()


async def test_an_operator_who_cannot_be_reached_and_a_reader_who_left_stop_nothing(database: Database) -> None:
    async with staged(database, Policy.APPROVAL) as stage:
        feeds = outlines_of("https://a.example/rss", "https://b.example/rss")
        stage.api.fail("sendMessage", 403, "Forbidden: bot was blocked by the user", chat_id=OPERATOR)
        await stage.reader.send_document("f.opml", feeds)
        assert stage.operator.chat.from_bot() == []
        await stage.reader.send_document("f.opml", outlines_of("https://c.example/rss", "https://d.example/rss"))
        stage.api.fail("sendMessage", 403, "Forbidden: bot was blocked by the user", chat_id=7)
        await stage.operator.tap("Читать все (2)")
        assert len(await stage.names(AddedState.APPROVED)) == 2
