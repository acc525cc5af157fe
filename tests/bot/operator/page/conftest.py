"""The operator's page, served with some sources, stories and messages behind it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
import pytest

from bot.operator import endpoints
from bot.operator.health import Health
from bot.operator.page.page import OperatorPage
from bot.operator.page.screens import Screens
from bot.operator.vitals import Watch
from bot.runtime.progress import Progress
from bot.sources.registry import SourceRegistry
from parsers.article import Article, Listing, Page, Source
from storage.articles import articles, tags
from storage.database import Database
from storage.model import ChatKind
from storage.outbox import outbox
from storage.sources import listing_states
from storage.sources.listing_states import Answer
from storage.stories import stories
from storage.stories.clustering import features
from storage.subscribers import subscribers
from storage.topics import topics
from tests.bot.conftest import Clock

QUAKE = "В Алматы ощутили землетрясение магнитудой 4,7"
GOLD = "Казахстанец выиграл золото чемпионата мира по дзюдо <script>"
NEWS, FEED = "news.example", "feed.example"


@dataclass(kw_only=True)
class Served:
    """A page that is served, and who may ask for it."""

    page: OperatorPage
    database: Database
    clock: Clock
    seconds: float = 0.0

    @property
    def url(self) -> str:
        return self.page.address

    def path_of(self, link: str) -> str:
        return link.removeprefix(self.url)


def _no_article(page: Page) -> Article:
    raise NotImplementedError(page.url)


def _source(name: str) -> Source:
    return Source(
        name=name,
        title=name,
        language="ru",
        listings=(Listing(url=f"https://{name}/latest"),),
        list_links=lambda _: [],
        parse_article=_no_article,
    )


async def _furnish(database: Database, clock: Clock) -> None:
    async with database.transaction() as connection:
        for number, title in enumerate((QUAKE, QUAKE, QUAKE, GOLD), start=1):
            at = clock.now - timedelta(hours=5 - number)
            article = Article(
                url=f"https://s{number}.kz/1", site=f"s{number}.kz", site_id="1", title=title, language="ru",
                lead="Пострадавших нет." if title == QUAKE else "Дзюдоист из Тараза победил в финале.", published_at=at,
            )  # fmt: skip
            saved = await articles.save(connection, article, now=at)
            await tags.attach(connection, saved.article_id, article, now=at)
            found = await stories.assign(connection, saved.article_id, features.extract(article), now=at)
            await topics.match(connection, found.story_id, now=at)
        one = await subscribers.add(connection, 1, ChatKind.PRIVATE, "ru", "UTC", now=clock.now - timedelta(days=3))
        await outbox.add(connection, one.id, [outbox.Draft("a", "a")], now=clock.now)
        listings = {f"https://{name}/latest": name for name in (NEWS, FEED)}
        await listing_states.register(connection, listings, now=clock.now)
        feed, news = await listing_states.states(connection)
        await listing_states.answered(connection, news, Answer(new=2, pages="++-+", newest_at=clock.now), now=clock.now)
        await listing_states.failed(connection, feed, "missing", now=clock.now, detail="404 <b>Not Found</b>")


@asynccontextmanager
async def serve(database: Database, clock: Clock, *, changes: bool = True) -> AsyncIterator[Served]:
    """Serve the page."""
    progress = Progress()
    watch = Watch(database=database, clock=clock, progress=progress)
    judge = Health(progress=progress, ask=database.revision)
    registry = SourceRegistry(database=database, catalogue={name: _source(name) for name in (NEWS, FEED)})
    screens = Screens(database=database, clock=clock, watch=watch, health=judge, registry=registry)
    page = OperatorPage(screens=screens, changes=changes)
    served = Served(page=page, database=database, clock=clock)
    page.access.elapsed = lambda: served.seconds
    async with endpoints.served(endpoints.build(judge, page), 0, setting="METRICS_PORT") as port:
        page.address = f"http://127.0.0.1:{port}"
        yield served


@pytest.fixture
async def furnished(sqlite_url: str, clock: Clock) -> AsyncIterator[Database]:
    """A database with two sources, two stories, and a message that waits."""
    async with await Database.open(sqlite_url) as database:
        await _furnish(database, clock)
        yield database


@pytest.fixture
async def served(furnished: Database, clock: Clock) -> AsyncIterator[Served]:
    """The page, with changes switched on."""
    async with serve(furnished, clock) as opened:
        yield opened


@pytest.fixture
async def web() -> AsyncIterator[aiohttp.ClientSession]:
    """A client that keeps cookies, of an address too."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield session
