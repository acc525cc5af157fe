"""Asks listings that are due, has their articles taken in, and records how they answered; decides nothing itself."""

import asyncio
import logging
import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from importlib.metadata import version

from bot.config import Settings
from bot.crawler import channels, listing_health
from bot.crawler.frontier import Frontier, Shares
from bot.crawler.host_rest import HostRest
from bot.crawler.ingest import MOST_LINKS, Ingested, Ingestion
from bot.crawler.listing_health import UNREAD
from bot.crawler.listing_record import ListingRecord
from bot.crawler.turn import Came, Turn
from bot.crawler.worker_queue import CATALOGUE
from bot.crawler.workers import Workers
from bot.runtime import metrics
from bot.sources import catalogue
from parsers.article import Link, Listing, ListingKind, Page, ParseError, Source
from parsers.fetch import client, request_headers
from parsers.listings.health import Health
from storage.database import Database
from storage.sources import added_sources, listing_states
from storage.sources.added_sources import AddedState
from storage.stories import ownership

log = logging.getLogger(__name__)

# Sources read at the same time. Most of their time is waiting for their hosts' turns (parsers.fetch.client).
AT_ONCE = 32
# Listings claimed at a time; while some are being read, those that have become due meanwhile are looked for this often.
BATCH = 64
LOOK = 5.0
# Long enough for a listing full of unknown articles at one request a second.
LEASE = timedelta(minutes=15)
# Seconds for one listing with its articles: of the catalogue, well below its lease; of a source that somebody added,
# whose server may be as slow as it likes, so that thirty of them in their share (Frontier) stay below theirs.
BUDGET = 600.0
BUDGET_OF_ADDED = 60.0
# Channels, all of which are read from one host, at the same time: one is read while another is taken in.
CHANNELS_AT_ONCE = 2
# How far back a gap is filled: nobody waits for older news.
GAP = timedelta(days=2)
# More listings than anybody has.
EVERYTHING = 100_000


