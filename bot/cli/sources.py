"""`svodka sources` and `svodka source ...`: how sources are doing, what an address would give, adding and removing."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot import config
from bot.cli import pages
from bot.cli.console import console
from bot.crawler import crawler
from bot.sources import catalogue, status
from bot.sources.registry import NotAddedError, SourceRegistry
from bot.sources.status import SourceStatus
from parsers import explorer
from parsers.article import Link, Page, ParseError, Source
from parsers.explorer import Exploration, FoundListing
from parsers.fetch import client, request_headers
from parsers.listings.discovery import Way
from parsers.listings.health import Health
from parsers.telegram import addresses
from storage.database import Database
from storage.sources import added_sources, channel_marks
from storage.sources.added_sources import AddedState

app = typer.Typer(help="Try, add, remove sources; exchange them as OPML.", no_args_is_help=True)
Address = Annotated[
    str, typer.Argument(help="A site, a feed, a sitemap, a channel (@name); or the name of a known source.")
]
# For the demo's publishers and the tests: nothing else may be fetched from this machine or its network.
Private = Annotated[list[str] | None, typer.Option("--allow-private", metavar="HOST:PORT", hidden=True)]

_MOMENTS = ("since", "newest_at", "checked_at")
_REASONS = {
    "closed": "readers may not add sources",
    "gone": "it is gone",
    "refused": "it was refused",
    "too-many": "there are too many sources",
}


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """What the commands work with."""

    database: Database
    fetcher: client.Fetcher
    registry: SourceRegistry


def listed(as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False) -> None:
    """List the sources: how each is doing, since when, when something new last came, how often it is asked.

    A file or another program gets a line for each, whole, with tabs between.
    """
    standings = asyncio.run(_standings())
    now = datetime.now(UTC)
    if as_json:
        typer.echo(json.dumps([_plain(one) for one in standings], ensure_ascii=False, indent=2))
        return
    if not console.is_terminal:
        for one in standings:
            typer.echo("\t".join(" ".join(cell.split()) for cell in (*_row(one, now), one.detail)))
        return
    table = Table("source", "language", "listing", "health", "since", "last new", "every", title="Sources")
    for one in standings:
        table.add_row(*_row(one, now), style=None if one.well else "yellow")
    console.print(table)
    bad = [one for one in standings if not one.well and one.detail]
    for one in bad:
        console.print(f"[yellow]{one.source.name}[/]: {escape(one.detail)}", highlight=False, soft_wrap=True)


@app.command(name="try")
def try_address(address: Address, allow_private: Private = None) -> None:
    """Show what would be read at an address and why: what was tried, the last articles, the first of them parsed."""
    raise typer.Exit(0 if asyncio.run(_try(address, frozenset(allow_private or ()))) else 1)


@app.command()
def add(address: Address, allow_private: Private = None) -> None:
    """Add the source that an address leads to; it is read from the next crawl on, without a restart."""
    raise typer.Exit(0 if asyncio.run(_add(address, frozenset(allow_private or ()))) else 1)


@app.command()
def remove(
    name: Annotated[str, typer.Argument(help="The name of an added source, as `svodka sources` shows it.")],
) -> None:
    """Stop reading an added source. What was read from it stays; adding it again brings it back."""
    raise typer.Exit(0 if asyncio.run(_remove(name)) else 1)


@app.command()
def publish(
    name: Annotated[str, typer.Argument(help="The name of a source that readers added for themselves.")],
) -> None:
    """Read a private source for everybody, with what it has found."""
    raise typer.Exit(0 if asyncio.run(_publish(name)) else 1)


@app.command(name="import")
def import_file(
    file: Annotated[Path, typer.Argument(help="An OPML file from any feed reader.")], allow_private: Private = None
) -> None:
    """Add the feeds of an OPML file."""
    asyncio.run(_import(file.read_bytes(), frozenset(allow_private or ())))


@app.command(name="export")
def export_file(file: Annotated[Path, typer.Argument(help="Where to; an existing file is not overwritten.")]) -> None:
    """Write the feeds that are read as an OPML file."""
    content = asyncio.run(_export())
    with file.open("xb") as target:
        target.write(content)
    console.print(f"Wrote [bold]{escape(str(file))}[/] ({len(content):,} bytes).")


async def _standings() -> list[SourceStatus]:
    async with _workshop(frozenset()) as shop:
        return await shop.registry.standings()


async def _try(address: str, private: frozenset[str]) -> bool:
    now = datetime.now(UTC)
    async with _workshop(private) as shop:
        known = shop.registry.catalogue.get(address)
        with console.status("Looking..."):
            found = await _known(known, shop, now) if known else await shop.registry.explore(_whole(address), now)
        _show_attempts(found)
        if not found.candidates:
            console.print(f"Nothing to read there: {status.why(found)}.")
            return False
        for place, candidate in enumerate(found.candidates):
            _show_candidate(candidate, is_best=place == 0)
        best = found.candidates[0]
        source = known or _as_source(best)
        return await _show_first(source, best.links[0], shop, now)


async def _known(source: Source, shop: Workshop, now: datetime) -> Exploration:
    """Explore a source of the catalogue: its own listings, read its own way."""
    found = Exploration(address=source.name)
    for listing in source.listings:
        try:
            accept = request_headers.listing(listing.kind, source.language)
            page = await shop.fetcher.get(listing.url, accept=accept, now=now)
            links = catalogue.list_links(source, listing)(page) if isinstance(page, Page) else []
        except (client.FetchError, ParseError) as error:
            status = error.status if isinstance(error, client.FetchError) else None
            found.attempts.append(explorer.Attempt(url=listing.url, way=Way.GIVEN, reason=error.reason, status=status))
            continue
        dates = [link.published_at for link in links if link.published_at]
        if links:
            found.candidates.append(
                FoundListing(
                    listing=listing, way=Way.GIVEN, count=len(links), links=tuple(links[: explorer.PREVIEW]),
                    newest=max(dates, default=None), title=source.title, language=source.language,
                )
            )  # fmt: skip
    return found


async def _show_first(source: Source, link: Link, shop: Workshop, now: datetime) -> bool:
    """Fetch and show the first article; false if it cannot be read."""
    if link.article is not None:
        pages.show(link.article)
        return True
    try:
        page = await shop.fetcher.get(link.url, now=now)
        article = source.parse_article(page) if isinstance(page, Page) else None
    except (client.FetchError, ParseError) as error:
        console.print(f"[bold red]The first article cannot be read:[/] {escape(str(error))}", soft_wrap=True)
        return False
    if article is None:
        console.print("[bold red]The first article cannot be read:[/] its server sends no page.")
        return False
    pages.show(article)
    return True


async def _add(address: str, private: frozenset[str]) -> bool:
    now = datetime.now(UTC)
    async with _workshop(private) as shop:
        try:
            with console.status("Looking..."):
                found = await shop.registry.look(_whole(address), added_by=None, now=now)
            source = await shop.registry.add(found.source.id, added_by=None, now=now)
        except NotAddedError as error:
            console.print(f"Not added: {_reason(error)}.", soft_wrap=True)
            return False
    _show_candidate(found.candidate, is_best=True)
    console.print(f"Added as [bold]{escape(source.name)}[/].")
    return True


async def _remove(name: str) -> bool:
    async with _workshop(frozenset()) as shop:
        async with shop.database.transaction() as connection:
            found = await added_sources.by_name(connection, name)
            if found is not None:
                await added_sources.decide(connection, found.id, AddedState.REFUSED, now=datetime.now(UTC))
                # Whoever adds it again may mean the channel that has its name by then.
                await channel_marks.forget(connection, found.url)
        if found is not None:
            console.print(f"[bold]{escape(name)}[/] is no longer read.")
            return True
        own = (
            "; to leave out one of the catalogue, put a minus before it: SOURCES=-NAME"
            if name in shop.registry.catalogue
            else ""
        )
        console.print(f"No added source is called {escape(name)}{own}.")
        return False


async def _publish(name: str) -> bool:
    async with _workshop(frozenset()) as shop:
        done = await shop.registry.publish(name, now=datetime.now(UTC))
    said = "is read for everybody now" if done else "is no private source"
    console.print(f"[bold]{escape(name)}[/] {said}.")
    return done


async def _import(content: bytes, private: frozenset[str]) -> None:
    async with _workshop(private) as shop:
        came = await shop.registry.take(content, added_by=None, now=datetime.now(UTC))
    for source in came.new:
        console.print(f"added [bold]{escape(source.name)}[/]  {escape(source.url)}", highlight=False, soft_wrap=True)
    console.print(f"{len(came.new)} added, {came.known} known, {came.unusable} not usable.")


async def _export() -> bytes:
    async with _workshop(frozenset()) as shop:
        return await shop.registry.write(now=datetime.now(UTC))


@asynccontextmanager
async def _workshop(private: frozenset[str]) -> AsyncIterator[Workshop]:
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


def _whole(address: str) -> str:
    if (named := addresses.mentions(address)) and not addresses.without_mentions(address):
        return addresses.preview_url(named[0])
    return address if "://" in address else f"https://{address}"


def _as_source(candidate: FoundListing) -> Source:
    """Return a candidate as the source it would become."""
    url = candidate.listing.url
    return catalogue.as_source(
        added_sources.AddedSource(
            id=0, name=catalogue.names_for(candidate.listing)[0], title=candidate.title,
            language=candidate.language, url=url, kind=candidate.listing.kind,
            state=AddedState.PREVIEWED, added_by=None, added_at=datetime.now(UTC),
        )
    )  # fmt: skip


def _show_attempts(found: Exploration) -> None:
    for attempt in found.attempts:
        answer = f"{attempt.status}" if attempt.status else attempt.reason
        console.print(f"[dim]tried  {escape(attempt.url)}  ({attempt.way}): {escape(answer)}[/]", soft_wrap=True)


def _show_candidate(candidate: FoundListing, *, is_best: bool) -> None:
    newest = f", newest {candidate.newest:%Y-%m-%d %H:%M %Z}" if candidate.newest else ", [yellow]no dates[/]"
    mark = "[bold green]read   [/]" if is_best else "also   "
    console.print(
        f"{mark}{escape(candidate.listing.url)}  ({candidate.listing.kind}, found: {candidate.way}):"
        f" {candidate.count} articles{newest}",
        highlight=False,
        soft_wrap=True,
    )
    if is_best:
        for link in candidate.links:
            when = f"{link.published_at:%m-%d %H:%M}" if link.published_at else "  -  "
            console.print(f"       {when}  {escape(link.title or link.url)}", highlight=False, soft_wrap=True)


def _plain(one: SourceStatus) -> dict[str, object]:
    return {
        "name": one.source.name,
        "title": one.source.title,
        "language": one.source.language,
        "listings": [listing.url for listing in one.source.listings],
        "health": str(one.health),
        "detail": one.detail,
        **{name: moment.isoformat() if (moment := getattr(one, name)) else None for name in _MOMENTS},
        "every_seconds": one.interval.total_seconds() if one.interval else None,
    }


def _row(one: SourceStatus, now: datetime) -> tuple[str, ...]:
    days = one.days_silent(now)
    said = f"silent for {days} d" if one.health == Health.STALE and days else one.health
    every = f"{one.interval.total_seconds() / 60:.0f} min" if one.interval else "-"
    addresses = "\n".join(listing.url for listing in one.source.listings)
    return (one.source.name, one.source.language, addresses, said, _moment(one.since), _moment(one.newest_at), every)


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else "-"


def _reason(error: NotAddedError) -> str:
    if error.reason == "known":
        return f"{error.source} reads it already"
    if error.reason == "not-found":
        return f"nothing to read there ({error.health})"
    return _REASONS[error.reason]
