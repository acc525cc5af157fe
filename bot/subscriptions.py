"""From a topic as it was written to a topic that is followed; speaks to storage, says nothing to the reader."""

import itertools
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from storage.articles import tags
from storage.database import Connection, Database
from storage.errors import TooManyTopicsError, TopicSyntaxError
from storage.model import Importance, Story, Subscriber, Topic
from storage.sources import own_sources
from storage.subscribers import follows, mutes, preferences, reading_languages, subscribers
from storage.subscribers.subscribers import Deleted
from storage.topics import newest as newest_stories
from storage.topics import suggestions, topics
from storage.topics.query import parser
from storage.topics.query.document import Document
from storage.topics.topics import Trial

WEEK: Final = timedelta(days=7)
# What is alive now is what the last day wrote about; on a quiet day we look further back.
_LIVELY: Final = (timedelta(days=1), WEEK)
SHOWN: Final = 8
EXAMPLES: Final = 3
SUGGESTED: Final = 3
# So many of the caught stories are looked at for what stands beside the topic.
_LOOKED_AT: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A topic and what it would have caught in the last week; `is_new` if it is followed only since now.

    `also` are topics that stand beside it in the news and are not followed yet.
    """

    topic: Topic
    trial: Trial
    is_new: bool = False
    also: tuple[Topic, ...] = ()


async def consider(
    database: Database,
    subscriber: Subscriber,
    text: str,
    *,
    now: datetime,
    since: datetime | None = None,
    limit: int = EXAMPLES,
) -> Tried:
    """Read a topic and try it since a time, else on the last week, without following it. Raises TopicSyntaxError."""
    topic = await keep_topic(database, subscriber, text, now=now)
    query = parser.parse(text)
    # Trying reads a week of stories: not while other writers wait.
    async with database.search() as connection:
        read = await read_by(connection, subscriber)
        trial = await topics.trial(
            connection, query, since=since or now - WEEK, limit=_LOOKED_AT, seen_by=subscriber.id
        )
    examples = reading_languages.spoken(trial.examples, read)[:limit]
    return Tried(topic=topic, trial=replace(trial, examples=examples))


async def keep_topic(database: Database, subscriber: Subscriber, text: str, *, now: datetime) -> Topic:
    """Read a topic and keep it, for a button can carry no more than its id. Raises TopicSyntaxError."""
    query = parser.parse(text)
    async with database.transaction() as connection:
        return await topics.ensure(connection, query, now=now, asked_by=subscriber.id)


async def follow(database: Database, subscriber: Subscriber, text: str, *, now: datetime) -> Tried:
    """Read a topic, follow it and try it on the last week. Raises TopicSyntaxError, TooManyTopicsError."""
    query = parser.parse(text)
    async with database.transaction() as connection:
        topic = await topics.ensure(connection, query, now=now, asked_by=subscriber.id)
        is_new = await topics.follow(connection, subscriber.id, topic.id, now=now, label=topic.label)
    if is_new:
        await _backfill(database, topic, now)
    return await _tried(database, subscriber, topic, is_new=is_new, now=now)


async def follow_again(database: Database, subscriber: Subscriber, topic_id: int, *, now: datetime) -> Tried | None:
    """Follow a topic by its id; None if it is no more. Raises TooManyTopicsError."""
    async with database.transaction() as connection:
        topic = await topics.get(connection, topic_id)
        if topic is None:
            return None
        is_new = await topics.follow(connection, subscriber.id, topic.id, now=now)
    if is_new:
        await _backfill(database, topic, now)
    return await _tried(database, subscriber, topic, is_new=is_new, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedMany:
    """What became of topics taken from a file: how many are new, how many were known, and those that were refused."""

    added: int
    known: int
    refused: tuple[str, ...]


async def follow_many(
    database: Database,
    subscriber: Subscriber,
    written: Iterable[str],
    *,
    now: datetime,
    importance: Mapping[str, Importance] = MappingProxyType({}),
    labels: Mapping[str, str] = MappingProxyType({}),
) -> FollowedMany:
    """Follow topics from a file or a link; one that cannot be followed does not stop the others.

    Each is a transaction of its own, for hundreds of them take seconds, in which nobody else could write.
    Those that are new are as important as `importance` says of what was written, or ordinary, and are called what
    `labels` says, or what was written.
    """

    async def take(text: str) -> bool:
        query = parser.parse(text)
        async with database.transaction() as connection:
            topic = await topics.ensure(connection, query, now=now, asked_by=subscriber.id)
            called = labels.get(text, topic.label)
            is_new = await topics.follow(connection, subscriber.id, topic.id, now=now, label=called)
            if is_new and text in importance:
                await follows.set_importance(connection, subscriber.id, topic.id, importance[text])
        if is_new:
            await _backfill(database, topic, now)
        return is_new

    return await _each(written, take)


async def weigh_many(connection: Connection, subscriber: Subscriber, importance: Mapping[str, Importance]) -> None:
    """Make topics that are followed as important as a file says, by their queries; the others stay as they are."""
    for topic in await topics.for_subscriber(connection, subscriber.id):
        if topic.query in importance:
            await follows.set_importance(connection, subscriber.id, topic.id, importance[topic.query])


async def mute_many(
    database: Database, subscriber: Subscriber, written: Iterable[str], *, now: datetime
) -> FollowedMany:
    """Mute topics from a file, each in its own transaction; one that cannot be muted does not stop the others."""

    async def take(text: str) -> bool:
        _, is_new = await mute(database, subscriber, text, now=now)
        return is_new

    return await _each(written, take)


async def _each(written: Iterable[str], take: Callable[[str], Awaitable[bool]]) -> FollowedMany:
    """Take topics in one by one; `take` says whether one is new, and one that it refuses does not stop the others."""
    added, known, refused = 0, 0, []
    for text in written:
        try:
            is_new = await take(text)
        except (TopicSyntaxError, TooManyTopicsError):
            refused.append(text)
            continue
        added, known = added + is_new, known + (not is_new)
    return FollowedMany(added=added, known=known, refused=tuple(refused))


async def tick(
    database: Database, subscriber: Subscriber, topic_id: int, *, now: datetime, called: Callable[[Topic], str | None]
) -> tuple[Topic, bool] | None:
    """Follow a topic or stop following it, whichever is the other; returns it and whether it is followed now.

    `called` says what its reader calls a topic, None for what everybody does.
    """
    async with database.transaction() as connection:
        topic = await topics.get(connection, topic_id)
        if topic is None:
            return None
        if await topics.unfollow(connection, subscriber.id, topic_id):
            return topic, False
        await topics.follow(connection, subscriber.id, topic.id, now=now, label=called(topic))
    await _backfill(database, topic, now)
    return topic, True


async def unfollow(database: Database, subscriber: Subscriber, topic_id: int) -> Topic | None:
    """Stop following a topic by its id; None if it was not followed."""
    async with database.transaction() as connection:
        followed = {topic.id: topic for topic in await topics.for_subscriber(connection, subscriber.id)}
        await topics.unfollow(connection, subscriber.id, topic_id)
        return followed.get(topic_id)


async def unfollow_written(database: Database, subscriber: Subscriber, text: str) -> Topic | None:
    """Stop following a topic as its reader writes it, by label or by query; None if there is none like it."""
    async with database.transaction() as connection:
        followed = await topics.for_subscriber(connection, subscriber.id)
        topic = _like(followed, text)
        if topic is not None:
            await topics.unfollow(connection, subscriber.id, topic.id)
        return topic


async def alive(database: Database, subscriber: Subscriber, *, now: datetime) -> tuple[Topic, ...]:
    """Return topics that are in the news now, the liveliest first: something to press for one who just came.

    They are of what is written in the reader's first language, and filled up from the next ones.
    """
    async with database.transaction() as connection:
        found: dict[str, None] = {}
        for language in await read_by(connection, subscriber):
            for reach in _LIVELY:
                lively = await tags.alive(connection, since=now - reach, limit=SHOWN, language=language)
                if len(lively) == SHOWN:
                    break
            found |= dict.fromkeys(tag.label for tag in lively)
            if len(found) >= SHOWN:
                break
        queries = itertools.islice(_queries(found), SHOWN)
        return tuple([await topics.ensure(connection, query, now=now) for query in queries])


async def read_by(connection: Connection, subscriber: Subscriber) -> tuple[str, ...]:
    """Return the languages in which a reader is told stories, the preferred one first."""
    chosen = await preferences.get(connection, subscriber.id)
    return reading_languages.order(chosen.languages, subscriber.language, subscriber.zone)


async def mute(database: Database, subscriber: Subscriber, text: str, *, now: datetime) -> tuple[Topic, bool]:
    """Read a topic and mute it; say whether it is muted only since now. Raises TopicSyntaxError, TooManyTopicsError."""
    query = parser.parse(text)
    async with database.transaction() as connection:
        topic = await topics.ensure(connection, query, now=now, asked_by=subscriber.id)
        is_new = await mutes.mute(connection, subscriber.id, topic.id, now=now, label=topic.label)
    if is_new:
        await _backfill(database, topic, now)
    return topic, is_new


async def mute_again(
    database: Database, subscriber: Subscriber, topic_id: int, *, now: datetime
) -> tuple[Topic, bool] | None:
    """Mute a topic by its id, likewise; None if it is no more. Raises TooManyTopicsError."""
    async with database.transaction() as connection:
        topic = await topics.get(connection, topic_id)
        if topic is None:
            return None
        is_new = await mutes.mute(connection, subscriber.id, topic.id, now=now, label=topic.label)
    if is_new:
        await _backfill(database, topic, now)
    return topic, is_new


async def search(database: Database, subscriber: Subscriber | None, text: str, *, since: datetime, limit: int) -> Trial:
    """Find the stories with these words in any form that a reader may be told; leaves no topic behind.

    Raises TopicSyntaxError.
    """
    query = parser.parse(text)
    async with database.search() as connection:
        found = await topics.trial(
            connection, query, since=since, limit=limit, seen_by=subscriber.id if subscriber else None
        )
        read = await read_by(connection, subscriber) if subscriber else ()
    return replace(found, examples=reading_languages.spoken(found.examples, read)) if read else found


async def newest(
    database: Database, subscriber: Subscriber | None, text: str, *, since: datetime, limit: int
) -> tuple[Story, ...]:
    """Find the newest stories with these words that anybody may be told, as quickly as somebody types.

    They are in the words of the languages that whoever asks reads, if we know them.

    Raises TopicSyntaxError.
    """
    query = parser.parse(text)
    async with database.search() as connection:
        found = await newest_stories.with_words(connection, query, since=since, limit=limit)
        read = await read_by(connection, subscriber) if subscriber else ()
    return tuple(reading_languages.in_language(story, *read) for story in found)


async def recent(database: Database, subscriber: Subscriber, *, limit: int, now: datetime) -> tuple[Story, ...]:
    """Return the newest stories of the last week on what a subscriber follows, told or not, that anybody may see."""
    async with database.read() as connection:
        found = await newest_stories.followed(connection, subscriber.id, since=now - WEEK, limit=2 * limit)
        hidden = await mutes.hidden(connection, subscriber.id, found)
        chosen = await preferences.get(connection, subscriber.id)
    read = reading_languages.order(chosen.languages, subscriber.language, subscriber.zone)
    shown = (one for one in found if one.id not in hidden and one.is_told_in(chosen.wanted_languages))
    return tuple(reading_languages.in_language(story, *read) for story in shown)[:limit]


async def forget_subscriber(database: Database, subscriber: Subscriber) -> Deleted:
    """Delete a subscriber with all that is theirs, and with it the words of topics that are nobody else's."""
    async with database.transaction() as connection:
        typed = await topics.of_reader(connection, subscriber.id)
        gone = await subscribers.delete(connection, subscriber.id)
        await topics.drop_unwanted(connection, typed)
        await own_sources.drop_abandoned(connection)
    return gone


