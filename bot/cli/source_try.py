"""`svodka source try`: what would be read at an address and why, and how a known source's pages are read otherwise."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot.cli import pages
from bot.cli.console import console
from bot.cli.workshop import Address, Private, Workshop, whole, workshop
from bot.sources import catalogue, status
from parsers import explorer
from parsers.article import Article, Link, ListingKind, Page, ParseError, Source
from parsers.explorer import Exploration, FoundListing
from parsers.fetch import client, request_headers
from parsers.listings.discovery import Way
from parsers.page import mending
from storage.sources import added_sources
from storage.sources.added_sources import AddedState

# Articles compared with --diff, and letters shown of a line that only one way reads.
_COMPARED, _SHOWN = 3, 160


def try_address(
    address: Address,
    diff: Annotated[
        bool, typer.Option("--diff", help="Compare what a known source's module reads with reading as any page.")
    ] = False,
    allow_private: Private = None,
) -> None:
    """Show what would be read at an address and why: what was tried, the last articles, the first of them parsed."""
    raise typer.Exit(0 if asyncio.run(_try(address, frozenset(allow_private or ()), diff=diff)) else 1)


async def _try(address: str, private: frozenset[str], *, diff: bool) -> bool:
    now = datetime.now(UTC)
    async with workshop(private) as shop:
        known = shop.registry.catalogue.get(address)
        with console.status("Looking..."):
            found = await _known(known, shop, now) if known else await shop.registry.explore(whole(address), now)
        _show_attempts(found)
        if not found.candidates:
            console.print(f"Nothing to read there: {status.why(found)}.")
            return False
        for place, candidate in enumerate(found.candidates):
            show_candidate(candidate, is_best=place == 0)
        best = found.candidates[0]
        source = known or _as_source(best)
        if diff:
            return await _show_differences(source, best.links, shop, now)
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
    if link.article is not None and source.parse_otherwise is None:
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


async def _show_differences(source: Source, links: Iterable[Link], shop: Workshop, now: datetime) -> bool:
    """Show the latest articles as the source's module reads them beside any page's reading; false if one fails."""
    if source.parse_otherwise is None:
        console.print(f"[bold]{escape(source.name)}[/] has no module of its own: its pages are read as any are.")
        return True
    well = True
    for link in [link for link in links if link.article is None][:_COMPARED]:
        try:
            page = await shop.fetcher.get(link.url, now=now)
        except client.FetchError as error:
            console.print(f"[red]{escape(link.url)}: {escape(str(error))}[/]", soft_wrap=True)
            well = False
            continue
        if isinstance(page, Page):
            known, otherwise = (_attempted(way, page) for way in (source.parse_article, source.parse_otherwise))
            _show_pair(link, known, otherwise)
            well = well and isinstance(known, Article)
    return well


def _attempted(parse_article: Callable[[Page], Article], page: Page) -> Article | ParseError:
    try:
        return parse_article(page)
    except ParseError as error:
        return error


def _show_pair(link: Link, known: Article | ParseError, otherwise: Article | ParseError) -> None:
    """Print what two ways of reading a page differ in, and the lines that only one has."""
    console.print(f"\n[bold]{escape(link.url)}[/]", highlight=False, soft_wrap=True)
    table = Table("", "its module", "as any page")
    facts = (_facts(known), _facts(otherwise))
    for name in dict.fromkeys(name for fact in facts for name in fact):
        mine, other = (fact.get(name, "") for fact in facts)
        table.add_row(name, escape(mine), "[green]the same[/]" if mine == other else f"[yellow]{escape(other)}[/]")
    console.print(table)
    lines = [_lines(known), _lines(otherwise)]
    for sign, own, others in (("-", *lines), ("+", *reversed(lines))):
        for line in own:
            if line not in others:
                console.print(f"  {sign} {line[:_SHOWN]}", highlight=False, markup=False, soft_wrap=True)


def _facts(read: Article | ParseError) -> dict[str, str]:
    if isinstance(read, ParseError):
        return {"failed": read.reason}
    return {
        "title": read.title,
        "published": read.published_at.isoformat(),
        "authors": ", ".join(read.authors),
        "tags": ", ".join(tag.label for tag in read.tags),
        "letters": str(mending.letters(read)),
    }


def _lines(read: Article | ParseError) -> list[str]:
    return [] if isinstance(read, ParseError) else [line for line in (read.lead, *read.paragraphs) if line]


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


def show_candidate(candidate: FoundListing, *, is_best: bool) -> None:
    """Print a listing that was found, and the latest articles of the best."""
    newest = f", newest {candidate.newest:%Y-%m-%d %H:%M %Z}" if candidate.newest else ", [yellow]no dates[/]"
    mark = "[bold green]read   [/]" if is_best else "also   "
    console.print(
        f"{mark}{escape(candidate.listing.url)}  ({candidate.listing.kind}, found: {candidate.way}):"
        f" {candidate.count} articles{newest}",
        highlight=False,
        soft_wrap=True,
    )
    if is_best and candidate.listing.kind is ListingKind.FEED and any(link.article for link in candidate.links):
        console.print("       it carries its articles whole: their pages need not be asked for")
    if is_best:
        for link in candidate.links:
            when = f"{link.published_at:%m-%d %H:%M}" if link.published_at else "  -  "
            console.print(f"       {when}  {escape(link.title or link.url)}", highlight=False, soft_wrap=True)
