"""What the shared issues of a fan-out come to is what each reader's digest is when composed alone and plainly."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.digest_builder import builder
from bot.digest_builder.issues import Issues
from bot.jobs import due_digests
from storage.database import Connection, Database
from storage.model import WhenEmpty
from storage.schema import tables
from storage.subscribers import preferences, subscribers
from tests.bot.digest_builder import plain
from tests.bot.digest_builder.generated_month import Month

Written = dict[int, list[tuple[str, str, int | None]]]


@pytest.mark.parametrize("seed", [22, 5])
async def test_a_month_of_digests_reads_as_if_each_had_been_composed_alone(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    # All of a morning's readers share what is read, as thousands do.
    monkeypatch.setattr(due_digests, "BATCH", 3)
    compared = styles = 0
    async with await Database.open(sqlite_url) as database:
        month = Month(database, seed)
        await month.begin()
        async for now in month.mornings(days=16):
            expected = await _expected(database, now)
            before = await _last(database)
            await due_digests.deliver_due(database, lambda now=now: now)  # type: ignore[misc] # bound for this morning
            found = await _written(database, before)
            assert found == {reader: said for reader, said in expected.items() if said}
            compared += sum(map(len, found.values()))
            styles = max(styles, len(found))
    assert compared > 250
    assert styles > 10


async def _expected(database: Database, now: datetime) -> Written:
    async with database.read() as connection:
        ids = (
            await connection.scalars(select(tables.subscribers.c.id).where(tables.subscribers.c.next_due_at <= now))
        ).all()
        return {each: await _alone(connection, each, now) for each in ids}


async def _alone(connection: Connection, reader: int, now: datetime) -> list[tuple[str, str, int | None]]:
    (subscriber,) = await subscribers.load(connection, [reader])
    chosen = await preferences.get(connection, reader)
    material = (await builder.gather(connection, [subscriber], Issues(now, of=[reader])))[reader]
    slots = due_digests._missed(subscriber, now)
    if not slots:
        return []
    stands_from = due_digests._stands_from(subscriber, slots)
    material = replace(material, slot=slots[-1], stands_from=stands_from, length=builder.length(chosen))
    digest = plain.digest(material, chosen)
    if digest.empty and chosen.when_empty is not WhenEmpty.SAY:
        return []
    return [(html, words, thread) for html, words, _, thread in plain.messages(digest, subscriber, chosen)]


async def _last(database: Database) -> int:
    async with database.read() as connection:
        return await connection.scalar(select(func.max(tables.outbox.c.id))) or 0


async def _written(database: Database, after: int) -> Written:
    """The classic messages that were put into the outbox after a message, by reader."""
    parts, found = tables.outbox, Written()
    async with database.read() as connection:
        rows = await connection.execute(select(parts).where(parts.c.id > after, ~parts.c.rich).order_by(parts.c.id))
        for row in rows:
            found.setdefault(row.subscriber_id, []).append((row.html, row.plain, row.thread_id))
    return found
