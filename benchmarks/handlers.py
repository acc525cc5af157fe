"""How fast the bot answers while a fan-out of digests runs: `python -m benchmarks.handlers [--subscribers N]`.

The bot runs as it does in service, over HTTP; Telegram and the readers are a process of their own, which measures from
the moment somebody writes to the moment the answer arrives. Digests go to everybody else meanwhile.
"""

import argparse
import asyncio
import itertools
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from functools import partial
from pathlib import Path

from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer

from bot import dispatcher, texts
from bot.crawler import ingest
from bot.delivery import limiter, sender, session
from bot.demo.telegram.bot_api import BotApi
from bot.demo.telegram.people import Person
from bot.jobs import due_digests
from bot.runtime import gc_tuning
from bot.updates.inbox import Inbox
from bot.updates.polling import Poller
from parsers.article import Article
from storage.database import Database
from storage.model import ChatKind, SubscriberState
from storage.outbox import outbox_upkeep
from storage.schema import tables
from storage.stories.clustering import features
from storage.subscribers import subscribers
from storage.topics import topics
from storage.topics.query.parser import parse

NOW = datetime.now(UTC)
# Readers who write: none of those who get digests, so that no pause of a chat's own is measured.
READERS = range(1_000_000, 1_000_200)
SAID = ("/topics", "/settings", "/schedule", "/deliveries", "/help", "/start", "/pause", "/follow погода")
STORIES = 40
PLACES = ("Алматы", "Астане", "Шымкенте", "Актау", "Актобе", "Караганде", "Павлодаре", "Семее")
EVENTS = ("откроют школу", "построят мост", "отменили рейс", "подорожал хлеб", "прошёл суд")


async def fill(database: Database, number: int) -> None:
    """Save forty stories and subscribe `number` chats that follow all of them and are due now."""
    titles = (f"В {place} {event}" for place, event in itertools.product(PLACES, EVENTS))
    for count, title in enumerate(itertools.islice(titles, STORIES)):
        article = Article(
            url=f"https://a.kz/{count}", site="a.kz", site_id=str(count), title=title, language="ru",
            lead=f"{title}, сообщили в пресс-службе. Подробности станут известны позднее.", published_at=NOW,
        )  # fmt: skip
        await ingest.save(database, article, features.extract(article), found_at=article.url, now=NOW)
    async with database.transaction() as connection:
        query = parse("source:a.kz")
        followed = await topics.ensure(connection, query, now=NOW)
        past = await topics.past(connection, query, since=NOW - timedelta(days=1))
        await topics.backfill(connection, followed.id, past, now=NOW)
        ids = [{"id": each} for each in range(1, number + 1)]
        await connection.execute(
            tables.subscribers.insert().values(
                kind=ChatKind.PRIVATE, language="ru", zone="Asia/Almaty", state=SubscriberState.ACTIVE,
                created_at=NOW, next_due_at=NOW,
            ),
            [row | {"chat_id": row["id"]} for row in ids],
        )  # fmt: skip
        owned = [{"subscriber_id": row["id"]} for row in ids]
        at = time_of_day(NOW.hour, NOW.minute)
        await connection.execute(tables.timetables.insert().values(at=at, weekdays=127), owned)
        await connection.execute(tables.follows.insert().values(topic_id=followed.id, followed_at=NOW), owned)
        for chat_id in READERS:
            await subscribers.add(connection, chat_id, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=NOW)


async def lag(stop: asyncio.Event, found: list[float]) -> None:
    """Note by how much the event loop is late to wake somebody who sleeps."""
    while not stop.is_set():
        began = time.perf_counter()
        await asyncio.sleep(0.01)
        found.append(time.perf_counter() - began - 0.01)


