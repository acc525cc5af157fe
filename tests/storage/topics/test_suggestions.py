"""What stands beside a topic in the news."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, insert, select

from parsers.article import TagKind
from storage.database import Connection, Database
from storage.model import Story
from storage.schema import tables
from storage.stories import stories
from storage.topics import suggestions
from storage.topics.query import parser

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SINCE = NOW - timedelta(days=7)


async def _tag(connection: Connection, label: str, kind: TagKind = TagKind.SUBJECT) -> int:
    await connection.execute(insert(tables.tags).values(key=label.casefold(), label=label, kind=kind))
    return await connection.scalar(select(func.max(tables.tags.c.id))) or 0


async def _story(connection: Connection, tags: Sequence[int]) -> Story:
    moments = dict.fromkeys(("first_at", "last_at", "grown_at"), NOW)
    await connection.execute(insert(tables.stories).values(headline="Сюжет", summary="", url="", **moments))
    story_id = await connection.scalar(select(func.max(tables.stories.c.id))) or 0
    for tag_id in tags:
        await connection.execute(insert(tables.story_tags).values(story_id=story_id, tag_id=tag_id, last_at=NOW))
    story = await stories.get(connection, story_id)
    assert story is not None
    return story


async def test_what_is_beside_a_topic_and_seldom_elsewhere_is_suggested(database: Database) -> None:
    async with database.transaction() as connection:
        bank, rate = await _tag(connection, "Нацбанк"), await _tag(connection, "базовая ставка")
        common, unreadable = await _tag(connection, "экономика"), await _tag(connection, "-")
        year = await _tag(connection, "2026", TagKind.YEAR)
        caught = [await _story(connection, (bank, rate, common, unreadable, year)) for _ in range(4)]
        for _ in range(16):
            await _story(connection, (common,))
        query = parser.parse("Нацбанк")
        found = await suggestions.beside(connection, query, caught, total=20, since=SINCE)
        assert [tag.label for tag in found] == ["базовая ставка"]
        few = await suggestions.beside(connection, query, caught[:2], total=20, since=SINCE)
        assert few == []
