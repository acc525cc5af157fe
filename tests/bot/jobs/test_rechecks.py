"""Articles asked for once more over HTTP: what is withdrawn is no longer told, and what told it says so."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from bot import subscriptions as following
from bot.crawler import ingest as intake
from bot.crawler.ingest import Intake
from bot.crawler.workers import Readers
from bot.digest import correction
from bot.jobs import housekeeping as upkeep
from bot.jobs import rechecks as job
from bot.runtime import metrics
from bot.texts import of
from parsers.article import Article, Page, Source
from parsers.fetch import client as fetch
from parsers.listings import feed
from parsers.page import generic
from storage.database import Database
from storage.digests import digests, outbox, selection
from storage.maintenance import rechecks
from storage.model import ChatKind, Story, Subscriber
from storage.schema import core as tables
from storage.stories import stories
from storage.stories.clustering import features as similarity
from storage.subscribers import saved_stories as saved
from storage.subscribers import subscribers
from tests.bot.conftest import Clock, Judge

HOUR = timedelta(hours=1)
TITLE = "В Алматы ощутили землетрясение магнитудой 4,7"
LEAD = "Подземные толчки почувствовали жители Алматы ночью, сообщили сейсмологи. Пострадавших нет."
PAGE = """<html lang="ru"><head><meta property="og:title" content="{title}"><meta property="og:type" content="article">
<meta property="article:published_time" content="2026-11-22T14:00:00+05:00"></head>
<body><article><h1>{title}</h1><p>{lead}</p></article></body></html>"""


class Press:
    """A publisher: `status` of each path, the requests it got, and what its pages say."""

    def __init__(self) -> None:
        self.status: dict[str, int] = {}
        self.asked: list[tuple[str, str]] = []
        self.titles: dict[str, str] = {}

    async def answer(self, request: web.Request) -> web.Response:
        if request.path == "/robots.txt":
            return web.Response(text="User-agent: *\nDisallow: /closed/\n")
        self.asked.append((request.path, request.headers.get("If-Modified-Since", "")))
        status = self.status.get(request.path, 304)
        if status != 200:
            return web.Response(status=status)
        title = self.titles.get(request.path, TITLE)
        return web.Response(text=PAGE.format(title=title, lead=LEAD), content_type="text/html")


@pytest.fixture(scope="session")
def readers() -> Iterator[Readers]:
    """Reading processes for all of these tests."""
    made = Readers()
    yield made
    asyncio.run(made.__aexit__(None, None, None))


class Desk:
    """A reader who follows a topic, a publisher, and the articles that were read of it."""

    def __init__(self, taking: Intake, press: Press, clock: Clock, address: str, reader: Subscriber) -> None:
        self.taking, self.press, self.clock, self.address, self.reader = taking, press, clock, address, reader
        self.database = taking.database

    async def read(self, path: str, title: str = TITLE, lead: str = LEAD) -> int:
        site = "127.0.0.1"
        one = Article(
            url=f"{self.address}{path}", site=site, site_id=path, title=title, lead=lead, language="ru",
            published_at=self.clock.now,
        )  # fmt: skip
        await intake.save(self.database, one, similarity.profile(one), found_at=one.url, now=self.clock.now)
        query = select(tables.articles.c.story_id).where(tables.articles.c.site_id == path)
        async with self.database.read() as connection:
            return int(await connection.scalar(query) or 0)

    async def ask(self, after: timedelta = 4 * HOUR) -> dict[str, int]:
        self.clock.now += after
        return dict(await job.recheck(self.taking, {}))

    async def story(self, story_id: int) -> Story:
        async with self.database.read() as connection:
            found = await stories.get(connection, story_id)
        assert found is not None
        return found

    async def tell(self, story_id: int) -> None:
        """Send a digest with one story, as message 100."""
        story = await self.story(story_id)
        html = f'1. <a href="{story.url}">{story.headline}</a>\n127.0.0.1'
        async with self.database.transaction() as connection:
            draft = outbox.Draft(html, "plain", stories=(story_id,))
            await digests.record(
                connection, self.reader.id, None, [story], [draft], due_at=self.clock.now, now=self.clock.now
            )
            (part,) = await outbox.claim(connection, now=self.clock.now, limit=5, lease=HOUR)
            await outbox.sent(connection, part.id, 100, self.clock.now)

    async def candidates(self) -> list[int]:
        async with self.database.read() as connection:
            since = self.clock.now - timedelta(days=3)
            found = await selection.of(connection, self.reader.id, since=since, now=self.clock.now)
        return [candidate.story.id for candidate in found.candidates]


@pytest.fixture
async def desk(database: Database, clock: Clock, readers: Readers) -> AsyncIterator[Desk]:
    press = Press()
    application = web.Application()
    application.router.add_get("/{path:.*}", press.answer)
    async with TestServer(application) as server:
        politeness = fetch.Politeness(
            user_agent="Svodka tests", delay=0, private_hosts=frozenset({f"127.0.0.1:{server.port}"}), timeout=5
        )
        async with fetch.Fetcher(politeness) as fetcher:
            async with database.transaction() as connection:
                reader = await subscribers.add(connection, 7, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=clock.now)
            await following.follow(database, reader, "Алматы", now=clock.now)
            taking = Intake(database=database, fetcher=fetcher, readers=readers, clock=clock, rest=asyncio.Event())
            yield Desk(taking, press, clock, f"http://127.0.0.1:{server.port}", reader)


async def test_an_article_that_somebody_follows_is_asked_for_once_politely(desk: Desk) -> None:
    await desk.read("/1")
    await desk.read("/2", "Погода в Костанае: снег", "Снег.")
    assert await desk.ask(after=HOUR) == {}
    assert await desk.ask() == {"unchanged": 1}
    assert await desk.ask() == {}
    assert desk.press.asked == [("/1", "Sun, 22 Nov 2026 09:05:00 GMT")]


async def test_one_that_is_gone_twice_is_withdrawn_and_told_no_more(desk: Desk) -> None:
    story_id = await desk.read("/1")
    desk.press.status["/1"] = 404
    assert await desk.ask() == {"missing": 1}
    assert (await desk.story(story_id)).withdrawn_at is None
    assert await desk.candidates() == [story_id]

    desk.press.status["/1"] = 410
    assert await desk.ask() == {"withdrawn": 1}

    story = await desk.story(story_id)
    assert (story.withdrawn_at, story.source_count, story.standing) == (desk.clock.now, 0, ())
    assert story.headline == TITLE
    assert await desk.candidates() == []


async def test_one_that_comes_back_is_told_again(desk: Desk) -> None:
    story_id = await desk.read("/1")
    desk.press.status["/1"] = 404
    await desk.ask()
    await desk.ask()
    assert await desk.ask(after=2 * HOUR) == {}
    del desk.press.status["/1"]
    assert await desk.ask(after=24 * HOUR) == {"returned": 1}
    story = await desk.story(story_id)
    assert (story.withdrawn_at, story.source_count) == (None, 1)
    assert await desk.candidates() == [story_id]


async def test_a_server_in_trouble_withdraws_nothing_and_is_asked_a_few_times(desk: Desk) -> None:
    story_id = await desk.read("/1")
    desk.press.status["/1"] = 503
    for _ in range(3):
        assert await desk.ask() == {"status": 1}
    assert await desk.ask() == {}
    assert (await desk.story(story_id)).withdrawn_at is None
    assert await desk.read("/closed/1", "Алматы: прогноз на вечер") != story_id
    assert await desk.ask() == {"robots": 1}


async def test_what_is_left_speaks_for_the_story(desk: Desk) -> None:
    story_id = await desk.read("/1")
    assert await desk.read("/2", "Землетрясение магнитудой 4,7 ощутили в Алматы") == story_id
    before = await desk.story(story_id)
    gone, left = (before.members[0], before.members[1])
    if gone.url != before.url:
        gone, left = left, gone
    desk.press.status[f"/{gone.url.rpartition('/')[2]}"] = 404
    await desk.ask()
    await desk.ask()
    story = await desk.story(story_id)
    assert (story.url, story.headline) == (left.url, left.title)
    assert (story.withdrawn_at, story.source_count) == (None, 1)
    assert [member.url for member in story.standing] == [left.url]


async def test_the_message_that_told_it_says_that_it_was_withdrawn_once(desk: Desk, judge: Judge) -> None:
    from bot.jobs import corrections

    story_id = await desk.read("/1")
    await desk.tell(story_id)
    desk.press.status["/1"] = 404
    await desk.ask()
    assert await corrections.put_right(desk.database, now=desk.clock.now, wake=lambda: None) == 0
    await desk.ask()
    assert await corrections.put_right(desk.database, now=desk.clock.now, wake=lambda: None) == 1
    assert await corrections.put_right(desk.database, now=desk.clock.now, wake=lambda: None) == 0
    async with desk.database.transaction() as connection:
        (edit,) = await outbox.claim(connection, now=desk.clock.now, limit=5, lease=HOUR)
    assert edit.edit_of == 100
    assert f"1. {TITLE} (снято источником)\n" in judge(edit.html).text


async def test_an_edited_page_brings_its_article_up_to_date(desk: Desk) -> None:
    path = "/news/1"
    page = Page(
        url=f"{desk.address}{path}", body=PAGE.format(title=TITLE, lead=LEAD).encode(), fetched_at=desk.clock.now
    )
    one = generic.parse_article(page)
    await intake.save(desk.database, one, similarity.profile(one), found_at=one.url, now=desk.clock.now)
    source = Source(
        name=one.site,
        title="Press",
        language="ru",
        listings=(),
        list_links=feed.list_links,
        parse_article=generic.parse_article,
    )
    desk.press.status[path], desk.press.titles[path] = 200, TITLE.replace("4,7", "4,9")
    desk.clock.now += 4 * HOUR
    assert await job.recheck(desk.taking, {source.name: source}) == {"edited": 1}
    assert (await desk.story(1)).headline == TITLE.replace("4,7", "4,9")


async def test_whoever_saved_a_story_has_it_asked_for_too_and_what_is_settled_is_forgotten(desk: Desk) -> None:
    story_id = await desk.read("/2", "Погода в Костанае: снег", "Снег.")
    async with desk.database.transaction() as connection:
        await saved.save(connection, desk.reader.id, story_id, now=desk.clock.now)
    desk.taking.rest.set()
    assert await desk.ask() == {}
    desk.taking.rest.clear()
    assert await desk.ask(after=HOUR) == {"unchanged": 1}
    async with desk.database.transaction() as connection:
        assert await rechecks.forget(connection, before=desk.clock.now) == 1
    await upkeep.housekeeping(desk.database, keep=timedelta(days=30), now=desk.clock.now)


async def test_a_mistake_of_ours_stops_no_other_article(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.read("/1")
    monkeypatch.setattr(rechecks, "present", None)
    before = metrics.rechecked.labels("failed")._value.get()
    assert await desk.ask() == {"failed": 1}
    assert metrics.rechecked.labels("failed")._value.get() == before + 1


def test_only_a_headline_that_is_there_can_be_marked() -> None:
    assert correction.withdraw("<b>Другое</b>", headline=TITLE, texts=of("ru")) is None
    marked = correction.withdraw(f'<a href="u">{TITLE}</a>', headline=TITLE, texts=of("en"))
    assert marked == f'<a href="u">{TITLE}</a> <i>(withdrawn by its source)</i>'
