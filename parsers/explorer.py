"""Exploring an address that somebody pasted: fetches the little that `parsers.listings.discovery` names."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol, TypeVar

from parsers.article import Link, Listing, ListingKind, Page, ParseError
from parsers.fetch import client, request_headers
from parsers.listings import discovery, sitemap
from parsers.listings.discovery import Lead, SniffedContent, Way
from parsers.telegram import addresses, posts
from parsers.telegram.addresses import ChannelReference

T = TypeVar("T")

# A stranger's site is asked for this many pages at most, however promising the next one looks.
MAX_REQUESTS = 24
PREVIEW = 5


class Read(Protocol):
    """Runs a pure reading function over a page, where its time is limited and nobody waits for it."""

    def __call__(self, function: Callable[[Page], T], page: Page) -> Awaitable[T]:
        """Return what `function` makes of `page`, or raise its ParseError."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundListing:
    """A list of articles that was found and read.

    `links` are its newest, at most `PREVIEW`; `count` is how many it names; `newest` is the latest date in it, None if
    nothing is dated; `title` and `language` are what it says of itself, both may be empty.
    """

    listing: Listing
    way: Way
    count: int
    links: tuple[Link, ...]
    newest: datetime | None
    title: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An address that was tried in vain; `reason` is the fetch's slug or the reader's words, `status` HTTP's."""

    url: str
    way: Way
    reason: str
    status: int | None = None


@dataclass(slots=True)
class Exploration:
    """What came of exploring an address: candidates, the best first, and what was tried in vain."""

    address: str
    candidates: list[FoundListing] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    requests: int = 0


async def explore(
    address: str, *, fetcher: client.Fetcher, read: Read, now: datetime, preview: str = addresses.PREVIEW
) -> Exploration:
    """Look for lists of articles at `address`: the page itself, what it advertises, robots.txt, the usual places.

    Later steps are taken only while the earlier ones found nothing. Failures are attempts, never errors. An address of
    a Telegram channel, or of a post of one, leads to the channel's page on `preview` and nowhere else.
    """
    scout = _Scout(fetcher, read, now, Exploration(address=address))
    channel = addresses.referred(address, preview=preview)
    if channel is not None:
        await scout.channel(channel, preview)
        return scout.found
    page = await scout.page(Lead(url=address, way=Way.GIVEN))
    if page is not None:
        await scout.take(page, Lead(url=address, way=Way.GIVEN))
    found = scout.found
    if page is not None and not found.candidates:
        await scout.follow(await scout.advertised(page))
    if not found.candidates and _reached(found):
        await scout.follow(discovery.named(await scout.sitemaps(address)), enough=1)
    if not found.candidates and _reached(found):
        await scout.follow(discovery.usual(page.url if page else address), enough=1)
    found.candidates.sort(key=_merit, reverse=True)
    return found


async def directly(function: Callable[[Page], T], page: Page) -> T:
    """Read in this very process: for a command line, where nobody else waits."""
    return function(page)


