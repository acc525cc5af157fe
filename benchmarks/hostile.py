"""What strangers can do to everybody else: `python -m benchmarks.hostile [--stories N] [ATTACK ...]`.

The bot runs as it does in service, in a process of its own, over HTTP; this one is Telegram, the publisher and
everybody who writes. While an attack goes on another reader asks for /help again and again. Printed for each: the
longest time that the bot's event loop was held, and how much of that its process was at work (the rest is other work of
the machine), its memory, and what the other reader waited.

What is done to it is in `benchmarks.attacks`.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from aiohttp import web

from benchmarks.attacks import ATTACKS, MEGABYTE, PATIENCE, File, UnbearableError, World
from benchmarks.attacks import feed as made_feed
from bot import app, config
from bot.crawler import ingest
from bot.demo.telegram.bot_api import BotApi
from bot.runtime import gc_tuning
from parsers.article import Article, Listing, ListingKind, Source
from parsers.fetch.client import Politeness
from parsers.listings import feed
from parsers.page import generic
from storage.database import Database
from storage.sources.listing_states import Pace
from storage.stories.clustering import features

# What nobody may hold the loop for, and what it should not be held for; what another reader may wait.
HELD_MS, AIM_MS, WAIT_MS = 200, 50, 1_000
# What an attack leaves behind is felt for a while.
LINGER: Final = 3.0
_OTHER = 999_999


async def serve(url: str, token: str, address: str, publisher: str, attacker: str) -> None:
    """Be the bot; for each line that comes, say how long the loop was held since the last one, and what it takes."""
    stop, late = asyncio.Event(), [(0.0, 0.0)]
    origin = f"{publisher}/"
    source = Source(
        name="hostile.example", title="Hostile", language="ru", hosts=frozenset({publisher.partition("://")[2]}),
        listings=(Listing(url=f"{origin}rss.xml", kind=ListingKind.FEED),), list_links=feed.list_links,
        parse_article=generic.parse_article,
    )  # fmt: skip
    settings = config.load(
        env_file=None, bot_token=token, telegram_api=url, database_url=address, semantic="off", contact="", proxy="",
        source_policy="open", operator_chat_id=None, sources=(), crawl_seconds=1, metrics_port=0,
    )  # fmt: skip
    manners = Politeness(
        user_agent="Svodka (benchmark)", delay=0, private_hosts=source.hosts | {attacker.partition("://")[2]}
    )
    often = Pace(first=timedelta(seconds=1), shortest=timedelta(seconds=1), longest=timedelta(seconds=1))
    async with app.open_application(
        settings, clock=_clock, catalogue={source.name: source}, politeness=manners, pace=often
    ) as application:
        gc_tuning.settle()
        async with asyncio.TaskGroup() as group:
            group.create_task(application.run(stop, long_poll=1))
            group.create_task(_measure(stop, late))
            while await asyncio.to_thread(sys.stdin.readline):
                held, worked = max(late), max(min(each) for each in late)
                print(json.dumps({"held": held[0], "worked": worked, "memory": _memory()}), flush=True)
                late[:] = [(0.0, 0.0)]
            stop.set()


async def _measure(stop: asyncio.Event, late: list[tuple[float, float]]) -> None:
    """Note how late the loop is, and for how much of that time this process had the processor."""
    while not stop.is_set():
        began, worked = time.perf_counter(), time.process_time()
        await asyncio.sleep(0.005)
        late.append((time.perf_counter() - began - 0.005, time.process_time() - worked))


def _memory() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def _clock() -> datetime:
    return datetime.now(UTC)


async def fill(database: Database, number: int) -> None:
    """Save so many stories that searches have something to read."""
    for at in range(number):
        title = f"Мост и школа номер {at} открыты в городе {at % 97}"
        article = Article(
            url=f"https://a.kz/{at}", site="a.kz", site_id=str(at), title=title, language="ru", lead=f"{title}. " * 4,
            published_at=_clock() - timedelta(minutes=at),
        )  # fmt: skip
        await ingest.save(database, article, features.extract(article), found_at=article.url, now=article.published_at)


@asynccontextmanager
async def served(world: World, files: Callable[[str], File | None]) -> AsyncIterator[str]:
    """Serve what `files` has at a path; yield where."""

    async def answer(request: web.Request) -> web.Response:
        file = files(request.path)
        if file is None:
            return web.Response(status=404)
        world.read.setdefault(request.path, asyncio.Event()).set()
        if file.raw:
            await _written(request, file.raw)
        headers = {"Content-Type": file.kind, **file.headers}
        return web.Response(body=file.body, status=file.status, headers=headers)

    site = web.Application()
    site.router.add_route("GET", "/{path:.*}", answer)
    runner = web.AppRunner(site)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def _written(request: web.Request, raw: bytes) -> None:
    """Write what is no answer of a server's library, while the connection stands."""
    whole = memoryview(raw)
    while whole and request.transport is not None and not request.transport.is_closing():
        if request.transport.get_write_buffer_size() < MEGABYTE:
            request.transport.write(whole[:65_536])
            whole = whole[65_536:]
        await asyncio.sleep(0)


