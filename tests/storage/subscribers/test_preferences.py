"""What readers chose, kept whole."""

from datetime import UTC, datetime, time

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from storage.database import Connection, Database
from storage.model import Breaking, ChatKind, Preferences, QuietHours, Style, WhenEmpty
from storage.schema import preference_tables
from storage.subscribers import preferences, subscribers, supergroups

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
CHOSEN = Preferences(
    stories=20,
    minutes=3,
    style=Style.CARDS,
    when_empty=WhenEmpty.SAY,
    quiet=QuietHours(start=time(23), end=time(7, 30)),
    breaking=Breaking.WAKE,
    breaking_sources=2,
    breaking_minutes=30,
)


async def _subscriber(connection: Connection, chat_id: int, kind: ChatKind = ChatKind.PRIVATE) -> int:
    return (await subscribers.add(connection, chat_id, kind, "ru", "Asia/Almaty", now=NOW)).id


async def test_who_chose_nothing_has_the_defaults(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _subscriber(connection, 1)
        assert await preferences.get(connection, reader) == Preferences()


async def test_what_was_chosen_is_kept_and_can_be_changed(database: Database) -> None:
    async with database.transaction() as connection:
        reader, other = await _subscriber(connection, 1), await _subscriber(connection, 2)
        await preferences.save(connection, reader, CHOSEN)
        assert await preferences.load(connection, [reader, other]) == {reader: CHOSEN, other: Preferences()}
        await preferences.save(connection, reader, Preferences(stories=5))
        assert await preferences.get(connection, reader) == Preferences(stories=5)


async def test_quiet_hours_have_both_ends(database: Database) -> None:
    async with database.transaction() as connection:
        await preferences.save(connection, await _subscriber(connection, 1), CHOSEN)
    with pytest.raises(IntegrityError):
        async with database.transaction() as connection:
            await connection.execute(update(preference_tables.preferences).values(quiet_to=None))


async def test_they_go_with_their_subscriber(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _subscriber(connection, 1)
        await preferences.save(connection, reader, CHOSEN)
        await subscribers.delete(connection, reader)
        assert await preferences.get(connection, reader) == Preferences()


@pytest.mark.parametrize("both", [False, True])
async def test_they_follow_a_group_that_becomes_a_supergroup(database: Database, both: bool) -> None:
    async with database.transaction() as connection:
        old = await _subscriber(connection, -1, ChatKind.GROUP)
        new = await _subscriber(connection, -1001, ChatKind.SUPERGROUP)
        await preferences.save(connection, new, CHOSEN)
        if both:
            await preferences.save(connection, old, Preferences(stories=5))
        await supergroups.migrate(connection, -1, -1001)
        group = await subscribers.get(connection, -1001)
        assert group is not None
        assert await preferences.get(connection, group.id) == (Preferences(stories=5) if both else CHOSEN)
