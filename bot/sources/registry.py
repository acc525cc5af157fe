"""Adding sources: who may, what an address leads to, what becomes of a wish; says nothing to anybody itself."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeAlias

from bot.config import Settings
from bot.runtime.background import BackgroundTasks
from bot.sources import catalogue, status
from bot.sources.status import SourceStatus
from parsers import explorer, urls
from parsers.article import Listing, ListingKind, Page, Source
from parsers.explorer import Exploration, FoundListing, Read
from parsers.listings import opml
from parsers.listings.health import Health
from storage.database import Connection, Database
from storage.sources import added_sources, listing_states, own_sources, previews
from storage.sources.added_sources import AddedSource, AddedState
from storage.stories import visibility

Explore: TypeAlias = Callable[[str, datetime], Awaitable[Exploration]]

# More than anybody reads; a bound for those who would have us fetch the whole web.
MOST_OF_ONE: Final = 30
MOST_OF_ALL: Final = 2000
# Someone waits for the answer; a site that needs longer would be a poor source.
LOOK_SECONDS: Final = 60.0
_OTHERS: Final = 3
_TAKEN_AT_ONCE: Final = 25


class Policy(StrEnum):
    """What becomes of a source that a reader adds.

    It is read for them alone, for everybody at once, for everybody with the operator's consent, or not at all.
    """

    PRIVATE = "private"
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
    """What an address led to: a source that could be added, its latest articles, and other lists of the site.

    `namesake` is the title of a source that we know and that this one, another, could be taken for; mostly empty.
    """

    source: AddedSource
    candidate: FoundListing
    others: tuple[str, ...]
    namesake: str = ""


@dataclass(slots=True)
class Imported:
    """What came of a file of sources: the new ones, and how many were read already, are no address, are too many."""

    new: list[AddedSource] = field(default_factory=list)
    known: int = 0
    unusable: int = 0
    too_many: int = 0

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Count why a source is not added."""
        try:
            yield
        except NotAddedError as error:
            self.too_many += error.reason == "too-many"
            self.known += error.reason != "too-many"
        except (urls.AddressError, ValueError):
            self.unusable += 1


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

    async def standings(self, subscriber_id: int | None = None) -> list[SourceStatus]:
        """Return how the sources are doing that a subscriber may know of; for None every one, for the operator."""
        async with self.database.read() as connection:
            if subscriber_id is None:
                known = await catalogue.complete(connection, self.catalogue)
            else:
                known = await catalogue.visible(connection, self.catalogue, subscriber_id)
            return status.of_sources(known, await listing_states.states(connection))

    async def own(self, subscriber_id: int) -> list[AddedSource]:
        """Return the private sources of a subscriber, in the order they were added."""
        async with self.database.read() as connection:
            ids = await own_sources.of_subscriber(connection, subscriber_id)
            found = [await added_sources.get(connection, source_id) for source_id in ids]
        return [source for source in found if source is not None and source.state is AddedState.PRIVATE]

    async def let_go(self, source_id: int, subscriber_id: int) -> bool:
        """Read a private source for a subscriber no longer; it goes with the last who has it. False if not theirs."""
        async with self.database.transaction() as connection:
            is_gone = await own_sources.let_go(connection, subscriber_id, source_id)
            await own_sources.drop_abandoned(connection)
        return is_gone

    async def publish(self, name: str, *, now: datetime) -> bool:
        """Let everybody be told what a private source, by its name, finds and has found; False if there is none."""
        async with self.database.transaction() as connection:
            source = await added_sources.by_name(connection, name)
            if source is None or source.state is not AddedState.PRIVATE:
                return False
            await self._publish(connection, source, now)
            return True

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
            raise NotAddedError("not-found", health=status.why(found))
        best, *others = found.candidates
        async with self.database.transaction() as connection:
            known = await catalogue.visible(connection, self.catalogue, added_by)
            self._unknown(known, best.listing.url)
            source = await added_sources.preview(
                connection,
                url=best.listing.url,
                kind=best.listing.kind,
                names=catalogue.names_for(best.listing),
                title=best.title,
                language=best.language.partition("-")[0].lower(),
                now=now,
            )
            if added_by is not None:
                await previews.show(connection, added_by, source.id, now=now)
        shown = tuple(other.listing.url for other in others[:_OTHERS])
        namesake = catalogue.namesake(known, source.title) if best.listing.kind is ListingKind.CHANNEL else ""
        return Discovered(source=source, candidate=best, others=shown, namesake=namesake)

    async def add(self, source_id: int, *, added_by: int | None, now: datetime) -> AddedSource:
        """Add a source that was previewed: it is read from now on, or waits for the operator, as the policy says.

        Raises:
            NotAddedError: it is gone, is read already, was refused by the operator, or is one too many.
        """
        self._allow(added_by)
        async with self.database.transaction() as connection:
            source = await added_sources.get(connection, source_id)
            # A button acts on what its own reader was shown, however its data were made.
            is_shown = added_by is None or await previews.is_shown(connection, added_by, source_id)
            if source is None or not is_shown:
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
            source = await added_sources.get(connection, source_id)
            if source is not None and source.state is AddedState.PRIVATE:
                # Offered by who has it: without consent it stays theirs.
                if approved:
                    await self._publish(connection, source, now)
                return replace(source, state=state)
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
        # Where there is no room left, nothing is written, and no writer kept waiting for it.
        is_full = bool(imported.too_many)
        async with self.database.read() if is_full else self.database.transaction() as connection:
            complete = await catalogue.visible(connection, self.catalogue, added_by)
            for outline in outlines:
                with imported.counting():
                    urls.checked(outline.url, private_hosts=self.private_hosts)
                    self._unknown(complete, outline.url)
                    if is_full:
                        raise NotAddedError("too-many")
                    source = await self._take(connection, outline, added_by, now)
                    imported.new.append(source)
                    complete[source.name] = catalogue.as_source(source)

    async def write(self, *, now: datetime, subscriber_id: int | None = None) -> bytes:
        """Return the feeds that a subscriber may know of (None: everybody's) as OPML, which takes no other lists."""
        async with self.database.read() as connection:
            complete = await catalogue.visible(connection, self.catalogue, subscriber_id)
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
            another = source.added_by not in {None, added_by}
            if source.state is AddedState.PROPOSED and (another or self.policy is not Policy.PRIVATE):
                raise NotAddedError("waits")
            if await self._full(connection, added_by):
                raise NotAddedError("too-many")
        if added_by is None:
            await self._publish(connection, source, now)
        elif self.policy is Policy.PRIVATE or source.state is AddedState.PRIVATE:
            if source.state is not AddedState.PRIVATE:
                await added_sources.take(connection, source.id, AddedState.PRIVATE, added_by=added_by, now=now)
            if not await own_sources.give(connection, added_by, source.id, now=now):
                raise NotAddedError("known", source=source.title)
        else:
            state = AddedState.PROPOSED if self.policy is Policy.APPROVAL else AddedState.APPROVED
            await added_sources.take(connection, source.id, state, added_by=added_by, now=now)
        added = await added_sources.get(connection, source.id)
        assert added is not None  # noqa: S101 - it was there a moment ago, in this transaction
        return added

    @staticmethod
    async def _publish(connection: Connection, source: AddedSource, now: datetime) -> None:
        await added_sources.take(connection, source.id, AddedState.APPROVED, added_by=source.added_by, now=now)
        await visibility.publish(connection, source.id)

    async def _full(self, connection: Connection, added_by: int) -> bool:
        own = await added_sources.count(connection, added_by) + await own_sources.count(connection, added_by)
        return own >= MOST_OF_ONE or await added_sources.count(connection) >= MOST_OF_ALL

    async def _take(
        self, connection: Connection, outline: opml.Outline, added_by: int | None, now: datetime
    ) -> AddedSource:
        names = tuple(catalogue.names_for(Listing(url=outline.url, kind=ListingKind.FEED)))
        source = await added_sources.preview(
            connection,
            url=outline.url,
            kind=ListingKind.FEED,
            names=names,
            # What a reader calls a source is their own affair: whoever adds it next would read it.
            title=outline.title if added_by is None else names[0],
            language="",
            now=now,
        )
        return await self._add(connection, source, added_by, now)


def policy(settings: Settings) -> Policy:
    """Return the operator's policy: where nothing is said, what a reader adds is theirs alone."""
    return Policy(settings.source_policy or Policy.PRIVATE)
