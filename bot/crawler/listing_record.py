"""Writes down how a listing answered, and when to ask it again; fetches nothing, judges nothing itself."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.crawler import listing_health
from bot.crawler.turn import Came, Turn
from parsers.article import ParseError
from parsers.fetch import client
from parsers.listings.health import Health
from storage.database import Database
from storage.sources import listing_states
from storage.sources.listing_states import ListingState

log = logging.getLogger(__name__)

NOT_MODIFIED = "not-modified"
# Of these the operator sees an example.
_CHANGED = (Health.CHANGED, Health.MENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRecord:
    """Records answers, each in a transaction of its own; every method returns the listing's state in a word."""

    database: Database
    clock: Callable[[], datetime]
    pace: listing_states.Pace = field(default_factory=listing_states.Pace)

    async def answered(self, turn: Turn, came: Came) -> str:
        """Record what a listing named and what came of it; return how it is doing."""
        state, taken, page = turn.state, came.taken, came.page
        now = self.clock()
        pages = listing_health.with_pages(state.pages, taken.read)
        judged = listing_health.of_answer(state, turn.listing, came.links, pages, now=now)
        answer = listing_states.Answer(
            health=judged.health,
            new=taken.new,
            etag=page.etag,
            last_modified=page.last_modified,
            newest_at=judged.newest_at,
            silent_at=judged.silent_at,
            pages=pages,
            fresh_for=timedelta(seconds=page.fresh_for),
            again_in=came.again_in,
            detail=(taken.example or state.detail) if judged.health in _CHANGED else "",
        )
        async with self.database.transaction() as connection:
            news = await listing_states.answered(connection, state, answer, now=now, pace=self.pace)
        _log_change(state, judged.health, news=news)
        return judged.health

    async def not_modified(self, state: ListingState, answer: client.NotModified) -> str:
        """Record that a listing is as it was."""
        now = self.clock()
        health = listing_health.of_not_modified(state, now=now)
        async with self.database.transaction() as connection:
            news = await listing_states.not_modified(
                connection,
                state,
                now=now,
                health=health,
                fresh_for=timedelta(seconds=answer.fresh_for),
                pace=self.pace,
            )
        _log_change(state, health, news=news)
        return NOT_MODIFIED

    async def failed(self, state: ListingState, error: client.FetchError | ParseError, health: Health) -> str:
        """Record why a listing could not be read, and ask it less often."""
        wait = (error.retry_after or 0.0) if isinstance(error, client.FetchError) else 0.0
        async with self.database.transaction() as connection:
            news = await listing_states.failed(
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


def _log_change(state: ListingState, health: str, *, news: bool, detail: str = "") -> None:
    """Log a change of health once; that it goes on is a matter for whoever debugs."""
    level = (logging.INFO if health == Health.OK else logging.WARNING) if news else logging.DEBUG
    log.log(level, "Listing %s was %s, is %s%s", state.url, state.health, health, f": {detail}" if detail else "")
