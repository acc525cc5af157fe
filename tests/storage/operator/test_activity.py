"""What the operator's page counts, and the stories that it looks through."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from storage.database import Database
from storage.digests import digests
from storage.digests.digests import NewDigest
from storage.model import ChatKind, Slot
from storage.operator import activity, browsing
from storage.outbox import outbox
from storage.schema import tables
from storage.subscribers import subscribers

NOW = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def test_messages_are_counted_by_the_hour_and_the_latest_of_a_slot_says_how_late(database: Database) -> None:
    rows = tables.outbox
    async with database.transaction() as connection:
        one = await subscribers.add(connection, 1, ChatKind.PRIVATE, "ru", "UTC", now=NOW - 30 * HOUR)
        drafts = (outbox.Draft("a", "a"), outbox.Draft("b", "b"), outbox.Draft("c", "c"))
        slot = Slot(local_date=NOW.date(), at=NOW.time(), due_at=NOW)
        await digests.record(connection, NewDigest(subscriber_id=one.id, due_at=NOW, slot=slot, parts=drafts), now=NOW)
        for number, (state, minutes) in enumerate((("sent", 10), ("sent", 40), ("failed", 50)), start=1):
            settled = {"state": state, "settled_at": NOW + timedelta(minutes=minutes), "error": "chat not found"}
            await connection.execute(update(rows).where(rows.c.number == number).values(settled))
        found = await activity.activity(connection, since=NOW - 24 * HOUR, span=HOUR)
        why = await activity.failures(connection, since=NOW)
        days = await activity.activity(connection, since=NOW - 48 * HOUR, span=24 * HOUR)
    eight, nine = NOW.replace(minute=0), NOW.replace(hour=9, minute=0)
    assert found.sent == {eight: 1, nine: 1}
    assert found.failed == {nine: 1}
    assert found.lateness == {eight: 600, nine: 2400}
    assert found.joined == {}
    assert days.joined == {datetime(2026, 11, 30, tzinfo=UTC): 1}
    assert why == [("chat not found", 1)]


async def test_stories_are_found_by_all_words_of_a_headline_and_by_nothing_else(database: Database) -> None:
    async with database.transaction() as connection:
        for number, headline in enumerate(("Банк поднял ставку на 5%", "Ставка банка 50", "Пустой"), start=1):
            at = NOW + number * timedelta(minutes=1)
            values = {"headline": headline, "summary": "", "url": "", "first_at": at, "last_at": at, "grown_at": at}
            count = 0 if headline == "Пустой" else number
            await connection.execute(tables.stories.insert().values(values | {"member_count": count}))
        assert [line.headline for line in await browsing.recent(connection)] == [
            "Ставка банка 50",
            "Банк поднял ставку на 5%",
        ]
        assert [line.articles for line in await browsing.recent(connection, words="5% ставку")] == [1]
        assert [line.id for line in await browsing.recent(connection, offset=1)] == [1]
