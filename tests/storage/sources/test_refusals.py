"""Addresses that gave no article are left alone for a while."""

from datetime import UTC, datetime, timedelta

from storage.database import Database
from storage.sources import refusals

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
LATEST = "https://news.example/latest"
FEED = "https://other.example/feed.xml"


async def test_a_page_that_gave_no_article_is_left_alone_longer_each_time(database: Database) -> None:
    page = "https://news.example/2026/photo?utm_source=rss"
    now = NOW
    waits = []
    async with database.transaction() as connection:
        for _ in range(12):
            retry_at = await refusals.refuse(connection, page, "news.example", "without-time", now=now)
            waits.append(retry_at - now)
            just_before = retry_at - timedelta(seconds=1)
            assert await refusals.refused(connection, [page, LATEST], "news.example", now=just_before) == {page}
            assert await refusals.refused(connection, [page], "news.example", now=retry_at) == set()
            now = retry_at

    assert waits[:3] == [timedelta(hours=1), timedelta(hours=2), timedelta(hours=4)]
    assert waits[-1] == timedelta(days=7)


async def test_every_variant_of_a_refused_address_is_refused(database: Database) -> None:
    variants = [f"https://www.news.example/a/{suffix}" for suffix in ("", "#comments", "?utm_medium=x")]
    async with database.transaction() as connection:
        await refusals.refuse(connection, "http://news.example/a", "news.example", "unreadable", now=NOW)
        assert await refusals.refused(connection, variants, "news.example", now=NOW) == set(variants)
        assert await refusals.refused(connection, [], "news.example", now=NOW) == set()


async def test_a_page_that_was_repaired_is_no_longer_refused(database: Database) -> None:
    async with database.transaction() as connection:
        await refusals.refuse(connection, LATEST, "news.example", "unreadable", now=NOW)
        await refusals.accept(connection, LATEST, "news.example")
        assert await refusals.refused(connection, [LATEST], "news.example", now=NOW) == set()


async def test_a_hostile_address_is_refused_like_any_other(database: Database) -> None:
    hostile = ["", "\0", "http://[", "\ud800", "https://news.example/" + "ж" * 50_000, "https://h:99999999/"]
    async with database.transaction() as connection:
        for url in hostile:
            await refusals.refuse(connection, url, "news.example", "x" * 200, now=NOW)
        assert await refusals.refused(connection, hostile, "news.example", now=NOW) == set(hostile)


async def test_old_refusals_are_forgotten(database: Database) -> None:
    async with database.transaction() as connection:
        await refusals.refuse(connection, LATEST, "news.example", "unreadable", now=NOW)
        await refusals.refuse(connection, FEED, "other.example", "unreadable", now=NOW + timedelta(days=30))
        assert await refusals.forget(connection, before=NOW + timedelta(days=20)) == 1
        assert await refusals.refused(connection, [FEED], "other.example", now=NOW + timedelta(days=30)) == {FEED}


async def test_what_one_source_could_not_read_another_may(database: Database) -> None:
    async with database.transaction() as connection:
        await refusals.refuse(connection, LATEST, "private.example", "unreadable", now=NOW)
        assert await refusals.refused(connection, [LATEST], "news.example", now=NOW) == set()
        assert await refusals.refused(connection, [LATEST], "private.example", now=NOW) == {LATEST}
