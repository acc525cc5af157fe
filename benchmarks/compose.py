"""How fast digests are composed and queued, and what it costs others: `python -m benchmarks.compose [--readers N]`.

Runs on a SQLite file in a temporary folder, or on the empty database that `--database` names. Each reader follows
`--topics` of 2,000 topics, on each of which are about twenty of `--stories` stories of the last day; two digests have
told each of them forty stories before.
"""

import argparse
import asyncio
import itertools
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from typing import Any

from sqlalchemy import Table, func, select

from benchmarks import made_up
from bot import texts
from bot.jobs import due_digests
from bot.runtime import gc_tuning
from storage.database import Database
from storage.digests import digests
from storage.digests.digests import NewDigest
from storage.model import ChatKind, DigestKind, Member, MemberKind, Story, SubscriberState
from storage.schema import tables

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TOPICS, ON_TOPIC = 2_000, 20
SITES = tuple(f"publisher{number}.kz" for number in range(40))
ZONES = ("Asia/Almaty",) * 6 + ("Europe/Moscow",) * 3 + ("Asia/Tashkent",)
LANGUAGES = ("ru",) * 7 + ("kk",) * 2 + ("en",)
TOLD_BEFORE, TOLD = 2, 40
BATCH = 5_000


class News:
    """The made-up news of a day: stories with their articles, and which topics they are on."""

    def __init__(self, stories: int) -> None:
        self.chance = random.Random(11)
        self.stories = list(map(self._story, range(1, stories + 1)))

    def _story(self, number: int) -> Story:
        at = NOW - timedelta(minutes=self.chance.uniform(5, 1400))
        count = min(self.chance.choice((1, 1, 1, 2, 2, 3, 5, 8)), len(SITES))
        members = tuple(self._member(number, site, place, at) for place, site in enumerate(self._sites(count)))
        first = members[0]
        return Story(
            id=number, headline=first.title, summary=first.lead, url=first.url, language=first.language,
            first_at=first.published_at, last_at=members[-1].published_at, members=members, source_count=count,
        )  # fmt: skip

    def _sites(self, count: int) -> list[str]:
        return self.chance.sample(SITES, count)

    def _member(self, number: int, site: str, place: int, at: datetime) -> Member:
        written = made_up.text(self.chance)
        moment = min(NOW, at + timedelta(minutes=20 * place))
        kind = MemberKind.SAME if place else MemberKind.FIRST
        return Member(
            article_id=number * 10 + place, url=f"https://{site}/news/2026/{number}-{place}", site=site,
            title=written.title, lead=written.lead, language=self.chance.choice(LANGUAGES), published_at=moment,
            joined_at=moment, kind=kind,
        )  # fmt: skip


def _rows_of(story: Story) -> Iterator[dict[str, Any]]:
    said = {"paragraphs": ["…"], "authors": [], "images": [], "quotes": [], "fingerprint": ""}
    for member in story.members:
        yield said | {
            "id": member.article_id, "site": member.site, "site_id": str(member.article_id), "url": member.url,
            "title": member.title, "lead": member.lead, "language": member.language,
            "published_at": member.published_at, "saved_at": member.joined_at, "joined_at": member.joined_at,
            "member_kind": member.kind, "story_id": story.id,
        }  # fmt: skip


def _story_row(story: Story) -> dict[str, Any]:
    return {
        "id": story.id, "headline": story.headline, "summary": story.summary, "url": story.url,
        "language": story.language, "first_at": story.first_at, "last_at": story.last_at, "grown_at": story.last_at,
        "member_count": len(story.members), "source_count": story.source_count, "centre": b"x" * 3000,
    }  # fmt: skip


