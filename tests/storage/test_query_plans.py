"""What is asked every minute, or for every message, goes by an index on either database, however much there is."""

import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text, update

from benchmarks import outbox as benchmark
from storage.database import Connection, Database
from storage.digests import alerts, corrections, digests, selection
from storage.digests.alerts import Threshold
from storage.maintenance import rechecks
from storage.model import PartState
from storage.outbox import outbox, outbox_upkeep
from storage.schema import preference_tables, tables
from storage.sources import listing_states, refusals
from storage.stories import stories
from storage.subscribers import forum_threads, shared_setups, subscribers
from storage.topics import topics

NOW = benchmark.NOW
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
SOME = range(1, 11)

# So many rows that no planner finds it cheaper to read them all.
SUBSCRIBERS, SENT = 500, 4_000

# What grows with readers, articles and time. What else there is, is small, or is asked for seldom.
LARGE = ("outbox", "tellings", "versions", "stories", "articles", "subscribers", "timetables", "preferences")

Work = Callable[[Connection], Awaitable[object]]

HOT: dict[str, Work] = {
    "who is due": lambda c: subscribers.due(c, NOW, limit=10),
    "whose slot is ours": lambda c: subscribers.due_at(c, SOME, NOW),
    "moving on": lambda c: subscribers.set_next_due_of_all(c, dict.fromkeys(SOME, NOW)),
    "claiming messages": lambda c: outbox.claim(c, now=NOW, limit=10, lease=MINUTE, not_these=[1]),
    "trying a message again": lambda c: outbox.retry(c, 1, NOW + MINUTE, "flood"),
    "a message was sent": lambda c: outbox.sent(c, 1, 1, NOW),
    "since when something waits": outbox_upkeep.waiting_since,
    "one message for all": lambda c: digests.merge(c, 1, 1),
    "headlines to put right": lambda c: corrections.due(c, now=NOW),
    "headlines put right": lambda c: corrections.settle(c, since=NOW - MINUTE),
    "by what anybody calls news breaking": alerts.thresholds,
    "stories that grew": lambda c: alerts.grown(c, since=NOW - MINUTE, now=NOW, sources=3),
    "who waits for breaking news": lambda c: alerts.waiting(c, Threshold(sources=3, minutes=60), SOME),
    "what one was not told": lambda c: alerts.untold(c, 1, SOME),
    "how often one was interrupted": lambda c: alerts.interruptions(c, SOME, since=NOW - DAY),
    "when a digest was composed": lambda c: digests.last_composed_at(c, 1),
    "what readers received": lambda c: digests.receptions(c, SOME),
    "the newest digests": lambda c: digests.newest(c, SOME),
    "what may be told": lambda c: selection.for_subscribers(c, dict.fromkeys(SOME, NOW - MINUTE), now=NOW),
    "pages to ask for again": lambda c: rechecks.claim(c, now=NOW, limit=10),
    "listings to ask": lambda c: listing_states.due(c, ["https://a.kz/"], now=NOW, lease=MINUTE),
    "closed threads": forum_threads.untold,
    "forgetting messages": lambda c: outbox_upkeep.forget(c, before=NOW - DAY),
    "forgetting refusals": lambda c: refusals.forget(c, before=NOW - DAY),
    "forgetting rechecks": lambda c: rechecks.forget(c, before=NOW - DAY),
    "forgetting set-ups": lambda c: shared_setups.forget(c, before=NOW - DAY),
    "forgetting how to meet stories": lambda c: stories.forget(c, now=NOW),
    "forgetting topics": lambda c: topics.forget(c, topics_before=NOW - DAY, lines_before=NOW - DAY),
}


