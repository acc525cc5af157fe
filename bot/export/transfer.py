"""Gathers what is a subscriber's own and brings it back from a document; speaks to storage, says nothing to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import replace as copy
from datetime import datetime

from bot import rescheduling, subscriptions
from bot.export import file_format
from bot.export.file_format import Belongings
from bot.subscriptions import FollowedMany
from storage.database import Connection, Database
from storage.model import Follow, Importance, Subscriber, Topic
from storage.subscribers import follows, mutes, portable, preferences, subscribers
from storage.subscribers.portable import Brought
from storage.topics import topics


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What became of a document: its topics, its mutes, its stories, and sources that nobody here reads."""

    topics: FollowedMany
    muted: FollowedMany
    stories: Brought
    sources: tuple[str, ...]


async def gather(connection: Connection, subscriber: Subscriber) -> Belongings:
    """Return everything that is a subscriber's own."""
    followed, ties = (
        await topics.for_subscriber(connection, subscriber.id),
        await follows.for_subscriber(connection, subscriber.id),
    )
    return file_format.document(
        subscriber,
        await preferences.get(connection, subscriber.id),
        await portable.kept(connection, subscriber.id),
        topics=[topic.query for topic in followed],
        important=_of_importance(followed, ties, Importance.HIGH),
        if_room=_of_importance(followed, ties, Importance.LOW),
        muted=[topic.query for topic in await mutes.for_subscriber(connection, subscriber.id)],
        sources=await portable.own_sources(connection, subscriber.id),
    )


async def add(database: Database, subscriber: Subscriber, read: Belongings, *, now: datetime) -> ImportResult:
    """Add a document's topics, mutes and stories to what is there; nothing is replaced."""
    followed = await subscriptions.follow_many(database, subscriber, read.topics, now=now, importance=read.importance)
    muted = await subscriptions.mute_many(database, subscriber, read.muted, now=now)
    async with database.transaction() as connection:
        return ImportResult(
            topics=followed,
            muted=muted,
            stories=await portable.bring(connection, subscriber.id, read.stories, now=now),
            sources=tuple(await portable.unknown_sources(connection, [one.url for one in read.sources])),
        )


async def replace(connection: Connection, subscriber: Subscriber, read: Belongings, *, now: datetime) -> None:
    """Replace language, zone and timetable, and what else the document holds of settings."""
    await subscribers.set_language(connection, subscriber.id, read.language)
    holidays = subscriber.holidays if read.holidays is None else read.holidays
    changed = copy(subscriber, zone=read.zone, timetable=read.entries, holidays=holidays)
    await rescheduling.change(connection, subscriber, changed, now=now)
    if read.preferences is not None:
        await preferences.save(connection, subscriber.id, read.preferences)
    await subscriptions.weigh_many(connection, subscriber, read.importance)


def _of_importance(followed: Iterable[Topic], ties: Mapping[int, Follow], importance: Importance) -> list[str]:
    return [topic.query for topic in followed if ties[topic.id].importance is importance]
