import asyncio
import contextlib
import itertools
import re
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from storage.database import Connection, Database
from storage.model import ChatKind, Part, PartState
from storage.outbox import outbox, outbox_upkeep
from storage.outbox.outbox import Priority
from storage.schema import tables
from storage.subscribers import subscribers

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
LEASE = timedelta(minutes=2)
SECOND = timedelta(seconds=1)


async def _chat(connection: Connection, chat_id: int, *texts: str) -> int:
    """Subscribe a chat and let these messages wait for it."""
    kind = ChatKind.PRIVATE if chat_id > 0 else ChatKind.SUPERGROUP
    subscriber = await subscribers.add(connection, chat_id, kind, "ru", "UTC", now=NOW)
    await outbox.add(connection, subscriber.id, [outbox.Draft(f"<b>{text}</b>", text) for text in texts], now=NOW)
    return subscriber.id


async def _claim(database: Database, now: datetime = NOW, limit: int = 100) -> list[Part]:
    async with database.transaction() as connection:
        return await outbox.claim(connection, now=now, limit=limit, lease=LEASE)


async def test_a_claimed_message_carries_what_sending_it_takes(database: Database) -> None:
    async with database.transaction() as connection:
        subscriber = await subscribers.add(connection, -100, ChatKind.SUPERGROUP, "ru", "UTC", now=NOW)
        await subscribers.set_thread(connection, subscriber.id, 5)
        await outbox.add(
            connection, subscriber.id, [outbox.Draft("<b>да</b>", "да", '{"inline_keyboard": []}')], now=NOW
        )

    (part,) = await _claim(database)
    assert part == Part(
        id=part.id,
        subscriber_id=subscriber.id,
        chat_id=-100,
        chat_kind=ChatKind.SUPERGROUP,
        thread_id=5,
        home_id=5,
        digest_id=None,
        number=1,
        html="<b>да</b>",
        plain="да",
        keyboard='{"inline_keyboard": []}',
        attempts=1,
    )


async def test_a_chat_gets_its_messages_one_after_another(database: Database) -> None:
    async with database.transaction() as connection:
        await _chat(connection, 1, "one", "two", "three")
        await _chat(connection, 2, "uno")

    received = []
    while parts := await _claim(database):
        assert len({part.chat_id for part in parts}) == len(parts)
        async with database.transaction() as connection:
            for part in parts:
                received.append((part.chat_id, part.plain))
                await outbox.sent(connection, part.id, 100 + part.id, NOW)

    assert [text for chat, text in received if chat == 1] == ["one", "two", "three"]
    assert (2, "uno") in received
    async with database.read() as connection:
        assert (await outbox_upkeep.counts(connection))[PartState.SENT] == 4
        assert await outbox_upkeep.waiting_since(connection) is None


async def test_a_message_is_claimed_once(database: Database) -> None:
    async with database.transaction() as connection:
        await _chat(connection, 1, "one", "two")

    assert len(await _claim(database)) == 1
    assert await _claim(database, NOW + LEASE - SECOND) == []


async def test_no_more_than_asked_for_is_claimed_oldest_first(database: Database) -> None:
    async with database.transaction() as connection:
        for chat_id in range(1, 6):
            await _chat(connection, chat_id, str(chat_id))

    assert [part.chat_id for part in await _claim(database, limit=2)] == [1, 2]
    assert [part.chat_id for part in await _claim(database, limit=9)] == [3, 4, 5]


async def test_the_message_of_a_sender_that_died_is_sent_again_and_says_so(database: Database) -> None:
    async with database.transaction() as connection:
        await _chat(connection, 1, "one", "two")
    (first,) = await _claim(database)
    (again,) = await _claim(database, NOW + LEASE)

    assert (again.id, again.attempts, again.uncertain) == (first.id, 2, True)
    assert not first.uncertain


