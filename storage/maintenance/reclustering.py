"""The weekly second look at stories: two that are one become one, and one that falls apart two; tells nobody."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, select

from storage.database import Connection, Database
from storage.maintenance import story_edits
from storage.schema import tables
from storage.stories import candidate_index, merge_split, visibility
from storage.stories.clustering import classifier, linkage, representatives
from storage.stories.clustering.classifier import Measure
from storage.stories.clustering.representatives import Representative
from storage.stories.merge_split import Parted
from storage.topics import topics

_stories = tables.stories
_PAGE = 50
# Those met by most keys; the others have hardly a word in common.
_CANDIDATES = 6
REACH = timedelta(days=7)
"""Stories that ended earlier are left as they are."""


class Step(StrEnum):
    """What the review does to stories."""

    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One step, done or proposed: the stories by id and headline (the one that keeps its id first), and why.

    `score` is the mean log odds of one event between the two groups of articles; `evidence` is of their
    closest pair.
    A split that is proposed knows no id of the new story yet: 0.
    """

    step: Step
    stories: tuple[tuple[int, str], tuple[int, str]]
    articles: int
    score: float
    evidence: tuple[Measure, ...]


async def review(database: Database, *, now: datetime, dry_run: bool = False) -> AsyncIterator[Revision]:
    """Look at each story of the last week again, and yield each step as it was done, each in its own transaction.

    Splits come first; a merge is judged by all members both stories keep, so that none leads to another by a chain.
    Repeating it changes nothing. `dry_run` yields the first steps it would take, and takes none.
    """
    since = now - REACH
    if not dry_run:
        async with database.transaction() as connection:
            await merge_split.gather(connection)
    async for story_id, kept in _several(database, since):
        async for change in _parted(database, story_id, kept, now, dry_run=dry_run):
            yield change
    while True:
        merged = False
        async for story_id, _ in _several(database, since):
            async for change in _united(database, story_id, since, now, dry_run=dry_run):
                merged = True
                yield change
        if dry_run or not merged:
            return


async def _several(database: Database, since: datetime) -> AsyncIterator[tuple[int, tuple[Representative, ...]]]:
    """The stories of several articles, in the order of their ids; the database is not held while one is looked at."""
    after = 0
    while True:
        query = _alive(since).where(_stories.c.id > after, _stories.c.member_count > 1)
        async with database.read() as connection:
            rows = (await connection.execute(query.order_by(_stories.c.id).limit(_PAGE))).all()
        for row in rows:
            # Others want the loop between two stories.
            await asyncio.sleep(0)
            yield row.id, representatives.decode(row.centre)
        if len(rows) < _PAGE:
            return
        after = rows[-1].id


def _alive(since: datetime) -> Select[Any]:
    return select(_stories.c.id, _stories.c.headline, _stories.c.centre).where(
        _stories.c.last_at >= since, _stories.c.centre.is_not(None), visibility.is_public(_stories.c.id)
    )


async def _parted(
    database: Database, story_id: int, kept: Sequence[Representative], now: datetime, *, dry_run: bool
) -> AsyncIterator[Revision]:
    """Part a story as often as it falls apart; the new stories are looked at in their turn."""
    falls_apart = linkage.parts(kept) is not None
    while falls_apart:
        async with database.read() if dry_run else database.transaction() as connection:
            change = await _part(connection, story_id, now, dry_run=dry_run)
        if change is not None:
            yield change
        falls_apart = change is not None and not dry_run


async def _part(connection: Connection, story_id: int, now: datetime, *, dry_run: bool) -> Revision | None:
    """Part a story if it still falls apart once the members that it keeps no features of are asked too."""
    row = next(iter(await _locked(connection, [story_id], lock=not dry_run)), None)
    kept = representatives.decode(row.centre) if row else ()
    found = linkage.parts(kept)
    if row is None or found is None or await story_edits.keeps_together(connection, story_id):
        return None
    parted = _divided(await merge_split.whole(connection, story_id, kept), found)
    if parted is None:
        return None
    new_id = 0
    if not dry_run:
        new_id = await merge_split.part(connection, story_id, parted)
        await topics.match_again(connection, [story_id, new_id], now=now)
    return Revision(
        step=Step.SPLIT,
        stories=((story_id, row.headline), (new_id, await _title(connection, parted.leave[0].article_id))),
        articles=len(parted.leave),
        score=found.kinship.score,
        evidence=found.kinship.evidence,
    )


