"""`svodka check`: tries each part as `run` would use it, and says in a sentence what to do about what fails."""

import asyncio
import shlex
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramUnauthorizedError
from rich.console import Console

from bot.config import Settings, SettingsError
from bot.crawler.workers import Workers
from bot.delivery import limiter, paid_broadcasts, webhooks
from bot.sources import catalogue
from parsers.article import ListingKind, Page, Source
from parsers.fetch import client, request_headers
from parsers.listings import sitemap
from storage import private_files
from storage.database import Database
from storage.errors import StorageError
from storage.stories.clustering import embedding

ADVICE = {
    "dns": "the name is not known: check the network, or set PROXY",
    "refused": "nobody listens there: the site may be down",
    "timeout": "no answer in time: the site may be slow or blocked from here; PROXY can help",
    "tls": "its certificate is not valid",
    "robots": "its robots.txt asks us to stay away; leave it out of SOURCES",
    "private-address": "its name leads to a private address; we do not go there",
}
FORBIDDEN = (
    "it refuses this machine's address, as many sites do for data centres: try from another network, or set PROXY"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing tried: whether it works, what was found or is to be done, and whether the bot needs it to run."""

    name: str
    good: bool
    says: str
    needed: bool = False


async def examine(
    settings: Settings,
    console: Console,
    *,
    now: datetime,
    sources: Iterable[Source],
    politeness: client.Politeness,
    env_file: Path = Path(".env"),
) -> bool:
    """Print a line for each thing tried; True if all that the bot needs to run works."""
    healthy = perfect = True
    async for finding in _findings(settings, now, sources, politeness, env_file):
        mark = "[green]ok  [/]" if finding.good else "[red]fail[/]" if finding.needed else "[yellow]warn[/]"
        console.print(f"{mark} [bold]{finding.name}[/]  {finding.says}", highlight=False, soft_wrap=True)
        perfect = perfect and finding.good
        healthy = healthy and (finding.good or not finding.needed)
    if not healthy:
        console.print("Mend the lines marked fail, then check again.")
    elif not perfect:
        console.print("The bot can run: svodka run. The lines marked warn are worth a look.")
    else:
        console.print("Everything works: svodka run")
    return healthy


async def _findings(
    settings: Settings, now: datetime, sources: Iterable[Source], politeness: client.Politeness, env_file: Path
) -> AsyncIterator[Finding]:
    yield await _token(settings)
    yield await _rate(settings)
    yield await _database(settings)
    if (finding := await _readable_files(settings, env_file)) is not None:
        yield finding
    yield _contact(settings)
    if settings.semantic == "on" or (settings.semantic == "auto" and embedding.installed()):
        yield await _meaning(settings)
    async with client.Fetcher(politeness) as fetcher:
        for trying in asyncio.as_completed([_source(fetcher, source, now) for source in sources]):
            yield await trying


async def _token(settings: Settings) -> Finding:
    try:
        session = AiohttpSession(api=TelegramAPIServer.from_base(settings.telegram_api), timeout=15)
        async with Bot(settings.token(), session=session) as bot:
            me = await bot.get_me()
            webhook = (await bot.get_webhook_info()).url
    except SettingsError as error:
        return Finding(name="BOT_TOKEN", good=False, needed=True, says=str(error))
    except TelegramUnauthorizedError:
        says = "Telegram does not know it: copy it again from @BotFather."
        return Finding(name="BOT_TOKEN", good=False, needed=True, says=says)
    except Exception as error:  # noqa: BLE001 - whatever happened, the operator wants the sentence
        says = f"Telegram does not answer at {settings.telegram_api} ({type(error).__name__}): check the network."
        return Finding(name="BOT_TOKEN", good=False, needed=True, says=says)
    if webhook:
        return Finding(name="BOT_TOKEN", good=False, needed=True, says=webhooks.advice(webhook))
    return Finding(name="BOT_TOKEN", good=True, says=f"this is @{me.username}")


async def _rate(settings: Settings) -> Finding:
    name, rate = "MESSAGES_PER_SECOND", settings.messages_per_second
    if rate <= limiter.PER_SECOND:
        return Finding(name=name, good=True, says=f"{rate} a second, which is free")
    most = settings.stars_a_day * paid_broadcasts.MESSAGES_PER_STAR
    says = f"up to {rate:,} a second, for at most {settings.stars_a_day:,} Stars a day ({most:,} messages beyond 30)"
    try:
        session = AiohttpSession(api=TelegramAPIServer.from_base(settings.telegram_api), timeout=15)
        async with Bot(settings.token(), session=session) as bot:
            stars = await paid_broadcasts.balance(bot)
    except Exception as error:  # noqa: BLE001 - whatever happened, the operator wants the sentence
        return Finding(name=name, good=False, says=f"{says}; the balance is not known ({type(error).__name__})")
    if stars < paid_broadcasts.LEAST_BALANCE:
        wanted = f"Telegram wants {paid_broadcasts.LEAST_BALANCE:,} on the balance and there are {stars:,}"
        return Finding(name=name, good=False, says=f"{says}; but {wanted}: it will be 30 a second")
    return Finding(name=name, good=True, says=f"{says}; {stars:,} on the balance")


async def _database(settings: Settings) -> Finding:
    try:
        async with await Database.open(settings.database_url, backups=settings.backups) as database:
            await database.migrate()
            return Finding(name="DATABASE_URL", good=True, says=database.name)
    except StorageError as error:
        return Finding(name="DATABASE_URL", good=False, needed=True, says=str(error))


async def _readable_files(settings: Settings, env_file: Path) -> Finding | None:
    """Warn of files with a token, or with what people follow, that others on this machine may read."""
    try:
        async with await Database.open(settings.database_url, backups=settings.backups) as database:
            found = private_files.open_to_others((env_file, *database.files))
    except StorageError:
        return None
    names = " ".join(shlex.quote(str(path)) for path in found)
    says = f"others on this machine may read what is the bot's alone: chmod 600 {names}"
    return Finding(name="FILES", good=False, says=says) if found else None


def _contact(settings: Settings) -> Finding:
    says = settings.contact or "empty: put an e-mail address or page there, so that publishers can reach you"
    return Finding(name="CONTACT", good=bool(settings.contact), says=says)


async def _meaning(settings: Settings) -> Finding:
    async with Workers(semantic=settings.semantic) as workers:
        says = workers.without_meaning or "articles are also compared by meaning"
        return Finding(name="SEMANTIC", good=not workers.without_meaning, says=says)


async def _source(fetcher: client.Fetcher, source: Source, now: datetime) -> Finding:
    try:
        listing = source.listings[0]
        page = await fetcher.get(listing.url, accept=request_headers.listing(listing.kind, source.language), now=now)
        count, what = (0, "articles") if isinstance(page, client.NotModified) else _listed(source, page)
    except client.FetchError as error:
        forbidden = error.status in {401, 403, 429}
        says = FORBIDDEN if forbidden else ADVICE.get(error.reason, str(error))
        return Finding(name=source.name, good=False, says=f"{source.listings[0].url}: {says}")
    except Exception as error:  # noqa: BLE001 - whatever happened, the operator wants the sentence
        return Finding(name=source.name, good=False, says=f"{source.listings[0].url} is not a listing: {error}")
    return Finding(name=source.name, good=count > 0, says=f"{count} {what} listed")


def _listed(source: Source, page: Page) -> tuple[int, str]:
    """Return how many a source's first listing names, and what: articles, or the sitemaps of an index."""
    listing = source.listings[0]
    links = catalogue.list_links(source, listing)(page)
    if not links and listing.kind is ListingKind.SITEMAP:
        return len(sitemap.children(page)), "sitemaps"
    return len(links), "articles"
