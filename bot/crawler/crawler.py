"""Asks listings that are due, has their articles taken in, and records how they answered; decides nothing itself."""

import asyncio
import logging
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from importlib.metadata import version

from bot.config import Settings
from bot.crawler import listing_health as judging
from bot.crawler.frontier import Turns
from bot.crawler.ingest import Intake, Taken
from bot.crawler.workers import Readers
from bot.runtime import metrics
from bot.sources import catalogue
from parsers.article import Link, Listing, ListingKind, Page, ParseError, Source
from parsers.fetch import client as fetch
from parsers.listings.health import Health
from storage.database import Database
from storage.sources import listings as sources
from storage.stories import ownership as owners

log = logging.getLogger(__name__)

# Sources read at the same time. Most of their time is waiting for their hosts' turns (parsers.fetch.client).
AT_ONCE = 32
# Listings claimed at a time; while some are being read, those that have become due meanwhile are looked for this often.
BATCH = 64
LOOK = 5.0
# Long enough for a listing full of unknown articles at one request a second.
LEASE = timedelta(minutes=15)
# How far back a gap is filled: nobody waits for older news.
GAP = timedelta(days=2)
# More listings than anybody has.
EVERYTHING = 100_000

NOT_MODIFIED = "not-modified"


@dataclass(slots=True)
class Crawled:
    """What one crawl did: articles by outcome (new, updated, unchanged, or why not), and listings by outcome."""

    articles: Counter[str] = field(default_factory=Counter)
    listings: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawler:
    """Reads the listings of its sources, and the articles they name, into the database.

    `catalogue` is read together with the sources that people added, which may change at any time. Set `rest` to stop:
    nothing more is begun.
    """

    database: Database
    fetcher: fetch.Fetcher
    readers: Readers
    catalogue: Mapping[str, Source]
    clock: Callable[[], datetime]
    pace: sources.Pace = field(default_factory=sources.Pace)
    rest: asyncio.Event = field(default_factory=asyncio.Event)
    _kept: set[str] = field(default_factory=set)

    @property
    def intake(self) -> Intake:
        """What takes the articles in."""
        return Intake(
            database=self.database, fetcher=self.fetcher, readers=self.readers, clock=self.clock, rest=self.rest
        )

    async def crawl(self, *, everything: bool = False) -> Crawled:
        """Read every listing that is due (or every one), and the articles it names that we have not.

        Goes on while something is due: a site that takes long keeps nobody waiting.
        """
        crawled = Crawled()
        listings: dict[str, tuple[Source, Listing]] = {}

        async def claim() -> list[sources.ListingState]:
            current = await self._listings()
            listings.update(current)
            return await self._due(current, everything=everything)

        turns = Turns(claim, look=math.inf if everything else LOOK, rest=self.rest)

        async def read() -> None:
            while states := await turns.next():
                # One after the other: what the first listing has named, the next need not fetch again.
                for state in states:
                    await self._guarded(state, *listings[state.url], crawled)
                turns.done(states)

        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(read())
        if crawled.listings:
            log.info("Crawled: listings %s; articles %s", dict(crawled.listings), dict(crawled.articles))
        return crawled

    async def _listings(self) -> dict[str, tuple[Source, Listing]]:
        """Return what is read now, by address; remember listings that we never met."""
        async with self.database.read() as connection:
            complete = await catalogue.complete(connection, self.catalogue)
        listings = {listing.url: (source, listing) for source in complete.values() for listing in source.listings}
        names = {url: source.name for url, (source, _) in listings.items() if url not in self._kept}
        if names:
            await owners.keep(self.database, catalogue.owners(self.catalogue))
            async with self.database.transaction() as connection:
                await sources.keep(connection, names, now=self.clock(), pace=self.pace)
            self._kept.update(names)
        return listings

    async def _due(self, listings: Iterable[str], *, everything: bool) -> list[sources.ListingState]:
        limit = EVERYTHING if everything else BATCH
        async with self.database.transaction() as connection:
            return await sources.due(
                connection, listings, now=self.clock(), lease=LEASE, limit=limit, everything=everything
            )

    async def _guarded(self, state: sources.ListingState, source: Source, listing: Listing, crawled: Crawled) -> None:
        try:
            outcome = await self._listing(state, source, listing, crawled)
        except Exception:
            outcome = "failed"
            log.exception("Listing %s failed; it is asked again when its lease ends", state.url)
        crawled.listings[outcome] += 1
        metrics.fetches.labels(source.name, outcome).inc()

    async def _listing(self, state: sources.ListingState, source: Source, listing: Listing, crawled: Crawled) -> str:
        try:
            answer = await self.fetcher.get(
                listing.url, etag=state.etag, last_modified=state.last_modified, now=self.clock()
            )
            if isinstance(answer, fetch.NotModified):
                return await self._not_modified(state, answer)
            links, is_index = await self._links(source, listing, answer)
        except (fetch.FetchError, ParseError) as error:
            return await self._failed(state, error, judging.of_failure(error))
        if not links:
            return await self._failed(state, ParseError(listing.url, "no articles are listed"), Health.EMPTY)
        unknown = await self.intake.unknown(links)
        taken = await self.intake.take(source, unknown, crawled.articles)
        if state.changed_at and len(unknown) == len(links):
            # Nothing it names is known, though it was read before: between then and now it has run over.
            await self._fill_gap(source, crawled)
        # Without its validators a listing is sent whole next time: what failed is tried again; and an index does not
        # change with the sitemaps it names.
        keep = taken.complete and not is_index
        return await self._answered(
            state, listing, links, taken, answer if keep else replace(answer, etag="", last_modified="")
        )

    async def _links(self, source: Source, listing: Listing, page: Page) -> tuple[list[Link], bool]:
        """Return what a listing names, and whether it was a sitemap's index: then its newest sitemap was read."""
        if listing.kind is ListingKind.SITEMAP and (newest := await self.readers.children(page)):
            return await self.readers.links(
                catalogue.list_links(source, listing), await self.intake.page(newest[0])
            ), True
        return await self.readers.links(catalogue.list_links(source, listing), page), False

    async def _answered(
        self, state: sources.ListingState, listing: Listing, links: list[Link], taken: Taken, page: Page
    ) -> str:
        now = self.clock()
        pages = judging.with_pages(state.pages, taken.read)
        judged = judging.of_answer(state, listing, links, pages, now=now)
        answer = sources.Answer(
            health=judged.health,
            new=taken.new,
            etag=page.etag,
            last_modified=page.last_modified,
            newest_at=judged.newest_at,
            silent_at=judged.silent_at,
            pages=pages,
            fresh_for=timedelta(seconds=page.fresh_for),
        )
        async with self.database.transaction() as connection:
            news = await sources.answered(connection, state, answer, now=now, pace=self.pace)
        _log_change(state, judged.health, news=news)
        return judged.health

    async def _not_modified(self, state: sources.ListingState, answer: fetch.NotModified) -> str:
        now = self.clock()
        health = judging.of_not_modified(state, now=now)
        async with self.database.transaction() as connection:
            news = await sources.not_modified(
                connection,
                state,
                now=now,
                health=health,
                fresh_for=timedelta(seconds=answer.fresh_for),
                pace=self.pace,
            )
        _log_change(state, health, news=news)
        return NOT_MODIFIED

    async def _failed(self, state: sources.ListingState, error: fetch.FetchError | ParseError, health: Health) -> str:
        """Record why a listing could not be read, and ask it less often."""
        wait = (error.retry_after or 0.0) if isinstance(error, fetch.FetchError) else 0.0
        async with self.database.transaction() as connection:
            news = await sources.failed(
                connection,
                state,
                health,
                now=self.clock(),
                detail=str(error)[:500],
                retry_after=timedelta(seconds=wait),
                pace=self.pace,
            )
        _log_change(state, health, news=news, detail=str(error))
        return health

    async def _fill_gap(self, source: Source, crawled: Crawled) -> None:
        """Read what the listing may have lost from the source's longer lists, as far as they are dated."""
        for listing in source.backfill:
            try:
                links, _ = await self._links(source, listing, await self.intake.page(listing.url))
            except (fetch.FetchError, ParseError) as error:
                log.warning("Gap of %s not filled from %s: %s", source.name, listing.url, error)
                continue
            reach = self.clock() - GAP
            recent = [link for link in links if link.published_at and link.published_at > reach]
            await self.intake.take(source, await self.intake.unknown(recent), crawled.articles)


def _log_change(state: sources.ListingState, health: str, *, news: bool, detail: str = "") -> None:
    """Log a change of health once; that it goes on is a matter for whoever debugs."""
    level = (logging.INFO if health == Health.OK else logging.WARNING) if news else logging.DEBUG
    log.log(level, "Listing %s was %s, is %s%s", state.url, state.health, health, f": {detail}" if detail else "")


def politeness(settings: Settings) -> fetch.Politeness:
    """Return how we behave towards publishers, by the settings."""
    contact = f" (+{settings.contact})" if settings.contact else ""
    return fetch.Politeness(user_agent=f"Svodka/{version('svodka')}{contact}", proxy=settings.proxy)
