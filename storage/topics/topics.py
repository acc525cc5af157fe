"""Topics: who follows what, and which stories are on which topic; what one means is storage.topics.query's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, exists, func, select, union, update

from storage import sanitize
from storage.database import Connection, insert
from storage.errors import TooManyTopicsError
from storage.model import Story, Topic
from storage.schema import saved_tables, tables
from storage.stories import stories, visibility
from storage.topics import index, scan
from storage.topics.query import labels, parser
from storage.topics.query.document import Hit, TokenizedText
from storage.topics.query.parser import Query

MAX_FOLLOWED = 500
"""Topics that one subscriber may follow."""

_follows = tables.follows
_matches = tables.topic_matches
_topics = tables.topics


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a topic would have caught: how many stories, of how many in all, and the latest of them.

    `looked` is how many of the latest articles were looked through, None if all were.
    """

    count: int
    total: int
    examples: tuple[Story, ...]
    looked: int | None = None


async def ensure(connection: Connection, query: Query, *, now: datetime, asked_by: int | None = None) -> Topic:
    """Return the topic of a query; a new one is filed, so that new stories find it from now on.

    It is called what was typed now, tidied; the label that is kept says nothing but the topic, for it is shown to all
    who have given it none of their own. `asked_by` is the subscriber who typed it. Follow with `backfill`,
    or stories of the past are not on it.
    """
    topic_id = await connection.scalar(
        insert(connection, _topics)
        .values(
            query=str(query),
            label=sanitize.text(labels.shared(query)),
            created_at=now,
            lexicon=0,
            asked_by=asked_by,
        )
        .on_conflict_do_nothing(index_elements=["query"])
        .returning(_topics.c.id)
    )
    if topic_id is not None:
        await index.file(connection, {topic_id: query})
    row = (await connection.execute(select(_topics).where(_topics.c.query == str(query)))).one()
    return Topic(id=row.id, query=row.query, label=sanitize.text(labels.own(query)))


async def get(connection: Connection, topic_id: int) -> Topic | None:
    """Return a topic, None if there is none of this id."""
    row = (await connection.execute(select(_topics).where(_topics.c.id == topic_id))).first()
    return _topic(row) if row is not None else None


async def follow(
    connection: Connection, subscriber_id: int, topic_id: int, *, now: datetime, label: str | None = None
) -> bool:
    """Let a subscriber follow a topic, called `label` for them alone; return False if they did already.

    Raises:
        TooManyTopicsError: they follow `MAX_FOLLOWED` topics already.
    """
    followed = _follows.c.subscriber_id == subscriber_id
    if await connection.scalar(select(_follows.c.topic_id).where(followed, _follows.c.topic_id == topic_id)):
        return False
    if (await connection.scalar(select(func.count()).select_from(_follows).where(followed)) or 0) >= MAX_FOLLOWED:
        raise TooManyTopicsError(f"subscriber {subscriber_id} follows {MAX_FOLLOWED} topics")
    added = await connection.execute(
        insert(connection, _follows)
        .values(subscriber_id=subscriber_id, topic_id=topic_id, followed_at=now, label=label)
        .on_conflict_do_nothing()
    )
    return added.rowcount > 0


async def unfollow(connection: Connection, subscriber_id: int, topic_id: int) -> bool:
    """Let a subscriber follow a topic no longer; return False if they did not."""
    removed = await connection.execute(
        delete(_follows).where(_follows.c.subscriber_id == subscriber_id, _follows.c.topic_id == topic_id)
    )
    return removed.rowcount > 0


async def for_subscriber(connection: Connection, subscriber_id: int) -> list[Topic]:
    """Return the topics a subscriber follows, in the order they were followed."""
    rows = await connection.execute(
        select(_topics.c.id, _topics.c.query, func.coalesce(_follows.c.label, _topics.c.label).label("label"))
        .join(_follows, _follows.c.topic_id == _topics.c.id)
        .where(_follows.c.subscriber_id == subscriber_id)
        .order_by(_follows.c.followed_at, _topics.c.id)
    )
    return [_topic(row) for row in rows]


async def matching(connection: Connection, content: TokenizedText) -> dict[int, Hit]:
    """Return the topics that a text is on, by id, with the words found; records nothing."""
    candidates = await index.candidates(connection, content)
    looked = {topic_id: candidate.find(content) for topic_id, candidate in candidates.items()}
    return {topic_id: hit for topic_id, hit in looked.items() if hit is not None}


async def match(connection: Connection, story_id: int, *, now: datetime) -> int:
    """Match the new and corrected articles of a story against every topic; return on how many topics it newly is.

    Call it when a story is born, has grown or was corrected. A story is on a topic if any of its articles is. Once a
    correction took the words out of the last of them it is on it for those only who were told of it.
    """
    found: dict[int, Hit] = {}
    read = await index.add_members(connection, story_id)
    for line in read:
        found = await matching(connection, line.content) | found
    mine = select(_matches.c.topic_id).where(_matches.c.story_id == story_id, _matches.c.gone_at.is_(None))
    known = set(await connection.scalars(mine))
    new = found.keys() - known
    await _record(connection, [(topic_id, story_id, found[topic_id]) for topic_id in sorted(new)], now)
    if any(line.again for line in read):
        await _let_go(connection, story_id, known - found.keys(), now)
    return len(new)


