"""Digests as rows: what a reader may be told, and was; one digest per slot. Wording is not decided here."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, exists, func, or_, select

from storage import kept_tables, mutes, outbox, stories, tables
from storage.database import Connection, insert
from storage.model import Candidate, DigestKind, Match, PartState, Receipt, Slot, Story, Subscriber, Told, Topic

_digests = tables.digests
_tellings = tables.tellings


async def candidates(
    connection: Connection, subscriber: Subscriber, *, since: datetime, now: datetime, again: bool = False
) -> list[Candidate]:
    """Return the stories on a subscriber's topics that grew, or were corrected, after `since` and up to `now`.

    Stories that they follow themselves are among them, on a topic or not. Left out is what they were told as it still
    stands; `again` brings it back, for a recap. What they muted is left out always.
    """
    rows = (await connection.execute(_matches(subscriber.id, since, now, again=again))).all()
    matches: dict[int, list[Match]] = {}
    told: dict[int, Told] = {}
    for row in rows:
        matches.setdefault(row.story_id, []).append(_match(row))
        if row.told_at is not None:
            told[row.story_id] = _told(row)
    for row in await connection.execute(_followed(subscriber.id, since, now, again=again)):
        matches.setdefault(row.story_id, [])
        if row.told_at is not None:
            told[row.story_id] = _told(row)
    found = await stories.load(connection, list(matches))
    muted = await mutes.hidden(connection, subscriber.id, found)
    return [
        Candidate(story=story, matches=tuple(matches[story.id]), told=told.get(story.id))
        for story in sorted(found, key=lambda story: (story.first_at, story.id))
        if story.id not in muted
    ]


async def last_composed_at(connection: Connection, subscriber_id: int) -> datetime | None:
    """When the subscriber's last digest was composed, breaking news aside; None before the first."""
    last: datetime | None = await connection.scalar(
        select(func.max(_digests.c.composed_at)).where(
            _digests.c.subscriber_id == subscriber_id, _digests.c.kind != DigestKind.BREAKING
        )
    )
    return last


async def record(
    connection: Connection,
    subscriber_id: int,
    slot: Slot | None,
    told: Iterable[Story],
    parts: Sequence[outbox.Draft],
    *,
    due_at: datetime,
    now: datetime,
    breaking: bool = False,
) -> int | None:
    """Write a digest, what it tells, and its messages into the caller's transaction; returns its id.

    Returns None, and writes nothing, where the slot has its digest already. Without a slot (a digest the reader asked
    for, or `breaking` news) there may be any number. A digest without parts is a slot that had nothing to tell.
    """
    kind = DigestKind.BREAKING if breaking else DigestKind.SLOT if slot else DigestKind.ASKED
    digest_id: int | None = await connection.scalar(
        insert(connection, _digests)
        .values(
            subscriber_id=subscriber_id,
            kind=kind,
            local_date=slot.local_date if slot else None,
            at=slot.at if slot else None,
            due_at=due_at,
            composed_at=now,
        )
        .on_conflict_do_nothing(index_elements=["subscriber_id", "local_date", "at"])
        .returning(_digests.c.id)
    )
    if digest_id is None:
        return None
    numbers = {story_id: number for number, part in enumerate(parts, start=1) for story_id in part.stories}
    tellings = [_telling(digest_id, story, numbers) for story in told]
    if tellings:
        await connection.execute(_tellings.insert(), tellings)
    await outbox.add(
        connection, subscriber_id, parts, digest_id=digest_id, now=now, priority=outbox.Priority[kind.name]
    )
    return digest_id


async def receipts(connection: Connection, subscriber_id: int, limit: int) -> list[Receipt]:
    """Return what became of the last digests, the newest first; messages the outbox has forgotten are not counted."""
    parts = tables.outbox
    told = select(func.count()).where(_tellings.c.digest_id == _digests.c.id).correlate(_digests).scalar_subquery()
    query = (
        select(
            _digests,
            told.label("stories"),
            func.count(parts.c.id).label("parts"),
            func.count(parts.c.id).filter(parts.c.state == PartState.SENT).label("sent"),
            func.count(parts.c.id).filter(parts.c.state.in_([PartState.FAILED, PartState.DROPPED])).label("failed"),
            func.max(parts.c.settled_at).filter(parts.c.state == PartState.SENT).label("sent_at"),
        )
        .outerjoin(parts, (parts.c.digest_id == _digests.c.id) & parts.c.edit_of.is_(None))
        .where(_digests.c.subscriber_id == subscriber_id)
        .group_by(_digests.c.id)
        .order_by(_digests.c.composed_at.desc(), _digests.c.id.desc())
        .limit(limit)
    )
    return [_receipt(row) for row in await connection.execute(query)]


