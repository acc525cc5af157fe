"""Which articles are asked for once more, and when one counts as withdrawn, on both databases."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from parsers.article import Article
from storage.articles import articles
from storage.database import Connection, Database
from storage.digests import corrections, digests
from storage.digests.digests import NewDigest
from storage.maintenance import rechecks
from storage.model import ChatKind
from storage.outbox import outbox
from storage.schema import tables
from storage.stories import stories
from storage.stories.clustering import features
from storage.subscribers import subscribers

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def _told(connection: Connection, minutes: float = 0) -> int:
    """Read an article and tell somebody of its story, in a message that was sent."""
    at = NOW + timedelta(minutes=minutes)
    one = Article(
        url=f"https://a.kz/{minutes}", site="a.kz", site_id=f"{minutes}", title=f"Толчки {minutes}", published_at=at
    )
    saved = await articles.save(connection, one, now=at)
    assigned = await stories.assign(connection, saved.article_id, features.extract(one), now=at)
    reader = await subscribers.add(connection, 7, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=at)
    told = await stories.load(connection, [assigned.story_id])
    draft = outbox.Draft("html", "plain", stories=(assigned.story_id,))
    await digests.record(
        connection, NewDigest(subscriber_id=reader.id, told=tuple(told), parts=(draft,), due_at=at), now=at
    )
    (part,) = await outbox.claim(connection, now=at, limit=5, lease=HOUR)
    await outbox.sent(connection, part.id, 100, at)
    return assigned.story_id


async def test_the_longest_unasked_come_first_and_no_two_ask_for_one(database: Database) -> None:
    async with database.transaction() as connection:
        for minutes in (20, 0, 10):
            await _told(connection, minutes)
        first = await rechecks.claim(connection, now=NOW + 4 * HOUR, limit=2)
        second = await rechecks.claim(connection, now=NOW + 4 * HOUR, limit=2)
        third = await rechecks.claim(connection, now=NOW + 4 * HOUR, limit=2)
        # Whoever had the lease may have died.
        again = await rechecks.claim(connection, now=NOW + 5 * HOUR, limit=3)
    assert [one.site_id for one in (*first, *second)] == ["0", "10", "20"]
    assert third == []
    assert {one.site_id for one in again} == {"0", "10", "20"}


async def test_a_page_that_stays_away_is_asked_for_daily_for_a_week(database: Database) -> None:
    async with database.transaction() as connection:
        story_id = await _told(connection)
        at, asked = NOW + 4 * HOUR, 0
        while (due := await rechecks.claim(connection, now=at, limit=1)) or at < NOW + timedelta(days=9):
            if due:
                asked += 1
                assert await rechecks.missing(connection, due[0], now=at) == (asked == 2)
            at += HOUR
        (story,) = await stories.load(connection, [story_id])
        withdrawn_at = await connection.scalar(select(tables.articles.c.withdrawn_at))
    assert asked == 10
    assert story.withdrawn_at == withdrawn_at == NOW + 5 * HOUR


async def test_a_sent_message_whose_story_was_withdrawn_is_due_for_an_edit(database: Database) -> None:
    async with database.transaction() as connection:
        story_id = await _told(connection)
        for hours in (4, 6):
            (one,) = await rechecks.claim(connection, now=NOW + hours * HOUR, limit=1)
            assert await corrections.due(connection, now=NOW + hours * HOUR) == []
            await rechecks.missing(connection, one, now=NOW + hours * HOUR)
        (found,) = await corrections.due(connection, now=NOW + 6 * HOUR)
        await corrections.edit(connection, found, "edited", "edited", now=NOW + 6 * HOUR)
        assert await corrections.due(connection, now=NOW + 6 * HOUR) == []
    assert (found.story_id, found.withdrawn, found.was, found.title) == (story_id, True, "Толчки 0", "Толчки 0")
