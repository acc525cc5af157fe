"""What readers may be told: the news on what each follows, less what they know; read for many readers at once."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, or_, select

from storage.database import Connection
from storage.digests import row_values
from storage.model import Follow, Match, Story, StoryCandidate, Told
from storage.schema import saved_tables, tables
from storage.stories import stories, visibility
from storage.subscribers import follows as ties
from storage.subscribers import mutes

_matches = tables.topic_matches
_stories = tables.stories
_followed = saved_tables.followed_stories
_digests = tables.digests
_tellings = tables.tellings

# A publisher's clock may run ahead of ours: so long before it was told a story may claim to have begun.
_CLOCKS = timedelta(days=2)
# Stories read at once: their rows are made into values without a pause.
_AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The candidates of one reader, the earliest first, and how many more there would be without their mutes.

    `follows` is how they follow their topics, by the topic's id.
    """

    candidates: tuple[StoryCandidate, ...] = ()
    hidden: int = 0
    follows: Mapping[int, Follow] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _News:
    """A story as it stands, and when it last grew."""

    story: Story
    grown_at: datetime

    def changed(self, since: datetime, now: datetime) -> bool:
        """Whether it grew, or one of its articles was corrected, in a span."""
        moments = (self.grown_at, *(member.corrected_at for member in self.story.members))
        return any(moment is not None and since < moment <= now for moment in moments)

    def says_more(self, told: Told | None) -> bool:
        """Whether it says more, or other, than was told."""
        if told is None or told.member_count < len(self.story.members):
            return True
        return any(member.url == told.url and member.title != told.headline for member in self.story.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """What decides what one reader may be told: stories matched with their topics, what they know, what they mute."""

    since: datetime
    wanted: Mapping[int, Sequence[Match]]
    told: Mapping[int, Told]
    muted: Collection[int]
    follows: Mapping[int, Follow]


async def for_subscriber(
    connection: Connection, subscriber_id: int, *, since: datetime, now: datetime, again: bool = False
) -> Selection:
    """Return what one reader may be told; see `of_all`."""
    return (await for_subscribers(connection, {subscriber_id: since}, now=now, again=again))[subscriber_id]


async def for_subscribers(
    connection: Connection, since: Mapping[int, datetime], *, now: datetime, again: bool = False
) -> dict[int, Selection]:
    """Return, by subscriber, the stories on their topics that grew, or were corrected, after their `since`.

    Stories that they follow themselves are among them, on a topic or not. Left out is what they were told as it still
    stands; `again` brings it back, for a recap. What they muted is left out always, and counted.

    Args:
        connection: a transaction, which need not write.
        since: for each subscriber, from when on. The earliest of them is read for all: let them be alike.
        now: an aware moment.
        again: whether what was told counts too.
    """
    if not since:
        return {}
    earliest = min(since.values())
    topics = await ties.of_all(connection, since)
    grown, matches = await _matched(
        connection, {topic for chosen in topics.values() for topic in chosen}, earliest, now
    )
    followed = await _followed_by(connection, since, earliest, now)
    grown |= {row.story_id: row.grown_at for row in followed}
    news = [_News(story=story, grown_at=grown[story.id]) async for story in _load(connection, grown)]
    news.sort(key=lambda one: (one.story.first_at, one.story.id))
    loaded = [one.story for one in news]
    told = await _told(connection, since, loaded)
    muted = await mutes.hidden_of_all(connection, since, loaded)
    unseen = await visibility.hidden_from_all(connection, since, [story.id for story in loaded])
    wanted: dict[int, dict[int, list[Match]]] = {each: {} for each in since}
    for each, chosen in topics.items():
        known = told.get(each, {})
        for match in (match for topic in chosen for match in matches.get(topic, ())):
            if (not match.gone or match.story_id in known) and match.story_id not in unseen[each]:
                wanted[each].setdefault(match.story_id, []).append(_called(match, chosen[match.topic.id]))
    for row in followed:
        if row.story_id not in unseen[row.subscriber_id]:
            wanted[row.subscriber_id].setdefault(row.story_id, [])
    return {
        each: _selection(
            news,
            _Reader(since=start, wanted=wanted[each], told=told.get(each, {}), muted=muted[each], follows=topics[each]),
            now,
            again=again,
        )
        for each, start in since.items()
    }


def _selection(news: Iterable[_News], reader: _Reader, now: datetime, *, again: bool) -> Selection:
    found = [
        StoryCandidate(story=one.story, matches=tuple(reader.wanted[one.story.id]), told=reader.told.get(one.story.id))
        for one in news
        if one.story.id in reader.wanted
        and one.changed(reader.since, now)
        and (again or one.says_more(reader.told.get(one.story.id)))
    ]
    shown = tuple(candidate for candidate in found if candidate.story.id not in reader.muted)
    return Selection(candidates=shown, hidden=len(found) - len(shown), follows=reader.follows)


async def _matched(
    connection: Connection, topic_ids: Iterable[int], since: datetime, now: datetime
) -> tuple[dict[int, datetime], dict[int, list[Match]]]:
    """The stories on these topics that changed, with when they grew; and the matches of each topic."""
    topics = tables.topics
    query = (
        select(_matches, topics.c.query, topics.c.label, _stories.c.grown_at)
        .join(topics, topics.c.id == _matches.c.topic_id)
        .join(_stories, _stories.c.id == _matches.c.story_id)
        .where(_matches.c.topic_id.in_(list(topic_ids)), _changed(since, now))
        .order_by(_matches.c.topic_id, _matches.c.story_id)
    )
    grown: dict[int, datetime] = {}
    found: dict[int, list[Match]] = {}
    for row in await connection.execute(query):
        grown[row.story_id] = row.grown_at
        found.setdefault(row.topic_id, []).append(row_values.match(row))
    return grown, found


async def _followed_by(
    connection: Connection, subscriber_ids: Iterable[int], since: datetime, now: datetime
) -> list[Row[Any]]:
    """The stories that the subscribers follow themselves, if they changed."""
    query = (
        select(_followed.c.subscriber_id, _followed.c.story_id, _stories.c.grown_at)
        .join(_stories, _stories.c.id == _followed.c.story_id)
        .where(_followed.c.subscriber_id.in_(list(subscriber_ids)), _changed(since, now))
    )
    return list(await connection.execute(query))


def _changed(since: datetime, now: datetime) -> ColumnElement[bool]:
    """Whether a story grew, or one of its articles was corrected, in a span."""
    changed = or_(
        (_stories.c.grown_at > since) & (_stories.c.grown_at <= now), _stories.c.id.in_(_corrected(since, now))
    )
    return changed & _stories.c.withdrawn_at.is_(None)


def _corrected(since: datetime, now: datetime) -> Select[Any]:
    """The stories with an article that was edited after `since`."""
    articles = tables.articles
    return select(articles.c.story_id).where(
        articles.c.corrected_at > since, articles.c.corrected_at <= now, articles.c.story_id.is_not(None)
    )


async def _load(connection: Connection, story_ids: Iterable[int]) -> AsyncIterator[Story]:
    """Read stories, some at a time: whoever else is waiting gets their turn in between."""
    wanted = list(story_ids)
    for start in range(0, len(wanted), _AT_ONCE):
        for story in await stories.load(connection, wanted[start : start + _AT_ONCE]):
            yield story


async def _told(
    connection: Connection, subscriber_ids: Iterable[int], loaded: Sequence[Story]
) -> dict[int, dict[int, Told]]:
    """What each was last told of these stories, by subscriber and story."""
    if not loaded:
        return {}
    # Nobody was told of them before they began; what is older in the ledger is not looked at.
    query = (
        select(_tellings, _digests.c.subscriber_id, _digests.c.composed_at)
        .join(_digests, _digests.c.id == _tellings.c.digest_id)
        .where(
            _digests.c.subscriber_id.in_(list(subscriber_ids)),
            _digests.c.composed_at > loaded[0].first_at - _CLOCKS,
            _tellings.c.story_id.in_([story.id for story in loaded]),
        )
        .order_by(_tellings.c.digest_id)
    )
    found: dict[int, dict[int, Told]] = {}
    for row in await connection.execute(query):
        found.setdefault(row.subscriber_id, {})[row.story_id] = row_values.told(row)
    return found


def _called(match: Match, follow: Follow) -> Match:
    """Call the topic of a match what its reader calls it."""
    if follow.label is None or follow.label == match.topic.label:
        return match
    return replace(match, topic=replace(match.topic, label=follow.label))