@pytest.fixture
async def crowded(database: Database, backend: str) -> Database:
    """A database in which all that is large has many rows, as the planner of PostgreSQL has noticed."""
    await benchmark.fill(database, SUBSCRIBERS, SENT)
    await benchmark.wait(database, SUBSCRIBERS, NOW + MINUTE)
    async with database.transaction() as connection:
        articles = tables.articles
        await connection.execute(
            update(articles).where(articles.c.id.in_(SOME)).values(title="Исправлено", retitled_at=NOW)
        )
        await connection.execute(update(tables.stories).where(tables.stories.c.id == 1).values(withdrawn_at=NOW))
        await connection.execute(
            update(tables.outbox)
            .where(tables.outbox.c.id.in_(SOME))
            .values(edit_of=1, settled_at=NOW, state=PartState.SENT)
        )
        chosen = {
            "stories": 12, "style": "compact", "when_empty": "skip", "breaking_sources": 3, "breaking_minutes": 60,
        }  # fmt: skip
        await connection.execute(
            preference_tables.preferences.insert(),
            [
                chosen | {"subscriber_id": each, "breaking": "on" if each in SOME else "off"}
                for each in range(1, SUBSCRIBERS + 1)
            ],
        )
        if backend == "postgresql":
            await connection.execute(text("ANALYZE"))
    return database


@contextmanager
def noted(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Note what is asked of a database meanwhile."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:  # noqa: ANN401 - the driver's
        asked.append((statement, parameters[0] if isinstance(parameters, list) else parameters))

    event.listen(database._writer.sync_engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(database._writer.sync_engine, "before_cursor_execute", note)


async def plan_of(connection: Connection, statement: str, parameters: Any) -> str:  # noqa: ANN401 - the driver's
    """How the database would go about a statement, a line for each table."""
    if connection.dialect.name == "sqlite":
        rows = await connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters)
        return "\n".join(row.detail for row in rows)
    # Reading a small table whole is cheap, and no fault, unless there is no other way: it shows all the same then.
    await connection.execute(text("SET LOCAL enable_seqscan = off"))
    return "\n".join(row[0] for row in await connection.exec_driver_sql("EXPLAIN " + statement, parameters))


def read_through(plan: str) -> set[str]:
    """The large tables that a plan reads from end to end: in their own order, or in that of an index."""
    steps = re.split(r"\n\s*->\s+|\n(?=SEARCH|SCAN|USE|CORRELATED)", plan)
    whole = [step for step in steps if "Index Cond" not in step]
    found = [re.search(r"SCAN (\w+)|(?:Seq|Index|Index Only) Scan .*?on (\w+)", step) for step in whole]
    return {name for each in found if each for name in each.groups() if name in LARGE}


@pytest.mark.parametrize("what", HOT)
async def test_nothing_large_is_read_through(crowded: Database, what: str) -> None:
    with noted(crowded) as asked:
        async with crowded.transaction() as connection:
            await HOT[what](connection)
    statements = [each for each in asked if re.match(r"SELECT|UPDATE|DELETE|INSERT.*SELECT|WITH", each[0], re.DOTALL)]
    assert statements
    async with crowded.transaction() as connection:
        for statement, parameters in statements:
            plan = await plan_of(connection, statement, parameters)
            assert not read_through(plan), f"{statement}\n{plan}"


async def test_what_is_read_through_is_noticed(crowded: Database) -> None:
    async with crowded.transaction() as connection:
        plan = await plan_of(connection, "SELECT html FROM outbox WHERE html = 'x'", ())
    assert read_through(plan) == {"outbox"}


async def test_a_claim_sorts_nothing_and_looks_at_nothing_that_waits_for_later(crowded: Database) -> None:
    with noted(crowded) as asked:
        async with crowded.transaction() as connection:
            assert await outbox.claim(connection, now=NOW, limit=10, lease=MINUTE) == []
    async with crowded.transaction() as connection:
        (made_ready, claimed) = [await plan_of(connection, *each) for each in asked if "outbox" in each[0]]
    assert "ix_outbox_deferred" in made_ready
    assert "ix_outbox_queue" in claimed
    assert not re.search(r"TEMP B-TREE|Sort", claimed), claimed
