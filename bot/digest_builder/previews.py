"""Digests to look at: what the next one would hold, what the last days held; nothing is marked as told."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from bot.digest import compose
from bot.digest.compose import Digest, Material
from bot.digest.issue import Issue
from bot.digest_builder import builder
from storage.articles import articles
from storage.database import Database
from storage.digests import selection
from storage.model import Preferences, Subscriber
from storage.outbox.outbox import Draft
from storage.subscribers import preferences

LONGEST: Final = timedelta(days=7)


class Preview(NamedTuple):
    """The messages of a digest to look at, none if it had nothing to tell; and how many stories others wrote of.

    `foreign` are those on the reader's topics that nobody tells in a language of theirs.
    """

    drafts: tuple[Draft, ...]
    foreign: int = 0


async def preview(database: Database, subscriber: Subscriber, *, now: datetime) -> Preview:
    """Write what a digest would tell now."""
    async with database.read() as connection:
        chosen = await preferences.get(connection, subscriber.id)
        digest = await builder.current(connection, subscriber, chosen, now=now)
    return _written(digest, subscriber, chosen)


async def recap(database: Database, subscriber: Subscriber, *, since: datetime, now: datetime) -> Preview:
    """Write the strongest of a span, told or not: for one who was away."""
    async with database.read() as connection:
        chosen = await preferences.get(connection, subscriber.id)
        selected = await selection.for_subscriber(connection, subscriber.id, since=since, now=now, again=True)
        reading = await articles.reading(connection, since, now)
    material = Material(
        subscriber=subscriber,
        issue=Issue(selected.window),
        selection=selected,
        reading=reading,
        length=builder.length(chosen),
        since=since,
    )
    return _written(compose.compose(material), subscriber, chosen)


def _written(digest: Digest, subscriber: Subscriber, chosen: Preferences) -> Preview:
    drafts = () if digest.empty else builder.drafts(digest, subscriber, chosen)
    return Preview(drafts, digest.account.foreign)
