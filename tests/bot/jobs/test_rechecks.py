"""Articles asked for once more over HTTP: what is withdrawn is no longer told, and what told it says so."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from bot import subscriptions
from bot.crawler import ingest
from bot.crawler.workers import Workers
from bot.digest import correction
from bot.jobs import housekeeping
from bot.jobs.rechecks import Rechecker
from bot.runtime import metrics
from bot.texts import for_language
from parsers.article import Article, Page, Source
from parsers.fetch import client
from parsers.listings import feed
from parsers.page import generic
from storage.database import Database
from storage.digests import digests, selection
from storage.digests.digests import NewDigest
from storage.maintenance import rechecks
from storage.model import ChatKind, Story, Subscriber
from storage.outbox import outbox
from storage.schema import tables
from storage.stories import stories
from storage.stories.clustering import features
from storage.subscribers import saved_stories, subscribers
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
def workers() -> Iterator[Workers]:
    """Reading processes for all of these tests."""
    made = Workers()
    yield made
    asyncio.run(made.__aexit__(None, None, None))


class Setting:
    """A reader who follows a topic, a publisher, and the articles that were read of it."""

    def __init__(self, rechecker: Rechecker, press: Press, clock: Clock, address: str, reader: Subscriber) -> None:
        self.rechecker, self.press, self.clock, self.address, self.reader = rechecker, press, clock, address, reader
        self.database = rechecker.database

    async def read(self, path: str, title: str = TITLE, lead: str = LEAD) -> int:
        site = "127.0.0.1"
        one = Article(
            url=f"{self.address}{path}", site=site, site_id=path, title=title, lead=lead, language="ru",
            published_at=self.clock.now,
        )  # fmt: skip
        await ingest.save(self.database, one, features.extract(one), found_at=one.url, now=self.clock.now)
        query = select(tables.articles.c.story_id).where(tables.articles.c.site_id == path)
        async with self.database.read() as connection:
            return int(await connection.scalar(query) or 0)

    async def ask(self, after: timedelta = 4 * HOUR) -> dict[str, int]:
        self.clock.now += after
        return dict(await self.rechecker.recheck())

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
                connection,
                NewDigest(subscriber_id=self.reader.id, told=(story,), parts=(draft,), due_at=self.clock.now),
                now=self.clock.now,
            )
            (part,) = await outbox.claim(connection, now=self.clock.now, limit=5, lease=HOUR)
            await outbox.sent(connection, part.id, 100, self.clock.now)

    async def candidates(self) -> list[int]:
        async with self.database.read() as connection:
            since = self.clock.now - timedelta(days=3)
            found = await selection.for_subscriber(connection, self.reader.id, since=since, now=self.clock.now)
        return [candidate.story.id for candidate in found.candidates]


@pytest.fixture
async def rechecked(database: Database, clock: Clock, workers: Workers) -> AsyncIterator[Setting]:
    press = Press()
    application = web.Application()
    application.router.add_get("/{path:.*}", press.answer)
    async with TestServer(application) as server:
        politeness = client.Politeness(
            user_agent="Svodka tests", delay=0, private_hosts=frozenset({f"127.0.0.1:{server.port}"}), timeout=5
        )
        async with client.Fetcher(politeness) as fetcher:
            async with database.transaction() as connection:
                reader = await subscribers.add(connection, 7, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=clock.now)
            await subscriptions.follow(database, reader, "Алматы", now=clock.now)
            rechecker = Rechecker(
                database=database,
                fetcher=fetcher,
                workers=workers,
                catalogue={},
                clock=clock,
                stopping=asyncio.Event(),
            )
            yield Setting(rechecker, press, clock, f"http://127.0.0.1:{server.port}", reader)


async def test_an_article_that_somebody_follows_is_asked_for_once_politely(rechecked: Setting) -> None:
    await rechecked.read("/1")
    await rechecked.read("/2", "Погода в Костанае: снег", "Снег.")
    assert await rechecked.ask(after=HOUR) == {}
    assert await rechecked.ask() == {"unchanged": 1}
    assert await rechecked.ask() == {}
    assert rechecked.press.asked == [("/1", "Sun, 22 Nov 2026 09:05:00 GMT")]


async def test_one_that_is_gone_twice_is_withdrawn_and_told_no_more(rechecked: Setting) -> None:
    story_id = await rechecked.read("/1")
    rechecked.press.status["/1"] = 404
    assert await rechecked.ask() == {"missing": 1}
    assert (await rechecked.story(story_id)).withdrawn_at is None
    assert await rechecked.candidates() == [story_id]

    rechecked.press.status["/1"] = 410
    assert await rechecked.ask() == {"withdrawn": 1}

    story = await rechecked.story(story_id)
    assert (story.withdrawn_at, story.source_count, story.standing) == (rechecked.clock.now, 0, ())
    assert story.headline == TITLE
    assert await rechecked.candidates() == []


async def test_one_that_comes_back_is_told_again(rechecked: Setting) -> None:
    story_id = await rechecked.read("/1")
    rechecked.press.status["/1"] = 404
    await rechecked.ask()
    await rechecked.ask()
    assert await rechecked.ask(after=2 * HOUR) == {}
    del rechecked.press.status["/1"]
    assert await rechecked.ask(after=24 * HOUR) == {"returned": 1}
    story = await rechecked.story(story_id)
    assert (story.withdrawn_at, story.source_count) == (None, 1)
    assert await rechecked.candidates() == [story_id]


async def test_a_server_in_trouble_withdraws_nothing_and_is_asked_a_few_times(rechecked: Setting) -> None:
    story_id = await rechecked.read("/1")
    rechecked.press.status["/1"] = 503
    for _ in range(3):
        assert await rechecked.ask() == {"status": 1}
    assert await rechecked.ask() == {}
    assert (await rechecked.story(story_id)).withdrawn_at is None
    assert await rechecked.read("/closed/1", "Алматы: прогноз на вечер", "Ночью похолодает.") != story_id
    assert await rechecked.ask() == {"robots": 1}


async def test_what_is_left_speaks_for_the_story(rechecked: Setting) -> None:
    story_id = await rechecked.read("/1")
    assert await rechecked.read("/2", "Землетрясение магнитудой 4,7 ощутили в Алматы") == story_id
    before = await rechecked.story(story_id)
    gone, left = (before.members[0], before.members[1])
    if gone.url != before.url:
        gone, left = left, gone
    rechecked.press.status[f"/{gone.url.rpartition('/')[2]}"] = 404
    await rechecked.ask()
    await rechecked.ask()
    story = await rechecked.story(story_id)
    assert (story.url, story.headline) == (left.url, left.title)
    assert (story.withdrawn_at, story.source_count) == (None, 1)
    assert [member.url for member in story.standing] == [left.url]


async def test_the_message_that_told_it_says_that_it_was_withdrawn_once(rechecked: Setting, judge: Judge) -> None:
    from bot.jobs import corrections

    story_id = await rechecked.read("/1")
    await rechecked.tell(story_id)
    rechecked.press.status["/1"] = 404
    await rechecked.ask()
    assert await corrections.put_right(rechecked.database, now=rechecked.clock.now, wake=lambda: None) == 0
    await rechecked.ask()
    assert await corrections.put_right(rechecked.database, now=rechecked.clock.now, wake=lambda: None) == 1
    assert await corrections.put_right(rechecked.database, now=rechecked.clock.now, wake=lambda: None) == 0
    async with rechecked.database.transaction() as connection:
        (edit,) = await outbox.claim(connection, now=rechecked.clock.now, limit=5, lease=HOUR)
    assert edit.edit_of == 100
    assert f"1. {TITLE} (снято источником)\n" in judge(edit.html).text


async def test_an_edited_page_brings_its_article_up_to_date(rechecked: Setting) -> None:
    path = "/news/1"
    page = Page(
        url=f"{rechecked.address}{path}",
        body=PAGE.format(title=TITLE, lead=LEAD).encode(),
        fetched_at=rechecked.clock.now,
    )
    one = generic.parse_article(page)
    await ingest.save(rechecked.database, one, features.extract(one), found_at=one.url, now=rechecked.clock.now)
    source = Source(
        name=one.site,
        title="Press",
        language="ru",
        listings=(),
        list_links=feed.list_links,
        parse_article=generic.parse_article,
    )
    rechecked.press.status[path], rechecked.press.titles[path] = 200, TITLE.replace("4,7", "4,9")
    rechecked.clock.now += 4 * HOUR
    knowing = replace(rechecked.rechecker, catalogue={source.name: source})
    assert await knowing.recheck() == {"edited": 1}
    assert (await rechecked.story(1)).headline == TITLE.replace("4,7", "4,9")


async def test_whoever_saved_a_story_has_it_asked_for_too_and_what_is_settled_is_forgotten(rechecked: Setting) -> None:
    story_id = await rechecked.read("/2", "Погода в Костанае: снег", "Снег.")
    async with rechecked.database.transaction() as connection:
        await saved_stories.save(connection, rechecked.reader.id, story_id, now=rechecked.clock.now)
    rechecked.rechecker.stopping.set()
    assert await rechecked.ask() == {}
    rechecked.rechecker.stopping.clear()
    assert await rechecked.ask(after=HOUR) == {"unchanged": 1}
    async with rechecked.database.transaction() as connection:
        assert await rechecks.forget(connection, before=rechecked.clock.now) == 1
    await housekeeping.housekeeping(rechecked.database, keep=timedelta(days=30), now=rechecked.clock.now)


async def test_a_mistake_of_ours_stops_no_other_article(rechecked: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    await rechecked.read("/1")
    monkeypatch.setattr(rechecks, "present", None)
    before = metrics.rechecked.labels("failed")._value.get()
    assert await rechecked.ask() == {"failed": 1}
    assert metrics.rechecked.labels("failed")._value.get() == before + 1


def test_only_a_headline_that_is_there_can_be_marked() -> None:
    assert correction.withdraw("<b>Другое</b>", headline=TITLE, texts=for_language("ru")) is None
    marked = correction.withdraw(f'<a href="u">{TITLE}</a>', headline=TITLE, texts=for_language("en"))
    assert marked == f'<a href="u">{TITLE}</a> <i>(withdrawn by its source)</i>'
