"""`svodka parse` and `svodka crawl`: what is read from a page, and reading everything once."""

import asyncio
import dataclasses
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.panel import Panel
from rich.table import Table

from bot import config
from bot.cli.console import console
from bot.crawler.crawler import Crawled, Crawler, politeness
from bot.crawler.workers import Workers
from bot.runtime import logs
from bot.sources import catalogue
from parsers import sites
from parsers.article import Article, Page, ParseError
from parsers.fetch import client
from storage.database import Database


def parse(
    page: Annotated[str, typer.Argument(help="A saved page (a file) or an address.", metavar="PAGE")],
    url: Annotated[str, typer.Option(help="The address a saved page came from.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """Show the article that is read from a page: title, time, text, tags, quotes, pictures."""
    article = asyncio.run(_read(page, url))
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(article), ensure_ascii=False, indent=2, default=str))
    else:
        show(article)


def crawl(
    sources: Annotated[list[str] | None, typer.Argument(help="Names of sources; none means all.")] = None,
) -> None:
    """Read every source once, now, and say what came of it."""
    settings = config.load()
    logs.start(settings.log_level)
    crawled = asyncio.run(_crawl(settings, sources or list(settings.sources)))
    table = Table("What", "How many", title="Crawled")
    for title, counts in (("listing", crawled.listings), ("article", crawled.articles)):
        for outcome, count in sorted(counts.items()):
            table.add_row(f"{title}s: {outcome}", str(count))
    console.print(table)


async def _read(page: str, url: str) -> Article:
    if page.startswith(("http://", "https://")):
        settings = config.load()
        async with client.Fetcher(politeness(settings)) as fetcher:
            answer = await fetcher.get(page, now=datetime.now(UTC))
        if isinstance(answer, client.NotModified):
            raise ParseError(page, "the server says that nothing changed, and sends no page")
    else:
        body = await asyncio.to_thread(Path(page).read_bytes)
        answer = Page(url=url, body=body, fetched_at=datetime.now(UTC))
    return sites.parse_article(answer)


async def _crawl(settings: config.Settings, names: Iterable[str]) -> Crawled:
    async with (
        await Database.open(settings.database_url, backups=settings.backups) as database,
        client.Fetcher(politeness(settings)) as fetcher,
        Workers(settings.workers, semantic=settings.semantic) as workers,
    ):
        await database.migrate()
        crawler = Crawler(
            database=database,
            fetcher=fetcher,
            workers=workers,
            catalogue=catalogue.chosen(names),
            clock=lambda: datetime.now(UTC),
        )
        with console.status("Reading the sources..."):
            return await crawler.crawl(everything=True)


def show(article: Article) -> None:
    """Print an article as a person reads it."""
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim")
    facts.add_column()
    for name, value in (
        ("site", f"{article.site} #{article.site_id}"),
        ("published", article.published_at.isoformat()),
        ("section", article.section),
        ("language", article.language),
        ("authors", ", ".join(article.authors)),
        ("tags", ", ".join(f"{tag.label} ({tag.kind})" for tag in article.tags)),
        ("pictures", ", ".join(image.credit or image.url for image in article.images)),
        ("address", article.url),
    ):
        if value:
            facts.add_row(name, value)
    console.print(Panel(facts, title=article.title, title_align="left"))
    for paragraph in filter(None, (article.lead, *article.paragraphs)):
        console.print(paragraph, highlight=False, markup=False)
        console.print()
    for quote in article.quotes:
        console.print(Panel(quote.text, title=quote.speaker or None, title_align="left", style="italic"))
