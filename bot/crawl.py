"""The way from a listing to stories: fetch, read, save, assign, match. Decides nothing about news or words itself."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.metadata import version
from itertools import groupby
from operator import attrgetter

from bot import metrics
from bot.config import Settings, SettingsError
from bot.reading import Readers
from parsers import feed, fetch, sitemap, sites
from parsers.article import Article, Link, Listing, ListingKind, Page, ParseError, Source
from storage import articles, sources, stories, tags, topics
from storage.database import Database
from storage.similarity import Profile

log = logging.getLogger(__name__)

# Sources read at the same time; each host is spared by parsers.fetch anyway.
AT_ONCE = 8
# A listing names some dozens; one that names more than this is read from its newest end.
MOST_LINKS = 200
# Long enough for a listing full of unknown articles at one request a second.
LEASE = timedelta(minutes=15)
# How far back a gap is filled: nobody waits for older news.
GAP = timedelta(days=2)
# What may be different in a minute: such an article is asked for again with its listing, and is not a refusal.
PASSING = frozenset({"timeout", "dns", "refused", "reset", "truncated", "robots-unreachable", "failed"})


@dataclass(slots=True)
class Crawled:
    """What one crawl did: articles by outcome (new, updated, unchanged, or why not), and listings by outcome."""

    articles: Counter[str] = field(default_factory=Counter)
    listings: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawler:
    """Reads the listings of its sources, and the articles they name, into the database."""

    database: Database
    fetcher: fetch.Fetcher
    readers: Readers
    catalogue: Mapping[str, Source]
    clock: Callable[[], datetime]
    pace: sources.Pace = field(default_factory=sources.Pace)

    async def crawl(self, *, everything: bool = False) -> Crawled:
        """Read every listing that is due (or every one), and the articles it names that we have not."""
        crawled = Crawled()
        listings = {listing.url: (source, listing) for source in self.catalogue.values() for listing in source.listings}
        due = await self._due(listings, everything=everything)
        room = asyncio.Semaphore(AT_ONCE)

        async def read(states: Iterable[sources.ListingState]) -> None:
            # One after the other: what the first listing has named, the next need not fetch again.
            async with room:
                for state in states:
                    await self._guarded(state, *listings[state.url], crawled)

        async with asyncio.TaskGroup() as group:
            for _, states in groupby(sorted(due, key=attrgetter("source")), key=attrgetter("source")):
                group.create_task(read(list(states)))
        if due:
            log.info("Crawled: listings %s; articles %s", dict(crawled.listings), dict(crawled.articles))
        return crawled

    async def _due(
        self, listings: Mapping[str, tuple[Source, Listing]], *, everything: bool
    ) -> list[sources.ListingState]:
        now = self.clock()
        names = {url: source.name for url, (source, _) in listings.items()}
        async with self.database.transaction() as connection:
            await sources.keep(connection, names, now=now, pace=self.pace)
            return await sources.due(connection, names, now=now, lease=LEASE, everything=everything)

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
                async with self.database.transaction() as connection:
                    await sources.not_modified(connection, state, now=self.clock(), pace=self.pace)
                return "not-modified"
            links = await self.readers.links(list_links(source, listing), answer)
        except (fetch.FetchError, ParseError) as error:
            return await self._failed(state, error)
        if not links:
            return await self._failed(state, ParseError(listing.url, "no articles are listed"), reason="empty")
        unknown = await self._unknown(links)
        new, complete = await self._articles(source, unknown, crawled)
        if state.changed_at and len(unknown) == len(links):
            # Nothing it names is known, though it was read before: between then and now it has run over.
            await self._fill_gap(source, crawled)
        async with self.database.transaction() as connection:
            await sources.answered(
                connection,
                state,
                now=self.clock(),
                new=new,
                # Without its validators the listing is sent whole next time, and what failed is tried again.
                etag=answer.etag if complete else "",
                last_modified=answer.last_modified if complete else "",
                pace=self.pace,
            )
        return "ok"

    async def _failed(
        self, state: sources.ListingState, error: fetch.FetchError | ParseError, *, reason: str = ""
    ) -> str:
        """Record why a listing could not be read, and ask it less often."""
        wait = 0.0
        if isinstance(error, fetch.FetchError):
            reason = f"status-{error.status}" if error.status else error.reason
            wait = error.retry_after or 0.0
        reason = reason or "not-a-listing"
        async with self.database.transaction() as connection:
            news = await sources.failed(
                connection,
                state,
                reason,
                now=self.clock(),
                detail=str(error)[:500],
                retry_after=timedelta(seconds=wait),
            )
        log.log(logging.WARNING if news else logging.DEBUG, "Listing %s: %s", state.url, error)
        return reason

    async def _fill_gap(self, source: Source, crawled: Crawled) -> None:
        """Read what the listing may have lost from the source's longer lists, as far as they are dated."""
        for listing in source.backfill:
            try:
                links = await self._long_list(source, listing)
            except (fetch.FetchError, ParseError) as error:
                log.warning("Gap of %s not filled from %s: %s", source.name, listing.url, error)
                continue
            reach = self.clock() - GAP
            recent = [link for link in links if link.published_at and link.published_at > reach]
            await self._articles(source, await self._unknown(recent), crawled)

    async def _long_list(self, source: Source, listing: Listing) -> list[Link]:
        """Return the links of a backfill listing; of a sitemap's index, those of its newest sitemap."""
        page = await self._page(listing.url)
        if listing.kind is ListingKind.SITEMAP and (newest := await self.readers.children(page)):
            page = await self._page(newest[0])
        return await self.readers.links(list_links(source, listing), page)

    async def _page(self, url: str) -> Page:
        answer = await self.fetcher.get(url, now=self.clock())
        if isinstance(answer, fetch.NotModified):
            raise ParseError(url, "answered that nothing has changed, though it was not asked that")
        return answer

    async def _articles(self, source: Source, links: Iterable[Link], crawled: Crawled) -> tuple[int, bool]:
        """Read articles in this order; return how many were new, and whether none failed in passing."""
        new, complete = 0, True
        for link in links:
            try:
                outcome = await self._article(source, link)
            except Exception:
                outcome = "failed"
                log.exception("Article %s failed by a mistake of ours; it is asked for again", link.url)
            crawled.articles[outcome] += 1
            metrics.articles.labels(source.name, outcome).inc()
            new += outcome == articles.Outcome.NEW
            complete = complete and outcome not in PASSING
        return new, complete

    async def _unknown(self, links: Iterable[Link]) -> list[Link]:
        """Return the links that are neither saved nor refused, oldest first."""
        named = list({link.url: link for link in links}.values())[:MOST_LINKS]
        urls = [link.url for link in named]
        async with self.database.read() as connection:
            settled = await articles.known(connection, urls)
            settled |= await sources.refused(connection, urls, now=self.clock())
        # Listings name the newest first; a story should begin with the first who told it.
        return [link for link in reversed(named) if link.url not in settled]

    async def _article(self, source: Source, link: Link) -> str:
        """Fetch, read and save one article; return what came of it."""
        try:
            page = await self._page(link.url)
            article, profile = await self.readers.article(source.parse_article, page)
        except fetch.FetchError as error:
            if error.reason in PASSING:
                log.info("Article %s: %s; asked for again with its listing", link.url, error)
                return error.reason
            return await self._refuse(source, link, error.reason, error)
        except ParseError as error:
            return await self._refuse(
                source, link, "-".join(("without", *error.missing)) if error.missing else "unreadable", error
            )
        return await save(self.database, article, profile, found_at=link.url, now=self.clock())

    async def _refuse(self, source: Source, link: Link, reason: str, error: Exception) -> str:
        async with self.database.transaction() as connection:
            retry_at = await sources.refuse(connection, link.url, source.name, reason, now=self.clock())
        log.warning("Article refused: %s; worth another try from %s", error, retry_at)
        metrics.refused.labels(source.name, reason).inc()
        return reason