async def test_what_a_dead_sender_held_is_taken_over(database: Database) -> None:
    async with database.transaction() as connection:
        await _chat(connection, 1, "one")
    await _claim(database)
    async with database.transaction() as connection:
        freed = await outbox_upkeep.reclaim(connection, now=NOW + SECOND)
    found = await _claim(database, NOW + SECOND)
    assert freed == len(found) == 1
    assert all(part.uncertain for part in found)


async def test_a_message_to_be_tried_again_holds_back_those_behind_it(database: Database) -> None:
    later = NOW + timedelta(seconds=30)
    async with database.transaction() as connection:
        await _chat(connection, 1, "one", "two")
    (part,) = await _claim(database)
    async with database.transaction() as connection:
        await outbox.retry(connection, part.id, later, "Too Many Requests: retry after 30")

    assert await _claim(database, later - SECOND) == []
    (again,) = await _claim(database, later)
    assert (again.plain, again.attempts, again.uncertain) == ("one", 2, False)


async def test_what_is_to_leave_later_does_and_so_does_what_stands_behind_it(database: Database) -> None:
    later = NOW + timedelta(seconds=30)
    async with database.transaction() as connection:
        subscriber_id = await _chat(connection, 1)
        await outbox.add(connection, subscriber_id, [outbox.Draft("a", "a")], now=NOW, not_before=later)
        await outbox.add(connection, subscriber_id, [outbox.Draft("b", "b")], now=NOW)
    assert await _claim(database, later - SECOND) == []

    (first,) = await _claim(database, later)
    async with database.transaction() as connection:
        await outbox.sent(connection, first.id, 1, later)
    (second,) = await _claim(database, later)
    assert (first.plain, second.plain) == ("a", "b")


async def test_what_was_put_off_and_dropped_is_not_looked_at_again(database: Database) -> None:
    async with database.transaction() as connection:
        subscriber_id = await _chat(connection, 1)
        await outbox.add(connection, subscriber_id, [outbox.Draft("a", "a")], now=NOW, not_before=NOW + SECOND)
        await outbox.drop_all(connection, subscriber_id, "blocked", now=NOW)
        assert not await connection.scalar(select(tables.outbox.c.deferred))
    assert await _claim(database, NOW + SECOND) == []


async def test_an_unanswered_message_stays_uncertain(database: Database) -> None:
    async with database.transaction() as connection:
        await _chat(connection, 1, "one")
    for _ in range(2):
        (part,) = await _claim(database)
        async with database.transaction() as connection:
            await outbox.retry(connection, part.id, NOW, "timeout", part.attempts == 1)
    (part,) = await _claim(database)

    assert part.uncertain


async def test_a_message_given_up_lets_the_next_one_go(database: Database) -> None:
    async with database.transaction() as connection:
        await _chat(connection, 1, "bad", "good")
    (bad,) = await _claim(database)
    async with database.transaction() as connection:
        await outbox.fail(connection, bad.id, "message is too long", now=NOW)

    (good,) = await _claim(database)
    assert good.plain == "good"


async def test_what_was_claimed_and_not_tried_is_given_back(database: Database) -> None:
    async with database.transaction() as connection:
        await _chat(connection, 1, "one")
    (part,) = await _claim(database)
    async with database.transaction() as connection:
        await outbox.release(connection, [part.id], now=NOW)

    (again,) = await _claim(database)
    assert (again.attempts, again.uncertain) == (1, False)


async def test_a_sender_that_starts_again_takes_over_at_once_where_it_is_alone(database: Database) -> None:
    async with database.transaction() as connection:
        await _chat(connection, 1, "one")
        await _chat(connection, 2, "uno")
    first, _ = await _claim(database)
    async with database.transaction() as connection:
        await outbox.sent(connection, first.id, 5, NOW)
        assert await outbox_upkeep.reclaim(connection, now=NOW) == 1

    again = await _claim(database)
    assert [(part.plain, part.uncertain) for part in again] == [("uno", True)]