def _last_tellings(subscriber_id: int) -> Subquery:
    """The newest telling of each story to a subscriber."""
    newest = (
        select(_tellings.c.story_id, func.max(_tellings.c.digest_id).label("digest_id"))
        .join(_digests, _digests.c.id == _tellings.c.digest_id)
        .where(_digests.c.subscriber_id == subscriber_id)
        .group_by(_tellings.c.story_id)
        .subquery()
    )
    return (
        select(_tellings, _digests.c.composed_at.label("told_at"))
        .join(
            newest,
            (newest.c.story_id == _tellings.c.story_id) & (newest.c.digest_id == _tellings.c.digest_id),
        )
        .join(_digests, _digests.c.id == _tellings.c.digest_id)
        .subquery("told")
    )


def _matches(subscriber_id: int, since: datetime, now: datetime, *, again: bool) -> Select[Any]:
    matches, topics, follows = tables.topic_matches, tables.topics, tables.follows
    told = _last_tellings(subscriber_id)
    return (
        select(matches, topics.c.query, topics.c.label, *_what_was_told(told))
        .join(follows, follows.c.topic_id == matches.c.topic_id)
        .join(topics, topics.c.id == matches.c.topic_id)
        .join(tables.stories, tables.stories.c.id == matches.c.story_id)
        .outerjoin(told, told.c.story_id == matches.c.story_id)
        .where(
            follows.c.subscriber_id == subscriber_id,
            matches.c.gone_at.is_(None) | told.c.told_at.is_not(None),
            _is_news(told, since, now, again=again),
        )
        .order_by(follows.c.followed_at, matches.c.topic_id, matches.c.story_id)
    )


def _followed(subscriber_id: int, since: datetime, now: datetime, *, again: bool) -> Select[Any]:
    followed = kept_tables.followed_stories
    told = _last_tellings(subscriber_id)
    return (
        select(followed.c.story_id, *_what_was_told(told))
        .join(tables.stories, tables.stories.c.id == followed.c.story_id)
        .outerjoin(told, told.c.story_id == followed.c.story_id)
        .where(followed.c.subscriber_id == subscriber_id, _is_news(told, since, now, again=again))
    )


def _what_was_told(told: Subquery) -> tuple[ColumnElement[Any], ...]:
    return (told.c.told_at, told.c.member_count, told.c.source_count, told.c.headline, told.c.url)


def _is_news(told: Subquery, since: datetime, now: datetime, *, again: bool) -> ColumnElement[bool]:
    """Whether a story changed in the span; and, unless again, says more or other than was told."""
    articles, of_story = tables.articles, tables.stories
    changed = or_(
        (of_story.c.grown_at > since) & (of_story.c.grown_at <= now), of_story.c.id.in_(_corrected(since, now))
    )
    retitled = exists().where(
        articles.c.story_id == of_story.c.id, articles.c.url == told.c.url, articles.c.title != told.c.headline
    )
    more = or_(told.c.told_at.is_(None), told.c.member_count < of_story.c.member_count, retitled)
    return changed if again else changed & more


def _corrected(since: datetime, now: datetime) -> Select[Any]:
    """The stories with an article that was edited after `since`."""
    articles = tables.articles
    return select(articles.c.story_id).where(
        articles.c.corrected_at > since, articles.c.corrected_at <= now, articles.c.story_id.is_not(None)
    )


def _telling(digest_id: int, story: Story, parts: Mapping[int, int]) -> dict[str, Any]:
    return {
        "digest_id": digest_id,
        "story_id": story.id,
        "member_count": len(story.members),
        "source_count": story.source_count,
        "headline": story.headline,
        "url": story.url,
        "part": parts.get(story.id),
    }


def _match(row: Row[Any]) -> Match:
    topic = Topic(id=row.topic_id, query=row.query, label=row.label)
    return Match(topic=topic, story_id=row.story_id, form=row.form, place=row.place, matched_at=row.matched_at)


def _told(row: Row[Any]) -> Told:
    return Told(
        story_id=row.story_id,
        told_at=row.told_at,
        member_count=row.member_count,
        source_count=row.source_count,
        headline=row.headline,
        url=row.url,
    )


def _receipt(row: Row[Any]) -> Receipt:
    return Receipt(
        digest_id=row.id,
        local_date=row.local_date,
        at=row.at,
        due_at=row.due_at,
        composed_at=row.composed_at,
        stories=row.stories,
        parts=row.parts,
        sent=row.sent,
        failed=row.failed,
        sent_at=row.sent_at,
        kind=DigestKind(row.kind),
    )
