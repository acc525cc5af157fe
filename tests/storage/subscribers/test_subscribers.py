import asyncio
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from storage.database import Connection, Database, insert
from storage.model import ChatKind, Subscriber, SubscriberState, TimetableEntry
from storage.outbox import outbox
from storage.schema import tables
from storage.subscribers import subscribers, supergroups, suspensions

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
EIGHT = TimetableEntry(at=time(8))
WORKDAYS = TimetableEntry(at=time(18, 30), weekdays=frozenset(range(5)))


async def _add(connection: Connection, chat_id: int = 7) -> Subscriber:
    return await subscribers.add(connection, chat_id, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=NOW)


async def _follow(connection: Connection, subscriber_id: int, query: str) -> None:
    await connection.execute(
        insert(connection, tables.topics)
        .values(query=query, label=query, created_at=NOW)
        .on_conflict_do_nothing(index_elements=["query"])
    )
    topic_id = await connection.scalar(select(tables.topics.c.id).where(tables.topics.c.query == query))
    await connection.execute(
        tables.follows.insert().values(subscriber_id=subscriber_id, topic_id=topic_id, followed_at=NOW)
    )


async def _followed(connection: Connection, subscriber_id: int) -> list[str]:
    query = (
        select(tables.topics.c.query)
        .join(tables.follows, tables.follows.c.topic_id == tables.topics.c.id)
        .where(tables.follows.c.subscriber_id == subscriber_id)
        .order_by(tables.topics.c.query)
    )
    return list(await connection.scalars(query))


async def test_a_chat_that_starts_twice_keeps_its_settings(database: Database) -> None:
    async with database.transaction() as connection:
        first = await _add(connection)
        await subscribers.set_language(connection, first.id, "kk")
        again = await subscribers.add(connection, 7, ChatKind.GROUP, "en", "Europe/London", now=NOW)

    assert again.id == first.id
    assert (again.language, again.zone, again.kind) == ("kk", "Asia/Almaty", ChatKind.PRIVATE)
    assert again.created_at == NOW


async def test_a_chat_we_do_not_know_is_nobody(database: Database) -> None:
    async with database.read() as connection:
        assert await subscribers.get(connection, 404) is None


async def test_settings_are_read_back_as_they_were_set(database: Database) -> None:
    due = NOW + timedelta(hours=3)
    async with database.transaction() as connection:
        one = await _add(connection)
        await subscribers.set_zone(connection, one.id, "Europe/Berlin", due)
        await subscribers.set_thread(connection, one.id, 12)
        await subscribers.set_timetable(connection, one.id, [WORKDAYS, EIGHT], due)

    async with database.read() as connection:
        found = await subscribers.get(connection, 7)
    assert found is not None
    assert found.zone == "Europe/Berlin"
    assert found.thread_id == 12
    assert found.timetable == (EIGHT, WORKDAYS)
    assert found.next_due_at == due


async def test_a_new_timetable_replaces_the_old_one_and_joins_equal_times(database: Database) -> None:
    monday, friday = frozenset({0}), frozenset({4})
    async with database.transaction() as connection:
        one = await _add(connection)
        await subscribers.set_timetable(connection, one.id, [WORKDAYS], NOW)
        entries = [TimetableEntry(at=time(9), weekdays=monday), TimetableEntry(at=time(9), weekdays=friday)]
        await subscribers.set_timetable(connection, one.id, entries, None)
        (found,) = await subscribers.load(connection, [one.id])

    assert found.timetable == (TimetableEntry(at=time(9), weekdays=monday | friday),)
    assert found.next_due_at is None


async def test_an_empty_timetable_is_a_timetable(database: Database) -> None:
    async with database.transaction() as connection:
        one = await _add(connection)
        await subscribers.set_timetable(connection, one.id, [EIGHT], NOW)
        await subscribers.set_timetable(connection, one.id, [], None)
        (found,) = await subscribers.load(connection, [one.id])

    assert found.timetable == ()


async def test_those_who_wait_longest_are_due_first(database: Database) -> None:
    async with database.transaction() as connection:
        late, early, future, never = [await _add(connection, chat_id) for chat_id in (1, 2, 3, 4)]
        moments = {
            late.id: NOW,
            early.id: NOW - timedelta(hours=1),
            future.id: NOW + timedelta(seconds=1),
            never.id: None,
        }
        await subscribers.set_next_due_of_all(connection, moments)
        await subscribers.set_next_due_of_all(connection, {})
        due = await subscribers.due(connection, NOW, 10)
        one = await subscribers.due(connection, NOW, 1)

    assert [subscriber.chat_id for subscriber in due] == [2, 1]
    assert [subscriber.chat_id for subscriber in one] == [2]


async def test_whoever_is_suspended_is_not_due_and_loses_nothing(database: Database) -> None:
    async with database.transaction() as connection:
        one = await _add(connection)
        await subscribers.set_timetable(connection, one.id, [EIGHT], NOW)
        await suspensions.suspend(connection, one.id, "blocked", now=NOW)
        assert await subscribers.due(connection, NOW, 10) == []
        (suspended,) = await subscribers.load(connection, [one.id])
        await subscribers.resume(connection, one.id, NOW)
        (resumed,) = await subscribers.due(connection, NOW, 10)

    assert suspended.state is SubscriberState.SUSPENDED
    assert suspended.suspended_for == "blocked"
    assert suspended.timetable == (EIGHT,)
    assert resumed.state is SubscriberState.ACTIVE
    assert resumed.suspended_for == ""