async def _insert(database: Database, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    while chunk := list(itertools.islice(rows, BATCH)):
        async with database.transaction() as connection:
            await connection.execute(table.insert(), chunk)


async def fill(database: Database, news: News, readers: int, topics: int) -> None:
    """Save the news, and subscribe readers who are all due now."""
    chance = random.Random(7)
    await _insert(database, tables.stories, map(_story_row, news.stories))
    await _insert(database, tables.articles, (row for story in news.stories for row in _rows_of(story)))
    labels = ({"id": each, "query": f"тема{each}", "label": f"Тема {each}", "created_at": NOW - DAY}
              for each in range(1, TOPICS + 1))  # fmt: skip
    await _insert(database, tables.topics, labels)
    await _insert(database, tables.topic_matches, _matches(news, chance))
    await _insert(database, tables.subscribers, (_reader(each) for each in range(1, readers + 1)))
    at = {"at": time_of_day(8), "weekdays": 127}
    await _insert(database, tables.timetables, (at | {"subscriber_id": each} for each in range(1, readers + 1)))
    follows = (
        {"subscriber_id": each, "topic_id": topic, "followed_at": NOW - 30 * DAY}
        for each in range(1, readers + 1)
        for topic in chance.sample(range(1, TOPICS + 1), topics)
    )
    await _insert(database, tables.follows, follows)
    await tell_before(database, news, readers)


def _matches(news: News, chance: random.Random) -> Iterator[dict[str, Any]]:
    for topic in range(1, TOPICS + 1):
        for story in chance.sample(news.stories, ON_TOPIC):
            place = chance.choice(("title", "title", "tag", "lead"))
            yield {
                "topic_id": topic, "story_id": story.id, "form": "слово", "place": place, "matched_at": story.first_at,
            }  # fmt: skip


def _reader(number: int) -> dict[str, Any]:
    return {
        "id": number, "chat_id": number, "kind": ChatKind.PRIVATE, "language": LANGUAGES[number % 10],
        "zone": ZONES[number // 10 % 10], "state": SubscriberState.ACTIVE, "created_at": NOW - 60 * DAY,
        "next_due_at": NOW,
    }  # fmt: skip


async def tell_before(database: Database, news: News, readers: int) -> None:
    """Let each reader have been told of some stories by two digests of yesterday; the rest of those grew since."""
    chance = random.Random(5)
    early = [story for story in news.stories if story.first_at < NOW - timedelta(hours=20)]
    for turn in range(TOLD_BEFORE):
        at = NOW - DAY + turn * timedelta(hours=6) - timedelta(seconds=30)
        for start in range(1, readers + 1, 500):
            entries = [
                NewDigest(subscriber_id=each, due_at=at, told=tuple(chance.sample(early, min(TOLD, len(early)))))
                for each in range(start, min(start + 500, readers + 1))
            ]
            async with database.transaction() as connection:
                await digests.record_all(connection, entries, DigestKind.ASKED, now=at)


async def lateness(stop: asyncio.Event, found: list[float]) -> None:
    """Note by how much the event loop is late to wake somebody who sleeps."""
    while not stop.is_set():
        began = time.perf_counter()
        await asyncio.sleep(0.005)
        found.append(time.perf_counter() - began - 0.005)


async def run(dsn: str, readers: int, topics: int, stories: int) -> None:
    """Fill a database, compose for everybody, and print how it went."""
    made = News(stories)
    async with await Database.open(dsn) as database:
        await database.migrate()
        await fill(database, made, readers, topics)
        del made
        for language in texts.LANGUAGES:
            texts.for_language(language)
        gc_tuning.settle()
        await measure(database, topics)


async def measure(database: Database, topics: int) -> None:
    """Compose a digest for each of the readers who are due."""
    late: list[float] = []
    stop = asyncio.Event()
    watching = asyncio.ensure_future(lateness(stop, late))  # noqa: TID251 - awaited below
    wall, cpu = time.perf_counter(), time.process_time()
    handled = await due_digests.deliver_due(database, lambda: NOW)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    stop.set()
    await watching
    async with database.read() as connection:
        parts = await connection.scalar(select(func.count()).select_from(tables.outbox))
        told = await connection.scalar(select(func.count()).select_from(tables.tellings))
    percent = statistics.quantiles(late, n=100)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{handled:,} digests of {topics} topics: {handled / wall:,.0f} a second, {handled / cpu:,.0f} a second of CPU;"
        f" {(parts or 0) / handled:.1f} messages and {(told or 0) / handled - TOLD_BEFORE * TOLD:.0f} stories each;"
        f" {peak:.0f} MB at most; loop late: p50 {percent[49] * 1000:.1f} ms, p99 {percent[98] * 1000:.1f} ms,"
        f" at most {max(late) * 1000:.0f} ms"
    )


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=20_000)
    parser.add_argument("--topics", type=int, default=20)
    parser.add_argument("--stories", type=int, default=10_000)
    parser.add_argument("--database", default="", help="an empty database; a temporary SQLite file if not given")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        dsn = arguments.database or f"sqlite:///{folder}/compose.db"
        asyncio.run(run(dsn, arguments.readers, arguments.topics, arguments.stories))


if __name__ == "__main__":
    main()
