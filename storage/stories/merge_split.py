"""Makes one story of two, and two of one, with everything that points at a story; decides neither."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, case, delete, exists, func, literal, select, update

from parsers.language import terms
from storage.articles import articles, tags
from storage.database import Connection, insert
from storage.model import MemberKind
from storage.schema import maintenance_tables, saved_tables, tables
from storage.stories import candidate_index, writer
from storage.stories.clustering import blocking, classifier, features, linkage, representatives
from storage.stories.clustering.representatives import Representative

_stories = tables.stories
_articles = tables.articles
_tellings, _versions = tables.tellings, tables.versions
_digests = tables.digests
_merged = maintenance_tables.merged_stories
_followed, _muted = saved_tables.followed_stories, saved_tables.muted_stories
_COUNTED = blocking.key_hash(candidate_index.ARTICLES)

KEPT = (saved_tables.saved_stories, _followed, _muted)
"""What readers keep: of the one story made of two, and of both made of one."""

SHARED = (tables.story_tags, tables.story_keys, tables.topic_matches, _tellings, _versions, *KEPT)
"""Rows that a story has one of for each tag, reader and so on: where both stories have one, one remains."""

OWN = (_articles, tables.article_lines)
"""Rows of an article, which has one story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """All members of a story that falls apart: those of the story that goes on under its id, and of the new one."""

    stay: tuple[Representative, ...]
    leave: tuple[Representative, ...]


async def centres(connection: Connection, ids: Iterable[int]) -> dict[int, tuple[Representative, ...]]:
    """The members that stories keep to be compared by, of those that keep any; locked until the transaction ends."""
    query = select(_stories.c.id, _stories.c.centre).where(_stories.c.id.in_(list(ids))).order_by(_stories.c.id)
    rows = await connection.execute(query.with_for_update())
    return {row.id: representatives.decode(row.centre) for row in rows if row.centre}


async def merge(connection: Connection, story_id: int, into: int, *, now: datetime) -> None:
    """Put all of a story into another one. The row of the first stays, without members, and says where it went.

    Who was told of either was told of both: nothing that either said by then is told again.
    """
    grown_at = await connection.scalar(select(func.max(_stories.c.grown_at)).where(_stories.c.id.in_((story_id, into))))
    await _bring(connection, story_id, into)
    await connection.execute(
        update(_stories)
        .where(_stories.c.id == story_id)
        .values(member_count=0, source_count=0, centre=None, continues_id=None)
    )
    await connection.execute(update(_merged).where(_merged.c.into_id == story_id).values(into_id=into))
    await connection.execute(_merged.insert().values(story_id=story_id, into_id=into, merged_at=now))
    await connection.execute(update(_stories).where(_stories.c.id == into).values(grown_at=grown_at))


async def unite(connection: Connection, pairs: Sequence[tuple[int, int]], *, now: datetime) -> None:
    """Put stories into others (gone, into), in this order; of those that another process put somewhere, none."""
    for story_id, into in pairs:
        if len(await centres(connection, [story_id, into])) == 2:
            await merge(connection, story_id, into, now=now)


async def gather(connection: Connection) -> int:
    """Bring after it what another process put into a story while it was being merged; return how many stories had."""
    query = select(_merged.c.story_id, _merged.c.into_id).where(
        exists().where(_articles.c.story_id == _merged.c.story_id)
    )
    strays = (await connection.execute(query)).all()
    for story_id, into in strays:
        await _bring(connection, story_id, into)
        await connection.execute(
            update(_stories).where(_stories.c.id == story_id).values(member_count=0, source_count=0, centre=None)
        )
    return len(strays)