async def test_a_pause_ends_at_its_time(database: Database) -> None:
    friday = NOW + timedelta(days=4)
    async with database.transaction() as connection:
        one = await _add(connection)
        await subscribers.set_next_due(connection, one.id, NOW)
        await subscribers.pause(connection, one.id, friday, friday + timedelta(hours=1))
        assert await subscribers.due(connection, friday, 10) == []
        (back,) = await subscribers.due(connection, friday + timedelta(hours=1), 10)

    assert back.state is SubscriberState.PAUSED
    assert back.paused_until == friday


async def test_subscribers_are_counted_by_state_and_gone_through_in_batches(database: Database) -> None:
    async with database.transaction() as connection:
        everybody = [await _add(connection, chat_id) for chat_id in range(1, 6)]
        await suspensions.suspend(connection, everybody[0].id, "kicked", now=NOW)
        assert await subscribers.counts(connection) == {
            SubscriberState.ACTIVE: 4,
            SubscriberState.PAUSED: 0,
            SubscriberState.SUSPENDED: 1,
        }
        first = await subscribers.after(connection, 0, 3)
        second = await subscribers.after(connection, first[-1].id, 3)

    assert [subscriber.id for subscriber in first + second] == [subscriber.id for subscriber in everybody]


async def test_a_group_that_became_a_supergroup_keeps_everything(database: Database) -> None:
    async with database.transaction() as connection:
        group = await subscribers.add(connection, -5, ChatKind.GROUP, "ru", "Asia/Almaty", now=NOW)
        await _follow(connection, group.id, "Китай")
        assert await supergroups.migrate(connection, -5, -100_500)
        moved = await subscribers.get(connection, -100_500)
        assert moved is not None
        assert await _followed(connection, moved.id) == ["Китай"]
        assert await subscribers.get(connection, -5) is None
        assert not await supergroups.migrate(connection, -5, -100_500)

    assert (moved.id, moved.kind) == (group.id, ChatKind.SUPERGROUP)


async def test_a_supergroup_that_subscribed_by_itself_is_joined_with_its_past(database: Database) -> None:
    async with database.transaction() as connection:
        old = await subscribers.add(connection, -5, ChatKind.GROUP, "ru", "Asia/Almaty", now=NOW)
        new = await subscribers.add(connection, -100_500, ChatKind.SUPERGROUP, "kk", "UTC", now=NOW)
        for subscriber, topics in ((old, ["Китай", "банк"]), (new, ["Китай", "погода"])):
            for topic in topics:
                await _follow(connection, subscriber.id, topic)
        await subscribers.set_timetable(connection, old.id, [EIGHT], NOW)
        await subscribers.set_timetable(connection, new.id, [EIGHT, WORKDAYS], NOW)
        await outbox.add(connection, new.id, [outbox.Draft("<b>hi</b>", "hi")], now=NOW)

        await supergroups.migrate(connection, -5, -100_500)

        joined = await subscribers.get(connection, -100_500)
        assert joined is not None
        assert await _followed(connection, joined.id) == ["Китай", "банк", "погода"]
        (part,) = await outbox.claim(connection, now=NOW, limit=10, lease=timedelta(minutes=1))

    assert (joined.id, joined.language) == (old.id, "ru")
    assert joined.timetable == (EIGHT, WORKDAYS)
    assert part.chat_id == -100_500


async def test_a_deleted_subscriber_leaves_a_receipt_and_nothing_else(database: Database) -> None:
    async with database.transaction() as connection:
        one, other = await _add(connection, 1), await _add(connection, 2)
        for subscriber in (one, other):
            await _follow(connection, subscriber.id, "Китай")
            await subscribers.set_timetable(connection, subscriber.id, [EIGHT, WORKDAYS], NOW)
            await outbox.add(connection, subscriber.id, [outbox.Draft("a", "a")], now=NOW)
        deleted = await subscribers.delete(connection, one.id)
        assert await subscribers.get(connection, 1) is None
        kept = await subscribers.get(connection, 2)
        assert kept is not None
        assert await _followed(connection, one.id) == []
        assert await _followed(connection, other.id) == ["Китай"]
        claimed = await outbox.claim(connection, now=NOW, limit=9, lease=timedelta(minutes=1))

    assert deleted == subscribers.Deleted(topics=1, times=2, digests=0, messages=1)
    assert [part.chat_id for part in claimed] == [2]


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_two_processes_never_take_the_same_subscriber(database: Database) -> None:
    async with database.transaction() as connection:
        for chat_id in range(20):
            subscriber = await _add(connection, chat_id)
            await subscribers.set_next_due(connection, subscriber.id, NOW)

    async def take() -> list[int]:
        async with database.transaction() as connection:
            taken = await subscribers.due(connection, NOW, 10)
            await asyncio.sleep(0.05)
            await subscribers.set_next_due_of_all(connection, {one.id: None for one in taken})
            return [one.id for one in taken]

    first, second = await asyncio.gather(take(), take())
    assert len(first) == len(second) == 10
    assert not set(first) & set(second)
