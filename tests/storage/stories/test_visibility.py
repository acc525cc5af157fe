"""Private stories: known to those who have a source that found them, and to nobody else."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from parsers.article import Article, ListingKind
from storage.articles import articles
from storage.database import Connection, Database
from storage.model import ChatKind
from storage.schema import source_tables, tables
from storage.sources import added_sources, own_sources
from storage.sources.added_sources import AddedState
from storage.stories import stories, visibility
from storage.stories.clustering import features
from storage.stories.stories import Assigned
from storage.subscribers import subscribers

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
TITLE = "Нацбанк снизил базовую ставку до двенадцати процентов"


async def _reader(connection: Connection, chat_id: int) -> int:
    return (await subscribers.add(connection, chat_id, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=NOW)).id


async def _source(connection: Connection, name: str, *readers: int) -> int:
    source = await added_sources.preview(
        connection, url=f"https://{name}/feed", kind=ListingKind.FEED, names=[name], title=name, language="ru", now=NOW
    )
    await added_sources.take(connection, source.id, AddedState.PRIVATE, added_by=readers[0], now=NOW)
    for reader in readers:
        await own_sources.give(connection, reader, source.id, now=NOW)
    return source.id


async def _tell(connection: Connection, site: str, *, source_id: int | None = None, title: str = TITLE) -> Assigned:
    article = Article(
        url=f"https://{site}/1",
        site=site,
        site_id="1",
        title=title,
        published_at=NOW - timedelta(hours=1),
        language="ru",
    )
    saved = await articles.save(connection, article, now=NOW)
    return await stories.assign(connection, saved.article_id, features.extract(article), now=NOW, source_id=source_id)


async def _count(connection: Connection, table: object = tables.stories) -> int:
    return await connection.scalar(select(func.count()).select_from(table)) or 0  # type: ignore[arg-type] # a table


async def test_a_private_article_joins_no_public_story_and_no_public_one_joins_its(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _reader(connection, 7)
        source = await _source(connection, "steppe.example", reader)
        public = await _tell(connection, "zakon.kz")
        private = await _tell(connection, "steppe.example", source_id=source)
        later = await _tell(connection, "tengrinews.kz")
        also = await _tell(connection, "other.example", source_id=source)
        assert public.story_id == later.story_id != private.story_id == also.story_id
        story = await stories.get(connection, public.story_id)
        assert story is not None
        assert {member.site for member in story.members} == {"zakon.kz", "tengrinews.kz"}


async def test_a_private_story_is_seen_by_those_who_have_its_source_alone(database: Database) -> None:
    async with database.transaction() as connection:
        one, other, third = [await _reader(connection, chat_id) for chat_id in (7, 8, 9)]
        source = await _source(connection, "steppe.example", one, other)
        public = (await _tell(connection, "zakon.kz")).story_id
        private = (await _tell(connection, "steppe.example", source_id=source)).story_id
        hidden = await visibility.hidden_from_all(connection, [one, other, third], [public, private])
        assert hidden == {one: set(), other: set(), third: {private}}
        assert await visibility.may_see(connection, one, private)
        assert not await visibility.may_see(connection, third, private)
        await own_sources.let_go(connection, other, source)
        assert not await visibility.may_see(connection, other, private)


async def test_another_source_that_names_its_article_shows_it_to_its_own_readers_a_public_one_to_all(
    database: Database,
) -> None:
    async with database.transaction() as connection:
        one, other, third = [await _reader(connection, chat_id) for chat_id in (7, 8, 9)]
        first = await _source(connection, "steppe.example", one)
        second = await _source(connection, "second.example", other)
        story = (await _tell(connection, "steppe.example", source_id=first)).story_id
        address = "https://steppe.example/1"
        assert await visibility.unknown_to(connection, first, [address]) == set()
        assert await visibility.unknown_to(connection, second, [address]) == {address}
        await visibility.find_again(connection, story, second)
        assert await visibility.unknown_to(connection, second, [address]) == set()
        assert await visibility.may_see(connection, other, story)
        assert not await visibility.may_see(connection, third, story)
        assert await visibility.unknown_to(connection, None, [address]) == {address}
        assert not await visibility.may_see(connection, third, story)


async def test_an_article_that_a_public_source_lists_leaves_its_private_story_for_the_public_one(
    database: Database,
) -> None:
    async with database.transaction() as connection:
        reader = await _reader(connection, 7)
        source = await _source(connection, "steppe.example", reader)
        public = (await _tell(connection, "zakon.kz")).story_id
        early = await _tell(connection, "tengrinews.kz", source_id=source)
        beside = await _tell(connection, "steppe.example", source_id=source)
        assert early.story_id == beside.story_id
        assert not await stories.release(connection, early.article_id, public), "that is everybody's"
        assert await stories.release(connection, early.article_id, early.story_id)
        assert (await _tell(connection, "tengrinews.kz")).story_id == public
        left = await stories.get(connection, beside.story_id)
        assert left is not None
        assert [member.site for member in left.members] == ["steppe.example"]
        assert not await visibility.is_everybodys(connection, beside.story_id)
        assert await stories.release(connection, beside.article_id, beside.story_id)
        assert await stories.get(connection, beside.story_id) is None, "nothing is left of it"


async def test_what_nobody_has_any_more_goes_with_what_it_alone_has_found(database: Database) -> None:
    async with database.transaction() as connection:
        one, other = await _reader(connection, 7), await _reader(connection, 8)
        first, second = await _source(connection, "a.example", one), await _source(connection, "b.example", other)
        await _tell(connection, "zakon.kz")
        await _tell(connection, "a.example", source_id=first)
        shared = (await _tell(connection, "b.example", source_id=second)).story_id
        await visibility.find_again(connection, shared, first)
        await subscribers.delete(connection, one)
        assert await own_sources.drop_abandoned(connection) == 1
        assert await own_sources.drop_abandoned(connection) == 0
        assert await _count(connection) == 2, "the public one, and the one that another reader's source has found too"
        assert await _count(connection, source_tables.added_sources) == 1
        assert await visibility.may_see(connection, other, shared)
        assert not await visibility.is_everybodys(connection, shared)


async def test_a_published_source_shows_all_that_it_has_found(database: Database) -> None:
    async with database.transaction() as connection:
        one, other = await _reader(connection, 7), await _reader(connection, 8)
        source = await _source(connection, "a.example", one)
        story = (await _tell(connection, "a.example", source_id=source)).story_id
        await visibility.publish(connection, source)
        assert await visibility.may_see(connection, other, story)
