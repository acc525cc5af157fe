"""A thousand sources on a local server that answers 304s and small changes: does one process keep up, at what cost?

`python -m benchmarks.crawl [SECONDS]`: reads every source once, then measures for SECONDS (default 120) at the pace
of the busiest source. Prints CPU and memory (this process and its workers), how late listings were asked, and for how
long the event loop kept others waiting.
"""

import asyncio
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from aiohttp import web

from bot.crawler.crawler import Crawled, Crawler
from bot.crawler.workers import Workers
from parsers.article import Listing, ListingKind, Source
from parsers.fetch import client
from parsers.language import lemmas
from parsers.listings import feed
from parsers.page import generic
from storage.database import Database
from storage.sources import listing_states

SOURCES = 1000
# Of 1,000 listings a busy country's press changes about this share between two looks.
CHANGES = 0.05
BUDGETS = {"cpu": 0.5, "megabytes": 300.0, "p99": 0.050}
TICK = 0.01
# The worst case: every source as often as the busiest.
PACE = listing_states.Pace(first=timedelta(minutes=3), shortest=timedelta(minutes=3), longest=timedelta(minutes=3))
PROC = Path("/proc")
# The publishers' process; what our own measurement has to leave out.
SERVER = 0
# What varies from article to article, so that they are many stories and not one.
_STEMS = (
    "мост",
    "школ",
    "больниц",
    "завод",
    "порт",
    "рынок",
    "музей",
    "театр",
    "дорог",
    "вокзал",
    "канал",
    "склад",
    "ферм",
)
_WORDS = tuple(stem + end for stem in _STEMS for end in ("", "а", "ной", "овский", "енко", "ами", "ист"))


@dataclass
class Publisher:
    """The server's side: 1,000 hosts on loopback addresses, each with a feed that grows now and then."""

    changed: dict[int, int] = field(default_factory=dict)
    asked: int = 0
    share: float = 0.0

    async def answer(self, request: web.Request) -> web.Response:
        """Serve robots.txt, feeds and articles."""
        number = _number(request.host)
        if request.path == "/feed":
            return self._feed(request, number)
        if request.path.startswith("/a/"):
            return web.Response(text=_article(number, int(request.path[3:])), content_type="text/html")
        return web.Response(status=404)

    def _feed(self, request: web.Request, number: int) -> web.Response:
        self.asked += 1
        version = self.changed.get(number, 1)
        if self.asked > SOURCES and (self.asked * 7919) % 1000 < CHANGES * 1000:
            version += 1
        self.changed[number] = version
        tag = f'"{version}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        items = "".join(
            f"<item><title>{_title(number, one)}</title><link>http://{request.host}/a/{one}</link>"
            f"<pubDate>{datetime.now(UTC):%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>"
            for one in range(version, max(0, version - 20), -1)
        )
        text = f'<rss version="2.0"><channel><title>{number}</title>{items}</channel></rss>'
        return web.Response(text=text, content_type="application/rss+xml", headers={"ETag": tag})


def _number(host: str) -> int:
    _, high, low = host.partition(":")[0].split(".")[1:]
    return int(high) * 250 + int(low) - 1


def _host(number: int) -> str:
    return f"127.1.{number // 250}.{number % 250 + 1}"


def _pick(seed: int) -> str:
    return _WORDS[seed * 2654435761 % 4294967296 % len(_WORDS)]


def _title(number: int, one: int) -> str:
    words = [_pick(number * 100 + one * 7 + place) for place in range(6)]
    return f"{' '.join(words).capitalize()} {number}-{one}"


def _article(number: int, one: int) -> str:
    paragraphs = "".join(
        f"<p>{' '.join(_pick(number * 1000 + one * 50 + line * 40 + place) for place in range(40))}.</p>"
        for line in range(8)
    )
    return (
        '<!doctype html><html lang="ru"><head>'
        f'<meta property="og:title" content="{_title(number, one)}">'
        f'<meta property="article:published_time" content="{datetime.now(UTC).isoformat()}"></head>'
        f"<body><article><h1>{_title(number, one)}</h1>{paragraphs}</article></body></html>"
    )


def serve(ready: Connection) -> None:
    """Run the publishers (in a process of their own, whose CPU is not ours)."""

    async def run() -> None:
        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", Publisher().answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "0.0.0.0", 0, backlog=2048).start()  # noqa: S104 - all of 127/8 is wanted
        ready.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    asyncio.run(run())


@dataclass
class Watch:
    """What is measured while the crawler works."""

    delays: list[float] = field(default_factory=list)
    overdue: list[float] = field(default_factory=list)

    async def loop(self) -> None:
        """Measure how much longer a nap takes than asked for."""
        while True:
            start = time.perf_counter()
            await asyncio.sleep(TICK)
            self.delays.append(time.perf_counter() - start - TICK)

    async def lateness(self, database: Database, clock: Callable[[], datetime]) -> None:
        """Measure, every five seconds, how long the most overdue listing has been waiting."""
        while True:
            await asyncio.sleep(5)
            async with database.read() as connection:
                due = [state.due_at for state in await listing_states.states(connection)]
            self.overdue.append(max(0.0, (clock() - min(due)).total_seconds()))


