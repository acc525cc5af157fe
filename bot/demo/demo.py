"""Svodka without Telegram or network: the whole application between a local Bot API server and sample publishers."""

import asyncio
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from importlib.metadata import version
from pathlib import Path

from rich.console import Console

from bot import app, config
from bot.delivery.limiter import Limiter
from bot.demo.chat_page import FIRST_READER, MOST_READERS, ChatPage, Surroundings
from bot.demo.clock import FastClock
from bot.demo.newsroom import articles
from bot.demo.newsroom.server import Newsroom
from bot.demo.telegram.bot_api import BotApi
from bot.operator import endpoints
from bot.operator.page.page import OperatorPage
from parsers.fetch.client import Politeness
from storage.database import Database
from storage.subscribers import subscribers

# A morning in Almaty, twenty minutes before the usual hour of a digest: one of our minutes at this speed.
START, SPEED = time(7, 40), 20.0
# The last reader of the chat page is the operator: the first should meet the bot as any newcomer does.
OPERATOR = FIRST_READER + MOST_READERS - 1


@dataclass(frozen=True, kw_only=True)
class Demo:
    """Everything that runs in a demo. The chat page is at the address of `api`."""

    api: BotApi
    newsroom: Newsroom
    application: app.Application
    clock: FastClock


def morning(now: datetime) -> datetime:
    """Return the demo's start on the day of `now`."""
    return datetime.combine(now.astimezone(articles.ZONE), START, articles.ZONE).astimezone(UTC)


@asynccontextmanager
async def open_demo(
    clock: FastClock, *, port: int = 0, hurried: bool = False, operator: int | None = None
) -> AsyncIterator[Demo]:
    """Build everything; nothing crawls or answers until `application.run`. Its database goes with it.

    `operator` is the operator's chat, if there is one. If `hurried`, the bot's waits between two messages to a chat
    pass on the demo's clock alone, which leaps over them.
    """
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="svodka-demo-"))
        address = f"sqlite:///{Path(folder) / 'demo.db'}"
        newsroom = await stack.enter_async_context(Newsroom(started_at=clock(), clock=clock))
        database = await stack.enter_async_context(await Database.open(address))
        await database.migrate()
        api = BotApi(port=port, clock=clock)
        pages = (*newsroom.front_pages, *newsroom.channel_pages)
        ChatPage(api, Surroundings(clock=clock, due=lambda chat: _due(database, chat), sites=pages))
        await stack.enter_async_context(api)
        application = await stack.enter_async_context(
            app.open_application(
                config.load(env_file=None, **_settings(api, newsroom, address), operator_chat_id=operator),
                clock=clock,
                catalogue={source.name: source for source in (*newsroom.sources(), *newsroom.channels())},
                politeness=_politeness(newsroom),
                gate=_gate(clock) if hurried else None,
            )
        )
        api.busy = lambda: application.poller.busy or application.registry.background.busy
        yield Demo(api=api, newsroom=newsroom, application=application, clock=clock)


async def _due(database: Database, chat_id: int) -> datetime | None:
    async with database.read() as connection:
        subscriber = await subscribers.get(connection, chat_id)
    return subscriber.next_due_at if subscriber else None


def _settings(api: BotApi, newsroom: Newsroom, database_url: str) -> dict[str, object]:
    """Our own settings; what the reader's environment says is for the real bot."""
    return {
        "bot_token": api.token,
        "telegram_api": api.url,
        "telegram_preview": newsroom.preview.base,
        "database_url": database_url,
        "contact": "",
        "sources": (),
        "proxy": "",
        "crawl_seconds": 1,
        "deliver_seconds": 0.2,
        "metrics_port": 0,
        "page_changes": "on",
        "page_address": "",
        "semantic": "off",  # the same stories for everybody
    }


def _politeness(newsroom: Newsroom) -> Politeness:
    """No pauses between requests: the publishers are ours."""
    return Politeness(user_agent=f"Svodka/{version('svodka')} (demo)", delay=0, private_hosts=newsroom.hosts)


def _gate(clock: FastClock) -> Limiter:
    """Keep to Telegram's limits by a clock that leaps."""

    async def leap(seconds: float) -> None:
        clock.leap(clock() + timedelta(seconds=seconds))
        await asyncio.sleep(0)

    return Limiter(clock=lambda: clock().timestamp(), sleep=leap)


@asynccontextmanager
async def operator_page(demo: Demo) -> AsyncIterator[OperatorPage]:
    """Serve the operator's page of a demo on a free port."""
    page = demo.application.page
    async with endpoints.served(endpoints.build(demo.application.health, page), 0, setting="METRICS_PORT") as port:
        page.address = f"http://{endpoints.HOST}:{port}"
        yield page


async def serve(console: Console, *, port: int) -> None:
    """Run the demo until Ctrl-C or SIGTERM, and say where its page is."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    clock = FastClock(morning(datetime.now(UTC)))
    async with open_demo(clock, port=port, operator=OPERATOR) as demo, operator_page(demo) as page:
        # Whoever opens the page at once should find topics that are alive; only then time begins to run.
        with console.status("Reading the sample publishers..."):
            await demo.application.crawler.crawl()
        clock.speed = SPEED
        console.print(f"\n  The chat:   [bold cyan]{demo.api.url}/[/]")
        console.print(f"  The news:   [cyan]{demo.newsroom.url}[/]")
        console.print(f"  The operator's page, once: [cyan]{page.link('ru')}[/]", soft_wrap=True)
        console.print(
            f"  The operator's chat (/page, /status, /broadcast): [cyan]{demo.api.url}/?reader={MOST_READERS}[/]",
            soft_wrap=True,
        )
        console.print("  Stop it with Ctrl-C; nothing is kept.\n")
        await demo.application.run(stop, long_poll=5)
