from datetime import UTC, datetime, timedelta

from parsers.article import Article
from storage.articles import articles
from storage.database import Connection, Database
from storage.digests import digests, explain
from storage.digests.digests import NewDigest
from storage.model import ChatKind, Subscriber
from storage.stories import stories
from storage.stories.clustering import features
from storage.subscribers import subscribers
from storage.topics import topics
from storage.topics.query import parser

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


async def _read(connection: Connection, title: str, site: str = "zakon.kz") -> int:
    """Let an article be read, as the crawl does; return its story."""
    article = Article(
        url=f"https://{site}/{len(title)}",
        site=site,
        site_id=str(len(title)),
        title=title,
        published_at=NOW,
        language="ru",
    )
    saved = await articles.save(connection, article, now=NOW)
    assigned = await stories.assign(connection, saved.article_id, features.extract(article), now=NOW)
    await topics.match(connection, assigned.story_id, now=NOW)
    return assigned.story_id


async def _reader(connection: Connection, *written: str, chat_id: int = 7) -> Subscriber:
    subscriber = await subscribers.add(connection, chat_id, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=NOW)
    for text in written:
        topic = await topics.ensure(connection, parser.parse(text), now=NOW)
        await topics.follow(connection, subscriber.id, topic.id, now=NOW)
    return subscriber


async def test_an_article_is_explained_by_its_story_the_words_found_and_the_last_telling(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _reader(connection, "китай", "нацбанк")
        other = await _reader(connection, "торговля", chat_id=8)
        await _read(connection, "Торговля с Китаем выросла вдвое")
        found = await explain.why(connection, reader.id, "http://www.zakon.kz/31/?utm_source=telegram")
        assert found is not None
        assert [(match.topic.query, match.form, match.place) for match in found.matches] == [
            ("китай", "Китаем", "title")
        ]
        assert found.told is None
        for hours in (1, 2):
            at = NOW + timedelta(hours=hours)
            await digests.record(connection, NewDigest(subscriber_id=reader.id, told=(found.story,), due_at=at), now=at)
        found = await explain.why(connection, reader.id, "https://zakon.kz/31")
        theirs = await explain.why(connection, other.id, "https://zakon.kz/31")
    assert found is not None
    assert theirs is not None
    assert found.told is not None
    assert found.told.told_at == NOW + timedelta(hours=2)
    assert [match.topic.query for match in theirs.matches] == ["торговля"]
    assert theirs.told is None


async def test_what_was_never_read_has_no_explanation(database: Database) -> None:
    async with database.read() as connection:
        assert await explain.why(connection, 1, "https://example.com/1") is None
        assert await explain.why(connection, 1, "не адрес \x00 [") is None
