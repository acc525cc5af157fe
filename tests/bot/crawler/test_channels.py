"""Reading channels from a page of ours: what is new, edited or gone; what was missed; and channels that misbehave."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from aiohttp import web
from sqlalchemy import select

from bot.crawler.crawler import Crawled, Crawler
from bot.sources import catalogue
from parsers.article import Listing, ListingKind, Source
from parsers.listings import feed
from parsers.listings.health import Health
from storage.database import Database
from storage.model import Story
from storage.schema import tables
from storage.sources import channel_marks, listing_states
from storage.stories import stories
from tests.bot.crawler.test_crawler import START, Clock, Crawling, clock, crawling, site, workers
from tests.parsers.telegram.conftest import card, post, shown

__all__ = ["clock", "crawling", "workers"]  # fixtures

SNOW = "Трассу Астана — Павлодар закрыли из-за метели.<br/>Открыть её обещают утром, автобусы ждут на вокзале."


@dataclass
class Telegram:
    """Shows channels as t.me does; `asked` is what it was asked for, in order."""

    posts: dict[str, dict[int, str]] = field(default_factory=dict)
    times: dict[int, datetime] = field(default_factory=dict)
    instead: dict[str, str] = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    robots: str = "User-agent: *\nDisallow: /share"
    authority: str = ""
    asked: list[str] = field(default_factory=list)

    def add(self, number: int, text: str = SNOW, *, name: str = "stepnoy", at: datetime = START) -> None:
        self.times[number] = at
        self.posts.setdefault(name, {})[number] = post(number, text, name=name, at=at.isoformat())

    async def answer(self, request: web.Request) -> web.Response:
        if request.path == "/robots.txt":
            return web.Response(text=self.robots)
        self.asked.append(request.path_qs)
        if self.status != 200:
            return web.Response(status=self.status, headers=self.headers)
        where, _, name = request.path.rpartition("/")
        if name in self.instead:
            return web.Response(text=self.instead[name], content_type="text/html")
        if where != "/s" or name not in self.posts:
            raise web.HTTPFound(f"/{name}") if where == "/s" else web.HTTPNotFound
        before = int(request.query.get("before", 10**15))
        last = [number for number in sorted(self.posts[name]) if number < before][-20:]
        return web.Response(text=shown((self.posts[name][n] for n in last), name=name), content_type="text/html")

    def source(self, name: str = "stepnoy") -> Source:
        return catalogue.channel(f"http://{self.authority}/s/{name}")


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    shows = Telegram()
    async with site(shows.answer) as authority:
        shows.authority = authority
        yield shows


@dataclass
class Reading:
    """A crawler of some channels, and the time."""

    crawler: Crawler
    clock: Clock
    database: Database

    async def crawl(self, *, minutes: float = 0) -> Crawled:
        self.clock.now += timedelta(minutes=minutes)
        return await self.crawler.crawl(everything=True)

    async def titles(self) -> list[str]:
        query = select(tables.articles.c.title).order_by(tables.articles.c.published_at, tables.articles.c.id)
        async with self.database.read() as connection:
            return list(await connection.scalars(query))

    async def health(self, url: str) -> str:
        async with self.database.read() as connection:
            return next(state.health for state in await listing_states.states(connection) if state.url == url)

    async def story(self) -> Story:
        async with self.database.read() as connection:
            (story,) = await stories.load(connection, [1])
        return story


@pytest.fixture
async def reading(telegram: Telegram, crawling: Crawling, clock: Clock, database: Database) -> AsyncIterator[Reading]:
    async with open_reading(telegram, crawling, clock, database) as opened:
        yield opened


@asynccontextmanager
async def open_reading(
    telegram: Telegram, crawling: Crawling, clock: Clock, database: Database, *more: Source
) -> AsyncIterator[Reading]:
    async with crawling((telegram.source(), *more), frozenset({telegram.authority})) as crawler:
        yield Reading(crawler, clock, database)


async def test_posts_become_articles_and_no_other_page_is_asked_for(telegram: Telegram, reading: Reading) -> None:
    telegram.add(1, "Снег закрыл трассу.")
    telegram.add(2, "🔥🔥🔥")
    telegram.add(3, "Скидки на шины. #реклама erid: 2SDnjdWq8Zt")
    crawled = await reading.crawl()
    assert crawled.articles == {"new": 1}
    assert crawled.listings == {"ok": 1}
    assert telegram.asked == ["/s/stepnoy"]
    assert not (await reading.crawl(minutes=10)).articles


async def test_an_edited_post_is_corrected_twenty_times_and_stays_one_story(
    telegram: Telegram, reading: Reading
) -> None:
    for edit in range(21):
        telegram.add(1, f"Снег закрыл трассу на {edit} часов.")
        crawled = await reading.crawl(minutes=5)
        assert crawled.articles == {"updated" if edit else "new": 1}
    assert await reading.titles() == ["Снег закрыл трассу на 20 часов."]
    story = await reading.story()
    assert (story.headline, len(story.members)) == ("Снег закрыл трассу на 20 часов.", 1)


async def test_a_deleted_post_is_withdrawn_and_one_that_returns_is_back(telegram: Telegram, reading: Reading) -> None:
    for number in (1, 2, 3):
        telegram.add(number, f"Новость номер {number} о снеге.")
    await reading.crawl()
    gone = telegram.posts["stepnoy"].pop(2)
    crawled = await reading.crawl(minutes=10)
    assert crawled.articles == {"withdrawn": 1}
    async with reading.database.read() as connection:
        found = await stories.load(connection, [1, 2, 3])
    assert [one.withdrawn_at is not None for one in found] == [False, True, False]
    telegram.posts["stepnoy"][2] = gone
    assert (await reading.crawl(minutes=10)).articles == {"returned": 1}


async def test_what_was_missed_is_read_a_page_a_minute_beside_what_is_new(telegram: Telegram, reading: Reading) -> None:
    telegram.add(1, "Новость номер 1 о снеге.")
    await reading.crawl()
    for number in range(2, 72):
        telegram.add(number, f"Новость номер {number} о снеге.", at=START + timedelta(minutes=number))
    asked = []
    reading.clock.now += timedelta(hours=2)
    for _ in range(8):
        telegram.asked.clear()
        # Not `everything`: only what is due.
        await reading.crawler.crawl()
        asked.append([one.partition("?")[2] for one in telegram.asked])
        reading.clock.now += timedelta(minutes=1, seconds=1)
    assert asked[:5] == [[""], ["before=52"], ["before=32"], [""], ["before=12"]]
    assert len(await reading.titles()) == 71


async def test_a_channel_with_ten_thousand_posts_a_day_is_read_in_bounds(telegram: Telegram, reading: Reading) -> None:
    telegram.add(1, "Первая новость о снеге.")
    await reading.crawl()
    for number in range(2, 1002):
        telegram.add(number, f"Новость номер {number} о снеге.", at=START + timedelta(seconds=number))
    reading.clock.now += timedelta(hours=2)
    telegram.asked.clear()
    for _ in range(30):
        await reading.crawler.crawl()
        reading.clock.now += timedelta(minutes=1, seconds=1)
    older = [one for one in telegram.asked if "before" in one]
    assert len(older) == 10
    assert len(telegram.asked) <= 30
    assert len(await reading.titles()) == 1 + 220


@pytest.mark.parametrize(
    ("page", "health"),
    [
        (card("Степной вестник"), Health.NO_PREVIEW),
        (card(), Health.NO_CHANNEL),
        (shown([]), Health.EMPTY),
        (shown([post(1, "", name="stepnoy"), post(2, "🔥" * 4096, name="stepnoy")]), Health.WORDLESS),
        ("<html>Зелёный банк", Health.UNREADABLE),
    ],
)
async def test_a_channel_that_cannot_be_read_says_why_in_its_health(
    telegram: Telegram, reading: Reading, page: str, health: Health
) -> None:
    telegram.instead["stepnoy"] = page
    crawled = await reading.crawl()
    assert crawled.listings == {health: 1}
    assert not crawled.articles
    assert await reading.health(telegram.source().listings[0].url) == health


async def test_a_channel_turned_private_keeps_what_was_read_of_it(telegram: Telegram, reading: Reading) -> None:
    telegram.add(1)
    await reading.crawl()
    telegram.instead["stepnoy"] = card()
    assert (await reading.crawl(minutes=10)).listings == {Health.NO_CHANNEL: 1}
    assert (await reading.story()).withdrawn_at is None
    del telegram.instead["stepnoy"]
    assert (await reading.crawl(minutes=10)).listings == {Health.OK: 1}


async def test_a_renamed_channel_goes_on_as_the_same(telegram: Telegram, reading: Reading) -> None:
    telegram.add(1, "Первая новость о снеге.")
    await reading.crawl()
    posts = [post(1, "Первая новость о снеге.", name="novy"), post(2, "Вторая новость о снеге.", name="novy")]
    telegram.instead["stepnoy"] = shown(posts, name="Novy")
    crawled = await reading.crawl(minutes=10)
    # The first is known by its new address, too.
    assert crawled.articles == {"new": 1, "updated": 1}
    assert not (await reading.crawl(minutes=10)).articles
    assert len(await reading.titles()) == 2


async def test_another_channel_that_takes_the_name_changes_nothing(telegram: Telegram, reading: Reading) -> None:
    for number in range(5000, 5010):
        telegram.add(number, f"Новость номер {number} о снеге.", at=START - timedelta(days=5))
    await reading.crawl()
    before = await reading.titles()
    telegram.posts["stepnoy"].clear()
    for number in (1, 2, 5003):
        telegram.add(number, "Казино дарит миллион.", at=START)
    crawled = await reading.crawl(minutes=10)
    assert crawled.listings == {Health.REPLACED: 1}
    assert not crawled.articles
    assert await reading.titles() == before


async def test_all_channels_wait_when_their_host_asks_one_to(
    telegram: Telegram, crawling: Crawling, clock: Clock, database: Database
) -> None:
    names = [f"channel_{number}" for number in range(6)]
    async with open_reading(telegram, crawling, clock, database, *map(telegram.source, names)) as reading:
        telegram.status, telegram.headers = 429, {"Retry-After": "600"}
        crawled = await reading.crawler.crawl()
        # Both readers may have been on their way.
        assert len(telegram.asked) <= 2
        assert set(crawled.listings) == {Health.BUSY}
        telegram.status = 200
        for name in ("stepnoy", *names):
            telegram.add(1, name=name)
        clock.now += timedelta(minutes=9)
        telegram.asked.clear()
        await reading.crawler.crawl()
        assert telegram.asked == []
        clock.now += timedelta(minutes=30)
        await reading.crawler.crawl()
        assert len(telegram.asked) == 7


async def test_pages_that_empty_one_after_another_are_a_wish_to_wait(
    telegram: Telegram, crawling: Crawling, clock: Clock, database: Database
) -> None:
    names = [f"channel_{number}" for number in range(6)]
    async with open_reading(telegram, crawling, clock, database, *map(telegram.source, names)) as reading:
        for name in ("stepnoy", *names):
            telegram.add(1, name=name)
        await reading.crawler.crawl()
        for name in ("stepnoy", *names):
            telegram.instead[name] = shown([])
        clock.now += timedelta(hours=2)
        telegram.asked.clear()
        await reading.crawler.crawl()
        assert 3 <= len(telegram.asked) <= 4


async def test_robots_txt_is_obeyed(telegram: Telegram, reading: Reading) -> None:
    telegram.add(1)
    telegram.robots = "User-agent: *\nDisallow: /s/"
    assert (await reading.crawl()).listings == {Health.ROBOTS: 1}
    assert telegram.asked == []


async def test_ten_channels_that_forward_one_text_are_one_source(
    telegram: Telegram, crawling: Crawling, clock: Clock, database: Database
) -> None:
    names = [f"channel_{number}" for number in range(10)]
    forwarded = (
        '<div><a class="tgme_widget_message_forwarded_from_name" href="https://t.me/stepnoy/1">Степной</a></div>'
    )
    telegram.add(1)
    for name in names:
        telegram.posts[name] = {7: post(7, SNOW, name=name, at=START.isoformat(), before=forwarded)}
    async with open_reading(telegram, crawling, clock, database, *map(telegram.source, names)) as reading:
        await reading.crawl()
        story = await reading.story()
    assert len(story.members) == 11
    assert story.source_count == 1


async def test_a_feed_that_mirrors_a_channel_is_that_channel(
    telegram: Telegram, crawling: Crawling, clock: Clock, database: Database
) -> None:
    telegram.add(1, "Снег закрыл трассу.")
    items = "".join(
        f"<item><title>Снег закрыл трассу {number}</title><link>https://t.me/stepnoy/{number}</link>"
        f"<description>&lt;p&gt;{text}&lt;/p&gt;</description><pubDate>Sun, 22 Nov 2026 07:00:00 GMT</pubDate></item>"
        for number, text in ((1, "Снег закрыл трассу."), (2, "Автобусы ждут."))
    )
    telegram.instead["rss"] = f'<rss version="2.0"><channel><title>Зеркало</title>{items}</channel></rss>'
    mirror = Source(
        name="mirror.example", title="Зеркало", language="ru", owner="mirror.example",
        listings=(Listing(url=f"http://{telegram.authority}/m/rss", kind=ListingKind.FEED),),
        list_links=feed.list_links, parse_article=telegram.source().parse_article,
    )  # fmt: skip
    async with open_reading(telegram, crawling, clock, database, mirror) as reading:
        await reading.crawl()
        async with database.read() as connection:
            rows = (await connection.execute(select(tables.articles.c.site, tables.articles.c.site_id))).all()
    assert sorted(map(tuple, rows)) == [("t.me/stepnoy", "1"), ("t.me/stepnoy", "2")]
    assert sorted(telegram.asked) == ["/m/rss", "/s/stepnoy"]


async def test_a_mark_is_not_moved_past_what_failed(
    telegram: Telegram, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    telegram.add(1)
    reading.crawler.stopping.set()
    await reading.crawl()
    reading.crawler.stopping.clear()
    url = telegram.source().listings[0].url
    async with reading.database.read() as connection:
        assert await channel_marks.get(connection, url) is None
    await reading.crawl(minutes=20)
    assert await reading.titles() == ["Трассу Астана — Павлодар закрыли из-за метели."]
