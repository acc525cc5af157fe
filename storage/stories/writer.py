"""Writes what the batch decided: new stories, their members and keys, and what each story says now."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, exists, func, literal, select, update

from storage import bulk
from storage.database import Connection, insert
from storage.model import MemberKind
from storage.schema import saved_tables, source_tables, tables
from storage.stories import candidate_index, provenance
from storage.stories.assignment import Assignment
from storage.stories.clustering import headlines, independence, representatives
from storage.stories.clustering.headlines import Voice
from storage.stories.clustering.representatives import Representative

_stories = tables.stories
_articles = tables.articles
_story_tags = tables.story_tags
_followed = saved_tables.followed_stories
_owners = source_tables.site_owners


@dataclass(slots=True, kw_only=True)
class _Tally:
    """What the members of a story add up to."""

    first_at: datetime
    last_at: datetime
    members: int = 0
    owners: set[str] = field(default_factory=set)
    copies: int = 0
    withdrawn_at: datetime | None = None

    @property
    def sources(self) -> int:
        """The independent ones."""
        return independence.sources(self.owners, self.copies)


async def create(connection: Connection, placed: Sequence[Assignment], *, now: datetime) -> dict[int, int]:
    """Insert the stories that are new; return the id of each story of the batch by its id at the batch."""
    ids = {each.story.id: each.story.id for each in placed}
    first = {each.story.id: each for each in reversed(placed) if each.story.new}
    if first:
        # Until the story speaks, its address says which one it is: rows asked back in order cost a query each.
        rows = [
            {
                "headline": "", "summary": "", "url": f"{draft}", "first_at": _at(each), "last_at": _at(each),
                "grown_at": now, "continues_id": each.story.continues,
            }
            for draft, each in sorted(first.items())
        ]  # fmt: skip
        statement = insert(connection, _stories).returning(_stories.c.id, _stories.c.url)
        ids |= {int(url): story for story, url in await connection.execute(statement, rows)}
        await _go_on(connection, {ids[draft]: each.story.continues for draft, each in first.items()}, now)
    return ids


async def _go_on(connection: Connection, born: Mapping[int, int | None], now: datetime) -> None:
    """Let those who follow a closed story follow the one that takes it up again: they asked what becomes of it."""
    for story_id, earlier in born.items():
        if earlier is not None:
            mine = select(_followed.c.subscriber_id, literal(story_id), literal(now, _followed.c.followed_at.type))
            await connection.execute(
                insert(connection, _followed).from_select(
                    ["subscriber_id", "story_id", "followed_at"], mine.where(_followed.c.story_id == earlier)
                )
            )


async def join(connection: Connection, placed: Sequence[Assignment], ids: Mapping[int, int], *, now: datetime) -> None:
    """Write which story each article belongs to, and by which keys and tags its story is met from now on."""
    rows = [
        {"article": each.article_id, "story": ids[each.story.id], "kind": str(each.kind), "at": now}
        for each in placed
        if not each.returned
    ]
    if rows:
        statement = update(_articles).where(_articles.c.id == bindparam("article"))
        await connection.execute(
            statement.values(story_id=bindparam("story"), member_kind=bindparam("kind"), joined_at=bindparam("at")),
            rows,
        )
    await candidate_index.index(
        connection, _latest((key, ids[each.story.id], _at(each)) for each in placed for key in each.keys)
    )
    tagged = _latest((ids[each.story.id], tag, _at(each)) for each in placed for tag in each.tags)
    await bulk.put(connection, _story_tags, tagged, replacing="last_at")


async def refresh(
    connection: Connection, placed: Sequence[Assignment], ids: Mapping[int, int], *, now: datetime
) -> None:
    """Let every story of the batch say what its members say now."""
    kept = {ids[each.story.id]: each.story.members for each in placed}
    grown = {ids[each.story.id] for each in placed if not each.returned}
    await say(connection, kept, dict.fromkeys(grown, now))


async def recount(connection: Connection, sites: Collection[str], *, after: int, limit: int) -> int | None:
    """Count the sources of the next `limit` stories after an id that any of these sites is in.

    Returns:
        The last id, to go on after; None at the end.
    """
    query = (
        select(_stories.c.id)
        .where(
            _stories.c.id > after,
            _stories.c.member_count > 1,
            exists().where(_articles.c.story_id == _stories.c.id, provenance.teller().in_(sites)),
        )
        .order_by(_stories.c.id)
        .limit(limit)
    )
    tallies = await _tallies(connection, list(await connection.scalars(query)))
    rows = [{"story": story, "count": tally.sources} for story, tally in tallies.items()]
    if rows:
        statement = update(_stories).where(_stories.c.id == bindparam("story"))
        await connection.execute(statement.values(source_count=bindparam("count")), rows)
    return max(tallies, default=None)


async def say(
    connection: Connection, kept: Mapping[int, Sequence[Representative]], grown: Mapping[int, datetime]
) -> None:
    """Write what stories say, given the members they keep, and when those that grew did."""
    tallies = await _tallies(connection, list(kept))
    voices = await _voices(connection, [member.article_id for members in kept.values() for member in members])
    rows = [
        {
            "story": story,
            "new_grown_at": grown.get(story),
            "new_centre": representatives.encode(kept[story]),
            **_said(tallies[story], [voices[each.article_id] for each in kept[story] if each.article_id in voices]),
        }
        for story in sorted(tallies)
    ]
    values: dict[str, Any] = {column: bindparam(f"new_{column}") for column in _SAID}
    grown_at = func.coalesce(bindparam("new_grown_at", type_=_stories.c.grown_at.type), _stories.c.grown_at)
    await connection.execute(
        update(_stories).where(_stories.c.id == bindparam("story")).values(**values, grown_at=grown_at), rows
    )


# What speaks for a story stands at the beginning of a lead; one of 200,000 words is read so many letters far.
_SPOKEN = 3000
_SAID = (
    "headline", "summary", "url", "language", "first_at", "last_at", "member_count", "source_count", "withdrawn_at",
    "centre",
)  # fmt: skip


def _said(tally: _Tally, voices: Sequence[Voice]) -> dict[str, Any]:
    # What is withdrawn speaks only where nothing else is left.
    standing = [voice for voice in voices if not voice.withdrawn] or voices
    voice = headlines.best(standing)
    return {
        "new_headline": voice.title,
        "new_summary": headlines.summary(standing, voice),
        "new_url": voice.url,
        "new_language": voice.language,
        "new_first_at": tally.first_at,
        "new_last_at": tally.last_at,
        "new_member_count": tally.members,
        "new_source_count": tally.sources,
        "new_withdrawn_at": None if tally.sources else tally.withdrawn_at,
    }


async def _tallies(connection: Connection, stories: Sequence[int]) -> dict[int, _Tally]:
    at, gone_at = _articles.c.published_at, _articles.c.withdrawn_at
    teller = provenance.teller()
    alike = (_articles.c.story_id, teller, _articles.c.member_kind, _owners.c.owner)
    standing = func.count() - func.count(gone_at)
    query = (
        select(*alike, func.count(), standing, func.min(at), func.max(at), func.max(gone_at))
        .outerjoin(_owners, _owners.c.site == teller)
        .where(bulk.among(connection, _articles.c.story_id, stories))
        .group_by(*alike)
    )
    found: dict[int, _Tally] = {}
    rows = (await connection.execute(query)).all()
    for story, site, kind, known, members, left, first_at, last_at, withdrawn_at in rows:
        tally = found.setdefault(story, _Tally(first_at=first_at, last_at=last_at))
        tally.members += members
        tally.first_at, tally.last_at = min(tally.first_at, first_at), max(tally.last_at, last_at)
        tally.withdrawn_at = max(filter(None, (tally.withdrawn_at, withdrawn_at)), default=None)
        if independence.confirms(MemberKind(kind), standing=left > 0):
            tally.owners.add(independence.owner(site, known or ""))
        else:
            tally.copies += left
    return found


async def _voices(connection: Connection, ids: Sequence[int]) -> dict[int, Voice]:
    text = case((_articles.c.lead == "", _articles.c.paragraphs[0].as_string()), else_=_articles.c.lead)
    query = select(
        _articles.c.id,
        _articles.c.url,
        _articles.c.language,
        _articles.c.title,
        _articles.c.member_kind,
        _articles.c.withdrawn_at,
        func.substr(text, 1, _SPOKEN).label("text"),
    ).where(bulk.among(connection, _articles.c.id, ids))
    return {
        row.id: Voice(
            article_id=row.id,
            url=row.url,
            language=row.language,
            title=row.title,
            text=row.text or "",
            copy=row.member_kind == MemberKind.COPY,
            withdrawn=row.withdrawn_at is not None,
        )
        for row in (await connection.execute(query)).all()
    }


def _at(placed: Assignment) -> datetime:
    return placed.weighed.traits.published_at


def _latest(rows: Iterable[tuple[int, int, datetime]]) -> list[tuple[int, int, datetime]]:
    """One row for each pair, with the latest time, in a fixed order."""
    found: dict[tuple[int, int], datetime] = {}
    for one, other, at in rows:
        known = found.get((one, other))
        if known is None or at > known:
            found[one, other] = at
    return [(*pair, found[pair]) for pair in sorted(found)]
