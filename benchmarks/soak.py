"""A month of a bot's life in minutes: `python -m benchmarks.soak [--days N] [--readers N] [--articles N]`.

Each hour of a made-up month brings its articles, which find their stories and topics; whoever is due gets a digest,
corrections and breaking news follow, and all of it leaves through the outbox to a Telegram that answers at once (a
process of its own). Each night the housekeeping forgets what a week has passed over. Printed is, day by day, the memory
of the process and the rows and bytes of the database; in the end, by how much the memory of the last week is more than
that of the week before, when caches were full, and which tables grow that should not.
"""

import argparse
import asyncio
import gc
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from rich.console import Console
from rich.progress import track
from rich.table import Table
from sqlalchemy import func, select

from benchmarks import made_up
from benchmarks.sending import TOKEN
from bot import texts
from bot.crawler import ingest
from bot.delivery import session
from bot.delivery.limiter import Limiter
from bot.delivery.sender import Sender
from bot.jobs import breaking_news, corrections, due_digests
from bot.jobs.housekeeping import housekeeping
from bot.runtime import gc_tuning
from parsers.article import Article
from storage.database import Database
from storage.model import ChatKind, TimetableEntry
from storage.outbox import outbox_upkeep
from storage.schema import tables
from storage.stories.clustering import features
from storage.subscribers import subscribers
from storage.topics import topics
from storage.topics.query import parser

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
HOUR, KEPT = timedelta(hours=1), timedelta(days=7)
TOPICS_EACH, UNBOUND = 5, 1_000_000
WEEK = 7
# What is kept for ever, and so grows with the news.
KEPT_FOR_EVER = frozenset(
    {
        "addresses", "article_tags", "articles", "digests", "stories", "story_tags", "tellings", "topic_matches",
        "versions",
    }
)  # fmt: skip
# What is kept for a month, and so grows in a shorter run than a month and a half.
KEPT_FOR_A_MONTH, MONTH_AND_A_HALF = frozenset({"article_lines", "story_keys"}), 45


class Month:
    """The clock, the chance and the news of the month."""

    def __init__(self, articles_a_day: int) -> None:
        self.now = BEGIN
        self.chance = random.Random(3)
        self.recent: list[made_up.Text] = []
        self.each_hour = articles_a_day // 24
        self.number = 0

    def clock(self) -> datetime:
        """Return the moment it is now."""
        return self.now

    def news(self) -> Iterator[Article]:
        """Write the articles of an hour: a third of them retell what others told."""
        for _ in range(self.each_hour):
            retells = self.recent and self.chance.random() < made_up.RETOLD
            old = self.chance.choice(self.recent) if retells else None
            text = made_up.retold(old, self.chance) if old else made_up.text(self.chance)
            self.recent = [*self.recent[-500:], text]
            self.number += 1
            site = f"publisher{self.chance.randrange(made_up.SITES)}.kz"
            yield Article(
                url=f"https://{site}/{self.number}", site=site, site_id=str(self.number), title=text.title,
                lead=text.lead, language="ru", published_at=self.now - HOUR * self.chance.random(),
            )  # fmt: skip


