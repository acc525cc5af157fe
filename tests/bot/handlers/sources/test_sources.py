"""Sources in the chat: adding by address and by file, the operator's consent, and how each is doing in words."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

import pytest
from aiohttp import web

from bot.demo.newsroom.server import Newsroom
from bot.runtime.background import BackgroundTasks
from bot.sources.registry import Policy, SourceRegistry
from parsers import explorer
from parsers.article import ListingKind
from parsers.explorer import Exploration
from parsers.fetch import client
from parsers.listings.health import Health
from storage.database import Database
from storage.sources import added_sources, listing_states
from storage.sources.added_sources import AddedSource, AddedState
from storage.sources.listing_states import Answer

if TYPE_CHECKING:
    from aiogram import Bot

    from bot.demo.telegram.bot_api import BotApi
    from bot.demo.telegram.state import Wire

OPERATOR = 99
NOW = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)


@dataclass(kw_only=True)
class Stage:
    """The bot on a local Bot API server, with sample publishers it may visit."""

    api: "BotApi"
    database: Database
    newsroom: Newsroom
    registry: SourceRegistry
    bot: "Bot"
    site: str

    async def added(self, *states: AddedState) -> list[AddedSource]:
        async with self.database.read() as connection:
            return await added_sources.listed(connection, *(states or tuple(AddedState)))

    def page(self, number: int) -> str:
        """The front page of a publisher: 1 has an RSS feed, 2 an Atom one, 3 a JSON one, 4 a news sitemap."""
        return self.newsroom.front_pages[number][1]


@asynccontextmanager
async def staged(database: Database, *, policy: Policy, operator: int | None = OPERATOR) -> AsyncIterator[Stage]:
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
        _site() as site,
        client.Fetcher(
            client.Politeness(user_agent="Svodka tests", delay=0, timeout=5, private_hosts=newsroom.hosts | {site})
        ) as fetcher,
        BotApi(clock=lambda: NOW) as api,
    ):

        async def explore(address: str, now: datetime) -> Exploration:
            return await explorer.explore(
                address, fetcher=fetcher, read=explorer.directly, now=now, preview=newsroom.preview.base
            )

        zakon = newsroom.sources()[0]
        registry = SourceRegistry(
            database=database, catalogue={zakon.name: zakon}, explore=explore, policy=policy,
            operator_chat_id=operator, private_hosts=newsroom.hosts | {site}, background=background,
        )  # fmt: skip
        session = AiohttpSession(api=TelegramAPIServer.from_base(api.url))
        bot = Bot(api.token, session=session)

        async def digest_now(*_: object, **__: object) -> bool:
            return False

        answers = dispatcher.build(database, clock=lambda: NOW, digest_now=digest_now, registry=registry)
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            poller = Poller(bot, answers, Inbox(database=database, clock=lambda: NOW))
            api.busy = lambda: background.busy or poller.busy
            group.create_task(poller.run(stop, long_poll=1))
            group.create_task(background.run(stop))
            yield Stage(api=api, database=database, newsroom=newsroom, registry=registry, bot=bot, site=site)
            stop.set()
        if session._session is not None:
            await session._session.close()


@asynccontextmanager
async def _site() -> AsyncIterator[str]:
    """A site that has nothing to read, refuses some, and lists undated articles with hostile titles elsewhere."""

    async def answer(request: web.Request) -> web.Response:
        if request.path == "/forbidden":
            return web.Response(status=403)
        if request.path == "/hostile.xml":
            item = "<item><title>&lt;b&gt;Взлом&lt;/b&gt; &amp; &lt;a</title><link>/1</link></item>"
            return web.Response(text=f"<rss><channel><title>a &lt;i&gt; b</title>{item}</channel></rss>")
        if request.path == "/":
            return web.Response(text="<!doctype html><p>Здесь ничего нет.", content_type="text/html")
        return web.Response(status=404)

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def test_an_address_is_previewed_and_added_by_a_button(database: Database) -> None:
    async with staged(database, policy=Policy.OPEN) as stage:
        reader = stage.api.person(7, "Айгерим", "ru")
        (shown,) = await reader.say(f"/sources {stage.page(1)}")
        assert "статей, последние:" in shown.text
        assert shown.text.count("•") == 5
        assert shown.labels == ("Добавить", "Отмена")
        assert [one.state for one in await stage.added()] == [AddedState.PREVIEWED]
        (answer,) = await reader.tap("Добавить")
        assert answer.id == shown.id
        assert answer.text.startswith("Добавлен источник «")
        (again,) = await reader.say(f"/sources {stage.page(1)}")
        assert again.text.startswith("Это я уже читаю")
        (source,) = await stage.added(AddedState.APPROVED)
    assert source.url.endswith("/rss.xml")
    assert (source.kind, source.language, source.name) == (ListingKind.FEED, "ru", "127.0.0.1")


async def test_a_preview_can_be_declined(database: Database) -> None:
    async with staged(database, policy=Policy.OPEN) as stage:
        reader = stage.api.person(7, "Ерлан", "kk")
        shown = [(await reader.say(f"/sources {stage.page(number)}"))[-1] for number in (2, 4)]
        assert all(one.labels == ("Қосу", "Болдырмау") for one in shown)
        await reader.tap("Болдырмау", message=shown[0])
        assert len(await stage.added()) == 1
        (gone,) = await reader.tap("Қосу", message=shown[0])
        assert "ескірді" in gone.text


async def test_what_the_catalogue_reads_is_not_added_again(database: Database) -> None:
    async with staged(database, policy=Policy.OPEN) as stage:
        async with database.transaction() as connection:
            listing = stage.newsroom.sources()[1].listings[0]
            source = await added_sources.preview(
                connection, url=listing.url.replace("http://", "https://"), kind=listing.kind, names=["x"], title="Икс",
                language="", now=NOW,
            )  # fmt: skip
            await added_sources.decide(connection, source.id, AddedState.APPROVED, now=NOW)
        reader = stage.api.person(7, "Reader", "en")
        (answer,) = await reader.say(f"/sources {listing.url}")
        assert answer.text == "I already read this: “Икс”."


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://{site}/", "не нашлось ни ленты"),
        ("http://{site}/forbidden", "сайт меня не пускает"),
        ("http://{site}/nothing", "страницы больше нет"),
        ("http://127.0.0.1:9/", "не в открытый интернет"),
        ("http://169.254.169.254/latest/meta-data", "не в открытый интернет"),
        ("что-нибудь", "Не вижу адреса"),
    ],
)
async def test_an_address_that_leads_nowhere_is_answered_with_the_reason(
    database: Database, address: str, said: str
) -> None:
    async with staged(database, policy=Policy.OPEN) as stage:
        reader = stage.api.person(7, "Айгерим", "ru")
        (answer,) = await reader.say("/sources " + address.format(site=stage.site))
        assert said in answer.text
        assert await stage.added() == []


async def test_hostile_titles_are_shown_as_they_are(database: Database) -> None:
    async with staged(database, policy=Policy.OPEN) as stage:
        reader = stage.api.person(7, "Айгерим", "ru")
        (shown,) = await reader.say(f"/sources http://{stage.site}/hostile.xml")
        assert "нет дат" in shown.text
        assert shown.text.startswith("a <i> b") or shown.text.startswith("a b")


async def test_the_operator_decides_and_the_reader_is_told(database: Database) -> None:
    async with staged(database, policy=Policy.APPROVAL) as stage:
        operator = stage.api.person(OPERATOR, "Оператор", "ru")
        reader = stage.api.person(7, "Reader", "en")
        (shown,) = await reader.say(f"/sources {stage.page(3)}")
        assert "The owner of this bot confirms new sources." in shown.text
        (answer,) = await reader.tap("Add")
        assert answer.text.startswith("Passed on to the owner")
        proposal = operator.last
        assert proposal.text.startswith("Читатель предлагает источник")
        assert await stage.added(AddedState.APPROVED) == []
        await operator.tap("Читать")
        assert operator.last.text.startswith("Читаю:")
        assert "is now among the sources" in reader.last.text
        assert len(await stage.added(AddedState.APPROVED)) == 1


async def test_a_refused_source_stays_refused(database: Database) -> None:
    async with staged(database, policy=Policy.APPROVAL) as stage:
        operator = stage.api.person(OPERATOR, "Оператор", "ru")
        reader = stage.api.person(7, "Айгерим", "ru")
        await reader.say(f"/sources {stage.page(3)}")
        await reader.tap("Добавить")
        await operator.tap("Отклонить")
        assert "решил не добавлять" in reader.last.text
        assert operator.last.labels == ()
        await reader.say(f"/sources {stage.page(3)}")
        (answer,) = await reader.tap("Добавить")
        assert answer.text == "Этот источник владелец бота уже отклонил."
        assert await stage.added(AddedState.APPROVED) == []


async def test_only_the_operators_chat_decides(database: Database) -> None:
    from bot import texts
    from bot.handlers.sources import views

    async with staged(database, policy=Policy.APPROVAL) as stage:
        thief = stage.api.person(8, "Хитрец", "ru")
        await thief.say(f"/sources {stage.page(3)}")
        await thief.tap("Добавить")
        (source,) = await stage.added()
        # The operator's message, forwarded with its buttons.
        forged = views.proposal_keyboard(texts.for_language("ru"), source)
        await stage.bot.send_message(thief.id, "?", reply_markup=forged)
        await thief.tap("Читать")
        assert thief.toasts[-1].text == "Это решает только владелец бота."
        assert [one.state for one in await stage.added()] == [AddedState.PROPOSED]


async def test_where_sources_are_closed_nobody_adds_any(database: Database) -> None:
    async with staged(database, policy=Policy.CLOSED) as stage:
        reader = stage.api.person(7, "Айгерим", "ru")
        (listed,) = await reader.say("/sources")
        assert "составляет владелец бота" in listed.text
        (answer,) = await reader.say(f"/sources {stage.page(1)}")
        assert answer.text == "Источники здесь добавляет только владелец бота."
        (answer,) = await reader.send_document("feeds.opml", b"<opml><body/></opml>")
        assert answer.text == "Источники здесь добавляет только владелец бота."


async def test_the_list_says_in_words_how_each_source_is_doing(database: Database) -> None:
    async with staged(database, policy=Policy.OPEN) as stage:
        zakon = stage.newsroom.sources()[0]
        async with database.transaction() as connection:
            await listing_states.register(connection, {one.url: zakon.name for one in zakon.listings}, now=NOW)
            for state in await listing_states.states(connection):
                silent = Answer(health=Health.STALE, newest_at=NOW - timedelta(days=2, hours=1))
                await listing_states.answered(connection, state, silent, now=NOW)
        reader = stage.api.person(7, "Айгерим", "ru")
        (listed,) = await reader.say("/sources")
        assert "Читаю 1 источник:" in listed.text
        assert "молчит 2 дня" in listed.text
        assert "Назад" not in " ".join(listed.labels), "asked by a command, there is nothing to go back to"


OPML = """<opml version="2.0"><body>
<outline text="Казахстан"><outline text="Степь" xmlUrl="https://steppe.example/rss"/>
<outline text="Горы" xmlUrl="https://mountains.example/feed"/></outline>
<outline text="Дом" xmlUrl="http://127.0.0.1:5432/"/><outline text="Степь ещё раз" xmlUrl="http://www.steppe.example/rss/"/>
</body></opml>"""


async def test_a_file_of_feeds_is_taken_and_given_back(database: Database) -> None:
    async with staged(database, policy=Policy.OPEN) as stage:
        reader = stage.api.person(7, "Айгерим", "ru")
        (answer,) = await reader.send_document("feeds.OPML", OPML.encode())
        assert answer.text.splitlines()[0].startswith("Добавлены 2 источника.")
        assert "Непригодных адресов: 1." in answer.text
        (again,) = await reader.send_document("feeds.xml", OPML.encode())
        assert again.text.startswith("Новых источников в файле нет.")
        await reader.say("/sources")
        await reader.tap("Список файлом OPML")
        document = cast("Wire", reader.last.attachment["document"])
        content = stage.api.messenger.files[str(document["file_id"])][1]
    assert b"https://steppe.example/rss" in content
    assert "Горы".encode() not in content, "what a reader calls a source is shown to nobody else"


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff", b"<html><body>", b"{}", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>', b"<opml" * 1000],
    ids=["empty", "bytes", "a page", "json", "entities", "nested"],
)
async def test_a_file_that_is_no_opml_changes_nothing(database: Database, content: bytes) -> None:
    async with staged(database, policy=Policy.OPEN) as stage:
        reader = stage.api.person(7, "Айгерим", "ru")
        (answer,) = await reader.send_document("feeds.opml", content)
        assert answer.text.startswith(("Это не файл OPML", "Новых источников"))
        assert await stage.added() == []


async def test_nobody_adds_without_end(database: Database) -> None:
    outlines = "".join(f'<outline xmlUrl="https://s{number}.example/rss"/>' for number in range(40))
    async with staged(database, policy=Policy.OPEN) as stage:
        reader = stage.api.person(7, "Айгерим", "ru")
        (answer,) = await reader.send_document("feeds.opml", f"<opml><body>{outlines}</body></opml>".encode())
        assert "Добавлено 30 источников" in answer.text
        assert "Не поместилось в предел: 10." in answer.text
        assert len(await stage.added(AddedState.APPROVED)) == 30


async def test_what_there_is_no_room_for_is_counted_and_not_written_down(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    outlines = "".join(f'<outline xmlUrl="https://s{number}.example/rss"/>' for number in range(1_500))
    others = '<outline xmlUrl="ftp://a"/><outline xmlUrl="https://s1.example/rss"/>'
    async with staged(database, policy=Policy.OPEN) as stage:
        reader = stage.api.person(7, "Айгерим", "ru")
        begun = 0
        begin = database.transaction

        def counted() -> object:
            nonlocal begun
            begun += 1
            return begin()

        monkeypatch.setattr(database, "transaction", counted)
        (answer,) = await reader.send_document("feeds.opml", f"<opml><body>{outlines}{others}</body></opml>".encode())
        assert "Добавлено 30 источников" in answer.text
        assert "Не поместилось в предел: 1470." in answer.text.replace("\xa0", "")
        assert begun < 20


async def test_a_message_that_cannot_be_sent_to_the_operator_or_the_reader_stops_nothing(database: Database) -> None:
    async with staged(database, policy=Policy.APPROVAL) as stage:
        operator = stage.api.person(OPERATOR, "Оператор", "ru")
        reader = stage.api.person(7, "Айгерим", "ru")
        await reader.say(f"/sources {stage.page(3)}")
        stage.api.fail("sendMessage", 403, "Forbidden: bot was blocked by the user", chat_id=OPERATOR)
        (answer,) = await reader.tap("Добавить")
        assert answer.text.startswith("Передал владельцу")
        await reader.send_document("feeds.opml", OPML.encode())
        assert operator.last.text.startswith("Читатель предлагает источники: 2")
        stage.api.fail("sendMessage", 403, "Forbidden: bot was blocked by the user", chat_id=7)
        await operator.tap("Читать все")
        assert len(await stage.added(AddedState.APPROVED)) == 2


async def test_a_file_that_is_too_large_is_not_even_fetched(database: Database) -> None:
    async with staged(database, policy=Policy.OPEN) as stage:
        reader = stage.api.person(7, "Айгерим", "ru")
        (answer,) = await reader.send_document("feeds.opml", b" " * (2 * 1024 * 1024 + 1))
        assert answer.text == "Файл слишком большой: беру не больше 2 МБ."


@pytest.mark.parametrize("sent", ["{}", "«{}»", " ({}). ", "{}!"])
async def test_an_address_sent_by_itself_is_looked_at(database: Database, sent: str) -> None:
    async with staged(database, policy=Policy.OPEN) as stage:
        reader = stage.api.person(7, "Айгерим", "ru")
        (shown,) = await reader.say(sent.format(stage.page(1).replace("http://", "Http://")))
        assert "статей, последние:" in shown.text
        assert shown.labels == ("Добавить", "Отмена")


async def test_a_bare_host_sent_by_itself_is_looked_at(database: Database) -> None:
    async with staged(database, policy=Policy.OPEN) as stage:
        (shown,) = await stage.api.person(7, "Айгерим", "ru").say("vestnik.invalid")
        assert "https://vestnik.invalid" in shown.text


async def test_an_address_with_a_password_is_neither_opened_nor_repeated(database: Database) -> None:
    async with staged(database, policy=Policy.OPEN) as stage:
        reader = stage.api.person(7, "Айгерим", "ru")
        for sent in (
            "https://reader:s3cret@vestnik.example/rss", "/sources https://s3cret@vestnik.example/rss",
            "reader:s3cret@vestnik.example", "читай reader:s3cret@vestnik.example/rss, пожалуйста",
            "/follow reader:s3cret@vestnik.example", "/search reader:s3cret@vestnik.example",
        ):  # fmt: skip
            (answer,) = await reader.say(sent)
            assert "имя и пароль" in answer.text
            assert "s3cret" not in answer.text
        assert await stage.added() == []


async def test_where_nobody_may_add_an_address_is_only_explained(database: Database) -> None:
    async with staged(database, policy=Policy.CLOSED) as stage:
        (answer,) = await stage.api.person(7, "Айгерим", "ru").say(stage.page(1))
        assert "не читал" in answer.text


async def test_a_hostile_message_keeps_nobody_waiting(database: Database) -> None:
    async with staged(database, policy=Policy.OPEN) as stage:
        (answer,) = await stage.api.person(7, "Айгерим", "ru").say("http://a" * 500 + " x")
        assert answer.text


async def test_a_long_list_of_sources_is_turned_page_by_page(database: Database) -> None:
    outlines = "".join(
        f'<outline type="rss" text="{"&amp;&lt;b>" * 50}" xmlUrl="https://h{number}.example/rss"/>'
        for number in range(30)
    )
    async with staged(database, policy=Policy.OPEN, operator=None) as stage:
        reader = stage.api.person(7, "Айгерим", "ru")
        file = f"<opml><body>{outlines}</body></opml>".encode()
        await stage.registry.take(file, added_by=None, now=NOW)
        (shown,) = await reader.say("/sources")
        assert "31 источник" in shown.text
        seen = shown.text.count("•")
        while any("Ещё" in label for label in reader.last.labels):
            await reader.tap("Ещё")
            assert len(reader.last.text) <= 4096
            seen += reader.last.text.count("•")
        assert seen == 31


async def test_forged_taps_add_refuse_and_delete_nothing_that_others_were_shown(database: Database) -> None:
    async with staged(database, policy=Policy.OPEN) as stage:
        reader, forger = stage.api.person(7, "Айгерим", "ru"), stage.api.person(8, "Кто-то", "ru")
        await reader.say(f"/sources {stage.page(1)}")
        shown = reader.last
        ((source,),) = [await stage.added()]
        await forger.say("/sources")
        for data in (f"source:a:{source.id}", f"source:n:{source.id}", f"several:{source.id}", "several:0"):
            query: dict[str, object] = {
                "id": forger.actor.messenger.ask(forger.id, forger.last),
                "from": forger.wire,
                "message": forger.actor.messenger.wire(forger.last),
                "data": data,
                "chat_instance": "1",
            }
            await forger._do("callback_query", query, forger.chat)
        assert [one.state for one in await stage.added()] == [AddedState.PREVIEWED]
        (answer,) = await reader.tap("Добавить", message=shown)
        assert answer.text.startswith("Добавлен источник")
        (added,) = await stage.added(AddedState.APPROVED)
        assert added.added_by is not None
