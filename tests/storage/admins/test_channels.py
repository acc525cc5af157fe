"""Which channels a reader configures."""

from datetime import UTC, datetime

from storage.admins import channels
from storage.database import Connection, Database
from storage.model import ChatKind
from storage.subscribers import subscribers

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


async def _add(connection: Connection, chat_id: int, kind: ChatKind = ChatKind.CHANNEL) -> int:
    return (await subscribers.add(connection, chat_id, kind, "ru", "Asia/Almaty", now=NOW)).id


async def test_at_most_one_channel_is_configured_at_a_time(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _add(connection, 7, ChatKind.PRIVATE)
        first, second = await _add(connection, -1), await _add(connection, -2)
        assert await channels.chosen(connection, reader) is None
        await channels.link(connection, reader, first, "Б")
        await channels.link(connection, reader, second, "А")
        chosen = await channels.chosen(connection, reader)
        assert chosen == channels.Channel(id=second, chat_id=-2, title="А", chosen=True)
        assert [(one.title, one.chosen) for one in await channels.listed(connection, reader)] == [
            ("А", True),
            ("Б", False),
        ]
        await channels.choose(connection, reader, None)
        assert await channels.chosen(connection, reader) is None


async def test_a_channel_that_is_linked_again_has_its_new_title(database: Database) -> None:
    async with database.transaction() as connection:
        reader, channel = await _add(connection, 7, ChatKind.PRIVATE), await _add(connection, -1)
        await channels.link(connection, reader, channel, "Было")
        await channels.link(connection, reader, channel, "Стало")
        assert [one.title for one in await channels.listed(connection, reader)] == ["Стало"]


async def test_others_channels_cannot_be_chosen_and_one_s_own_are_let_go(database: Database) -> None:
    async with database.transaction() as connection:
        reader, other = await _add(connection, 7, ChatKind.PRIVATE), await _add(connection, 8, ChatKind.PRIVATE)
        channel = await _add(connection, -1)
        await channels.link(connection, other, channel, "Чужой")
        await channels.choose(connection, reader, channel)
        assert await channels.chosen(connection, reader) is None
        await channels.unlink(connection, other, channel)
        assert await channels.listed(connection, other) == []
        assert await subscribers.get(connection, -1) is not None