async def test_a_late_answer_changes_nothing_that_is_settled(database: Database) -> None:
    async with database.transaction() as connection:
        await _chat(connection, 1, "one")
    (part,) = await _claim(database)
    async with database.transaction() as connection:
        await outbox.sent(connection, part.id, 5, NOW)
        await outbox.retry(connection, part.id, NOW, "timeout", uncertain=True)
        await outbox.fail(connection, part.id, "late", now=NOW)
        await outbox.release(connection, [part.id], now=NOW)
        row = (await connection.execute(select(tables.outbox))).one()

    assert (row.state, row.message_id, row.error) == (PartState.SENT, 5, "")
    assert await _claim(database, NOW + LEASE * 2) == []


async def test_all_that_waits_for_a_chat_that_went_away_is_dropped(database: Database) -> None:
    async with database.transaction() as connection:
        gone = await _chat(connection, 1, "one", "two", "three")
        await _chat(connection, 2, "uno")
    first, _ = await _claim(database)
    async with database.transaction() as connection:
        await outbox.sent(connection, first.id, 1, NOW)
        assert await outbox.drop_all(connection, gone, "blocked", now=NOW) == [(None, 2), (None, 3)]
        counts = await outbox_upkeep.counts(connection)

    assert counts[PartState.DROPPED] == 2
    assert counts[PartState.SENT] == 1
    assert await _claim(database) == []


async def test_a_message_can_wait_for_its_time(database: Database) -> None:
    morning = NOW + timedelta(hours=10)
    async with database.transaction() as connection:
        subscriber_id = await _chat(connection, 1)
        await outbox.add(connection, subscriber_id, [outbox.Draft("b", "b")], now=NOW, not_before=morning)
        assert await outbox_upkeep.waiting_since(connection) == NOW

    assert await _claim(database, morning - SECOND) == []
    assert len(await _claim(database, morning)) == 1


async def test_old_messages_are_forgotten_and_waiting_ones_never(database: Database) -> None:
    async with database.transaction() as connection:
        await _chat(connection, 1, "old", "waits")
        await _chat(connection, 2, "new")
    old, new = await _claim(database)
    async with database.transaction() as connection:
        await outbox.sent(connection, old.id, 1, NOW)
        await outbox.sent(connection, new.id, 2, NOW + timedelta(days=30))
        assert await outbox_upkeep.forget(connection, before=NOW + timedelta(days=20)) == 1
        assert await outbox_upkeep.forget(connection, before=NOW + timedelta(days=20)) == 0
        left = set(await connection.scalars(select(tables.outbox.c.plain)))

    assert left == {"waits", "new"}


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_two_senders_never_hold_messages_of_one_chat(database: Database) -> None:
    async with database.transaction() as connection:
        for chat_id in range(1, 31):
            await _chat(connection, chat_id, "one", "two")

    async def take() -> list[int]:
        async with database.transaction() as connection:
            parts = await outbox.claim(connection, now=NOW, limit=10, lease=LEASE)
            await asyncio.sleep(0.05)
            return [part.chat_id for part in parts]

    taken = await asyncio.gather(take(), take(), take())
    assert sorted(itertools.chain(*taken)) == list(range(1, 31))


async def test_a_claim_looks_only_at_what_waits(database: Database, backend: str) -> None:
    """A million sent messages must not slow the next one down."""
    async with database.transaction() as connection:
        subscriber_id = await _chat(connection, 1)
        await outbox.add(connection, subscriber_id, [outbox.Draft("a", "a")] * 3000, now=NOW)
        await connection.execute(tables.outbox.update().values(settled_at=NOW, state=PartState.SENT))
        await _chat(connection, 2, "waits")
    if backend == "postgresql":
        async with database.transaction() as connection:
            await connection.execute(text("ANALYZE outbox"))

    async with database.read() as connection:
        query = outbox.claimable(NOW, 10)
        compiled = str(query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True}))
        explain = "EXPLAIN " if backend == "postgresql" else "EXPLAIN QUERY PLAN "
        plan = "\n".join(str(row) for row in await connection.exec_driver_sql(explain + compiled))
    assert "ix_outbox_queue" in plan
    assert not re.search(r"Seq Scan on outbox|SCAN (outbox|other)", plan)