async def part(connection: Connection, story_id: int, parted: Parted) -> int:
    """Make a new story of the members that leave; return its id. Its topics are not matched yet.

    Who was told of the story was told of each part, as far as it went by then; what readers keep, they keep of both.
    """
    old = select(*(column for column in _stories.c if column.name not in ("id", "continues_id"))).where(
        _stories.c.id == story_id
    )
    names = [column.name for column in old.selected_columns]
    new_id: int = (
        await connection.execute(insert(connection, _stories).from_select(names, old).returning(_stories.c.id))
    ).scalar_one()
    leaving = [member.article_id for member in parted.leave]
    await connection.execute(update(_articles).where(_articles.c.id.in_(leaving)).values(story_id=new_id))
    lines = tables.article_lines
    await connection.execute(update(lines).where(lines.c.article_id.in_(leaving)).values(story_id=new_id))
    await _rank(connection, parted.leave)
    for table in (_tellings, _versions, *KEPT):
        await _copy(connection, table, story_id, new_id)
    for one, members in ((story_id, parted.stay), (new_id, parted.leave)):
        await _meet_by(connection, one, members)
        await _recount_told(connection, one)
        last = select(func.max(_articles.c.joined_at)).where(_articles.c.story_id == one).scalar_subquery()
        await connection.execute(
            update(_stories).where(_stories.c.id == one).values(grown_at=func.coalesce(last, _stories.c.grown_at))
        )
    # A digest that was sent before the first of these came told nothing of them.
    untold = (_tellings.c.story_id == new_id) & (_tellings.c.member_count == 0)
    await connection.execute(delete(_tellings).where(untold))
    kept = {story_id: linkage.together(parted.stay), new_id: linkage.together(parted.leave)}
    await writer.say(connection, kept, {})
    return new_id


async def whole(connection: Connection, story_id: int, kept: Sequence[Representative]) -> list[Representative]:
    """All members of a story, the first to join first: those it keeps no features of are read again."""
    query = select(_articles.c.id).where(_articles.c.story_id == story_id)
    ids = await connection.scalars(query.order_by(_articles.c.joined_at, _articles.c.id))
    known = {member.article_id: member for member in kept}
    return [known.get(each) or await _read(connection, each) for each in ids.all()]


async def _bring(connection: Connection, story_id: int, into: int) -> None:
    kept = await centres(connection, [story_id, into])
    await _rank_among(connection, story_id, kept.get(story_id, ()), kept.get(into, ()))
    for table in OWN:
        await connection.execute(update(table).where(table.c.story_id == story_id).values(story_id=into))
    for table in SHARED:
        await _copy(connection, table, story_id, into)
        await connection.execute(delete(table).where(table.c.story_id == story_id))
    await _continue(connection, story_id, into)
    await _settle_wishes(connection, into)
    await _recount_told(connection, into)
    if kept:
        await writer.say(connection, {into: linkage.together(*kept.values())}, {})


async def _copy(connection: Connection, table: Table, story_id: int, to: int) -> None:
    """Give another story the same rows; where it has its own, that stays, alive as long as either."""
    columns = [literal(to) if column.name == "story_id" else column for column in table.c]
    statement = insert(connection, table).from_select(
        [column.name for column in table.c], select(*columns).where(table.c.story_id == story_id)
    )
    keys = [column.name for column in table.primary_key]
    if "last_at" in table.c:
        ours, theirs = table.c.last_at, statement.excluded.last_at
        later = case((theirs > ours, theirs), else_=ours)
        statement = statement.on_conflict_do_update(index_elements=keys, set_={"last_at": later})
    else:
        statement = statement.on_conflict_do_nothing(index_elements=keys)
    await connection.execute(statement)


async def _continue(connection: Connection, story_id: int, into: int) -> None:
    """Let what took up either story take up the one, and the one what either took up; never itself."""
    taken_up = await connection.scalars(select(_stories.c.continues_id).where(_stories.c.id.in_((into, story_id))))
    others = [each for each in taken_up if each not in (None, story_id, into)]
    await connection.execute(update(_stories).where(_stories.c.continues_id == story_id).values(continues_id=into))
    await connection.execute(
        update(_stories).where(_stories.c.id == into).values(continues_id=min(others, default=None))
    )


