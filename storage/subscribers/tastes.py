"""What readers said they want more and less of, and what was learned of it: weights that they can read and take back.

Nothing is learned in silence: every row was said under a story, and says of what it speaks.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, and_, delete, func, select, true

from parsers.article import TagKind
from parsers.language import gazetteer
from storage import bulk
from storage.articles import tags
from storage.database import Connection
from storage.model import CanonicalTag, Story
from storage.schema import saved_tables, tables

_tastes = saved_tables.tastes
_tags, _topics = tables.tags, tables.topics

STRONGEST: Final = 3
"""However often something is said, it weighs no more: taste leans, and never decides alone."""
MOST: Final = 300
"""Rows of one reader; the oldest give way."""
_ASPECTS: Final = 3
# A tag of one story only says nothing of the next one.
_FEWEST: Final = 2


class Said(NamedTuple):
    """What a reader said of a story: more like it (1), less (-1) or nothing; and not from its site on its topic."""

    verdict: int = 0
    is_excluded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Taste:
    """What was learned of one thing: a tag, a topic, or a site on a topic, with its weight from -3 to 3."""

    weight: int
    topic_id: int | None = None
    tag_id: int | None = None
    site: str = ""
    label: str = ""
    kind: TagKind = TagKind.SUBJECT
    query: str = ""

    @property
    def is_excluded(self) -> bool:
        """Whether it keeps a site out of a topic."""
        return bool(self.site)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The weights of one reader by the ids of tags and topics, and the sites that they exclude from topics."""

    tags: Mapping[int, int] = field(default_factory=dict)
    topics: Mapping[int, int] = field(default_factory=dict)
    excluded: Mapping[int, frozenset[str]] = field(default_factory=dict)


async def say(
    connection: Connection, subscriber_id: int, story: Story, verdict: int, topic_ids: Collection[int], *, now: datetime
) -> list[str]:
    """Want more (1) or less (-1) like a story; what was said of it before is taken back. Returns of what, as labels.

    A story stands for the tags that others share with it; one without any for the topic it was told on.
    """
    await _lock(connection, subscriber_id)
    await take_back(connection, subscriber_id, story.id)
    aspects = await _aspects(connection, story)
    values = {"subscriber_id": subscriber_id, "story_id": story.id, "value": verdict, "said_at": now}
    rows = [{**values, "tag_id": tag.id, "topic_id": None} for tag in aspects]
    labels = [tag.label for tag in aspects]
    if not rows:
        for topic_id in list(topic_ids)[:1]:
            rows.append({**values, "tag_id": None, "topic_id": topic_id})
            labels += [str(await connection.scalar(select(_topics.c.label).where(_topics.c.id == topic_id)))]
    if rows:
        await connection.execute(_tastes.insert(), rows)
        await _bound(connection, subscriber_id)
    return labels


async def exclude(
    connection: Connection, subscriber_id: int, story_id: int, topic_id: int, site: str, *, now: datetime
) -> bool:
    """Want nothing from a site on a topic; False if that was said already."""
    await _lock(connection, subscriber_id)
    mine = _of(subscriber_id) & (_tastes.c.site == site) & (_tastes.c.topic_id == topic_id)
    if await connection.scalar(select(_tastes.c.id).where(mine)):
        return False
    await connection.execute(
        _tastes.insert().values(
            subscriber_id=subscriber_id, story_id=story_id, topic_id=topic_id, site=site, value=-1, said_at=now
        )
    )
    await _bound(connection, subscriber_id)
    return True


async def take_back(connection: Connection, subscriber_id: int, story_id: int) -> bool:
    """Take back that more or less like a story was wanted; False if nothing was said of it."""
    mine = _of(subscriber_id) & (_tastes.c.story_id == story_id) & (_tastes.c.site == "")
    return (await connection.execute(delete(_tastes).where(mine))).rowcount > 0


async def forget(
    connection: Connection,
    subscriber_id: int,
    *,
    topic_id: int | None = None,
    tag_id: int | None = None,
    site: str = "",
) -> bool:
    """Forget what was learned of one thing; False if there was nothing."""
    thing = _same(_tastes.c.topic_id, topic_id) & _same(_tastes.c.tag_id, tag_id) & (_tastes.c.site == site)
    return (await connection.execute(delete(_tastes).where(_of(subscriber_id), thing))).rowcount > 0


async def said(connection: Connection, subscriber_id: int, story: Story, topic_ids: Collection[int]) -> Said:
    """Return what a reader said of a story, and whether its site is excluded from the first of the topics."""
    mine = _of(subscriber_id)
    verdict = await connection.scalar(
        select(func.max(_tastes.c.value)).where(mine, _tastes.c.story_id == story.id, _tastes.c.site == "")
    )
    topic_id = next(iter(topic_ids), None)
    excluded = topic_id is not None and await connection.scalar(
        select(_tastes.c.id).where(mine, _tastes.c.topic_id == topic_id, _tastes.c.site == site_of(story))
    )
    return Said(verdict=verdict or 0, is_excluded=bool(excluded))


def site_of(story: Story) -> str:
    """Return the site in whose words a story is told; empty if it is none of its members'."""
    return next((member.site for member in story.members if member.url == story.url), "")