class _Journal:
    """What Telegram has received, by chat, with a sender that may die at any moment."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = NOW
        self.received: dict[int, list[str]] = defaultdict(list)
        self.in_flight: dict[int, Part] = {}
        self.repeats = 0

    async def claim(self, limit: int) -> None:
        for part in await _claim(self.database, self.now, limit):
            before = self.in_flight.get(part.chat_id)
            assert before is None or before.id == part.id, "two messages of one chat in flight"
            self.in_flight[part.chat_id] = part

    async def settle(self, fate: str) -> None:
        if not self.in_flight:
            return
        chat_id, part = next(iter(self.in_flight.items()))
        if fate != "die before sending":
            self._deliver(part)
        if fate == "sent":
            del self.in_flight[chat_id]
            async with self.database.transaction() as connection:
                await outbox.sent(connection, part.id, 1, self.now)
        elif fate == "unanswered":
            del self.in_flight[chat_id]
            async with self.database.transaction() as connection:
                await outbox.retry(connection, part.id, self.now + SECOND, "timeout", uncertain=True)

    async def crash(self) -> None:
        """Everything in flight is forgotten; the transaction that was open is rolled back."""
        with contextlib.suppress(ZeroDivisionError):
            async with self.database.transaction() as connection:
                await outbox.claim(connection, now=self.now, limit=2, lease=LEASE)
                raise ZeroDivisionError
        self.now += LEASE
        self.in_flight.clear()

    def _deliver(self, part: Part) -> None:
        received = self.received[part.chat_id]
        if part.plain in received:
            assert part.uncertain, "a repeat that was not announced"
            assert received[-1] == part.plain, "an old message repeated"
        else:
            received.append(part.plain)


_FATES = st.sampled_from(["sent", "sent", "sent", "unanswered", "die after sending", "die before sending"])
_STEPS = st.one_of(
    st.tuples(st.just("add"), st.integers(1, 3)),
    st.tuples(st.just("claim"), st.integers(1, 4)),
    st.tuples(st.just("settle"), _FATES),
    st.tuples(st.just("crash"), st.none()),
)


@pytest.mark.parametrize("backend", ["sqlite"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(_STEPS, max_size=25))
async def test_whatever_happens_nothing_is_lost_or_out_of_order(
    database: Database, steps: list[tuple[str, object]]
) -> None:
    async with database.transaction() as connection:
        await connection.execute(tables.subscribers.delete())
    journal = _Journal(database)
    added: dict[int, list[str]] = defaultdict(list)
    for action, argument in steps:
        journal.now += SECOND
        if action == "add":
            chat_id = int(str(argument))
            added[chat_id].append(f"{chat_id}: {len(added[chat_id])}")
            async with database.transaction() as connection:
                await _chat(connection, chat_id, added[chat_id][-1])
        elif action == "claim":
            await journal.claim(int(str(argument)))
        elif action == "settle":
            await journal.settle(str(argument))
        else:
            await journal.crash()

    await journal.crash()
    for _ in range(len(steps) + 1):
        await journal.claim(10)
        while journal.in_flight:
            await journal.settle("sent")
    assert journal.received == added


async def test_what_somebody_waits_for_leaves_before_what_many_get(database: Database) -> None:
    async with database.transaction() as connection:
        readers = [await _chat(connection, chat_id) for chat_id in range(1, 5)]
        kinds = (Priority.EDIT, Priority.SLOT, Priority.ASKED, Priority.BREAKING)
        for reader, priority in zip(readers, kinds, strict=True):
            await outbox.add(connection, reader, [outbox.Draft("a", str(priority))], now=NOW, priority=priority)
        # Within a chat the order stays.
        await outbox.add(connection, readers[0], [outbox.Draft("b", "later")], now=NOW, priority=Priority.ASKED)
    assert [part.plain for part in await _claim(database, limit=3)] == ["0", "1", "2"]
    assert [part.plain for part in await _claim(database)] == ["3"]
