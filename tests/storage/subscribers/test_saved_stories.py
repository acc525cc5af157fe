"""What readers save and follow of the news."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from storage.database import Connection, Database
from storage.model import ChatKind
from storage.schema import tables
from storage.subscribers import saved_stories, subscribers

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


async def _reader(connection: Connection, chat_id: int = 7) -> int:
    return (await subscribers.add(connection, chat_id, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=NOW)).id


async def _stories(connection: Connection, count: int) -> None:
    for number in range(1, count + 1):
        values = {"headline": f"Сюжет {number}", "summary": "", "url": f"https://zakon.kz/{number}"}
        moments = dict.fromkeys(("first_at", "last_at", "grown_at"), NOW)
        await connection.execute(insert(tables.stories).values(id=number, **values, **moments))


async def test_a_story_is_saved_once_and_dropped_once(database: Database) -> None:
    async with database.transaction() as connection:
        reader, other = await _reader(connection), await _reader(connection, 8)
        await _stories(connection, 1)
        assert await saved_stories.save(connection, reader, 1, now=NOW)
        assert not await saved_stories.save(connection, reader, 1, now=NOW)
        assert await saved_stories.count(connection, reader) == 1
        assert await saved_stories.count(connection, other) == 0
        assert not await saved_stories.drop(connection, other, 1)
        assert await saved_stories.drop(connection, reader, 1)
        assert not await saved_stories.drop(connection, reader, 1)


async def test_what_is_saved_comes_in_pages_the_last_first(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _reader(connection)
        await _stories(connection, 5)
        for number in (2, 5, 1, 4):
            await saved_stories.save(connection, reader, number, now=NOW + timedelta(minutes=10 - number))
        first = await saved_stories.page(connection, reader, start=0, limit=3)
        second = await saved_stories.page(connection, reader, start=3, limit=3)
    assert [story.id for story in first] == [1, 2, 4]
    assert [story.id for story in second] == [5]


async def test_what_is_kept_of_a_story_is_known(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _reader(connection)
        await _stories(connection, 1)
        assert await saved_stories.marks(connection, reader, 1) == saved_stories.StoryMarks(saved=False, followed=False)
        assert await saved_stories.follow(connection, reader, 1, now=NOW)
        assert not await saved_stories.follow(connection, reader, 1, now=NOW)
        assert await saved_stories.marks(connection, reader, 1) == saved_stories.StoryMarks(saved=False, followed=True)
        await saved_stories.save(connection, reader, 1, now=NOW)
        assert await saved_stories.unfollow(connection, reader, 1)
        assert await saved_stories.marks(connection, reader, 1) == saved_stories.StoryMarks(saved=True, followed=False)


@pytest.mark.parametrize("keep", [saved_stories.save, saved_stories.follow])
async def test_forgetting_a_reader_forgets_what_they_keep(database: Database, keep: object) -> None:
    assert callable(keep)
    async with database.transaction() as connection:
        reader = await _reader(connection)
        await _stories(connection, 1)
        await keep(connection, reader, 1, now=NOW)
        await subscribers.delete(connection, reader)
        assert await saved_stories.marks(connection, reader, 1) == saved_stories.StoryMarks(saved=False, followed=False)
