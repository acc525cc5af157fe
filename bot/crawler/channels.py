"""Reads one page of a channel: takes in what is new or edited, withdraws what is gone, remembers how far it is read."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from bot.crawler import channel_progress
from bot.crawler.host_rest import HostRest
from bot.crawler.ingest import Ingestion
from bot.crawler.turn import Came, Turn
from bot.runtime import metrics
from bot.sources import catalogue
from parsers.article import Link, Listing, Page, ParseError, Source
from parsers.fetch import client, request_headers
from parsers.listings.health import Health
from parsers.telegram import addresses
from parsers.telegram.posts import NoPostsError, ReadChannel
from storage.articles import articles
from storage.database import Database
from storage.maintenance import deleted_posts
from storage.sources import channel_marks, listing_states
from storage.sources.channel_marks import ChannelMark
from storage.sources.listing_states import ListingState

log = logging.getLogger(__name__)

# What a host answers when all who ask it should wait.
_WAIT: Final = frozenset({429, 503})
_NOTHING: Final[Mapping[str, str]] = {}


async def read(turn: Turn, rest: HostRest) -> Came | client.NotModified:
    """Read the newest posts of a channel, or some of those that were missed.

    All channels are on one host: `rest` is told when it asks us to wait.

    Raises:
        FetchError: the page could not be had.
        ParseError: it shows no posts, or those of another channel, or none with words.
    """
    try:
        answer = await _read(turn)
    except client.FetchError as error:
        if error.status in _WAIT:
            rest.refused(turn.ingestion.clock(), retry_after=error.retry_after)
        raise
    except ParseError as error:
        if error.reason == Health.EMPTY and turn.state.changed_at:
            rest.empty(turn.ingestion.clock())
        raise
    rest.answered()
    return answer


async def postpone(database: Database, states: Iterable[ListingState], rest: HostRest) -> None:
    """Leave channels alone until their host may be asked again."""
    if rest.until is not None:
        async with database.transaction() as connection:
            await listing_states.postpone(connection, states, until=rest.until)


async def _read(turn: Turn) -> Came | client.NotModified:
    source, listing, state, ingestion = turn.source, turn.listing, turn.state, turn.ingestion
    async with ingestion.database.read() as connection:
        mark = await channel_marks.get(connection, listing.url)
    before = channel_progress.before(mark, now=ingestion.clock())
    # Validators are those of the newest posts' page.
    known = {"etag": state.etag, "last_modified": state.last_modified} if before is None else _NOTHING
    url = listing.url if before is None else f"{listing.url}?before={before}"
    page = await ingestion.get(url, accept=request_headers.listing(listing.kind, source.language), **known)
    if isinstance(page, client.NotModified):
        return page
    shown = await _shown(page, listing, ingestion, is_older=before is not None)
    if channel_progress.is_of_another(mark, shown.posts):
        raise ParseError(listing.url, str(Health.REPLACED))
    if shown.name and shown.name.lower() != catalogue.channel_name(listing.url):
        log.info("Channel %s is called @%s now", source.name, shown.name)
    links = shown.links
    taken = await ingestion.take(source, await _wanted(source, links, ingestion), turn.outcomes)
    await _settle(turn, shown)
    is_whole = taken.complete
    if is_whole:
        mark = await _advance(listing, mark, shown, ingestion, is_older=before is not None)
    if not links and before is None:
        raise ParseError(listing.url, str(Health.WORDLESS))
    is_behind = is_whole and mark is not None and mark.gap_before is not None
    return Came(
        page=page if is_whole and before is None else replace(page, etag="", last_modified=""),
        links=links,
        taken=taken,
        again_in=channel_progress.AGAIN if is_behind else None,
    )


async def _shown(page: Page, listing: Listing, ingestion: Ingestion, *, is_older: bool) -> ReadChannel:
    """Read a page; one of what was missed may have nothing left to show."""
    try:
        return await ingestion.workers.channel(page, name=catalogue.channel_name(listing.url), party=ingestion.party)
    except NoPostsError as error:
        if is_older and error.reason == "empty":
            return ReadChannel(name="", title="", posts=())
        raise


async def _wanted(source: Source, links: list[Link], ingestion: Ingestion) -> list[Link]:
    """Return the articles that are new, and those whose wording has changed, the oldest first."""
    unknown = await ingestion.unknown(source, links)
    async with ingestion.database.read() as connection:
        edited = await articles.edited(connection, [link.article for link in links if link.article])
    new = {link.url for link in unknown}
    return unknown + [link for link in reversed(links) if link.url in edited - new]


async def _settle(turn: Turn, shown: ReadChannel) -> None:
    """Withdraw what is gone from between the others; count what is no article."""
    source, listing, ingestion, outcomes = turn.source, turn.listing, turn.ingestion, turn.outcomes
    for post in shown.posts:
        if post.article is None:
            metrics.refuse(source.name, post.why)
    site = addresses.site(catalogue.channel_name(listing.url))
    async with ingestion.database.transaction() as connection:
        settled = await deleted_posts.settle(connection, site, [post.id for post in shown.posts], now=ingestion.clock())
    for outcome, ids in (("withdrawn", settled.withdrawn), ("returned", settled.returned)):
        if ids:
            outcomes[outcome] += len(ids)
            metrics.rechecked.labels(outcome).inc(len(ids))
            log.warning("Posts of %s %s: %d", source.name, outcome, len(ids))


async def _advance(
    listing: Listing, mark: ChannelMark | None, shown: ReadChannel, ingestion: Ingestion, *, is_older: bool
) -> ChannelMark | None:
    """Remember how far the channel is read now."""
    now = ingestion.clock()
    if is_older and mark is not None:
        mark = channel_progress.after_older(mark, shown.posts, now=now)
    else:
        mark = channel_progress.after_newest(mark, shown.posts, now=now)
    async with ingestion.database.transaction() as connection:
        await channel_marks.put(connection, listing.url, mark)
    return mark
