"""A private source is crawled like any other, and what it finds is known to its reader alone."""

from bot.demo.newsroom.server import Newsroom
from storage.database import Database
from storage.model import ChatKind
from storage.sources import added_sources, own_sources
from storage.sources.added_sources import AddedState
from storage.stories import visibility
from storage.subscribers import subscribers
from storage.topics import topics
from storage.topics.query import parser
from tests.bot.crawler.test_crawler import START, Clock, Crawling, clock, crawling, workers

__all__ = ["clock", "crawling", "workers"]  # fixtures


async def test_what_a_private_source_finds_is_saved_for_its_reader_and_nobody_else(
    database: Database, clock: Clock, crawling: Crawling
) -> None:
    async with Newsroom(started_at=START, clock=clock) as newsroom:
        zakon, steppe, *_ = newsroom.sources()
        listing = steppe.listings[0]
        async with database.transaction() as connection:
            one, other = [
                (await subscribers.add(connection, chat_id, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=START)).id
                for chat_id in (7, 8)
            ]
            added = await added_sources.preview(
                connection,
                url=listing.url,
                kind=listing.kind,
                names=["steppe"],
                title="Степь",
                language="ru",
                now=START,
            )
            await added_sources.take(connection, added.id, AddedState.PRIVATE, added_by=one, now=START)
            await own_sources.give(connection, one, added.id, now=START)
        async with crawling((zakon,), newsroom.hosts) as crawler:
            await crawler.crawl()
    since, query = START.replace(year=2026, month=1), parser.parse("lang:ru")
    async with database.read() as connection:
        seen = [await topics.trial(connection, query, since=since, limit=500, seen_by=who) for who in (one, other)]
        private = [story.id for story in seen[0].examples if not await visibility.is_everybodys(connection, story.id)]
    assert private
    assert seen[0].count == seen[1].count + len(private)
    assert not set(private) & {story.id for story in seen[1].examples}
