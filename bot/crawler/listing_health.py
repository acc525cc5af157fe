"""How a listing is doing after an answer: from links, dates and its latest pages to a word; remembers nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from parsers.article import Link, Listing, ListingKind, ParseError
from parsers.fetch import client
from parsers.listings import health
from parsers.listings.health import Health
from storage.sources.listing_states import ListingState

# What became of a page: read as it is known, as any page is (parsers.page.mending), or not at all.
READ, MENDED, UNREAD = "+", "~", "-"
# The latest pages, and those before them that say what is usual.
_LATEST, _REMEMBERED = 10, 40
# A source of which never more than this share could be read is not "as usual" when nothing can.
_LEAST_USUAL = 0.5
# Dates further ahead than any zone explains are no dates.
_AHEAD = timedelta(hours=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What an answer says of its listing; see `storage.sources.listing_states.ListingState` for the fields."""

    health: Health
    newest_at: datetime | None
    silent_at: datetime | None


def of_answer(state: ListingState, listing: Listing, links: Sequence[Link], pages: str, *, now: datetime) -> Judgement:
    """Judge a listing by what it names and by its latest pages; a site's own list need not have dates."""
    moments = [link.published_at for link in links if link.published_at and link.published_at <= now + _AHEAD]
    newest_at = max(moments, default=None)
    # Without dates, what we found new ourselves is all there is to go by.
    last = newest_at or state.changed_at or now
    seen = health.of_links(links, now=now)
    if seen is Health.UNDATED and listing.kind is ListingKind.HTML:
        seen = Health.OK
    worst = seen if seen is Health.EMPTY else _of_pages(pages, otherwise=seen)
    return Judgement(health=worst, newest_at=newest_at, silent_at=last + health.patience(moments))


def of_not_modified(state: ListingState, *, now: datetime) -> Health:
    """Judge a listing that is as it was: it may have fallen silent meanwhile, and has recovered from any failure."""
    if state.failures == 0 and state.health in {Health.UNDATED, Health.CHANGED, Health.MENDED}:
        return Health(state.health)
    return Health.STALE if state.silent_at and state.silent_at <= now else Health.OK


def of_failure(error: client.FetchError | ParseError) -> Health:
    """Judge a listing that could not be had, or not be read."""
    if isinstance(error, client.FetchError):
        return health.of_fetch(error.reason, error.status)
    return health.of_parse(error.reason)


def with_pages(pages: str, outcomes: Iterable[str]) -> str:
    """Return the record of a listing's pages after some more of them came: READ, MENDED or UNREAD each."""
    return (pages + "".join(outcomes))[-_REMEMBERED:]


def _of_pages(pages: str, *, otherwise: Health) -> Health:
    latest, before = pages[-_LATEST:], pages[:-_LATEST]
    usual = (len(before) - before.count(UNREAD)) / len(before) if len(before) >= _LATEST else 1.0
    judged = health.of_pages(
        latest.count(READ), len(latest), usual=max(usual, _LEAST_USUAL), mended=latest.count(MENDED)
    )
    return otherwise if judged is Health.OK else judged
