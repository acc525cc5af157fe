"""What the jobs of every minute cost beside a large outbox: `python -m benchmarks.outbox [--sent N] [--later N]`.

Runs on a SQLite file in a temporary folder, or on the empty database that `--database` names.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Table, update

from benchmarks import due
from storage.database import Connection, Database
from storage.digests import corrections
from storage.model import MemberKind, PartState
from storage.outbox import outbox
from storage.schema import tables

NOW = due.NOW
HOUR = timedelta(hours=1)
# Stories told, most of them to few; the first is told to everybody.
STORIES = 2_000
BATCH = 20_000


async def _insert(database: Database, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    while chunk := list(islice(rows, BATCH)):
        async with database.transaction() as connection:
            await connection.execute(table.insert(), chunk)


async def fill(database: Database, subscribers: int, sent: int) -> None:
    """Let `sent` digests of a day be told and sent, each with two stories, the first of which everybody gets."""
    await due.fill(database, subscribers)
    stories = range(1, STORIES + 1)
    await _insert(database, tables.stories, map(_story, stories))
    await _insert(database, tables.articles, map(_article, stories))
    numbers = range(1, sent + 1)
    whose = {each: (each - 1) % subscribers + 1 for each in numbers}
    at = {"due_at": NOW - HOUR, "composed_at": NOW - HOUR}
    digests = ({"id": each, "subscriber_id": whose[each], "kind": "asked"} | at for each in numbers)
    await _insert(database, tables.digests, digests)
    pairs = ((each, story) for each in numbers for story in _stories_of(each, subscribers))
    await _insert(database, tables.versions, map(_version, stories))
    await _insert(database, tables.tellings, (_telling(whose[digest], digest, story) for digest, story in pairs))
    await _insert(database, tables.outbox, (_sent(each, whose[each]) for each in numbers))


def _url(story: int) -> str:
    return f"https://a.kz/{story}"


def _story(story: int) -> dict[str, Any]:
    said = {"id": story, "headline": f"Заголовок {story}", "summary": "", "url": _url(story)}
    # One a minute, as they come.
    return said | dict.fromkeys(("first_at", "last_at", "grown_at"), NOW - timedelta(minutes=story))


def _article(story: int) -> dict[str, Any]:
    said = {"lead": "", "paragraphs": [], "authors": [], "images": [], "quotes": [], "fingerprint": ""}
    at = {"published_at": NOW, "saved_at": NOW, "joined_at": NOW, "member_kind": MemberKind.FIRST}
    return {
        "id": story, "site": "a.kz", "site_id": str(story), "url": _url(story), "title": f"Заголовок {story}",
        "story_id": story,
    } | said | at  # fmt: skip


def _stories_of(digest: int, subscribers: int) -> tuple[int, ...]:
    few = 2 + digest % (STORIES - 1)
    return (1, few) if digest <= subscribers else (few,)


def _version(story: int) -> dict[str, Any]:
    return {"story_id": story, "version": 1, "headline": f"Заголовок {story}", "url": _url(story)}


def _telling(reader: int, digest: int, story: int) -> dict[str, Any]:
    return {
        "subscriber_id": reader, "digest_id": digest, "story_id": story, "member_count": 1, "version": 1, "part": 1,
    }  # fmt: skip


def _sent(digest: int, subscriber: int) -> dict[str, Any]:
    return {
        "subscriber_id": subscriber, "digest_id": digest, "number": 1, "html": due.TEXT[:200], "plain": "",
        "priority": outbox.Priority.SLOT, "state": PartState.SENT, "not_before": NOW - HOUR, "message_id": digest,
        "created_at": NOW - HOUR, "settled_at": NOW - HOUR,
    }  # fmt: skip


async def measured(database: Database, what: str, work: Callable[[Connection], Awaitable[object]]) -> None:
    """Print how long one step took, in a transaction of its own."""
    start = time.perf_counter()
    async with database.transaction() as connection:
        result = await work(connection)
    found = len(result) if isinstance(result, list) else result
    print(f"{what:60} {(time.perf_counter() - start) * 1000:10.1f} ms   {found}")


async def wait(database: Database, subscribers: int, until: datetime) -> None:
    """Let a message wait for everybody, none to be sent before a moment."""
    for start in range(1, subscribers + 1, BATCH):
        batches = [
            outbox.Batch(subscriber_id=each, parts=[outbox.Draft("later", "later")])
            for each in range(start, min(start + BATCH, subscribers + 1))
        ]
        async with database.transaction() as connection:
            await outbox.add_all(connection, batches, now=NOW, not_before=until, priority=outbox.Priority.SLOT)


async def run(dsn: str, sent: int, later: int) -> None:
    """Measure the corrections of every minute, and a claim beside messages that wait for later."""
    async with await Database.open(dsn) as database:
        await database.migrate()
        await fill(database, max(later, 1), sent)
        await measured(
            database, f"settle, {sent:,} sent, nothing corrected", lambda c: corrections.settle(c, since=NOW)
        )
        await measured(database, "due, nothing corrected", lambda c: corrections.due(c, now=NOW))
        await _retitle(database, story=2)
        await measured(database, "due, a headline corrected that few were told", lambda c: corrections.due(c, now=NOW))
        await _retitle(database, story=1)
        await measured(database, f"due, one that {later:,} were told", lambda c: corrections.due(c, now=NOW))
        await measured(database, "settle", lambda c: corrections.settle(c, since=NOW))
        await measured(database, "claim of 100, nothing waits", _claim)
        await wait(database, later, NOW + HOUR)
        await measured(database, f"claim of 100 beside {later:,} that wait for later", _claim)
        await measured(database, "the same once more", _claim)


async def _claim(connection: Connection) -> list[Any]:
    return await outbox.claim(connection, now=NOW, limit=100, lease=due.LEASE)


async def _retitle(database: Database, story: int) -> None:
    articles = tables.articles
    async with database.transaction() as connection:
        await connection.execute(
            update(articles).where(articles.c.id == story).values(title="Исправлено", corrected_at=NOW, retitled_at=NOW)
        )


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sent", type=int, default=500_000)
    parser.add_argument("--later", type=int, default=100_000)
    parser.add_argument("--database", default="", help="an empty database; a temporary SQLite file if not given")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        dsn = arguments.database or f"sqlite:///{folder}/outbox.db"
        asyncio.run(run(dsn, arguments.sent, arguments.later))


if __name__ == "__main__":
    main()
