"""What readers never want to be told of."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select

from storage.database import Connection, Database
from storage.errors import TooManyTopicsError
from storage.model import ChatKind, Story
from storage.schema import tables
from storage.stories import stories
from storage.subscribers import mutes, saved_stories, subscribers
from storage.topics import topics
from storage.topics.query import parser

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


async def _reader(connection: Connection, chat_id: int = 7) -> int:
    return (await subscribers.add(connection, chat_id, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=NOW)).id


async def _topic(connection: Connection, text: str) -> int:
    return (await topics.ensure(connection, parser.parse(text), now=NOW)).id


async def _story(connection: Connection, sites: tuple[str, ...], *topic_ids: int) -> Story:
    moments = dict.fromkeys(("first_at", "last_at", "grown_at"), NOW)
    await connection.execute(insert(tables.stories).values(headline="Матч", summary="", url="", **moments))
    story_id = await connection.scalar(select(func.max(tables.stories.c.id))) or 0
    for site in sites:
        await connection.execute(
            insert(tables.articles).values(
                site=site, site_id=str(story_id), url=f"https://{site}/{story_id}", title="Матч", lead="",
                paragraphs=[], authors=[], images=[], quotes=[], published_at=NOW, saved_at=NOW, joined_at=NOW,
                fingerprint="", story_id=story_id,
            )
        )  # fmt: skip
    for topic_id in topic_ids:
        await connection.execute(
            insert(tables.topic_matches).values(
                topic_id=topic_id, story_id=story_id, form="Матч", place="title", matched_at=NOW
            )
        )
    story = await stories.get(connection, story_id)
    assert story is not None
    return story


async def test_a_muted_topic_hides_its_stories_from_whoever_muted_it(database: Database) -> None:
    async with database.transaction() as connection:
        reader, other = await _reader(connection), await _reader(connection, 8)
        topic = await _topic(connection, "матч")
        on, off = await _story(connection, ("a.kz",), topic), await _story(connection, ("a.kz",))
        assert await mutes.mute(connection, reader, topic, now=NOW)
        assert not await mutes.mute(connection, reader, topic, now=NOW)
        assert [one.label for one in await mutes.for_subscriber(connection, reader)] == ["матч"]
        assert await mutes.hidden(connection, reader, [on, off]) == {on.id}
        assert await mutes.hidden(connection, other, [on, off]) == set()
        assert await mutes.unmute(connection, reader, topic)
        assert not await mutes.unmute(connection, reader, topic)
        assert await mutes.hidden(connection, reader, [on, off]) == set()


async def test_a_muted_source_hides_only_what_it_alone_tells(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _reader(connection)
        topic = await _topic(connection, "source:a.kz")
        alone = await _story(connection, ("a.kz",), topic)
        both = await _story(connection, ("a.kz", "b.kz"), topic)
        await mutes.mute(connection, reader, topic, now=NOW)
        assert await mutes.hidden(connection, reader, [alone, both]) == {alone.id}


async def test_a_muted_story_is_hidden_and_followed_no_longer(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _reader(connection)
        story = await _story(connection, ("a.kz",))
        await saved_stories.follow(connection, reader, story.id, now=NOW)
        assert await saved_stories.mute(connection, reader, story.id, now=NOW)
        assert await saved_stories.marks(connection, reader, story.id) == saved_stories.StoryMarks(
            saved=False, followed=False, muted=True
        )
        assert await mutes.hidden(connection, reader, [story]) == {story.id}
        await saved_stories.follow(connection, reader, story.id, now=NOW)
        assert await mutes.hidden(connection, reader, [story]) == set()


async def test_what_is_muted_is_not_swept_with_what_nobody_follows(database: Database) -> None:
    async with database.transaction() as connection:
        reader, kept = await _reader(connection), await _topic(connection, "матч")
        await _topic(connection, "хоккей")
        await mutes.mute(connection, reader, kept, now=NOW)
        later = NOW + timedelta(days=365)
        assert await topics.forget(connection, topics_before=later, lines_before=later) == (1, 0)
        assert [topic.id for topic in await mutes.for_subscriber(connection, reader)] == [kept]


async def test_nobody_mutes_without_end(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutes, "MAX_MUTED", 1)
    async with database.transaction() as connection:
        reader = await _reader(connection)
        await mutes.mute(connection, reader, await _topic(connection, "матч"), now=NOW)
        with pytest.raises(TooManyTopicsError):
            await mutes.mute(connection, reader, await _topic(connection, "хоккей"), now=NOW)
        assert await mutes.hidden(connection, reader, []) == set()
