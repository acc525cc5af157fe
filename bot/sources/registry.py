"""Adding sources: who may, what an address leads to, what becomes of a wish; says nothing to anybody itself."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeAlias

from bot.config import Settings
from bot.runtime.background import BackgroundTasks
from bot.sources import catalogue, status
from bot.sources.status import SourceStatus
from parsers import explorer, urls
from parsers.article import ListingKind, Page, Source
from parsers.explorer import Exploration, FoundListing, Read
from parsers.listings import health, opml
from parsers.listings.discovery import Way
from parsers.listings.health import Health
from storage.database import Connection, Database
from storage.sources import added_sources, listing_states, previews
from storage.sources.added_sources import AddedSource, AddedState

Explore: TypeAlias = Callable[[str, datetime], Awaitable[Exploration]]

# More than anybody reads; a bound for those who would have us fetch the whole web.
MOST_OF_ONE: Final = 30
MOST_OF_ALL: Final = 2000
# Someone waits for the answer; a site that needs longer would be a poor source.
LOOK_SECONDS: Final = 60.0
_OTHERS: Final = 3
_TAKEN_AT_ONCE: Final = 25


class Policy(StrEnum):
    """Whether readers may add sources: at once, with the operator's consent, or not at all."""

    OPEN = "open"
    APPROVAL = "approval"
    CLOSED = "closed"


