"""Posts that a channel's page shows no more: withdrawn where they stood between others, and back if they return."""

from collections.abc import Iterable
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from parsers.article import Article
from storage.articles import articles
from storage.database import Connection, Database
from storage.maintenance import deleted_posts
from storage.schema import tables
from storage.stories import stories
from storage.stories.clustering import features

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
SITE = "t.me/stepnoy"


async def _read(connection: Connection, numbers: Iterable[int], site: str = SITE) -> None:
    for number in numbers:
        one = Article(
            url=f"https://{site}/{number}", site=site, site_id=str(number), title=f"Новость {number}", published_at=NOW
        )
        saved = await articles.save(connection, one, now=NOW)
        await stories.assign(connection, saved.article_id, features.extract(one), now=NOW)


async def _withdrawn(connection: Connection, site: str = SITE) -> set[int]:
    table = tables.articles
    query = select(table.c.site_id).where(table.c.withdrawn_at.is_not(None), table.c.site == site)
    return set(map(int, await connection.scalars(query)))


async def test_what_is_missing_between_others_is_withdrawn_and_may_return(database: Database) -> None:
    async with database.transaction() as connection:
        await _read(connection, range(1, 8))
        await _read(connection, range(1, 8), "t.me/other")
        settled = await deleted_posts.settle(connection, SITE, [3, 5, 6], now=NOW)
        assert await _withdrawn(connection) == {4}
        assert len(settled.withdrawn) == 1
        (story,) = await stories.load(connection, [4])
        assert story.withdrawn_at == NOW
        again = await deleted_posts.settle(connection, SITE, [3, 5, 6], now=NOW)
        assert (again.withdrawn, again.returned) == ((), ())
        back = await deleted_posts.settle(connection, SITE, [2, 3, 4, 5, 6], now=NOW)
        assert back.returned == settled.withdrawn
        assert await _withdrawn(connection) == await _withdrawn(connection, "t.me/other") == set()
        assert await deleted_posts.settle(connection, SITE, [], now=NOW) == deleted_posts.Settled()


async def test_numbers_far_apart_are_looked_up_in_bounds(database: Database) -> None:
    async with database.transaction() as connection:
        await _read(connection, [1, 2, 10**15 - 1])
        await deleted_posts.settle(connection, SITE, [1, 10**15], now=NOW)
        assert await _withdrawn(connection) == {10**15 - 1}


@given(known=st.frozensets(st.integers(1, 60)), shown=st.frozensets(st.integers(1, 60), min_size=1))
def test_only_numbers_within_a_page_can_be_missing(known: frozenset[int], shown: frozenset[int]) -> None:
    missing = known & deleted_posts.missing(shown)
    assert missing.isdisjoint(shown)
    assert all(min(shown) < number < max(shown) for number in missing)
    assert missing == {number for number in known - shown if min(shown) < number < max(shown)}