def published(world: World, path: str) -> File | None:
    """Return what the publisher has at a path: its pages, and a feed that names them."""
    if path == "/rss.xml":
        return File(body=made_feed(*(f"{world.site}{each}" for each in world.pages)), kind="application/rss+xml")
    return File(body=world.pages[path]) if path in world.pages else None


async def others_wait(api: BotApi, over: asyncio.Event) -> list[float]:
    """Ask for help until it is over; return the seconds of each wait."""
    other, waited = api.person(_OTHER), []
    while not over.is_set():
        before, began = len(other.messages), time.perf_counter()
        async with asyncio.TaskGroup() as group:
            group.create_task(other.say("/help"))
            await api.until(lambda: len(other.messages) > before, within=PATIENCE)  # noqa: B023 - used at once
            waited.append(time.perf_counter() - began)
        # One message a second is what Telegram lets the bot say to a chat: faster would measure that.
        await asyncio.sleep(1.1)
    return waited


async def suffer(world: World, bot: asyncio.subprocess.Process, name: str) -> bool:
    """Let one attack run and print what it did; return whether that is bearable."""
    over, good = asyncio.Event(), True
    await _asked(bot)
    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        others = group.create_task(others_wait(world.api, over))
        try:
            async with asyncio.timeout(PATIENCE):
                await ATTACKS[name](world)
                await asyncio.sleep(LINGER)
        except TimeoutError:
            print(f"{name}: not over after {PATIENCE:.0f} s")
        except UnbearableError as error:
            print(f"{name}: {error}")
            good = False
        over.set()
    found, waited = await _asked(bot), [1000 * each for each in others.result()]
    held, worked = 1000 * found["held"], 1000 * found["worked"]
    p99 = statistics.quantiles(waited, n=100, method="inclusive")[98] if len(waited) > 1 else waited[0]
    good = good and held <= HELD_MS and p99 <= WAIT_MS
    mark = "" if held <= AIM_MS and good else " over the aim" if good else " TOO LONG"
    print(
        f"{name:46} held {held:4.0f} ms (worked {worked:3.0f}), {found['memory']:4} MB,"
        f" /help p99 {p99:4.0f} ms of {len(waited):2}, {time.perf_counter() - began:5.1f} s{mark}", flush=True,
    )  # fmt: skip
    return good


async def _asked(bot: asyncio.subprocess.Process) -> dict[str, Any]:
    assert bot.stdin
    assert bot.stdout
    bot.stdin.write(b"\n")
    answer: dict[str, Any] = json.loads(await bot.stdout.readline())
    return answer


async def run(folder: Path, names: list[str], stories: int) -> bool:
    """Fill a database, start the bot, and let every attack run; return whether all were bearable."""
    address = f"sqlite:///{folder}/hostile.db"
    async with await Database.open(address) as database:
        await database.migrate()
        await fill(database, stories)
    async with BotApi(busy=lambda: False, patience=PATIENCE) as api:
        world = World(api=api)
        async with (
            served(world, partial(published, world)) as world.site,
            served(world, lambda path: world.files.get(path)) as world.own,
        ):
            bot = await asyncio.create_subprocess_exec(
                # Not as its main module: worker processes would load all of it before they read.
                sys.executable, "-c", "from benchmarks import hostile; hostile.main()",
                "--serve", api.url, api.token, address, world.site, world.own,
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            )  # fmt: skip
            # The first answers come late: everything is read from the disk for them.
            await asyncio.wait_for(others_wait(api, _set()), PATIENCE)
            bearable = [await suffer(world, bot, name) for name in names]
            assert bot.stdin
            bot.stdin.close()
            await bot.wait()
    return all(bearable)


def _set() -> asyncio.Event:
    """An event that is over from the start: whoever waits for it does one thing."""
    event = asyncio.Event()
    asyncio.get_running_loop().call_later(1, event.set)
    return event


def main() -> int:
    """Read the arguments and attack."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("attacks", nargs="*", metavar="ATTACK", help=", ".join(ATTACKS))
    parser.add_argument("--stories", type=int, default=2_000)
    parser.add_argument("--serve", nargs=5, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        asyncio.run(serve(*arguments.serve))
        return 0
    names = [name for name in ATTACKS if not arguments.attacks or any(map(name.startswith, arguments.attacks))]
    with tempfile.TemporaryDirectory() as folder:
        return 0 if asyncio.run(run(Path(folder), names, arguments.stories)) else 1


if __name__ == "__main__":
    sys.exit(main())