@dataclass(slots=True)
class Crawled:
    """What one crawl did: articles by outcome (new, updated, unchanged, or why not), and listings by outcome."""

    articles: Counter[str] = field(default_factory=Counter)
    listings: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawler:
    """Reads the listings of its sources, and the articles they name, into the database.

    `catalogue` is read together with the sources that people added, which may change at any time. Set `stopping` to
    stop: nothing more is begun.
    """

    database: Database
    fetcher: client.Fetcher
    workers: Workers
    catalogue: Mapping[str, Source]
    clock: Callable[[], datetime]
    pace: listing_states.Pace = field(default_factory=listing_states.Pace)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    shares: Shares = field(default_factory=Shares)
    channels_rest: HostRest = field(default_factory=HostRest)
    budget_of_added: float = BUDGET_OF_ADDED
    _kept: set[str] = field(default_factory=set)

    @property
    def ingestion(self) -> Ingestion:
        """What takes the articles in."""
        return Ingestion(
            database=self.database, fetcher=self.fetcher, workers=self.workers, clock=self.clock, stopping=self.stopping
        )

    @property
    def record(self) -> ListingRecord:
        """What writes down how listings answer."""
        return ListingRecord(database=self.database, clock=self.clock, pace=self.pace)

    async def crawl(self, *, everything: bool = False) -> Crawled:
        """Read every listing that is due (or every one), and the articles it names that we have not.

        Goes on while something is due: a site that takes long keeps nobody waiting.
        """
        crawled = Crawled()
        async with asyncio.TaskGroup() as group:
            for is_channels, readers in ((False, AT_ONCE), (True, CHANNELS_AT_ONCE)):
                group.create_task(self._crawl(crawled, readers, everything=everything, is_channels=is_channels))
        if crawled.listings:
            log.info("Crawled: listings %s; articles %s", _told(crawled.listings), _told(crawled.articles))
        return crawled

    async def _crawl(self, crawled: Crawled, readers: int, *, everything: bool, is_channels: bool) -> None:
        """Read the channels, which share one host, or everything else: neither waits for the other."""
        listings: dict[str, tuple[Source, Listing]] = {}
        adders: dict[str, str] = {}

        async def claim(but_of: Collection[str]) -> list[listing_states.ListingState]:
            if is_channels and self.channels_rest.lasts(self.clock()):
                return []
            current = await self._listings()
            current = {url: one for url, one in current.items() if (one[1].kind is ListingKind.CHANNEL) is is_channels}
            listings.update(current)
            adders.update(await self._adders())
            parties = {url: adders.get(source.name, CATALOGUE) for url, (source, _) in current.items()}
            own = [url for url, party in parties.items() if party == CATALOGUE]
            added = [url for url, party in parties.items() if party not in {CATALOGUE, *but_of}]
            # Each for itself: however many of the added ones are due, the catalogue's are not crowded out.
            return [
                *await self._due(own, everything=everything),
                *await self._due(added, everything=everything),
            ]

        line = Frontier(
            claim,
            look=math.inf if everything else LOOK,
            stopping=self.stopping,
            parties=adders,
            shares=Shares(added=readers, of_one=1) if is_channels else self.shares,
        )

        async def read() -> None:
            while states := await line.next():
                if is_channels and self.channels_rest.lasts(self.clock()):
                    await channels.postpone(self.database, states, self.channels_rest)
                    line.done(states)
                    continue
                # One after the other: what the first listing has named, the next need not fetch again.
                for state in states:
                    source, listing = listings[state.url]
                    ingestion = await self._ingestion(source, adders.get(source.name, CATALOGUE))
                    turn = Turn(
                        state=state, source=source, listing=listing, ingestion=ingestion, outcomes=crawled.articles
                    )
                    await self._guarded(turn, crawled)
                line.done(states)

        async with asyncio.TaskGroup() as group:
            for _ in range(readers):
                group.create_task(read())

    async def _listings(self) -> dict[str, tuple[Source, Listing]]:
        """Return what is read now, by address; remember listings that we never met."""
        async with self.database.read() as connection:
            complete = await catalogue.complete(connection, self.catalogue)
        listings = {listing.url: (source, listing) for source in complete.values() for listing in source.listings}
        names = {url: source.name for url, (source, _) in listings.items() if url not in self._kept}
        if names:
            await ownership.save(self.database, catalogue.owners(self.catalogue))
            async with self.database.transaction() as connection:
                await listing_states.register(connection, names, now=self.clock(), pace=self.pace)
            self._kept.update(names)
        return listings

    async def _adders(self) -> dict[str, str]:
        """Return who added each source that somebody did; one of the catalogue's name gives way to it."""
        async with self.database.read() as connection:
            added = await added_sources.listed(connection, AddedState.APPROVED, AddedState.PRIVATE)
        return {source.name: str(source.added_by) for source in added if source.name not in self.catalogue}

    async def _private_id(self, source: Source) -> int | None:
        """Return the id of a private source; a publisher of the catalogue's is everybody's, however it was found."""
        if catalogue.is_of(self.catalogue, source):
            return None
        async with self.database.read() as connection:
            added = await added_sources.by_name(connection, source.name)
        return added.id if added is not None and added.state is AddedState.PRIVATE else None

    async def _ingestion(self, source: Source, party: str) -> Ingestion:
        """Return what takes this source's articles in, within what its party may take of everybody's time."""
        is_added = party != CATALOGUE
        budget = self.budget_of_added if is_added else BUDGET
        return replace(
            self.ingestion,
            until=asyncio.get_running_loop().time() + budget,
            party=party,
            private_id=await self._private_id(source),
            reserved=catalogue.reserved(self.catalogue, source) if is_added else frozenset(),
        )

    async def _due(self, listings: Iterable[str], *, everything: bool) -> list[listing_states.ListingState]:
        limit = EVERYTHING if everything else BATCH
        async with self.database.transaction() as connection:
            return await listing_states.due(
                connection, listings, now=self.clock(), lease=LEASE, limit=limit, everything=everything
            )

    async def _guarded(self, turn: Turn, crawled: Crawled) -> None:
        try:
            outcome = await self._listing(turn)
        except Exception:
            outcome = "failed"
            log.exception("Listing %s failed; it is asked again when its lease ends", turn.state.url)
        crawled.listings[outcome] += 1
        metrics.fetches.labels(turn.source.name, outcome).inc()

    async def _listing(self, turn: Turn) -> str:
        """Read a listing and its articles; return how it is doing."""
        try:
            if turn.listing.kind is ListingKind.CHANNEL:
                came = await channels.read(turn, self.channels_rest)
            else:
                came = await self._asked(turn)
        except (client.FetchError, ParseError) as error:
            return await self.record.failed(turn.state, error, listing_health.of_failure(error))
        if isinstance(came, client.NotModified):
            return await self.record.not_modified(turn.state, came)
        if turn.listing.kind is ListingKind.CHANNEL:
            return await self.record.answered(turn, came)
        if not came.links:
            none = ParseError(turn.listing.url, "no articles are listed")
            return await self.record.failed(turn.state, none, Health.EMPTY)
        taken, ingestion = came.taken, turn.ingestion
        if ingestion.is_late and not taken.complete and not taken.new:
            late = client.FetchError(turn.listing.url, "timeout", "none of its articles came before its time was up")
            return await self.record.failed(turn.state, late, Health.SLOW)
        if ingestion.party != CATALOGUE and taken.refused and not taken.new and set(taken.read) <= {UNREAD}:
            # Nobody is told of a change of layout here, and nobody else's turns are spent on asking for more of it.
            none = ParseError(turn.listing.url, "none of its new pages is an article")
            return await self.record.failed(turn.state, none, Health.CHANGED)
        return await self.record.answered(turn, came)

    async def _asked(self, turn: Turn) -> Came | client.NotModified:
        """Ask a listing, and take in the articles it names that we have not.

        Raises:
            FetchError: it could not be had.
            ParseError: it could not be read.
        """
        state, source, listing, ingestion = turn.state, turn.source, turn.listing, turn.ingestion
        accept = request_headers.listing(listing.kind, source.language)
        answer = await ingestion.get(listing.url, accept=accept, etag=state.etag, last_modified=state.last_modified)
        if isinstance(answer, client.NotModified):
            return answer
        links, is_index = await self._links(source, listing, answer, ingestion)
        if not links:
            return Came(page=answer, links=[], taken=Ingested())
        unknown = await ingestion.unknown(source, links)
        taken = await ingestion.take(source, unknown, turn.outcomes)
        if state.changed_at and len(unknown) == len(links) and not ingestion.is_late:
            # Nothing it names is known, though it was read before: between then and now it has run over.
            await self._fill_gap(turn)
        # Without its validators a listing is sent whole next time: what failed, or was too much at once, is tried
        # again; and an index does not change with the sitemaps it names.
        keep = taken.complete and not is_index and len(unknown) < MOST_LINKS
        return Came(page=answer if keep else replace(answer, etag="", last_modified=""), links=links, taken=taken)

    async def _links(
        self, source: Source, listing: Listing, page: Page, ingestion: Ingestion
    ) -> tuple[list[Link], bool]:
        """Return what a listing names, and whether it was a sitemap's index: then its newest sitemap was read."""
        if listing.kind is ListingKind.SITEMAP and (newest := await self.workers.children(page, party=ingestion.party)):
            sitemap = await ingestion.page(newest[0], source.language)
            return await self.workers.links(catalogue.list_links(source, listing), sitemap, party=ingestion.party), True
        return await self.workers.links(catalogue.list_links(source, listing), page, party=ingestion.party), False

    async def _fill_gap(self, turn: Turn) -> None:
        """Read what the listing may have lost from the source's longer lists, as far as they are dated."""
        source, ingestion = turn.source, turn.ingestion
        for listing in source.backfill:
            try:
                page = await ingestion.page(listing.url, source.language)
                links, _ = await self._links(source, listing, page, ingestion)
            except (client.FetchError, ParseError) as error:
                log.warning("Gap of %s not filled from %s: %s", source.name, listing.url, error)
                continue
            reach = self.clock() - GAP
            recent = [link for link in links if link.published_at and link.published_at > reach]
            await ingestion.take(source, await ingestion.unknown(source, recent), turn.outcomes)


def politeness(settings: Settings) -> client.Politeness:
    """Return how we behave towards publishers, by the settings."""
    contact = f" (+{settings.contact})" if settings.contact else ""
    return client.Politeness(user_agent=f"Svodka/{version('svodka')}{contact}", proxy=settings.proxy)


def _told(counts: Counter[str]) -> str:
    """Return counts in words, the largest first."""
    return ", ".join(f"{word}: {number}" for word, number in counts.most_common()) or "none"
