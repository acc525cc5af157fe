"""`svodka sources` and `svodka source ...`: how sources are doing, what an address would give, adding and removing."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot.cli import source_try
from bot.cli.console import console
from bot.cli.workshop import Address, Private, whole, workshop
from bot.sources.registry import NotAddedError
from bot.sources.status import SourceStatus
from parsers.listings.health import Health
from storage.sources import added_sources, channel_marks
from storage.sources.added_sources import AddedState

app = typer.Typer(help="Try, add, remove sources; exchange them as OPML.", no_args_is_help=True)
app.command(name="try")(source_try.try_address)

_MOMENTS = ("since", "newest_at", "checked_at")
_REASONS = {
    "closed": "readers may not add sources",
    "gone": "it is gone",
    "refused": "it was refused",
    "too-many": "there are too many sources",
}


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
    async with workshop(frozenset()) as shop:
        return await shop.registry.standings()


async def _add(address: str, private: frozenset[str]) -> bool:
    now = datetime.now(UTC)
    async with workshop(private) as shop:
        try:
            with console.status("Looking..."):
                found = await shop.registry.look(whole(address), added_by=None, now=now)
            source = await shop.registry.add(found.source.id, added_by=None, now=now)
        except NotAddedError as error:
            console.print(f"Not added: {_reason(error)}.", soft_wrap=True)
            return False
    source_try.show_candidate(found.candidate, is_best=True)
    console.print(f"Added as [bold]{escape(source.name)}[/].")
    return True


async def _remove(name: str) -> bool:
    async with workshop(frozenset()) as shop:
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
    async with workshop(frozenset()) as shop:
        done = await shop.registry.publish(name, now=datetime.now(UTC))
    said = "is read for everybody now" if done else "is no private source"
    console.print(f"[bold]{escape(name)}[/] {said}.")
    return done


async def _import(content: bytes, private: frozenset[str]) -> None:
    async with workshop(private) as shop:
        came = await shop.registry.take(content, added_by=None, now=datetime.now(UTC))
    for source in came.new:
        console.print(f"added [bold]{escape(source.name)}[/]  {escape(source.url)}", highlight=False, soft_wrap=True)
    console.print(f"{len(came.new)} added, {came.known} known, {came.unusable} not usable.")


async def _export() -> bytes:
    async with workshop(frozenset()) as shop:
        return await shop.registry.write(now=datetime.now(UTC))


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
