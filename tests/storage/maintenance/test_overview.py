"""The numbers an operator sees of a database."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from storage.database import Database
from storage.maintenance import overview
from storage.model import ChatKind
from storage.outbox import outbox
from storage.schema import tables
from storage.subscribers import subscribers

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


async def test_an_empty_database_has_nothing_of_anything(database: Database) -> None:
    async with database.read() as connection:
        seen = await overview.look(connection, NOW)
    assert (seen.due, seen.waiting, seen.oldest_wait, seen.lateness, seen.stories_of_hour) == (0, 0, 0.0, None, 0)
    assert seen.bytes > 0


async def test_subscribers_and_what_waits_for_them_are_counted(database: Database) -> None:
    async with database.transaction() as connection:
        for chat in (1, 2, 3):
            one = await subscribers.add(connection, chat, ChatKind.PRIVATE, "ru", "UTC", now=NOW)
            await subscribers.set_next_due(connection, one.id, NOW + timedelta(hours=chat - 2))
        await connection.execute(
            update(tables.subscribers).where(tables.subscribers.c.id == 3).values(state="suspended")
        )
        await outbox.add(connection, one.id, [outbox.Draft("a", "a"), outbox.Draft("b", "b")], now=NOW)
        seen = await overview.look(connection, NOW + timedelta(seconds=90))
    assert seen.subscribers == {"active": 2, "suspended": 1}
    assert seen.due == 2
    assert (seen.waiting, seen.oldest_wait) == (2, 90.0)
