"""Which channels a reader configures from their private chat, and which one just now; who may is not decided here."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, delete, select, update

from storage.database import Connection, insert
from storage.schema import preference_tables, tables

_channels = preference_tables.channels


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel as the reader who configures it sees it; `id` is its subscriber's, `chosen` if it is the one now."""

    id: int
    chat_id: int
    title: str
    chosen: bool


async def link(connection: Connection, reader_id: int, channel_id: int, title: str) -> None:
    """Let a reader configure a channel (both are subscribers' ids), and choose it."""
    await connection.execute(
        insert(connection, _channels)
        .values(subscriber_id=reader_id, channel_id=channel_id, title=title, chosen=False)
        .on_conflict_do_update(index_elements=["subscriber_id", "channel_id"], set_={"title": title})
    )
    await choose(connection, reader_id, channel_id)


async def unlink(connection: Connection, reader_id: int, channel_id: int) -> None:
    """Let a reader configure a channel no longer; the channel keeps its settings."""
    await connection.execute(
        delete(_channels).where(_channels.c.subscriber_id == reader_id, _channels.c.channel_id == channel_id)
    )


async def choose(connection: Connection, reader_id: int, channel_id: int | None) -> None:
    """Choose one of a reader's channels to configure now; None for the reader's own digests."""
    mine = _channels.c.subscriber_id == reader_id
    await connection.execute(update(_channels).where(mine, _channels.c.chosen).values(chosen=False))
    if channel_id is not None:
        await connection.execute(
            update(_channels).where(mine, _channels.c.channel_id == channel_id).values(chosen=True)
        )


async def listed(connection: Connection, reader_id: int) -> list[Channel]:
    """Return the channels that a reader configures, by title."""
    rows = await connection.execute(_of(reader_id).order_by(_channels.c.title, _channels.c.channel_id))
    return [_read(row) for row in rows]


async def chosen(connection: Connection, reader_id: int) -> Channel | None:
    """Return the channel that a reader configures now, None for their own digests."""
    row = (await connection.execute(_of(reader_id).where(_channels.c.chosen))).first()
    return None if row is None else _read(row)


def _of(reader_id: int) -> Select[Any]:
    return (
        select(_channels, tables.subscribers.c.chat_id)
        .join(tables.subscribers, tables.subscribers.c.id == _channels.c.channel_id)
        .where(_channels.c.subscriber_id == reader_id)
    )


def _read(row: Row[Any]) -> Channel:
    return Channel(id=row.channel_id, chat_id=row.chat_id, title=row.title, chosen=row.chosen)