async def listed(connection: Connection, subscriber_id: int) -> list[Taste]:
    """Return all that was learned of a reader, what weighs most first."""
    label = func.coalesce(_tags.c.label, _topics.c.label)
    weight = func.sum(_tastes.c.value)
    rows = await connection.execute(
        select(
            _tastes.c.topic_id, _tastes.c.tag_id, _tastes.c.site, label.label("label"), _tags.c.kind, _topics.c.query,
            weight.label("weight"),
        )
        .outerjoin(_tags, _tags.c.id == _tastes.c.tag_id)
        .outerjoin(_topics, _topics.c.id == _tastes.c.topic_id)
        .where(_of(subscriber_id))
        .group_by(
            _tastes.c.topic_id, _tastes.c.tag_id, _tastes.c.site, _tags.c.label, _tags.c.kind, _topics.c.label,
            _topics.c.query,
        )
    )  # fmt: skip
    found = [
        Taste(
            weight=_bounded(row.weight),
            topic_id=row.topic_id,
            tag_id=row.tag_id,
            site=row.site,
            label=row.label or "",
            kind=TagKind(row.kind) if row.kind else TagKind.SUBJECT,
            query=row.query or "",
        )
        for row in rows
    ]
    # What contradicts itself weighs nothing, and is not worth a line.
    return sorted((one for one in found if one.weight), key=lambda one: (-abs(one.weight), one.label, one.site))


async def of_all(connection: Connection, subscriber_ids: Iterable[int]) -> dict[int, Weights]:
    """Return the weights of those of the readers who said anything."""
    rows = await connection.execute(
        select(
            _tastes.c.subscriber_id, _tastes.c.topic_id, _tastes.c.tag_id, _tastes.c.site,
            func.sum(_tastes.c.value).label("weight"),
        )
        .where(bulk.among(connection, _tastes.c.subscriber_id, subscriber_ids))
        .group_by(_tastes.c.subscriber_id, _tastes.c.topic_id, _tastes.c.tag_id, _tastes.c.site)
    )  # fmt: skip
    by_reader: dict[int, tuple[dict[int, int], dict[int, int], dict[int, set[str]]]] = {}
    for row in rows:
        of_tags, of_topics, excluded = by_reader.setdefault(row.subscriber_id, ({}, {}, {}))
        if row.site:
            excluded.setdefault(row.topic_id, set()).add(row.site)
        elif row.weight and row.tag_id is not None:
            of_tags[row.tag_id] = _bounded(row.weight)
        elif row.weight:
            of_topics[row.topic_id] = _bounded(row.weight)
    return {
        each: Weights(
            tags=of_tags, topics=of_topics, excluded={key: frozenset(sites) for key, sites in excluded.items()}
        )
        for each, (of_tags, of_topics, excluded) in by_reader.items()
    }


async def bring(connection: Connection, subscriber_id: int, tastes: Iterable[Taste], *, now: datetime) -> int:
    """Learn what was learned elsewhere; what was learned here of the same things stays. Returns of how many."""
    await _lock(connection, subscriber_id)
    known = {(one.tag_id, one.topic_id, one.site) for one in await listed(connection, subscriber_id)}
    new = [one for one in tastes if one.weight and (one.tag_id, one.topic_id, one.site) not in known][:MOST]
    rows = [
        {
            "subscriber_id": subscriber_id, "story_id": 0, "topic_id": one.topic_id, "tag_id": one.tag_id,
            "site": one.site, "value": _bounded(one.weight), "said_at": now,
        }
        for one in new
    ]  # fmt: skip
    if rows:
        await connection.execute(_tastes.insert(), rows)
        await _bound(connection, subscriber_id)
    return len(rows)


async def _aspects(connection: Connection, story: Story) -> list[CanonicalTag]:
    """Choose the tags that a story stands for: those that most others share, but none that is everywhere."""
    everywhere = {stems for stems, tag in gazetteer.known().items() if tag.scope == "everywhere"}
    of_story = [tag for tag in story.tags if tags.is_topic(tag) and tag.key not in everywhere]
    if not of_story:
        return []
    story_tags = tables.story_tags
    rows = await connection.execute(
        select(story_tags.c.tag_id, func.count().label("stories"))
        .where(story_tags.c.tag_id.in_([tag.id for tag in of_story]))
        .group_by(story_tags.c.tag_id)
    )
    counts = {row.tag_id: row.stories for row in rows}
    shared = [tag for tag in of_story if counts.get(tag.id, 0) >= _FEWEST]
    return sorted(shared, key=lambda tag: (tag.kind is TagKind.PLACE, -counts[tag.id], tag.id))[:_ASPECTS]


async def _lock(connection: Connection, subscriber_id: int) -> None:
    """Let nobody else say anything for this reader before the transaction ends: two devices are one reader."""
    subscribers = tables.subscribers
    await connection.execute(select(subscribers.c.id).where(subscribers.c.id == subscriber_id).with_for_update())


async def _bound(connection: Connection, subscriber_id: int) -> None:
    """Let the oldest rows of a reader go where there are too many."""
    kept = select(_tastes.c.id).where(_of(subscriber_id)).order_by(_tastes.c.id.desc()).limit(MOST).subquery()
    await connection.execute(delete(_tastes).where(_of(subscriber_id), _tastes.c.id.not_in(select(kept.c.id))))


def _of(subscriber_id: int) -> ColumnElement[bool]:
    return _tastes.c.subscriber_id == subscriber_id


def _same(column: ColumnElement[int | None], value: int | None) -> ColumnElement[bool]:
    return and_(true(), column.is_(None) if value is None else column == value)


def _bounded(weight: int) -> int:
    return max(-STRONGEST, min(STRONGEST, weight))