async def match_again(connection: Connection, ids: Sequence[int], *, now: datetime) -> None:
    """Find the topics of stories anew by the articles they now have; what matched before did so when it did."""
    mine = _matches.c.story_id.in_(ids)
    before = (await connection.execute(select(_matches.c.topic_id, _matches.c.matched_at).where(mine))).all()
    lines = tables.article_lines
    await connection.execute(delete(lines).where(lines.c.story_id.in_(ids)))
    await connection.execute(delete(_matches).where(mine))
    for each in ids:
        await match(connection, each, now=now)
    for row in before:
        again = update(_matches).where(mine, _matches.c.topic_id == row.topic_id)
        await connection.execute(again.values(matched_at=row.matched_at))


async def _let_go(connection: Connection, story_id: int, topic_ids: Iterable[int], now: datetime) -> None:
    """Mark that a story is on those of the topics no longer that none of its articles is on."""
    contents = await index.contents(connection, story_id)
    rows = await connection.execute(select(_topics.c.id, _topics.c.query).where(_topics.c.id.in_(list(topic_ids))))
    gone = [row.id for row in rows if not any(map(parser.restore(row.query).find, contents))]
    await connection.execute(
        update(_matches).where(_matches.c.story_id == story_id, _matches.c.topic_id.in_(gone)).values(gone_at=now)
    )


async def past(connection: Connection, query: Query, *, since: datetime) -> dict[int, Hit]:
    """Return the stories told since a time that are on a topic, with the words found; of a broad one the latest."""
    found = scan.findings(connection, query, since=since, cost=scan.CostLimit())
    return {story_id: hit async for story_id, hit in found}


async def backfill(connection: Connection, topic_id: int, found: Mapping[int, Hit], *, now: datetime) -> int:
    """Put stories of the `past` on a topic that is new; return how many newly are. Repeating it is harmless.

    The topic may be gone since the past was read.
    """
    if await get(connection, topic_id) is None:
        return 0
    mine = select(_matches.c.story_id).where(_matches.c.topic_id == topic_id, _matches.c.gone_at.is_(None))
    known = set(await connection.scalars(mine))
    new = [(topic_id, story_id, hit) for story_id, hit in found.items() if story_id not in known]
    await _record(connection, new, now)
    return len(new)


async def with_queries(connection: Connection, queries: Iterable[str]) -> list[Topic]:
    """Return the topics of some canonical texts, of those that are known."""
    rows = await connection.execute(select(_topics).where(_topics.c.query.in_(set(queries))))
    return [Topic(id=row.id, query=row.query, label=row.label) for row in rows]


async def trial(
    connection: Connection, query: Query, *, since: datetime, limit: int = 3, seen_by: int | None = None
) -> Trial:
    """Try a topic on the stories since a time that a subscriber may be told (None: anybody); saves nothing."""
    lines = tables.article_lines
    story_id = lines.c.story_id
    seen = visibility.is_public(story_id) if seen_by is None else visibility.is_visible(story_id, seen_by)
    cost = scan.CostLimit()
    found = await scan.stories(connection, query, since=since, cost=cost, among=seen)
    total = await connection.scalar(select(func.count(story_id.distinct())).where(lines.c.published_at >= since, seen))
    examples = await stories.load(connection, found[:limit])
    return Trial(
        count=len(found),
        total=total or 0,
        examples=tuple(examples),
        looked=cost.lines if cost.is_spent else None,
    )


async def of_reader(connection: Connection, subscriber_id: int) -> list[int]:
    """Return the ids of the topics that a subscriber follows, mutes or was the first to type."""
    muted = saved_tables.muted_topics
    query = union(
        select(_follows.c.topic_id).where(_follows.c.subscriber_id == subscriber_id),
        select(muted.c.topic_id).where(muted.c.subscriber_id == subscriber_id),
        select(_topics.c.id).where(_topics.c.asked_by == subscriber_id),
    )
    return list(await connection.scalars(query))


async def drop_unwanted(connection: Connection, topic_ids: Iterable[int]) -> int:
    """Forget those of the topics that nobody follows or mutes, at once; return how many."""
    gone = await connection.execute(delete(_topics).where(_topics.c.id.in_(list(topic_ids)), _unwanted()))
    return gone.rowcount


async def forget(connection: Connection, *, topics_before: datetime, lines_before: datetime) -> tuple[int, int]:
    """Forget topics made before a moment that nobody follows or mutes, and the lines of old articles; count both.

    An old article keeps its matches; only trials and searches no longer reach it.
    """
    lines = tables.article_lines
    gone = await connection.execute(delete(_topics).where(_topics.c.created_at < topics_before, _unwanted()))
    old = await connection.execute(delete(lines).where(lines.c.published_at < lines_before))
    return int(gone.rowcount), int(old.rowcount)


def _unwanted() -> ColumnElement[bool]:
    muted = saved_tables.muted_topics
    return ~exists().where(_follows.c.topic_id == _topics.c.id) & ~exists().where(muted.c.topic_id == _topics.c.id)


async def _record(connection: Connection, found: list[tuple[int, int, Hit]], now: datetime) -> None:
    rows = [
        {"topic_id": topic_id, "story_id": story_id, "form": hit.form, "place": str(hit.place), "matched_at": now}
        for topic_id, story_id, hit in found
    ]
    if rows:
        statement = insert(connection, _matches)
        # What was gone is back with the words found now.
        back = {name: statement.excluded[name] for name in ("form", "place", "matched_at")} | {"gone_at": None}
        await connection.execute(
            statement.on_conflict_do_update(
                index_elements=["topic_id", "story_id"], set_=back, where=_matches.c.gone_at.is_not(None)
            ),
            rows,
        )


def _topic(row: Row[*tuple[Any, ...]]) -> Topic:
    return Topic(id=row.id, query=row.query, label=row.label)
