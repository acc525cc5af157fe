"""Crawling the sample publishers over HTTP: articles, stories and topics end up in the database, whatever fails."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest
from aiohttp import web
from sqlalchemy import Table, delete, func, select, text

from bot import config
from bot.crawler import ingest
from bot.crawler.crawler import Crawler, politeness
from bot.crawler.workers import Workers
from bot.demo.newsroom.server import Newsroom
from bot.sources import catalogue
from parsers.article import Article, Link, Listing, ListingKind, Page, ParseError, Source
from parsers.fetch import client
from parsers.listings.health import Health
from parsers.page import generic
from storage.database import Database
from storage.schema import tables
from storage.sources import added_sources, listing_states
from storage.sources.added_sources import AddedState
from storage.stories import stories

START = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
HEADLINE = "От канатной дороги до солнечных панелей"


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    """Reading processes for all of these tests: each new one takes a second to start."""
    made = Workers()
    yield made
    asyncio.run(made.__aexit__(None, None, None))


class Crawling(Protocol):
    """Makes a crawler of these sources, which may connect to these hosts of ours, and waits so long for an answer."""

    def __call__(
        self, catalogue: tuple[Source, ...], hosts: frozenset[str], patience: float = ...
    ) -> AbstractAsyncContextManager[Crawler]: ...


@pytest.fixture
def crawling(database: Database, clock: Clock, workers: Workers) -> Crawling:
    """Make a crawler of these sources, which may connect to these hosts of ours."""

    @asynccontextmanager
    async def make(catalogue: tuple[Source, ...], hosts: frozenset[str], patience: float = 5) -> AsyncIterator[Crawler]:
        politeness = client.Politeness(user_agent="Svodka tests", delay=0, private_hosts=hosts, timeout=patience)
        async with client.Fetcher(politeness) as fetcher:
            yield Crawler(
                database=database,
                fetcher=fetcher,
                workers=workers,
                catalogue={source.name: source for source in catalogue},
                clock=clock,
            )

    return make


async def count(database: Database, table: Table) -> int:
    async with database.read() as connection:
        return int(await connection.scalar(select(func.count()).select_from(table)) or 0)


async def test_a_crawl_saves_every_article_once_and_the_seed_as_one_story_of_several_sources(
    database: Database, clock: Clock, crawling: Crawling
) -> None:
    async with (
        Newsroom(started_at=START, clock=clock) as newsroom,
        crawling(newsroom.sources(), newsroom.hosts) as crawler,
    ):
        first = await crawler.crawl()
        out = sum(article.published_at <= START for publisher in newsroom.publishers for article in publisher.articles)
        assert first.articles == {"new": out}
        again = await crawler.crawl(everything=True)
        assert not again.articles
    assert await count(database, tables.articles) == out
    async with database.read() as connection:
        (story_id,) = (
            (
                await connection.execute(
                    text("select story_id from articles where title like :title"), {"title": f"{HEADLINE}%"}
                )
            ).scalar_one(),
        )
        story = await stories.get(connection, story_id)
    assert story is not None
    assert story.source_count >= 2


async def test_a_listing_that_is_not_due_is_left_alone(database: Database, clock: Clock, crawling: Crawling) -> None:
    async with (
        Newsroom(started_at=START, clock=clock) as newsroom,
        crawling(newsroom.sources(), newsroom.hosts) as crawler,
    ):
        await crawler.crawl()
        assert not (await crawler.crawl()).listings
        clock.now += timedelta(hours=2)
        assert (await crawler.crawl()).listings


@asynccontextmanager
async def site(handler: Callable[[web.Request], object]) -> AsyncIterator[str]:
    """Serve one publisher of our own; yields its host and port."""
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", handler)  # type: ignore[arg-type] # any coroutine function will do
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def plain_links(page: Page) -> list[Link]:
    lines = page.body.decode().split()
    if lines[:1] == ["<html>"]:
        raise ParseError(page.url, "a page, not a listing")
    return [Link(url=line) for line in lines]


def plain_article(page: Page) -> Article:
    title, _, lead = page.body.decode().partition("\n")
    if not title:
        raise ParseError(page.url, "an article without title", missing=("title",))
    return Article(
        url=page.url, site="plain.example", site_id=page.url, title=title, lead=lead, published_at=START, language="ru"
    )


def plain_source(host: str) -> Source:
    return Source(
        name="plain.example",
        title="Plain",
        language="ru",
        listings=(Listing(url=f"http://{host}/latest"),),
        list_links=plain_links,
        parse_article=plain_article,
    )


async def health(database: Database) -> listing_states.ListingState:
    async with database.read() as connection:
        (state,) = await listing_states.states(connection)
    return state


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (web.Response(status=403), "forbidden"),
        (web.Response(status=404), "missing"),
        (web.Response(text="<html> <body>Please wait</body>"), "unreadable"),
        (web.Response(text=""), "empty"),
    ],
    ids=["forbidden", "missing", "not a listing", "empty"],
)
async def test_a_listing_that_fails_says_why_and_is_asked_less_often(
    database: Database, clock: Clock, crawling: Crawling, answer: web.Response, reason: str
) -> None:
    async def serve(request: web.Request) -> web.StreamResponse:
        if request.path == "/robots.txt":
            return web.Response(status=404)
        return web.Response(status=answer.status, text=answer.text)

    async with site(serve) as host, crawling((plain_source(host),), frozenset({host})) as crawler:
        assert (await crawler.crawl()).listings == {reason: 1}
        first = await health(database)
        clock.now = first.due_at
        await crawler.crawl()
        second = await health(database)
    assert (first.health, first.failures) == (reason, 1)
    assert second.due_at - clock.now > first.due_at - START


async def test_an_article_that_cannot_be_read_is_refused_and_its_neighbours_are_saved(
    database: Database, clock: Clock, crawling: Crawling, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[str] = []

    async def serve(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        base = f"http://{request.host}"
        if request.path == "/latest":
            return web.Response(text=f"{base}/good {base}/untitled {base}/gone")
        if request.path == "/good":
            return web.Response(text="Мост открыт\nВ Алматы открыли мост.")
        return web.Response(text="") if request.path == "/untitled" else web.Response(status=404)

    async with site(serve) as host, crawling((plain_source(host),), frozenset({host})) as crawler:
        crawled = await crawler.crawl()
        assert crawled.articles == {"new": 1, "without-title": 1, "status": 1}
        assert "without title" in caplog.text
        await crawler.crawl(everything=True)
    assert asked.count("/untitled") == 1
    assert asked.count("/good") == 1


async def test_an_article_that_was_away_is_asked_for_again_though_its_listing_did_not_change(
    database: Database, clock: Clock, crawling: Crawling
) -> None:
    away = True

    async def serve(request: web.Request) -> web.StreamResponse:
        if request.path == "/latest":
            if request.headers.get("If-None-Match") == '"one"':
                return web.Response(status=304)
            return web.Response(text=f"http://{request.host}/good", headers={"ETag": '"one"'})
        if request.path == "/good" and away and request.transport:
            request.transport.close()
        return web.Response(status=404) if request.path == "/robots.txt" else web.Response(text="Мост открыт")

    async with site(serve) as host, crawling((plain_source(host),), frozenset({host})) as crawler:
        assert set((await crawler.crawl()).articles) <= ingest.PASSING
        away = False
        assert (await crawler.crawl(everything=True)).articles == {"new": 1}
        assert (await crawler.crawl(everything=True)).listings == {"not-modified": 1}


async def test_a_list_longer_than_is_read_at_once_is_read_to_its_end_from_its_newest(
    database: Database, clock: Clock, crawling: Crawling
) -> None:
    numbers = range(1000, 1000 + ingest.MOST_LINKS + 20)
    asked: list[str] = []

    async def serve(request: web.Request) -> web.StreamResponse:
        if request.path == "/latest":
            if request.headers.get("If-None-Match") == '"one"':
                return web.Response(status=304)
            lines = "\n".join(f"http://{request.host}/{number}" for number in numbers)
            return web.Response(text=lines, headers={"ETag": '"one"'})
        asked.append(request.path)
        return web.Response(status=404)

    async with site(serve) as host, crawling((plain_source(host),), frozenset({host})) as crawler:
        await crawler.crawl()
        assert f"/{numbers[-1]}" in asked
        assert f"/{numbers[0]}" not in asked
        await crawler.crawl(everything=True)
        assert {f"/{number}" for number in numbers} <= set(asked)
        assert (await crawler.crawl(everything=True)).listings == {"not-modified": 1}


async def test_the_gap_after_a_listing_has_run_over_is_filled_from_the_sitemap(
    database: Database, clock: Clock, crawling: Crawling
) -> None:
    async with Newsroom(started_at=START, clock=clock) as newsroom:
        (zakon, *_) = newsroom.sources()
        everything = len(newsroom.publishers[0].articles)
        async with crawling((zakon,), newsroom.hosts) as crawler:
            await crawler.crawl()
            async with database.transaction() as connection:
                # As if we had slept through them.
                await connection.execute(delete(tables.addresses))
                await connection.execute(delete(tables.articles))
            clock.now += timedelta(hours=1)
            crawled = await crawler.crawl(everything=True)
    # The oldest are of days before those that a sitemap of news holds.
    assert crawled.articles["new"] > 0.7 * everything


async def test_a_source_that_is_added_is_read_without_a_restart(
    database: Database, clock: Clock, crawling: Crawling
) -> None:
    async with Newsroom(started_at=START, clock=clock) as newsroom:
        zakon, steppe, *_ = newsroom.sources()
        async with crawling((zakon,), newsroom.hosts) as crawler:
            before = await crawler.crawl()
            async with database.transaction() as connection:
                added = await added_sources.preview(
                    connection, url=steppe.listings[0].url, kind=steppe.listings[0].kind, names=["steppe"],
                    title="Степь", language="ru", now=clock(),
                )  # fmt: skip
            assert not (await crawler.crawl()).listings
            async with database.transaction() as connection:
                await added_sources.decide(connection, added.id, AddedState.APPROVED, now=clock())
            after = await crawler.crawl()
    assert before.articles["new"] > 0
    assert after.listings == {Health.OK: 1}
    assert after.articles["new"] > 0


async def test_an_index_of_sitemaps_is_read_through_its_newest_sitemap(
    database: Database, clock: Clock, crawling: Crawling
) -> None:
    async with Newsroom(started_at=START, clock=clock) as newsroom:
        (zakon, *_) = newsroom.sources()
        source = replace(zakon, listings=zakon.backfill, backfill=())
        async with crawling((source,), newsroom.hosts) as crawler:
            first = await crawler.crawl()
            clock.now += timedelta(hours=2)
            later = await crawler.crawl(everything=True)
    assert first.articles["new"] > 0
    assert later.articles["new"] > 0, "the index itself has not changed, its sitemap has"


async def test_a_site_that_changes_its_layout_is_noticed_and_its_recovery_too(
    database: Database, clock: Clock, crawling: Crawling, caplog: pytest.LogCaptureFixture
) -> None:
    broken, number = True, 0

    async def serve(request: web.Request) -> web.StreamResponse:
        if request.path == "/latest":
            names = range(number, number + 6)
            return web.Response(text=" ".join(f"http://{request.host}/{one}" for one in names))
        return (
            web.Response(status=404)
            if request.path == "/robots.txt"
            else web.Response(text="" if broken else f"Мост номер {request.path} открыт")
        )

    async with site(serve) as host, crawling((plain_source(host),), frozenset({host})) as crawler:
        assert (await crawler.crawl()).listings == {Health.CHANGED: 1}
        assert "is changed" in caplog.text
        assert (await health(database)).pages == "------"
        broken = False
        for number in (10, 20):  # noqa: B007 - read by the server
            crawled = await crawler.crawl(everything=True)
        assert crawled.listings == {Health.OK: 1}


def titled_links(page: Page) -> list[Link]:
    pairs = (line.partition(" ") for line in page.body.decode().splitlines())
    return [Link(url=url, title=title) for url, _, title in pairs]


async def test_a_site_that_changes_its_layout_is_read_as_any_page_is_and_its_operator_sees_an_example(
    database: Database, clock: Clock, crawling: Crawling
) -> None:
    number = 0
    titles = ["Мост через Ишим открыт", "Парк на берегу закрыт", "Снег идёт третий день", "Школы закрыты из-за мороза",
              "Цены на хлеб выросли", "Сборная выиграла матч"]  # fmt: skip

    async def serve(request: web.Request) -> web.StreamResponse:
        if request.path == "/latest":
            lines = (f"http://{request.host}/{number + place} {title}" for place, title in enumerate(titles))
            return web.Response(text="\n".join(lines))
        if request.path == "/robots.txt":
            return web.Response(status=404)
        title = titles[int(request.path[1:]) % 10]
        text = "".join(
            f"<p>{title}: об этом в городе говорят уже {each} часов, и все о разном.</p>" for each in range(9)
        )
        return web.Response(
            text=f"<html><title>{title}</title><meta name='date' content='2026-11-22T10:00:00+05:00'>"
            f"<article><h1>{title}</h1>{text}</article></html>",
            content_type="text/html",
        )

    async with site(serve) as host:
        # plain_article takes a page's first line for its title, which now is all of its markup.
        source = replace(plain_source(host), list_links=titled_links, parse_otherwise=plain_otherwise)
        async with crawling((source,), frozenset({host})) as crawler:
            crawled = await crawler.crawl()
            assert crawled.listings == {Health.MENDED: 1}
            assert crawled.articles["new"] == len(titles)
            state = await health(database)
            assert state.pages == "~" * len(titles)
            assert "its text has 0 letters" in state.detail
            assert "as any page: “" in state.detail
            clock.now += timedelta(hours=1)
            await crawler.crawl(everything=True)
            assert (await health(database)).detail == state.detail, "nothing new: what was wrong still is"
            async with database.read() as connection:
                saved = set(await connection.scalars(select(tables.articles.c.title)))
            assert saved == set(titles)


def plain_otherwise(page: Page) -> Article:
    return replace(generic.parse_article(page), url=page.url, site="plain.example", site_id=page.url)


async def test_a_feed_that_carries_its_articles_whole_is_read_without_their_pages(
    database: Database, clock: Clock, crawling: Crawling
) -> None:
    asked: list[str] = []

    async def serve(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        if request.path != "/feed":
            return web.Response(status=404)
        items = "".join(
            f"<item><title>Новость {number} о мосте через Ишим</title><link>http://{request.host}/{number}</link>"
            f"<pubDate>Sun, 22 Nov 2026 06:0{number}:00 GMT</pubDate><content:encoded>&lt;img src='http://{request.host}/"
            f"{number}.jpg'&gt;{'&lt;p&gt;Мост открыли, и по нему пошли люди с обоих берегов.' * (12 + 2 * number)}"
            "</content:encoded></item>"
            for number in range(1, 6)
        )
        return web.Response(
            text=f'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>{items}</channel></rss>',
            content_type="application/rss+xml",
        )

    async with site(serve) as host, crawling((), frozenset({host})) as crawler:
        async with database.transaction() as connection:
            added = await added_sources.preview(
                connection, url=f"http://{host}/feed", kind=ListingKind.FEED, names=["whole"], title="Весь",
                language="ru", now=clock(),
            )  # fmt: skip
            await added_sources.decide(connection, added.id, AddedState.APPROVED, now=clock())
        crawled = await crawler.crawl()
        assert crawled.articles == {"new": 5}
        assert set(asked) <= {"/robots.txt", "/feed"}
        async with database.read() as connection:
            saved = (await connection.execute(select(tables.articles).order_by(tables.articles.c.url))).all()
        assert [row.images[0]["url"] for row in saved] == [f"http://{host}/{number}.jpg" for number in range(1, 6)]
        assert all(len(row.paragraphs) > 10 for row in saved)


async def test_a_dead_feed_does_not_flood_the_archive_with_its_past(
    database: Database, clock: Clock, crawling: Crawling
) -> None:
    old = (START - timedelta(days=400)).isoformat()

    async def serve(request: web.Request) -> web.StreamResponse:
        if request.path == "/latest":
            item = {"url": f"http://{request.host}/old", "title": "Старое", "date_published": old}
            return web.json_response({"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [item]})
        return web.Response(status=404)

    async with site(serve) as host:
        listing = Listing(url=f"http://{host}/latest", kind=ListingKind.FEED)
        source = replace(plain_source(host), listings=(listing,))
        async with crawling((source,), frozenset({host})) as crawler:
            crawled = await crawler.crawl()
    assert crawled.listings == {Health.STALE: 1}
    assert not crawled.articles


async def test_rest_ends_a_crawl_between_two_articles_and_the_others_are_asked_for_next_time(
    database: Database, clock: Clock, crawling: Crawling
) -> None:
    async def serve(request: web.Request) -> web.StreamResponse:
        if request.path == "/latest":
            return web.Response(
                text=" ".join(f"http://{request.host}/{one}" for one in range(5)), headers={"ETag": '"1"'}
            )
        if request.path != "/robots.txt":
            crawler.stopping.set()
        return web.Response(status=404) if request.path == "/robots.txt" else web.Response(text=f"Мост {request.path}")

    async with site(serve) as host, crawling((plain_source(host),), frozenset({host})) as crawler:
        assert (await crawler.crawl()).articles == {"new": 1}
        assert (await health(database)).etag == ""
        crawler.stopping.clear()
        assert (await crawler.crawl(everything=True)).articles == {"new": 1}


def test_sources_are_chosen_by_name_and_a_stranger_is_an_error() -> None:
    assert list(catalogue.chosen(["zakon.kz"])) == ["zakon.kz"]
    assert len(catalogue.chosen([])) > 1
    with pytest.raises(config.SettingsError, match=r"nowhere\.example"):
        catalogue.chosen(["zakon.kz", "nowhere.example"])


def test_publishers_are_told_who_we_are_and_how_to_reach_us() -> None:
    agent = politeness(config.load(None, contact="news@example.org")).user_agent
    assert agent.startswith("Svodka/")
    assert "news@example.org" in agent