class _Scout:
    """One exploration on its way."""

    def __init__(self, fetcher: client.Fetcher, read: Read, now: datetime, found: Exploration) -> None:
        self.found = found
        self._fetcher = fetcher
        self._read = read
        self._now = now

    async def page(self, lead: Lead) -> Page | None:
        """Fetch a lead's page; a failure is an attempt."""
        if self.found.requests >= MAX_REQUESTS:
            return None
        self.found.requests += 1
        try:
            answer = await self._fetcher.get(lead.url, accept=request_headers.listing(lead.kind), now=self._now)
        except client.FetchError as error:
            self._in_vain(lead, error.reason, error.status)
            return None
        return answer if isinstance(answer, Page) else None

    async def take(self, page: Page, lead: Lead) -> None:
        """Add what a page lists to the candidates; of an index, what its likeliest sitemap lists."""
        try:
            content = await self._read(discovery.recognised, page)
        except ParseError as error:
            self._in_vain(lead, error.reason)
            return
        if content.children:
            newest = await self.page(replace(lead, url=content.children[0]))
            if newest is not None:
                await self._take_child(newest, page, lead)
        else:
            self._add(page.url, lead, content)

    async def channel(self, reference: ChannelReference, preview: str) -> None:
        """Add a channel, by the name that it has now."""
        lead = Lead(url=addresses.preview_url(reference.name, preview=preview), way=Way.GIVEN, kind=ListingKind.CHANNEL)
        if not reference.name:
            self._in_vain(lead, "members-only")
            return
        page = await self.page(lead)
        if page is None:
            return
        try:
            shown = await self._read(posts.read, page)
        except ParseError as error:
            self._in_vain(lead, error.reason)
            return
        name = shown.name or reference.name
        languages = Counter(link.article.language for link in shown.links if link.article)
        content = SniffedContent(
            kind=ListingKind.CHANNEL,
            links=tuple(shown.links),
            title=f"{shown.title or name} (@{name})",
            language=max(languages, key=lambda language: languages[language], default=""),
        )
        self._add(addresses.preview_url(name, preview=preview), lead, content, none="wordless")

    async def follow(self, leads: Iterable[Lead], *, enough: int = discovery.MAX_ADVERTISED) -> None:
        """Try leads in their order until `enough` candidates are found or the site itself fails."""
        for lead in leads:
            if len(self.found.candidates) >= enough or not _reached(self.found):
                return
            page = await self.page(lead)
            if page is not None:
                await self.take(page, lead)

    async def advertised(self, page: Page) -> list[Lead]:
        """Return what a page advertises, nothing if it is unreadable."""
        try:
            return await self._read(discovery.advertised, page)
        except ParseError:
            return []

    async def sitemaps(self, address: str) -> tuple[str, ...]:
        """Return the sitemaps that the site's robots.txt names."""
        try:
            return await self._fetcher.sitemaps(address, now=self._now)
        except client.FetchError as error:
            self._in_vain(Lead(url=address, way=Way.ROBOTS), error.reason, error.status)
            return ()

    async def _take_child(self, child: Page, index: Page, lead: Lead) -> None:
        """Add an index as a candidate, with what its newest sitemap lists: the index is what stays."""
        try:
            links = await self._read(sitemap.list_links, child)
        except ParseError as error:
            self._in_vain(replace(lead, url=child.url), error.reason)
            return
        self._add(index.url, lead, SniffedContent(kind=ListingKind.SITEMAP, links=tuple(links)))

    def _add(self, url: str, lead: Lead, content: SniffedContent, *, none: str = "empty") -> None:
        if not content.links:
            self._in_vain(lead, none)
            return
        dates = [link.published_at for link in content.links if link.published_at]
        if url not in [candidate.listing.url for candidate in self.found.candidates]:
            self.found.candidates.append(
                FoundListing(
                    listing=Listing(url=url, kind=content.kind),
                    way=lead.way,
                    count=len(content.links),
                    links=content.links[:PREVIEW],
                    newest=max(dates, default=None),
                    title=content.title or lead.title,
                    language=content.language,
                )
            )

    def _in_vain(self, lead: Lead, reason: str, status: int | None = None) -> None:
        self.found.attempts.append(Attempt(url=lead.url, way=lead.way, reason=reason, status=status))


# Failures of the whole site, after which guessing at more of its addresses would only be a nuisance.
_HOPELESS = frozenset({"dns", "refused", "private-address", "address", "tls", "timeout", "robots-unreachable"})


def _reached(found: Exploration) -> bool:
    """Tell whether the site itself answers; a feed that it advertises may stand elsewhere."""
    own = (attempt for attempt in found.attempts if attempt.way is not Way.ADVERTISED)
    return not any(attempt.reason in _HOPELESS for attempt in own)


def _merit(candidate: FoundListing) -> tuple[bool, bool, bool, int]:
    """Rank candidates: dated before undated, feeds before sitemaps, titled items, then the longest."""
    titled = all(link.title for link in candidate.links)
    return candidate.newest is not None, candidate.listing.kind is ListingKind.FEED, titled, candidate.count
