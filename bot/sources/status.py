"""How each source is doing, seen from its listings: the best of them counts, for one that works is enough to read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from parsers.article import Source
from parsers.explorer import Exploration
from parsers.listings import health
from parsers.listings.discovery import Way
from parsers.listings.health import Health
from storage.sources import listing_states
from storage.sources.listing_states import ListingState

# From the least to the most worrying; everything else is a listing that cannot be read at all.
_RANKS: dict[str, int] = {
    word: rank
    for rank, word in enumerate(
        (Health.OK, Health.STALE, Health.MENDED, Health.UNDATED, Health.CHANGED, listing_states.NEW)
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """A source and how it is doing.

    `health` is a word of `parsers.listings.health.Health`, or "new" for one never asked; `newest_at` is when its latest
    article is from, None if unknown; `interval` is the time between two looks; `detail` is what the last failure said.
    """

    source: Source
    health: str = listing_states.NEW
    since: datetime | None = None
    newest_at: datetime | None = None
    checked_at: datetime | None = None
    interval: timedelta | None = None
    detail: str = ""

    @property
    def well(self) -> bool:
        """Whether there is nothing to say of it."""
        return self.health in {Health.OK, listing_states.NEW}

    def days_silent(self, now: datetime) -> int:
        """Return for how many whole days nothing new has come from it."""
        return max(0, (now - self.newest_at).days) if self.newest_at else 0


def of_sources(catalogue: Mapping[str, Source], states: Iterable[ListingState]) -> list[SourceStatus]:
    """Return the status of each source, in the catalogue's order."""
    by_source: dict[str, list[ListingState]] = {}
    for state in states:
        by_source.setdefault(state.source, []).append(state)
    return [_standing(source, by_source.get(name, [])) for name, source in catalogue.items()]


def _standing(source: Source, states: Iterable[ListingState]) -> SourceStatus:
    addresses = {listing.url for listing in source.listings}
    current = [state for state in states if state.url in addresses]
    if not current:
        return SourceStatus(source=source)
    best = min(current, key=lambda state: _RANKS.get(state.health, len(_RANKS)))
    moments = [moment for state in current if (moment := state.newest_at or state.changed_at)]
    return SourceStatus(
        source=source,
        health=best.health,
        since=best.health_since,
        newest_at=max(moments, default=None),
        checked_at=best.checked_at,
        interval=best.interval,
        detail=best.detail,
    )


def why(found: Exploration) -> Health:
    """Say in a word why an exploration came to nothing: what its own address answered, else that no list is there."""
    given = next((attempt for attempt in found.attempts if attempt.way is Way.GIVEN), None)
    if given is None or given.reason == "empty":
        return Health.EMPTY
    judged = health.of_fetch(given.reason, given.status)
    # A page that came, but is no list, is judged by no fetch.
    return judged if given.status or judged is not Health.FAILING else Health.EMPTY