async def serve(number: int, seconds: float) -> None:
    """Be Telegram: tell the parent where, let readers write after a word from it, print what they waited."""
    async with BotApi(busy=lambda: False) as api:
        for chat_id in range(1, number + 1):
            api.person(chat_id)
        readers = [api.person(chat_id) for chat_id in READERS]
        print(json.dumps({"url": api.url, "token": api.token}), flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        waited = []
        deadline = time.perf_counter() + seconds
        for reader, said in zip(itertools.cycle(readers), itertools.cycle(SAID), strict=False):
            if time.perf_counter() > deadline:
                break
            waited.append(await ask(api, reader, said))
            await asyncio.sleep(0.05)
        sent = sum(call.integer("chat_id") < READERS.start for call in api.called("sendMessage"))
        print(json.dumps({"waited": waited, "digests": sent}), flush=True)
        await asyncio.to_thread(sys.stdin.readline)


async def ask(api: BotApi, reader: Person, said: str) -> float:
    """Say something; return the seconds until the first answer."""
    before, began = len(reader.messages), time.perf_counter()
    async with asyncio.TaskGroup() as group:
        group.create_task(reader.say(said))
        await api.until(lambda: len(reader.messages) > before, within=60)
        return time.perf_counter() - began


async def run(folder: Path, number: int, seconds: float, *, fan_out: bool) -> None:
    """Run the bot against Telegram in another process and print what its readers waited."""
    async with await Database.open(f"sqlite:///{folder}/handlers-{fan_out}.db") as database:
        await database.migrate()
        await fill(database, number)
        telegram = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "benchmarks.handlers", "--serve", "--subscribers", str(number), "--seconds",
            str(seconds), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**24,
        )  # fmt: skip
        assert telegram.stdin
        assert telegram.stdout
        where = json.loads(await telegram.stdout.readline())
        gate = limiter.Limiter()
        http = session.Session(api=TelegramAPIServer.from_base(where["url"]))
        http.middleware(session.LimitedSession(gate))
        late: list[float] = []
        async with Bot(where["token"], session=http) as bot:
            messenger = sender.Sender(bot, database, gate, clock)
            answers = dispatcher.build(
                database, clock=clock, digest_now=partial(due_digests.digest_now, wake=messenger.wake)
            )
            for language in texts.LANGUAGES:
                texts.for_language(language)
            gc_tuning.settle()
            stop = asyncio.Event()
            async with asyncio.TaskGroup() as group:
                group.create_task(Poller(bot, answers, Inbox(database=database, clock=clock)).run(stop))
                group.create_task(lag(stop, late))
                composing = None
                if fan_out:
                    group.create_task(messenger.run(stop))
                    composing = group.create_task(due_digests.deliver_due(database, clock, wake=messenger.wake))
                telegram.stdin.write(b"go\n")
                found = json.loads(await telegram.stdout.readline())
                async with database.read() as connection:
                    waiting = sum((await outbox_upkeep.counts(connection)).values())
                if composing:
                    composing.cancel()
                stop.set()
                telegram.stdin.write(b"stop\n")
        await telegram.wait()
    show("with a fan-out" if fan_out else "at rest", found["waited"], late)
    print(f"{'':16} {waiting:,} digests composed, {found['digests']:,} sent in {seconds:.0f} s")


def clock() -> datetime:
    """The time."""
    return datetime.now(UTC)


def show(what: str, waited: Sequence[float], late: Sequence[float]) -> None:
    """Print medians, the slowest twentieth and the slowest hundredth, in milliseconds."""
    answers, loop = _percentiles(waited), _percentiles(late)
    print(
        f"{what:16} {len(waited):,} answers: median {answers[49]:.0f} ms, p95 {answers[94]:.0f} ms,"
        f" p99 {answers[98]:.0f} ms; event loop late: median {loop[49]:.1f} ms, p99 {loop[98]:.1f} ms,"
        f" at most {max(late) * 1000:.0f} ms"
    )


def _percentiles(seconds: Sequence[float]) -> list[float]:
    return [1000 * value for value in statistics.quantiles(seconds, n=100)]


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subscribers", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        asyncio.run(serve(arguments.subscribers, arguments.seconds))
        return
    with tempfile.TemporaryDirectory() as folder:
        for fan_out in (False, True):
            asyncio.run(run(Path(folder), arguments.subscribers, arguments.seconds, fan_out=fan_out))


if __name__ == "__main__":
    main()
