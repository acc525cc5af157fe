"""What strangers can do to everybody else: `python -m benchmarks.hostile [--stories N] [ATTACK ...]`.

The bot runs as it does in service, in a process of its own, over HTTP; this one is Telegram, the publisher and
everybody who writes. While an attack goes on another reader asks for /help again and again. Printed for each: the
longest time that the bot's event loop was held, its memory, and what the other reader waited.

An attack is a function below `@attack`: it is given the world, and does its worst.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeAlias

from aiohttp import web

from bot import app, config
from bot.crawler import ingest
from bot.demo.telegram.bot_api import BotApi
from bot.demo.telegram.people import Person
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
# An attack is over when the bot has answered it, or after this: what goes on longer is measured by what others feel.
PATIENCE: Final = 60.0
# What an attack leaves behind is felt for a while.
LINGER: Final = 3.0
# A page is parsed, saved and matched in less, or its worker is ended: bot.crawler.workers.TIME_LIMIT.
SAVING: Final = 12.0
_OTHER = 999_999


@dataclass(kw_only=True)
class World:
    """What an attacker has at hand: Telegram, and a publisher that the bot reads."""

    api: BotApi
    site: str = ""
    pages: dict[str, bytes] = field(default_factory=dict)
    read: dict[str, asyncio.Event] = field(default_factory=dict)
    strangers: int = 0

    def stranger(self) -> Person:
        """Somebody who has never written before."""
        self.strangers += 1
        return self.api.person(self.strangers)

    async def say(self, text: str) -> None:
        """Let a stranger say something, and wait for the first answer."""
        stranger = self.stranger()
        await self.answered(stranger, stranger.say(text))

    async def answered(self, stranger: Person, doing: Coroutine[Any, Any, object]) -> None:
        """Do something that the bot answers, and wait for the first answer."""
        before = len(stranger.messages)
        await doing
        await self.api.until(lambda: len(stranger.messages) > before, within=PATIENCE)

    async def send_document(self, name: str, content: bytes) -> None:
        """Let a stranger send a file, and wait for the first answer."""
        stranger = self.stranger()
        await self.answered(stranger, stranger.send_document(name, content))

    async def publish(self, body: str, *, title: str = "Мост открыли") -> None:
        """Let the publisher name one more page, and wait until the bot has read it and had time to save it."""
        path = f"/{len(self.pages) + 1}.html"
        self.pages[path] = (
            f'<html lang="ru"><head><title>{title}</title><meta property="og:title" content="{title}">'
            f'<meta property="article:published_time" content="{datetime.now(UTC).isoformat()}"></head>'
            f"<body><article><h1>{title}</h1>{body}</article></body></html>"
        ).encode()
        await self.read.setdefault(path, asyncio.Event()).wait()
        await asyncio.sleep(SAVING)


Attack: TypeAlias = Callable[[World], Awaitable[None]]
ATTACKS: dict[str, Attack] = {}


def attack(name: str) -> Callable[[Attack], Attack]:
    """Register an attack under a name."""

    def register(function: Attack) -> Attack:
        ATTACKS[name] = function
        return function

    return register


def says(name: str, text: str) -> None:
    """Register the attack of saying one thing."""
    ATTACKS[name] = partial(World.say, text=text)


def publishes(name: str, body: str, *, title: str = "Мост открыли") -> None:
    """Register the attack of publishing one page."""
    ATTACKS[name] = partial(World.publish, body=body, title=title)


says("schedule: spaces", "/schedule 8:00" + " " * 3_900 + "б")
says("schedule: small words", "/schedule 8:00 " + "а " * 1_900 + "праздник")
says("quiet: dashes", "/quiet " + "- " * 2_000)
says("pause: spaces", "/pause " + " " * 3_900 + "б")
says("timezone: spaces", "/timezone г" + " " * 3_900 + "б")
says("follow: brackets", "/follow " + "(" * 4_000)
says("follow: words", "/follow " + " OR ".join(f"банка{at}" for at in range(300)))
says("follow: one word", "/follow " + "а" * 4_000)
says("addresses", "https://" + "a." * 2_000)
says("why: address", "/why https://" + "a/" * 1_900)
publishes("page: dots", f"<p>{'. ' * 50_000}</p>")
publishes("page: initials", f"<p>{'А. ' * 30_000}</p>")
publishes("page: spaces and quotes", f"<p>{('«' + ' ' * 500) * 200}</p>")
publishes("page: title of 20,000 words", "<p>Мост открыли в понедельник.</p>", title="слово " * 20_000)
publishes("page: 100,000 words", "<p>" + "".join(f"слово{at} " for at in range(100_000)) + "</p>")
publishes("page: 9 MB of tags", "<p>" + "<b>мост</b>" * 700_000 + "</p>")


@attack("opml: spaces")
async def opml_spaces(world: World) -> None:
    """A file of nothing but white space."""
    await world.send_document("feeds.opml", b" " * 40_000 + b"<opml/>")


@attack("opml: 2 MB of outlines")
async def opml_outlines(world: World) -> None:
    """As many sources as a file may name."""
    rows = "".join(f'<outline text="a" xmlUrl="{world.site}/{at}/rss"/>' for at in range(40_000))
    await world.send_document("feeds.opml", f"<opml><body>{rows}</body></opml>".encode()[: 2 * 2**20])


@attack("import: 500 topics")
async def import_topics(world: World) -> None:
    """A file of settings with everything in it."""
    topics = [f"банк{at} OR мост{at}" for at in range(500)]
    whole = {"svodka": 2, "language": "ru", "zone": "Asia/Almaty", "timetable": [], "topics": topics}
    await world.send_document("svodka.json", json.dumps(whole).encode())


@attack("search: 20 at once")
async def searches(world: World) -> None:
    """Questions that the database can hardly narrow."""
    async with asyncio.TaskGroup() as group:
        for _ in range(20):
            group.create_task(world.say('/search "мост и школа" OR title:мост OR title:школа'))


@attack("inline: every letter of 20 strangers")
async def inline(world: World) -> None:
    """Words that are being typed, each letter a question."""
    async with asyncio.TaskGroup() as group:
        for _ in range(20):
            stranger = world.stranger()
            for letters in range(6, 11):
                group.create_task(stranger.ask_inline("title:мостовой"[:letters] + "*"))


@attack("flood: 300 messages of one")
async def flood(world: World) -> None:
    """Somebody whose keyboard is stuck."""
    stranger = world.stranger()
    async with asyncio.TaskGroup() as group:
        for _ in range(300):
            group.create_task(stranger.say("/topics"))


async def serve(url: str, token: str, address: str, publisher: str) -> None:
    """Be the bot; for each line that comes, say how long the loop was held since the last one, and what it takes."""
    stop, late = asyncio.Event(), [0.0]
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
    manners = Politeness(user_agent="Svodka (benchmark)", delay=0, private_hosts=source.hosts)
    often = Pace(first=timedelta(seconds=1), shortest=timedelta(seconds=1), longest=timedelta(seconds=1))
    async with app.open_application(
        settings, clock=_clock, catalogue={source.name: source}, politeness=manners, pace=often
    ) as application:
        gc_tuning.settle()
        async with asyncio.TaskGroup() as group:
            group.create_task(application.run(stop, long_poll=1))
            group.create_task(_measure(stop, late))
            while await asyncio.to_thread(sys.stdin.readline):
                print(json.dumps({"held": max(late), "memory": _memory()}), flush=True)
                late[:] = [0.0]
            stop.set()


async def _measure(stop: asyncio.Event, late: list[float]) -> None:
    while not stop.is_set():
        began = time.perf_counter()
        await asyncio.sleep(0.005)
        late.append(time.perf_counter() - began - 0.005)


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
async def publisher(world: World) -> AsyncIterator[str]:
    """Serve the world's pages and a feed that names them; yield where."""

    async def answer(request: web.Request) -> web.Response:
        if request.path == "/rss.xml":
            items = "".join(f"<item><link>{request.url.origin()}{path}</link></item>" for path in world.pages)
            text = f'<rss version="2.0"><channel><title>Hostile</title>{items}</channel></rss>'
            return web.Response(text=text, content_type="application/rss+xml")
        page = world.pages.get(request.path)
        if page is None:
            return web.Response(status=404)
        world.read.setdefault(request.path, asyncio.Event()).set()
        return web.Response(body=page, content_type="text/html", charset="utf-8")

    site = web.Application()
    site.router.add_route("GET", "/{path:.*}", answer)
    runner = web.AppRunner(site)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


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
    over = asyncio.Event()
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
        over.set()
    found, waited = await _asked(bot), [1000 * each for each in others.result()]
    held = 1000 * found["held"]
    p99 = statistics.quantiles(waited, n=100, method="inclusive")[98] if len(waited) > 1 else waited[0]
    good = held <= HELD_MS and p99 <= WAIT_MS
    mark = "" if held <= AIM_MS and good else " over the aim" if good else " TOO LONG"
    print(
        f"{name:40} held {held:6.0f} ms, memory {found['memory']:4} MB, /help p99 {p99:5.0f} ms of {len(waited):2},"
        f" {time.perf_counter() - began:5.1f} s{mark}", flush=True,
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
    async with BotApi(busy=lambda: False) as api:
        world = World(api=api)
        async with publisher(world) as site:
            world.site = site
            bot = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "benchmarks.hostile", "--serve", api.url, api.token, address, site,
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
    parser.add_argument("--serve", nargs=4, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        asyncio.run(serve(*arguments.serve))
        return 0
    names = [name for name in ATTACKS if not arguments.attacks or any(map(name.startswith, arguments.attacks))]
    with tempfile.TemporaryDirectory() as folder:
        return 0 if asyncio.run(run(Path(folder), names, arguments.stories)) else 1


if __name__ == "__main__":
    sys.exit(main())