def memory() -> float:
    """Return what of this process is in memory, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


async def subscribe(database: Database, readers: int) -> None:
    """Let readers follow topics of the vocabulary, each with one or two slots a day."""
    chance = random.Random(5)
    words = [word for word in made_up.vocabulary()[2000:2400] if len(word) > 4]  # first names of the persons
    for number in range(1, readers + 1):
        async with database.transaction() as connection:
            reader = await subscribers.add(connection, number, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=BEGIN)
            for word in chance.sample(words, TOPICS_EACH):
                topic = await topics.ensure(connection, parser.parse(word), now=BEGIN)
                await topics.follow(connection, reader.id, topic.id, now=BEGIN)
            hours = chance.sample(range(6, 22), 1 + number % 2)
            entries = [TimetableEntry(at=time_of_day(hour)) for hour in hours]
            await subscribers.set_timetable(connection, reader.id, entries, BEGIN + HOUR)


async def live(database: Database, month: Month, sender: Sender) -> int:
    """Live an hour; return how many digests were due."""
    for article in month.news():
        await ingest.save(database, article, features.extract(article), found_at=article.url, now=month.now)
    due = await due_digests.deliver_due(database, month.clock, wake=sender.wake)
    await breaking_news.tell_breaking(database, month.clock, wake=sender.wake)
    await corrections.put_right(database, now=month.now, wake=sender.wake)
    while True:
        async with database.read() as connection:
            if await outbox_upkeep.waiting_since(connection) is None:
                return due
        await asyncio.sleep(0.01)


async def rows(database: Database) -> dict[str, int]:
    """Count the rows of every table."""
    async with database.read() as connection:
        return {
            table.name: int(await connection.scalar(select(func.count()).select_from(table)) or 0)
            for table in tables.metadata.sorted_tables
        }


async def run(folder: Path, days: int, readers: int, articles: int) -> bool:
    """Live the month, and print it."""
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.sending", "--serve", stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert server.stdout
    url = f"http://127.0.0.1:{int(await server.stdout.readline())}"
    month, stop, console = Month(articles), asyncio.Event(), Console()
    http = session.Session(api=TelegramAPIServer.from_base(url))
    path = folder / "soak.db"
    seen: list[tuple[float, dict[str, int]]] = []
    async with await Database.open(f"sqlite:///{path}") as database, Bot(TOKEN, session=http) as bot:
        await database.migrate()
        for language in texts.LANGUAGES:
            texts.for_language(language)
        await subscribe(database, readers)
        gc_tuning.settle()
        sender = Sender(bot, database, Limiter(per_second=UNBOUND), month.clock, idle=0.05)
        table = Table("day", "seconds", "digests", "memory, MB", "database, MB", "messages kept", "articles")
        async with asyncio.TaskGroup() as group:
            group.create_task(sender.run(stop))
            for day in track(range(1, days + 1), "A month", console=console, transient=True):
                began, due = time.perf_counter(), 0
                for _ in range(24):
                    month.now += HOUR
                    due += await live(database, month, sender)
                await housekeeping(database, keep=KEPT, now=month.now)
                gc.collect()
                found = await rows(database)
                seen.append((memory(), found))
                table.add_row(
                    str(day), f"{time.perf_counter() - began:.0f}", f"{due:,}", f"{seen[-1][0]:.0f}",
                    f"{path.stat().st_size / 2**20:.0f}", f"{found['outbox']:,}", f"{found['articles']:,}",
                )  # fmt: skip
            stop.set()
            sender.wake()
    server.terminate()
    await server.wait()
    console.print(table)
    return report(seen)


def report(seen: list[tuple[float, dict[str, int]]]) -> bool:
    """Print what the last week has more than those before; return whether nothing grows that should not."""
    if len(seen) < 3 * WEEK:
        print("too short to say what grows: three weeks at least")
        return True
    early, before, late = seen[WEEK : 2 * WEEK], seen[-2 * WEEK : -WEEK], seen[-WEEK:]
    was, now = (sum(each for each, _ in week) / WEEK for week in (before, late))
    print(f"memory: {was:.0f} MB in the last week but one, {now:.0f} MB in the last: {100 * (now / was - 1):+.1f} %")
    grown = {
        name: (early[-1][1][name], late[-1][1][name])
        for name in late[-1][1]
        if late[-1][1][name] > 1.2 * early[-1][1][name] + 100
    }
    for name, (then, after) in sorted(grown.items()):
        print(f"{name}: {then:,} rows at the end of the second week, {after:,} at the end")
    short = len(seen) < MONTH_AND_A_HALF
    unexpected = grown.keys() - KEPT_FOR_EVER - (KEPT_FOR_A_MONTH if short else frozenset())
    print(f"grow that should not: {', '.join(sorted(unexpected)) or 'none'}")
    return not unexpected and now < 1.05 * was


def main() -> None:
    """Read the arguments, live, and end with 1 if memory or a table grew that should not."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--days", type=int, default=30)
    asked.add_argument("--readers", type=int, default=1000)
    asked.add_argument("--articles", type=int, default=480, help="a day")
    arguments = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        sys.exit(not asyncio.run(run(Path(name), arguments.days, arguments.readers, arguments.articles)))


if __name__ == "__main__":
    main()
