"""How fast the database says who is due, and the outbox what to send: `python -m benchmarks.due [--subscribers N]`.

Runs on a SQLite file in a temporary folder, or on the empty database that `--database` names.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day

from storage.database import Database
from storage.model import ChatKind, SubscriberState
from storage.outbox import outbox
from storage.schema import tables
from storage.subscribers import subscribers

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
LEASE = timedelta(minutes=2)
BATCH = 500
TEXT = "<b>Заголовок</b> и одно предложение о том, что произошло. " * 30


@contextmanager
def measured(what: str, number: int) -> Iterator[None]:
    """Print how long a step took, by the piece."""
    start = time.perf_counter()
    yield
    seconds = time.perf_counter() - start
    print(f"{what:52} {seconds:8.2f} s {number / seconds:12,.0f} /s {seconds / number * 1e6:10.1f} µs each")


async def fill(database: Database, number: int) -> None:
    """Subscribe `number` chats, all due at the same moment, each at one time of day."""
    for start in range(0, number, 10_000):
        ids = range(start + 1, min(start + 10_000, number) + 1)
        async with database.transaction() as connection:
            await connection.execute(
                tables.subscribers.insert().values(
                    kind=ChatKind.PRIVATE, language="ru", zone="Asia/Almaty",
                    state=SubscriberState.ACTIVE, created_at=NOW, next_due_at=NOW,
                ),
                [{"id": each, "chat_id": each} for each in ids],
            )  # fmt: skip
            await connection.execute(
                tables.timetables.insert().values(at=time_of_day(8), weekdays=127),
                [{"subscriber_id": each} for each in ids],
            )


async def claim_due(database: Database) -> float:
    """Claim everybody who is due, a batch at a time; return the longest transaction in seconds."""
    longest = 0.0
    while True:
        start = time.perf_counter()
        async with database.transaction() as connection:
            due = await subscribers.due(connection, NOW, BATCH)
            await subscribers.set_next_due_of_all(connection, {each.id: NOW + timedelta(days=1) for each in due})
        longest = max(longest, time.perf_counter() - start)
        if not due:
            return longest


async def enqueue(database: Database, number: int) -> None:
    """Put one message for everybody into the outbox."""
    for start in range(0, number, BATCH):
        async with database.transaction() as connection:
            for each in range(start + 1, min(start + BATCH, number) + 1):
                await outbox.add(connection, each, [outbox.Draft(TEXT, TEXT)], now=NOW)


async def send(database: Database, limit: int) -> int:
    """Claim and settle messages as a sender does, up to `limit`; return how many."""
    sent = 0
    while sent < limit:
        async with database.transaction() as connection:
            parts = await outbox.claim(connection, now=NOW, limit=100, lease=LEASE)
        if not parts:
            break
        async with database.transaction() as connection:
            for part in parts:
                await outbox.sent(connection, part.id, part.id, NOW)
        sent += len(parts)
    return sent


async def run(dsn: str, number: int) -> None:
    """Measure the way from due to sent, and what a tick costs when nobody is due."""
    async with await Database.open(dsn) as database:
        await database.migrate()
        await fill(database, number)
        with measured(f"claim {number:,} subscribers due at once, {BATCH} at a time", number):
            longest = await claim_due(database)
        print(f"{'longest transaction':52} {longest * 1000:8.1f} ms")
        ticks = 500
        with measured("a tick when nobody is due", ticks):
            for _ in range(ticks):
                async with database.transaction() as connection:
                    await subscribers.due(connection, NOW, BATCH)
        with measured(f"enqueue {number:,} messages", number):
            await enqueue(database, number)
        some = min(number, 20_000)
        with measured(f"claim and settle {some:,} of them, 100 at a time", some):
            await send(database, some)


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subscribers", type=int, default=100_000)
    parser.add_argument("--database", default="", help="an empty database; a temporary SQLite file if not given")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(arguments.database or f"sqlite:///{folder}/due.db", arguments.subscribers))


if __name__ == "__main__":
    main()
