"""One article stays one, and is fetched once, however its address changes from crawl to crawl."""

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias

import pytest
from aiohttp import web
from sqlalchemy import select

from bot.crawler.crawler import Crawler
from bot.crawler.workers import Workers
from parsers.article import Listing, ListingKind, Source
from parsers.fetch import client
from parsers.listings import feed
from parsers.page import generic
from storage.database import Database
from storage.schema import tables

NOW = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
TITLE = "Мост через реку открыли после ремонта"
TEXT = "Рабочие закончили ремонт моста через реку на два месяца раньше, чем обещали, и открыли движение. " * 6

Token: TypeAlias = Callable[[], int]
Item: TypeAlias = Callable[[str, int], str]


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    made = Workers()
    yield made
    asyncio.run(made.__aexit__(None, None, None))


def item(link: str, guid: str = "", *, title: str = TITLE, date: str = "Sun, 22 Nov 2026 06:00:00 GMT") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{guid}<pubDate>{date}</pubDate></item>"


def page(canonical: str, *, title: str = TITLE) -> str:
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    return (
        f'<!doctype html><html lang="ru"><head><title>{title}</title>{link}<meta property="og:title" content="{title}">'
        '<meta property="article:published_time" content="2026-11-22T06:00:00Z"></head>'
        f"<body><article><h1>{title}</h1><p>{TEXT}</p></article></body></html>"
    )


@dataclass
class Site:
    """A publisher whose feed is written anew at each visit, and whose pages declare `canonical` (a path)."""

    items: Callable[[int], list[str]]
    canonical: str = ""
    title: Callable[[str], str] = lambda _path: TITLE
    host: str = ""
    visits: "itertools.count[int]" = field(default_factory=itertools.count)
    fetched: Counter[str] = field(default_factory=Counter)

    async def answer(self, request: web.Request) -> web.Response:
        if request.path == "/rss":
            items = "".join(self.items(next(self.visits))).replace("{host}", f"http://{self.host}")
            return web.Response(text=f'<rss version="2.0"><channel>{items}</channel></rss>', content_type="text/xml")
        if request.path == "/robots.txt":
            return web.Response(status=404)
        self.fetched[request.path] += 1
        canonical = self.canonical and f"http://{self.host}{self.canonical}"
        return web.Response(text=page(canonical, title=self.title(request.path_qs)), content_type="text/html")


@asynccontextmanager
async def crawling(database: Database, workers: Workers, site: Site) -> AsyncIterator[Crawler]:
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", site.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.host = f"127.0.0.1:{runner.addresses[0][1]}"
    source = Source(
        name="vestnik.example", title="Вестник", language="ru",
        listings=(Listing(url=f"http://{site.host}/rss", kind=ListingKind.FEED),),
        list_links=feed.list_links, parse_article=generic.parse_article,
    )  # fmt: skip
    politeness = client.Politeness(user_agent="Svodka tests", delay=0, timeout=5, private_hosts=frozenset({site.host}))
    async with client.Fetcher(politeness) as fetcher:
        yield Crawler(
            database=database, fetcher=fetcher, workers=workers, catalogue={source.name: source}, clock=lambda: NOW
        )
    await runner.cleanup()


async def crawled(database: Database, workers: Workers, site: Site, times: int = 3) -> list[str]:
    """Crawl so many times; return the paths of the saved articles."""
    async with crawling(database, workers, site) as crawler:
        for _ in range(times):
            await crawler.crawl(everything=True)
    async with database.read() as connection:
        urls = await connection.scalars(select(tables.articles.c.url).order_by(tables.articles.c.id))
        return [url.partition(site.host)[2] for url in urls]


@pytest.mark.parametrize(
    ("link", "guid", "canonical", "saved"),
    [
        ("/a/1?v={}", '<guid isPermaLink="false">id-1</guid>', "/a/1", "/a/1"),
        ("/a/1?v={}", '<guid isPermaLink="false">id-1</guid>', "", "/a/1?v=0"),
        ("/a/1?session={}&amp;x=5", "", "/a/1", "/a/1"),
        ("/{}/a/most-otkryt", "<guid>tag:vestnik.example,2026:1</guid>", "/a/most-otkryt", "/a/most-otkryt"),
        ("/go/{}", "<guid>{{host}}/a/1</guid>", "/a/1", "/a/1"),
        ("/a/1?v={}#top{}", "<guid>{{host}}/?p=1</guid>", "/a/1", "/a/1"),
    ],
)
async def test_an_article_with_a_new_link_at_each_crawl_is_one_and_is_fetched_once(
    database: Database, workers: Workers, link: str, guid: str, canonical: str, saved: str
) -> None:
    site = Site(
        items=lambda visit: [item("{host}" + link.format(visit, visit), guid.replace("{{", "{").replace("}}", "}"))],
        canonical=canonical,
    )
    assert await crawled(database, workers, site) == [saved]
    assert site.fetched.total() == 1


async def test_variants_of_one_address_in_one_feed_are_one_article(database: Database, workers: Workers) -> None:
    variants = ["/a/1?from=rss", "/amp/a/1", "/a/1/", "/a/1?ysclid=q", "/a/1#x", "/a/1?v=7", "/go/7"]
    site = Site(items=lambda _: [item("{host}" + path) for path in variants], canonical="/a/1")
    assert await crawled(database, workers, site) == ["/a/1"]


async def test_variants_are_one_article_where_no_page_says_so(database: Database, workers: Workers) -> None:
    variants = ["/a/1?from=rss", "/a/1/", "/amp/a/1", "/a/1?utm_source=x", "/a/1?fbclid=1", "/a/1"]
    site = Site(items=lambda visit: [item("{host}" + variants[visit])])
    assert len(await crawled(database, workers, site, times=len(variants))) == 1
    assert site.fetched.total() == 1


async def test_articles_whose_guids_are_their_places_stay_apart(database: Database, workers: Workers) -> None:
    titles = ["Мост открыли", "Реку очистили", "Парк закрыли", "Школу построили", "Дорогу починили"]

    def items(visit: int) -> list[str]:
        return [
            item(f"{{host}}/a/{visit + place}", f"<guid>{place}</guid>", title=titles[visit + place])
            for place in range(3)
        ]

    site = Site(items=items, title=lambda path: titles[int(path.rpartition("/")[2])])
    assert await crawled(database, workers, site) == ["/a/2", "/a/1", "/a/0", "/a/3", "/a/4"]


async def test_articles_that_all_have_one_guid_stay_apart(database: Database, workers: Workers) -> None:
    guid = "<guid>vestnik</guid>"
    site = Site(items=lambda _: [item(f"{{host}}/a/{number}", guid) for number in range(3)])
    assert len(await crawled(database, workers, site)) == 3


@pytest.mark.parametrize("canonical", ["/", "/news", "/index.php"])
async def test_articles_that_all_declare_one_canonical_address_stay_apart(
    database: Database, workers: Workers, canonical: str
) -> None:
    site = Site(items=lambda _: [item(f"{{host}}/news/{number}-most") for number in range(3)], canonical=canonical)
    assert len(await crawled(database, workers, site)) == 3


async def test_what_gave_no_article_is_not_asked_for_at_each_crawl_under_a_new_link(
    database: Database, workers: Workers
) -> None:
    site = Site(items=lambda visit: [item(f"{{host}}/a/1?v={visit}", "<guid>id-1</guid>")], title=lambda _path: "")
    assert await crawled(database, workers, site) == []
    assert site.fetched.total() == 1
