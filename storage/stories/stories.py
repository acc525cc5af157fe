"""Stories: which one an article tells, and stories by their ids; judging, writing and wording are done elsewhere."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, delete, exists, select, update

from parsers.article import Image, TagKind
from storage.database import Connection
from storage.model import CanonicalTag, Earlier, Member, MemberKind, Story
from storage.schema import maintenance_tables, source_tables, tables
from storage.stories import assignment, candidate_index, merge_split, provenance, visibility, writer
from storage.stories.arrivals import NewArticle
from storage.stories.clustering import representatives
from storage.stories.clustering.classifier import Judgement
from storage.stories.clustering.features import ArticleFeatures

_stories = tables.stories
_articles = tables.articles
_owners = source_tables.site_owners
# Not what it is compared by.
_OF_STORIES = [column for column in _stories.c if column.name != "centre"]
# Not the body: it is long, and nobody tells it.
_OF_MEMBERS = (
    *(
        _articles.c[name]
        for name in (
            "id", "story_id", "url", "site", "title", "lead", "language", "published_at", "joined_at", "member_kind",
            "images", "corrected_at", "withdrawn_at", "origin_site",
        )
    ),
    _owners.c.owner,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """The story an article belongs to, and why; there is no judgement where nothing came near or it had its story."""

    article_id: int
    story_id: int
    kind: MemberKind
    created: bool
    verdict: Judgement | None = None


async def assign(
    connection: Connection,
    article_id: int,
    extracted: ArticleFeatures,
    *,
    now: datetime,
    source_id: int | None = None,
) -> Assigned:
    """Give a saved and tagged article its story, or bring the story of an edited one up to date.

    `source_id` is the private source that found it: the story is then known to those alone who have that source.
    """
    arrival = NewArticle(article_id=article_id, features=extracted, source_id=source_id)
    (assigned,) = await assign_all(connection, [arrival], now=now)
    if assigned.created and source_id is not None:
        await visibility.begin(connection, assigned.story_id, source_id)
    return assigned


async def assign_all(connection: Connection, arrivals: Sequence[NewArticle], *, now: datetime) -> list[Assigned]:
    """Give several articles their stories, in their order: as one by one, with far fewer queries."""
    if not arrivals:
        return []
    found = await assignment.place_all(connection, arrivals, now=now)
    placed = found.articles
    ids = await writer.create(connection, placed, now=now)
    await writer.join(connection, placed, ids, now=now)
    await writer.refresh(connection, placed, ids, now=now)
    await merge_split.unite(connection, found.united, now=now)
    return [
        Assigned(
            article_id=each.article_id,
            story_id=ids[each.story.id],
            kind=each.kind,
            created=each.kind is MemberKind.FIRST and not each.returned,
            verdict=each.verdict,
        )
        for each in placed
    ]


async def release(connection: Connection, article_id: int, story_id: int) -> bool:
    """Take an article that a public source lists out of its private story; False if that is everybody's already.

    Assign it anew: it then meets what everybody is told. What else its story holds stays private.
    """
    if await visibility.is_everybodys(connection, story_id):
        return False
    await connection.execute(update(_articles).where(_articles.c.id == article_id).values(story_id=None))
    if not await connection.scalar(select(exists().where(_articles.c.story_id == story_id))):
        await connection.execute(delete(_stories).where(_stories.c.id == story_id))
        return True
    kept = representatives.decode(
        await connection.scalar(select(_stories.c.centre).where(_stories.c.id == story_id)) or b""
    )
    others = [member for member in kept if member.article_id != article_id]
    if others:
        await writer.say(connection, {story_id: others}, {})
    return True


async def forget(connection: Connection, *, now: datetime) -> int:
    """Let go of what only the comparison needs of stories long closed; the stories stay. Return how many keys went."""
    return await candidate_index.forget(
        connection, closed_before=now - assignment.WINDOW, before=now - assignment.RECALL
    )


async def get(connection: Connection, story_id: int) -> Story | None:
    """Return a story with its members, None if there is none of this id."""
    return next(iter(await load(connection, [story_id])), None)


async def load(connection: Connection, ids: Iterable[int], *, with_tags: bool = True) -> list[Story]:
    """Return stories with their members and, unless nobody asks for them, tags, in the order of the ids.

    Unknown ids are left out.

    The id of a story that was found to be another one stands for that one.
    """
    wanted = list(dict.fromkeys(ids))
    rows = await _rows(connection, wanted)
    merged = [row.id for row in rows.values() if not row.member_count]
    if merged:
        heirs = await _heirs(connection, merged)
        wanted = list(dict.fromkeys(heirs.get(each, each) for each in wanted))
        rows = await _rows(connection, wanted)
    members = await _members(connection, list(rows))
    tags = await _tags(connection, list(rows)) if with_tags else {}
    earlier = await _earlier(connection, {row.continues_id for row in rows.values() if row.continues_id is not None})
    return [
        replace(_story(rows[each], members.get(each, []), tags.get(each, [])),
                earlier=earlier.get(rows[each].continues_id))
        for each in wanted if each in rows
    ]  # fmt: skip


async def _earlier(connection: Connection, ids: Collection[int]) -> dict[int | None, Earlier]:
    if not ids:
        return {}
    query = select(_stories.c.id, _stories.c.headline, _stories.c.url, _stories.c.last_at)
    rows = await connection.execute(query.where(_stories.c.id.in_(ids), _stories.c.withdrawn_at.is_(None)))
    return {row.id: Earlier(headline=row.headline, url=row.url, last_at=row.last_at) for row in rows}


async def _rows(connection: Connection, ids: Sequence[int]) -> dict[int, Row[Any]]:
    return {row.id: row for row in await connection.execute(select(*_OF_STORIES).where(_stories.c.id.in_(ids)))}


async def _heirs(connection: Connection, ids: Sequence[int]) -> dict[int, int]:
    merged = maintenance_tables.merged_stories
    query = select(merged.c.story_id, merged.c.into_id).where(merged.c.story_id.in_(ids))
    return {row.story_id: row.into_id for row in await connection.execute(query)}


async def _members(connection: Connection, ids: Sequence[int]) -> dict[int, list[Member]]:
    query = (
        select(*_OF_MEMBERS)
        .outerjoin(_owners, _owners.c.site == provenance.teller())
        .where(_articles.c.story_id.in_(ids))
        .order_by(_articles.c.published_at, _articles.c.id)
    )
    found: dict[int, list[Member]] = {}
    for row in await connection.execute(query):
        found.setdefault(row.story_id, []).append(_member(row))
    return found


async def _tags(connection: Connection, ids: Sequence[int]) -> dict[int, list[CanonicalTag]]:
    query = (
        select(tables.story_tags.c.story_id, tables.tags)
        .join(tables.tags, tables.tags.c.id == tables.story_tags.c.tag_id)
        .where(tables.story_tags.c.story_id.in_(ids))
        .order_by(tables.tags.c.id)
    )
    found: dict[int, list[CanonicalTag]] = {}
    for row in await connection.execute(query):
        tag = CanonicalTag(id=row.id, key=row.key, label=row.label, kind=TagKind(row.kind))
        found.setdefault(row.story_id, []).append(tag)
    return found


def _member(row: Row[Any]) -> Member:
    pictured = (Image(**image) for image in row.images if image["url"])
    # The largest, of those that may be as large as they like the first.
    picture = max(pictured, key=attrgetter("area"), default=None)
    return Member(
        article_id=row.id,
        url=row.url,
        site=row.site,
        title=row.title,
        lead=row.lead,
        language=row.language,
        published_at=row.published_at,
        joined_at=row.joined_at,
        kind=MemberKind(row.member_kind),
        image_url=picture.url if picture else "",
        image_area=picture.area if picture else 0,
        corrected_at=row.corrected_at,
        withdrawn_at=row.withdrawn_at,
        owner=row.owner or "",
        origin=row.origin_site,
    )


def _story(row: Row[Any], members: Sequence[Member], tags: Sequence[CanonicalTag]) -> Story:
    return Story(
        id=row.id,
        headline=row.headline,
        summary=row.summary,
        url=row.url,
        language=row.language,
        first_at=row.first_at,
        last_at=row.last_at,
        members=tuple(members),
        tags=tuple(tags),
        source_count=row.source_count,
        continues_id=row.continues_id,
        withdrawn_at=row.withdrawn_at,
    )
