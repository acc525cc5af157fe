"""Setups shared by a link."""

from datetime import UTC, datetime, time, timedelta

from storage.database import Connection, Database
from storage.model import ChatKind, TimetableEntry, Topic
from storage.subscribers import shared_setups, subscribers

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
TOPICS = (Topic(id=1, query="китай", label="Китай"), Topic(id=2, query="банк not спорт", label="банк НЕ спорт"))
TIMES = (
    TimetableEntry(at=time(8, 5), weekdays=frozenset({0, 4})),
    TimetableEntry(at=time(19)),
)


async def _reader(connection: Connection) -> int:
    return (await subscribers.add(connection, 7, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=NOW)).id


async def test_what_is_shared_is_found_by_its_token_until_it_expires(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _reader(connection)
        shared = await shared_setups.put(connection, reader, TOPICS, TIMES, token="t" * 32, expires_at=LATER)
        assert await shared_setups.get(connection, "t" * 32, now=NOW) == shared
        assert [(one.query, one.label) for one in shared.topics] == [(one.query, one.label) for one in TOPICS]
        assert shared.timetable == TIMES
        assert await shared_setups.get(connection, "t" * 32, now=LATER) is None
        assert await shared_setups.get(connection, "forged", now=NOW) is None


async def test_sharing_again_keeps_the_link_and_renews_what_it_carries(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _reader(connection)
        await shared_setups.put(connection, reader, TOPICS, TIMES, token="first", expires_at=LATER)
        again = await shared_setups.put(
            connection, reader, TOPICS[:1], (), token="second", expires_at=LATER + timedelta(days=1)
        )
        assert (again.token, len(again.topics), again.timetable) == ("first", 1, ())
        assert await shared_setups.get(connection, "first", now=LATER) == again
        assert await shared_setups.get(connection, "second", now=NOW) is None


async def test_a_link_is_withdrawn_and_expired_ones_are_forgotten(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _reader(connection)
        await shared_setups.put(connection, reader, TOPICS, TIMES, token="one", expires_at=LATER)
        assert await shared_setups.withdraw(connection, reader)
        assert not await shared_setups.withdraw(connection, reader)
        await shared_setups.put(connection, reader, TOPICS, TIMES, token="two", expires_at=LATER)
        assert await shared_setups.forget(connection, before=NOW) == 0
        assert await shared_setups.forget(connection, before=LATER + timedelta(days=1)) == 1