def cpu_seconds() -> float:
    """CPU of this process and its workers so far."""
    ticks = 0
    for one in _processes():
        fields = (PROC / str(one) / "stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def megabytes() -> float:
    """Memory of this process and its workers; what they share is counted once."""
    kilobytes = 0
    for one in _processes():
        lines = (PROC / str(one) / "smaps_rollup").read_text().splitlines()
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes / 1024


def _processes() -> list[int]:
    """Return our own process and all below it but the publishers'."""
    found, parents = [os.getpid()], _parents()
    for one in found:
        found += [child for child, parent in parents.items() if parent == one and child != SERVER]
    return found


def _parents() -> dict[int, int]:
    parents = {}
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    return parents


def catalogue(port: int) -> dict[str, Source]:
    """The thousand sources."""
    return {
        f"s{number}.example": Source(
            name=f"s{number}.example",
            title=f"Source {number}",
            language="ru",
            listings=(Listing(url=f"http://{_host(number)}:{port}/feed", kind=ListingKind.FEED),),
            list_links=feed.list_links,
            parse_article=generic.parse_article,
        )
        for number in range(SOURCES)
    }


async def measure(port: int, seconds: float, folder: str) -> bool:
    """Crawl as the program does, and print what it cost; True if within budget."""

    def clock() -> datetime:
        return datetime.now(UTC)

    hosts = frozenset(f"{_host(number)}:{port}" for number in range(SOURCES))
    lemmas.normal("сводка")
    async with (
        await Database.open(f"sqlite:///{Path(folder) / 'crawl.db'}") as database,
        client.Fetcher(client.Politeness(user_agent="Svodka benchmark", private_hosts=hosts)) as fetcher,
        Workers() as workers,
    ):
        await database.migrate()
        crawler = Crawler(
            database=database, fetcher=fetcher, workers=workers, catalogue=catalogue(port), clock=clock, pace=PACE
        )
        began = time.perf_counter()
        first = await crawler.crawl()
        print(f"first reading: {time.perf_counter() - began:.1f} s, {dict(first.listings)}, {dict(first.articles)}")
        await _spread(database, crawler)
        return _report(await _steady(crawler, database, clock, seconds), seconds)


async def _spread(database: Database, crawler: Crawler) -> None:
    """Put the listings into the state of a program that has run for a while: due evenly over the interval."""
    async with database.transaction() as connection:
        for place, state in enumerate(await listing_states.states(connection)):
            ago = PACE.shortest * (1 - place / SOURCES)
            await listing_states.not_modified(connection, state, now=crawler.clock() - ago, pace=PACE)


@dataclass(frozen=True, kw_only=True)
class Measured:
    """The numbers."""

    cpu: float
    memory: float
    watch: Watch
    crawled: Crawled


async def _steady(crawler: Crawler, database: Database, clock: Callable[[], datetime], seconds: float) -> Measured:
    watch, total = Watch(), Crawled()
    observers = [asyncio.ensure_future(watch.loop()), asyncio.ensure_future(watch.lateness(database, clock))]  # noqa: TID251 - cancelled below
    before, end = cpu_seconds(), time.perf_counter() + seconds
    asyncio.get_running_loop().call_later(seconds, crawler.stopping.set)
    while time.perf_counter() < end and not crawler.stopping.is_set():
        crawled = await crawler.crawl()
        total.listings += crawled.listings
        total.articles += crawled.articles
        await asyncio.sleep(1)
    used = cpu_seconds() - before
    for observer in observers:
        observer.cancel()
    return Measured(cpu=used / seconds, memory=megabytes(), watch=watch, crawled=total)


def _report(measured: Measured, seconds: float) -> bool:
    delays = sorted(measured.watch.delays)
    p99 = delays[int(len(delays) * 0.99)]
    late = max(measured.watch.overdue, default=0.0)
    asked = sum(measured.crawled.listings.values())
    print(f"steady: {asked} listings in {seconds:.0f} s ({asked / seconds:.1f}/s): {dict(measured.crawled.listings)}")
    print(f"articles: {dict(measured.crawled.articles)}")
    print(f"CPU: {measured.cpu:.1%} of a core (with the reading process); budget {BUDGETS['cpu']:.0%}")
    print(f"memory: {measured.memory:.0f} MB with the reading process; budget {BUDGETS['megabytes']:.0f}")
    median, worst = delays[len(delays) // 2] * 1000, delays[-1] * 1000
    print(
        f"event loop: p50 {median:.1f} ms, p99 {p99 * 1000:.1f} (budget {BUDGETS['p99'] * 1000:.0f}), worst {worst:.0f}"
    )
    print(f"most overdue listing: {late:.1f} s; the shortest interval is {PACE.shortest}")
    fine = (
        measured.cpu < BUDGETS["cpu"]
        and measured.memory < BUDGETS["megabytes"]
        and p99 < BUDGETS["p99"]
        and timedelta(seconds=late) < PACE.shortest
    )
    print("within budget" if fine else "OVER BUDGET")
    return fine


def main(seconds: float) -> int:
    """Start the publishers, measure, stop them."""
    global SERVER  # noqa: PLW0603 - known only once it runs
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    server.start()
    SERVER = server.pid or 0
    try:
        with tempfile.TemporaryDirectory() as folder:
            return 0 if asyncio.run(measure(here.recv(), seconds, folder)) else 1
    finally:
        server.kill()


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 120.0))