async def _settle_wishes(connection: Connection, story_id: int) -> None:
    """Of a reader who follows one of the stories and muted the other, the later wish holds."""
    for gone, stays, later in (
        (_muted, _followed, _followed.c.followed_at >= _muted.c.muted_at),
        (_followed, _muted, _muted.c.muted_at > _followed.c.followed_at),
    ):
        both: ColumnElement[bool] = exists().where(
            stays.c.story_id == gone.c.story_id, stays.c.subscriber_id == gone.c.subscriber_id, later
        )
        await connection.execute(delete(gone).where(gone.c.story_id == story_id, both))


async def _recount_told(connection: Connection, story_id: int) -> None:
    """Count anew how many members each digest told: all that had joined when it was composed."""
    joined_at = func.coalesce(_articles.c.joined_at, _articles.c.saved_at)
    count = (
        select(func.count(_articles.c.id))
        .join(_digests, joined_at <= _digests.c.composed_at)
        .where(_articles.c.story_id == story_id, _digests.c.id == _tellings.c.digest_id)
        .correlate(_tellings)
        .scalar_subquery()
    )
    await connection.execute(update(_tellings).where(_tellings.c.story_id == story_id).values(member_count=count))


async def _rank_among(
    connection: Connection, story_id: int, members: Sequence[Representative], others: Sequence[Representative]
) -> None:
    """Say of the first article of a story what it is to another one."""
    first = await connection.scalar(
        select(_articles.c.id).where(_articles.c.story_id == story_id, _articles.c.member_kind == MemberKind.FIRST)
    )
    extracted = next((member.weighed for member in members if member.article_id == first), None)
    known = [other.weighed for other in others]
    kind = classifier.decide(extracted, known).kind if extracted and known else MemberKind.SAME
    await connection.execute(update(_articles).where(_articles.c.id == first).values(member_kind=kind))


async def _rank(connection: Connection, members: Sequence[Representative]) -> None:
    """Say of each member of a new story what it is to those before it."""
    for at, member in enumerate(members):
        before = [each.weighed for each in members[:at]]
        kind = classifier.decide(member.weighed, before).kind if before else MemberKind.FIRST
        await connection.execute(update(_articles).where(_articles.c.id == member.article_id).values(member_kind=kind))


async def _meet_by(connection: Connection, story_id: int, members: Sequence[Representative]) -> None:
    """Let a story be met by the tags and keys of these members, and by no others."""
    attached = await tags.load(connection, [member.article_id for member in members])
    keys = {blocking.tag_key(tag.key) for found in attached.values() for tag in found}
    counts = await candidate_index.counts(connection, {_COUNTED, *map(terms.key_hash, keys)})
    rarity = terms.rarities(counts, counts.get(_COUNTED, 0))
    met: dict[int, datetime] = {}
    tagged: dict[int, datetime] = {}
    for member in members:
        at = member.weighed.traits.published_at
        found = attached.get(member.article_id, ())
        by = blocking.keys(member.weighed, [(tag.key, rarity(blocking.tag_key(tag.key))) for tag in found])
        met |= {key: max(at, met.get(key, at)) for key in map(blocking.key_hash, by)}
        tagged |= {tag.id: max(at, tagged.get(tag.id, at)) for tag in found}
    for table in (tables.story_tags, tables.story_keys):
        await connection.execute(delete(table).where(table.c.story_id == story_id))
    await candidate_index.index(connection, [(key, story_id, at) for key, at in sorted(met.items())])
    if tagged:
        rows = [{"story_id": story_id, "tag_id": tag, "last_at": at} for tag, at in sorted(tagged.items())]
        await connection.execute(tables.story_tags.insert(), rows)


async def _read(connection: Connection, article_id: int) -> Representative:
    article = await articles.get(connection, article_id)
    assert article is not None  # noqa: S101 - it was selected in this very transaction
    extracted = features.extract(article)
    counts = await candidate_index.counts(
        connection, {_COUNTED, *map(terms.key_hash, (*extracted.title, *extracted.lead))}
    )
    weighed = features.weigh(extracted, terms.rarities(counts, counts.get(_COUNTED, 0)))
    return Representative(article_id=article_id, weighed=weighed)
