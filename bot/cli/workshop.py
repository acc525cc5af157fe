"""What the commands about sources work with: the database, a fetcher, the registry; the arguments they share."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

import typer

from bot import config
from bot.crawler import crawler
from bot.sources import catalogue
from bot.sources.registry import SourceRegistry
from parsers import explorer
from parsers.explorer import Exploration
from parsers.fetch import client
from parsers.telegram import addresses
from storage.database import Database

Address = Annotated[
    str, typer.Argument(help="A site, a feed, a sitemap, a channel (@name); or the name of a known source.")
]  # For the demo's publishers and the tests: nothing else may be fetched from this machine or its network.
Private = Annotated[list[str] | None, typer.Option("--allow-private", metavar="HOST:PORT", hidden=True)]


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """What the commands work with."""

    database: Database
    fetcher: client.Fetcher
    registry: SourceRegistry


@asynccontextmanager
async def workshop(private: frozenset[str]) -> AsyncIterator[Workshop]:
    """Open the database and a fetcher by the settings; `private` are hosts of this machine that may be asked."""
    settings = config.load()
    manners = replace(crawler.politeness(settings), private_hosts=private)
    async with (
        await Database.open(settings.database_url, backups=settings.backups) as database,
        client.Fetcher(manners) as fetcher,
    ):
        await database.migrate()

        async def explore(address: str, now: datetime) -> Exploration:
            return await explorer.explore(
                address, fetcher=fetcher, read=explorer.directly, now=now, preview=settings.telegram_preview
            )

        chosen = catalogue.chosen(settings.sources)
        registry = SourceRegistry(database=database, catalogue=chosen, explore=explore, private_hosts=private)
        yield Workshop(database=database, fetcher=fetcher, registry=registry)


def whole(address: str) -> str:
    """Return what somebody typed as an address: a name is a channel's, a host is a site's."""
    if (named := addresses.mentions(address)) and not addresses.without_mentions(address):
        return addresses.preview_url(named[0])
    return address if "://" in address else f"https://{address}"