class NotAddedError(Exception):
    """A source is not added.

    `reason` ends a text key: "closed", "known", "refused", "waits", "too-many", "not-found", "gone".
    `source` is the name of the one that reads the address already; `health` why the site could not be read.
    """

    def __init__(self, reason: str, *, source: str = "", health: Health | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.source = source
        self.health = health


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovered:
    """What an address led to: a source that could be added, its latest articles, and other lists of the site."""

    source: AddedSource
    candidate: FoundListing
    others: tuple[str, ...]


@dataclass(slots=True)
class Imported:
    """What came of a file of sources: the new ones, and how many were read already, are no address, are too many."""

    new: list[AddedSource] = field(default_factory=list)
    known: int = 0
    unusable: int = 0
    too_many: int = 0


async def _nothing(address: str, _now: datetime) -> Exploration:
    """Find nothing: what a registry does that nobody gave a way to look."""
    return Exploration(address=address)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRegistry:
    """Where sources are added.

    `explore` looks for lists of articles at an address (`parsers.explorer`), `read` runs what reads a file;
    `private_hosts` ("host:port") may be private addresses: the demo's and the tests'. `added_by` in all methods is a
    subscriber's id, None for the operator.
    """

    database: Database
    catalogue: Mapping[str, Source] = field(default_factory=dict)
    explore: Explore = _nothing
    read: Read = explorer.directly
    policy: Policy = Policy.CLOSED
    operator_chat_id: int | None = None
    private_hosts: frozenset[str] = frozenset()
    background: BackgroundTasks = field(default_factory=BackgroundTasks)

    async def standings(self) -> list[SourceStatus]:
        """Return how every source is doing."""
        async with self.database.read() as connection:
            complete = await catalogue.complete(connection, self.catalogue)
            return status.of_sources(complete, await listing_states.states(connection))

    async def look(self, address: str, *, added_by: int | None, now: datetime) -> Discovered:
        """Find out what an address leads to; the best list of articles there is kept as a preview.

        Raises:
            NotAddedError: readers may not add, or nothing can be read there, or it is read already.
        """
        self._allow(added_by)
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                found = await self.explore(address, now)
        except TimeoutError:
            raise NotAddedError("not-found", health=Health.SLOW) from None
        if not found.candidates:
            raise NotAddedError("not-found", health=why(found))
        best, *others = found.candidates
        async with self.database.transaction() as connection:
            self._unknown(await catalogue.complete(connection, self.catalogue), best.listing.url)
            source = await added_sources.preview(
                connection,
                url=best.listing.url,
                kind=best.listing.kind,
                names=catalogue.names_for(best.listing.url),
                title=best.title,
                language=best.language.partition("-")[0].lower(),
                now=now,
            )
            if added_by is not None:
                await previews.show(connection, added_by, source.id, now=now)
        shown = tuple(other.listing.url for other in others[:_OTHERS])
        return Discovered(source=source, candidate=best, others=shown)

    async def add(self, source_id: int, *, added_by: int | None, now: datetime) -> AddedSource:
        """Add a source that was previewed: it is read from now on, or waits for the operator, as the policy says.

        Raises:
            NotAddedError: it is gone, is read already, was refused by the operator, or is one too many.
        """
        self._allow(added_by)
        async with self.database.transaction() as connection:
            source = await added_sources.get(connection, source_id)
            # A button acts on what its own reader was shown, however its data were made.
            if source is None or not await self._may_take(connection, source, added_by):
                raise NotAddedError("gone")
            return await self._add(connection, source, added_by, now)

    async def cancel(self, source_id: int, *, added_by: int) -> None:
        """Forget that a reader was shown a source; what others were shown, or is read, stays."""
        async with self.database.transaction() as connection:
            await previews.withdraw(connection, added_by, source_id)

    async def decide(self, source_id: int, *, approved: bool, now: datetime) -> AddedSource | None:
        """Say the operator's word on a source; None if it has been said before, or the source is gone."""
        state = AddedState.APPROVED if approved else AddedState.REFUSED
        async with self.database.transaction() as connection:
            if not await added_sources.decide(connection, source_id, state, now=now):
                return None
            return await added_sources.get(connection, source_id)

    async def take(self, content: bytes, *, added_by: int | None, now: datetime) -> Imported:
        """Add the sources of an OPML file; none is fetched now, the crawl will say how they are.

        Raises:
            NotAddedError: readers may not add.
            ParseError: it is not OPML.
        """
        self._allow(added_by)
        outlines = await self.read(opml.read, Page(url="https://file.example/", body=content, fetched_at=now))
        imported = Imported()
        # A file may name two thousand, which take seconds: others write in between.
        for start in range(0, len(outlines), _TAKEN_AT_ONCE):
            await self._take_all(outlines[start : start + _TAKEN_AT_ONCE], imported, added_by, now)
        return imported

    async def _take_all(
        self, outlines: Sequence[opml.Outline], imported: Imported, added_by: int | None, now: datetime
    ) -> None:
        async with self.database.transaction() as connection:
            complete = await catalogue.complete(connection, self.catalogue)
            for outline in outlines:
                try:
                    urls.checked(outline.url, private_hosts=self.private_hosts)
                    self._unknown(complete, outline.url)
                    source = await self._take(connection, outline, added_by, now)
                    imported.new.append(source)
                    complete[source.name] = catalogue.as_source(source)
                except NotAddedError as error:
                    imported.too_many += error.reason == "too-many"
                    imported.known += error.reason != "too-many"
                except (urls.AddressError, ValueError):
                    imported.unusable += 1

    async def write(self, *, now: datetime) -> bytes:
        """Return all feeds that are read as an OPML file; other lists mean nothing to other programs."""
        async with self.database.read() as connection:
            complete = await catalogue.complete(connection, self.catalogue)
        outlines = [
            opml.Outline(url=listing.url, title=source.title, folder=source.region)
            for source in complete.values()
            for listing in source.listings
            if listing.kind is ListingKind.FEED
        ]
        return opml.write(outlines, title="Svodka", now=now).encode()

    def _allow(self, added_by: int | None) -> None:
        if added_by is not None and self.policy is Policy.CLOSED:
            raise NotAddedError("closed")

    @staticmethod
    def _unknown(complete: Mapping[str, Source], url: str) -> None:
        known = catalogue.source_reading(complete, url)
        if known is not None:
            raise NotAddedError("known", source=known.title)

    async def _add(
        self, connection: Connection, source: AddedSource, added_by: int | None, now: datetime
    ) -> AddedSource:
        if source.state is AddedState.APPROVED:
            raise NotAddedError("known", source=source.title)
        if added_by is not None:
            if source.state is AddedState.REFUSED:
                raise NotAddedError("refused")
            if source.state is AddedState.PROPOSED:
                raise NotAddedError("waits")
            if await self._full(connection, added_by):
                raise NotAddedError("too-many")
        waits = added_by is not None and self.policy is Policy.APPROVAL
        state = AddedState.PROPOSED if waits else AddedState.APPROVED
        await added_sources.take(connection, source.id, state, added_by=added_by, now=now)
        added = await added_sources.get(connection, source.id)
        assert added is not None  # noqa: S101 - it was there a moment ago, in this transaction
        return added

    @staticmethod
    async def _may_take(connection: Connection, source: AddedSource, added_by: int | None) -> bool:
        return added_by is None or await previews.is_shown(connection, added_by, source.id)

    async def _full(self, connection: Connection, added_by: int) -> bool:
        own = await added_sources.count(connection, added_by)
        return own >= MOST_OF_ONE or await added_sources.count(connection) >= MOST_OF_ALL

    async def _take(
        self, connection: Connection, outline: opml.Outline, added_by: int | None, now: datetime
    ) -> AddedSource:
        source = await added_sources.preview(
            connection,
            url=outline.url,
            kind=ListingKind.FEED,
            names=catalogue.names_for(outline.url),
            title=outline.title,
            language="",
            now=now,
        )
        return await self._add(connection, source, added_by, now)


def policy(settings: Settings) -> Policy:
    """Return the operator's policy: where nothing is said, consent is needed if there is somebody to give it."""
    return Policy(settings.source_policy or (Policy.APPROVAL if settings.operator_chat_id else Policy.OPEN))


def why(found: Exploration) -> Health:
    """Say in a word why an exploration came to nothing: what its own address answered, else that no list is there."""
    given = next((attempt for attempt in found.attempts if attempt.way is Way.GIVEN), None)
    if given is None or given.reason == "empty":
        return Health.EMPTY
    judged = health.of_fetch(given.reason, given.status)
    # A page that came, but is no list, is judged by no fetch.
    return judged if given.status or judged is not Health.FAILING else Health.EMPTY
