"""Gathers what is a subscriber's own and brings it back from a document; speaks to storage, says nothing to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import replace as copy
from datetime import datetime

from bot import rescheduling, subscriptions
from bot.export import file_format
from bot.export.file_format import Belongings
from bot.subscriptions import FollowedMany
from storage.articles import tags
from storage.database import Connection, Database
from storage.model import Follow, Importance, Subscriber, Topic
from storage.subscribers import follows, mutes, portable, preferences, tastes
from storage.subscribers.portable import Brought
from storage.subscribers.tastes import Taste
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
        learned=await tastes.listed(connection, subscriber.id),
    )


async def add(database: Database, subscriber: Subscriber, read: Belongings, *, now: datetime) -> ImportResult:
    """Add a document's topics, mutes and stories to what is there; nothing is replaced."""
    followed = await subscriptions.follow_many(database, subscriber, read.topics, now=now, importance=read.importance)
    muted = await subscriptions.mute_many(database, subscriber, read.muted, now=now)
    async with database.transaction() as connection:
        await tastes.bring(connection, subscriber.id, await _known(connection, read), now=now)
        return ImportResult(
            topics=followed,
            muted=muted,
            stories=await portable.bring(connection, subscriber.id, read.stories, now=now),
            sources=tuple(await portable.unknown_sources(connection, [one.url for one in read.sources])),
        )


async def _known(connection: Connection, read: Belongings) -> list[Taste]:
    """Return what a file says was learned, of the topics and tags that are known here."""
    known = {
        topic.query: topic.id for topic in await topics.with_queries(connection, {one.topic for one in read.learned})
    }
    ids = await tags.ids_of(connection, {(one.tag, one.kind) for one in read.learned if one.tag})
    return [
        Taste(
            weight=one.weight, topic_id=known.get(one.topic), tag_id=ids.get((one.tag, one.kind)), site=one.site,
        )
        for one in read.learned
        if one.topic in known or (one.tag, one.kind) in ids
    ]  # fmt: skip


async def replace(connection: Connection, subscriber: Subscriber, read: Belongings, *, now: datetime) -> None:
    """Replace zone and timetable, and what else the document holds of settings; not the language they are spoken to."""
    holidays = subscriber.holidays if read.holidays is None else read.holidays
    changed = copy(subscriber, zone=read.zone, timetable=read.entries, holidays=holidays)
    await rescheduling.change(connection, subscriber, changed, now=now)
    if read.preferences is not None:
        await preferences.save(connection, subscriber.id, read.preferences)
    await subscriptions.weigh_many(connection, subscriber, read.importance)


def _of_importance(followed: Iterable[Topic], ties: Mapping[int, Follow], importance: Importance) -> list[str]:
    return [topic.query for topic in followed if ties[topic.id].importance is importance]
