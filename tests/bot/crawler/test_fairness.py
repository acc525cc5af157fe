"""Sources that people added may be as slow as they like: the catalogue is read in time, and they are asked less."""

import asyncio
from datetime import timedelta

from aiohttp import web

from bot.crawler.crawler import Crawler
from parsers.article import ListingKind
from parsers.listings.health import Health
from storage.database import Database
from storage.model import ChatKind
from storage.sources import added_sources, listing_states
from storage.sources.added_sources import AddedState
from storage.subscribers import subscribers
from tests.bot.crawler.test_crawler import START, Clock, Crawling, clock, crawling, plain_source, site, workers

__all__ = ["clock", "crawling", "workers"]  # fixtures
ADDERS = 2
OF_EACH = 20
# Seconds: nobody in these tests is given up by then.
NEVER = 120


async def add_sources(database: Database, host: str, *, adders: int, of_each: int) -> None:
    """Let people add feeds of a server."""
    async with database.transaction() as connection:
        for adder in range(1, adders + 1):
            person = await subscribers.add(connection, adder, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=START)
            for number in range(of_each):
                name = f"slow-{adder}-{number}"
                source = await added_sources.preview(
                    connection, url=f"http://{host}/{name}.xml", kind=ListingKind.FEED, names=[name], title=name,
                    language="ru", now=START,
                )  # fmt: skip
                await added_sources.take(connection, source.id, AddedState.APPROVED, added_by=person.id, now=START)


async def states_of(crawler: Crawler) -> dict[str, listing_states.ListingState]:
    async with crawler.database.read() as connection:
        return {state.source: state for state in await listing_states.states(connection)}


async def catalogue_site(request: web.Request) -> web.StreamResponse:
    if request.path == "/latest":
        return web.Response(text=f"http://{request.host}/1")
    return web.Response(status=404) if request.path == "/robots.txt" else web.Response(text="Заголовок\nтекст")


def feed_of(*links: str) -> web.Response:
    items = "".join(f"<item><title>{link[-9:]}</title><link>{link}</link></item>" for link in links)
    return web.Response(text=f"<rss version='2.0'><channel>{items}</channel></rss>", content_type="application/rss+xml")


async def test_forty_added_sources_that_never_answer_do_not_keep_the_catalogue_waiting(
    database: Database, clock: Clock, crawling: Crawling
) -> None:
    read, over = asyncio.Event(), asyncio.Event()

    async def hang(request: web.Request) -> web.StreamResponse:
        if request.path != "/robots.txt":
            await over.wait()
        return web.Response(status=404)

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path == "/1":
            read.set()
        return await catalogue_site(request)

    async with site(hang) as slow, site(answer) as quick:
        await add_sources(database, slow, adders=ADDERS, of_each=OF_EACH)
        async with crawling((plain_source(quick),), frozenset({slow, quick}), patience=NEVER) as polite:
            crawler = Crawler(
                database=database, fetcher=polite.fetcher, workers=polite.workers, catalogue=polite.catalogue,
                clock=clock, budget_of_added=NEVER,
            )  # fmt: skip
            crawl = asyncio.get_running_loop().create_task(crawler.crawl())
            # None of the slow ones has answered or been given up yet, however busy the machine is.
            await asyncio.wait_for(read.wait(), NEVER / 4)
            crawler.stopping.set()
            over.set()
            await crawl


async def test_a_source_whose_time_is_up_counts_as_slow_and_is_asked_less_and_less(
    database: Database, clock: Clock, crawling: Crawling
) -> None:
    async def dawdle(request: web.Request) -> web.StreamResponse:
        if request.path == "/robots.txt":
            return web.Response(status=404)
        if request.path.endswith(".xml"):
            return feed_of(f"http://{request.host}/article")
        await asyncio.sleep(30)
        return web.Response()

    async with site(dawdle) as host:
        await add_sources(database, host, adders=1, of_each=1)
        async with crawling((), frozenset({host})) as crawler:
            slow = Crawler(
                database=database, fetcher=crawler.fetcher, workers=crawler.workers, catalogue={}, clock=clock,
                budget_of_added=0.3,
            )  # fmt: skip
            waits: list[timedelta] = []
            for _ in range(3):
                assert (await slow.crawl()).listings == {Health.SLOW: 1}
                (state,) = (await states_of(slow)).values()
                waits.append(state.due_at - clock.now)
                clock.now = state.due_at
    assert waits[0] < waits[1] < waits[2]


async def test_an_added_source_does_not_spend_the_turns_of_a_publisher_of_the_catalogue(
    database: Database, clock: Clock, crawling: Crawling
) -> None:
    asked: list[str] = []
    named: list[str] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        return await catalogue_site(request)

    async def name_the_publishers_pages(request: web.Request) -> web.StreamResponse:
        if request.path == "/robots.txt":
            return web.Response(status=404)
        return feed_of(named[0])

    async with site(answer) as publisher, site(name_the_publishers_pages) as host:
        await add_sources(database, host, adders=1, of_each=1)
        named.append(f"http://{publisher}/no-such-page")
        async with crawling((plain_source(publisher),), frozenset({host, publisher})) as crawler:
            crawled = await crawler.crawl()
    assert crawled.articles == {"new": 1}
    assert "/no-such-page" not in asked


async def test_an_added_page_that_leads_to_a_publisher_of_the_catalogue_is_not_followed_there(
    database: Database, clock: Clock, crawling: Crawling
) -> None:
    asked: list[str] = []
    publishers: list[str] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        return await catalogue_site(request)

    async def lead_away(request: web.Request) -> web.StreamResponse:
        if request.path.endswith(".xml"):
            return feed_of(f"http://{request.host}/step", f"http://{request.host}/moved")
        target = {"/step": "/moved", "/moved": f"http://{publishers[0]}/led-here"}.get(request.path)
        return web.Response(status=302, headers={"Location": target}) if target else web.Response(status=404)

    async with site(answer) as publisher, site(lead_away) as host:
        publishers.append(publisher)
        await add_sources(database, host, adders=1, of_each=1)
        async with crawling((plain_source(publisher),), frozenset({host, publisher})) as crawler:
            crawled = await crawler.crawl()
    assert crawled.articles == {"new": 1, "off-limits": 2}
    assert "/led-here" not in asked


async def test_an_added_source_whose_new_pages_are_no_articles_is_asked_less_and_less(
    database: Database, clock: Clock, crawling: Crawling
) -> None:
    names = iter(range(1000))

    async def nothing(request: web.Request) -> web.StreamResponse:
        if request.path.endswith(".xml"):
            return feed_of(*(f"http://{request.host}/page-{next(names)}" for _ in range(3)))
        return (
            web.Response(status=404) if next(names) % 2 else web.Response(text="no article", content_type="text/html")
        )

    async with site(nothing) as host:
        await add_sources(database, host, adders=1, of_each=1)
        async with crawling((), frozenset({host})) as crawler:
            waits: list[timedelta] = []
            for _ in range(4):
                assert (await crawler.crawl()).listings == {Health.CHANGED: 1}
                (state,) = (await states_of(crawler)).values()
                waits.append(state.due_at - clock.now)
                clock.now = state.due_at
    assert waits[0] < waits[1] < waits[2] < waits[3]
