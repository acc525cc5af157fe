"""Digests to look at: what the next one would hold, what the last days held; nothing is marked as told."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.digest import compose
from bot.digest.compose import Digest
from storage import articles, digests
from storage.database import Database
from storage.model import Subscriber

LONGEST: Final = timedelta(days=7)
# Before a first digest there is none to count from.
_FIRST_REACH: Final = timedelta(hours=24)


async def preview(database: Database, subscriber: Subscriber, *, now: datetime) -> Digest:
    """Compose what a digest would tell now."""
    async with database.read() as connection:
        since = await digests.last_composed_at(connection, subscriber.id) or now - _FIRST_REACH
        candidates = await digests.candidates(connection, subscriber, since=since, now=now)
        reading = await articles.reading(connection, since, now)
    return compose.compose(candidates, reading=reading, subscriber=subscriber, slot=None, now=now)


async def recap(database: Database, subscriber: Subscriber, *, since: datetime, now: datetime) -> Digest:
    """Compose the strongest of a span, told or not: for one who was away."""
    async with database.read() as connection:
        candidates = await digests.candidates(connection, subscriber, since=since, now=now, again=True)
        reading = await articles.reading(connection, since, now)
    as_new = [replace(candidate, told=None) for candidate in candidates]
    return compose.compose(as_new, reading=reading, subscriber=subscriber, slot=None, now=now)