def _queries(labels: Iterable[str]) -> Iterable[parser.Query]:
    """Read labels of tags as topics; one that means something else in the topic language is left out."""
    for label in labels:
        try:
            yield parser.parse(label)
        except TopicSyntaxError:
            continue


async def _backfill(database: Database, topic: Topic, now: datetime) -> None:
    """Put the stories of the last week on a topic. They are read first: nobody waits to write meanwhile."""
    async with database.search() as connection:
        found = await topics.past(connection, parser.restore(topic.query), since=now - WEEK)
    async with database.transaction() as connection:
        await topics.backfill(connection, topic.id, found, now=now)


async def _tried(database: Database, subscriber: Subscriber, topic: Topic, *, is_new: bool, now: datetime) -> Tried:
    query, since = parser.parse(topic.query), now - WEEK
    async with database.search() as connection:
        read = await read_by(connection, subscriber)
        trial = await topics.trial(connection, query, since=since, limit=_LOOKED_AT, seen_by=subscriber.id)
        beside = await suggestions.beside(
            connection, query, trial.examples, total=trial.total, since=since, language=read[0]
        )
    also = await _also(database, subscriber, [tag.label for tag in beside[: 2 * SUGGESTED]], now) if beside else ()
    examples = reading_languages.spoken(trial.examples, read)[:EXAMPLES]
    return Tried(topic=topic, trial=replace(trial, examples=examples), is_new=is_new, also=also)


async def _also(database: Database, subscriber: Subscriber, labels: Iterable[str], now: datetime) -> tuple[Topic, ...]:
    async with database.transaction() as connection:
        followed = {topic.query for topic in await topics.for_subscriber(connection, subscriber.id)}
        queries = [query for query in _queries(labels) if str(query) not in followed]
        return tuple([await topics.ensure(connection, query, now=now) for query in queries[:SUGGESTED]])


def _like(followed: Iterable[Topic], text: str) -> Topic | None:
    wanted = text.strip().casefold()
    try:
        query = parser.parse(text)
    except TopicSyntaxError:
        return next((topic for topic in followed if topic.label.casefold() == wanted), None)
    listed = list(followed)
    exact = (topic for topic in listed if topic.query == str(query) or topic.label.casefold() == wanted)
    # "отпиши меня от спорта" means the topic "спорт".
    forms = (topic for topic in listed if query.match(Document(title=topic.label)) is not None)
    return next(itertools.chain(exact, forms), None)
