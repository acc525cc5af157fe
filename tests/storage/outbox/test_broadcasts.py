"""A broadcast in the outbox: a portion at a time, nobody twice whatever happens in between, stopped when told to."""

import contextlib
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, update

from storage.database import Connection, Database
from storage.model import ChatKind
from storage.outbox import broadcasts, outbox
from storage.outbox.broadcasts import Audience, BroadcastState
from storage.outbox.outbox import Priority
from storage.schema import tables
from storage.subscribers import subscribers

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


@pytest.fixture
async def ordered(database: Database) -> int:
    """A broadcast to ten readers, ordered."""
    async with database.transaction() as connection:
        for number in range(1, 11):
            await subscribers.add(connection, number, ChatKind.PRIVATE, "ru", "UTC", now=NOW)
        broadcast_id = await broadcasts.write(connection, "<b>слово</b>", "слово", now=NOW)
        assert await broadcasts.order(connection, broadcast_id, Audience.ALL) == 10
        assert await broadcasts.order(connection, broadcast_id, Audience.ALL) is None
    return broadcast_id


async def _readers(connection: Connection) -> list[int]:
    query = select(tables.outbox.c.subscriber_id).order_by(tables.outbox.c.id)
    return list(await connection.scalars(query))


async def _send_all(connection: Connection) -> None:
    await connection.execute(
        update(tables.outbox).where(tables.outbox.c.settled_at.is_(None)).values(state="sent", settled_at=NOW)
    )


async def test_no_more_wait_than_a_portion_and_each_reader_gets_one(database: Database, ordered: int) -> None:
    for expected in (4, 0):
        async with database.transaction() as connection:
            assert await broadcasts.put_out(connection, now=NOW, at_once=4) == expected
    for expected in (4, 2, 0):
        async with database.transaction() as connection:
            await _send_all(connection)
            assert await broadcasts.put_out(connection, now=NOW, at_once=4) == expected
    async with database.transaction() as connection:
        assert sorted(await _readers(connection)) == sorted(set(await _readers(connection)))
        (receipt,) = await broadcasts.finished(connection)
        assert (receipt.broadcast.state, receipt.sent, receipt.waiting) == (BroadcastState.DONE, 10, 0)
        await broadcasts.told(connection, ordered, now=NOW)
        assert await broadcasts.finished(connection) == []


async def test_what_was_cut_off_in_the_middle_goes_on_where_it_was(database: Database, ordered: int) -> None:
    async with database.transaction() as connection:
        await broadcasts.put_out(connection, now=NOW, at_once=4)
    with contextlib.suppress(ZeroDivisionError):
        async with database.transaction() as connection:
            await broadcasts.put_out(connection, now=NOW, at_once=9)
            raise ZeroDivisionError  # the process ends before this is committed
    async with database.transaction() as connection:
        assert len(await _readers(connection)) == 4
        await broadcasts.put_out(connection, now=NOW, at_once=100)
        found = await _readers(connection)
        assert len(found) == len(set(found)) == 10


async def test_a_stop_leaves_those_who_wait_without_it(database: Database, ordered: int) -> None:
    async with database.transaction() as connection:
        await broadcasts.put_out(connection, now=NOW, at_once=4)
        first = (await _readers(connection))[0]
        await connection.execute(
            update(tables.outbox).where(tables.outbox.c.subscriber_id == first).values(state="sent", settled_at=NOW)
        )
        assert await broadcasts.stop(connection, ordered, now=NOW)
        assert not await broadcasts.stop(connection, ordered, now=NOW)
        assert await broadcasts.put_out(connection, now=NOW, at_once=100) == 0
        (receipt,) = await broadcasts.finished(connection)
    assert (receipt.sent, receipt.dropped, receipt.waiting) == (1, 3, 0)


async def test_two_broadcasts_are_accounted_for_apart(database: Database, ordered: int) -> None:
    async with database.transaction() as connection:
        other = await broadcasts.write(connection, "другое", "другое", now=NOW)
        await broadcasts.order(connection, other, Audience.PRIVATE)
        assert await broadcasts.put_out(connection, now=NOW, at_once=100) == 20
        for broadcast_id in (ordered, other):
            found = await broadcasts.get(connection, broadcast_id)
            assert found is not None
            assert (await broadcasts.receipt(connection, found)).waiting == 10


async def test_it_leaves_after_everything_else(database: Database, ordered: int) -> None:
    async with database.transaction() as connection:
        await broadcasts.put_out(connection, now=NOW, at_once=5)
        await outbox.add(connection, 9, [outbox.Draft("сводка", "сводка")], now=NOW, priority=Priority.SLOT)
        (first, *_) = (await connection.execute(outbox.claimable(NOW, 10))).all()
        assert first.subscriber_id == 9
        counted = select(func.count()).where(tables.outbox.c.priority == Priority.BROADCAST)
        assert await connection.scalar(counted) == 5