async def save(database: Database, article: Article, profile: Profile, *, found_at: str, now: datetime) -> str:
    """Save an article, give it its story, and match the story with the topics: all of it, or nothing."""
    async with database.transaction() as connection:
        saved = await articles.save(connection, article, now=now, found_at=found_at)
        await sources.accept(connection, found_at)
        if saved.outcome is articles.Outcome.UNCHANGED:
            return saved.outcome
        await tags.attach(connection, saved.article_id, article, now=now)
        assigned = await stories.assign(connection, saved.article_id, profile, now=now)
        await topics.match(connection, assigned.story_id, now=now)
    if saved.outcome is articles.Outcome.NEW:
        metrics.merged.labels("new" if assigned.created else "known").inc()
    return saved.outcome


def list_links(source: Source, listing: Listing) -> Callable[[Page], list[Link]]:
    """Return the function that reads this listing of this source."""
    readers = {ListingKind.HTML: source.list_links, ListingKind.FEED: feed.list_links}
    return readers.get(listing.kind, sitemap.list_links)


def chosen(names: Iterable[str]) -> dict[str, Source]:
    """Return the catalogue's sources of these names, or all if none is named; raises SettingsError for a stranger."""
    catalogue = {source.name: source for source in sites.SOURCES}
    names = list(names)
    strangers = [name for name in names if name not in catalogue]
    if strangers:
        raise SettingsError(f"No source is called {', '.join(strangers)}. There are: {', '.join(sorted(catalogue))}.")
    return {name: catalogue[name] for name in names or catalogue}


def politeness(settings: Settings) -> fetch.Politeness:
    """Return how we behave towards publishers, by the settings."""
    contact = f" (+{settings.contact})" if settings.contact else ""
    return fetch.Politeness(user_agent=f"Svodka/{version('svodka')}{contact}", proxy=settings.proxy)