def _divided(members: Sequence[Representative], found: linkage.Parts) -> Parted | None:
    """Put each forgotten member to the part it is nearer to; None if several tell both, and hold the story together."""
    known = {member.article_id for member in (*found.stay, *found.leave)}
    away = {member.article_id for member in found.leave}
    bridges = 0
    for member in members:
        if member.article_id in known:
            continue
        staying, leaving = (
            classifier.decide(member.weighed, [each.weighed for each in part]) for part in (found.stay, found.leave)
        )
        bridges += staying.same and leaving.same
        if leaving.score > staying.score:
            away.add(member.article_id)
    if bridges > 1:
        return None
    return Parted(
        stay=tuple(member for member in members if member.article_id not in away),
        leave=tuple(member for member in members if member.article_id in away),
    )


async def _title(connection: Connection, article_id: int) -> str:
    title: str = (
        await connection.execute(select(tables.articles.c.title).where(tables.articles.c.id == article_id))
    ).scalar_one()
    return title


async def _united(
    database: Database, story_id: int, since: datetime, now: datetime, *, dry_run: bool
) -> AsyncIterator[Revision]:
    """Put a story and those that tell the same event together, the nearest first."""
    while True:
        async with database.read() as connection:
            kept, others = await _met(connection, story_id, since)
        nearest = await _nearest(kept, others)
        if nearest is None:
            return
        pair = (min(story_id, nearest), max(story_id, nearest))
        async with database.read() if dry_run else database.transaction() as connection:
            change = await _merge(connection, *pair, now, dry_run=dry_run)
        if change is not None:
            yield change
        if dry_run or change is None:
            return
        story_id = pair[0]


async def _met(
    connection: Connection, story_id: int, since: datetime
) -> tuple[tuple[Representative, ...], dict[int, tuple[Representative, ...]]]:
    """A story's members, and those of the stories it has most keys in common with."""
    keys = tables.story_keys
    mine = (await connection.scalars(select(keys.c.key).where(keys.c.story_id == story_id))).all()
    met = Counter(story for _, story, _ in await candidate_index.met(connection, mine, since=since, open_since=since))
    del met[story_id]
    most = sorted(met, key=lambda story: (-met[story], story))[:_CANDIDATES]
    rows = await connection.execute(_alive(since).where(_stories.c.id.in_([story_id, *most])))
    found = {row.id: representatives.decode(row.centre) for row in rows}
    return found.pop(story_id, ()), found


async def _nearest(kept: Sequence[Representative], others: Mapping[int, Sequence[Representative]]) -> int | None:
    best: tuple[float, int] | None = None
    for other_id, other in sorted(others.items()):
        # Others want the loop between two comparisons.
        await asyncio.sleep(0)
        found = linkage.one_event(kept, other) if kept else None
        if found and (best is None or found.score > best[0]):
            best = found.score, other_id
    return best[1] if best else None


async def _merge(connection: Connection, into: int, story_id: int, now: datetime, *, dry_run: bool) -> Revision | None:
    """Put the later of two stories into the earlier, if they are still one."""
    rows = await _locked(connection, [into, story_id], lock=not dry_run)
    if len(rows) < 2:
        return None
    found = linkage.one_event(*(representatives.decode(row.centre) for row in rows))
    if found is None or await story_edits.keeps_apart(connection, into, story_id):
        return None
    if not dry_run:
        await merge_split.merge(connection, story_id, into, now=now)
    return Revision(
        step=Step.MERGE,
        stories=((into, rows[0].headline), (story_id, rows[1].headline)),
        articles=rows[1].member_count,
        score=found.score,
        evidence=found.evidence,
    )


async def _locked(connection: Connection, ids: Sequence[int], *, lock: bool) -> Sequence[Row[Any]]:
    columns = (_stories.c.id, _stories.c.headline, _stories.c.centre, _stories.c.member_count)
    query: Select[Any] = select(*columns).where(_stories.c.id.in_(ids), _stories.c.centre.is_not(None))
    query = query.order_by(_stories.c.id)
    found: Sequence[Row[Any]] = (await connection.execute(query.with_for_update() if lock else query)).all()
    return found
