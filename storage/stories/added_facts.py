"""What the accounts of a story add to each other, in their own words, read from the database; weighs nothing itself."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeAlias

from cachetools import LRUCache
from sqlalchemy import select

from parsers.article import Article
from storage.database import Connection
from storage.model import Member, Story, StoryCandidate
from storage.schema import tables
from storage.stories.clustering import novelty

_articles = tables.articles
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
# Of a longer story the latest accounts before an article say what it could repeat.
_MOST = 12
# What an account says after this is background.
_LONGEST = 6_000
# The digests of a morning ask for the same few hundred: what an article adds does not change while nobody edits it.
_REMEMBERED = 2_000
_Accounts: TypeAlias = tuple[Member, ...]
_Wordings: TypeAlias = tuple[tuple[str, str, datetime | None], ...]
_said: LRUCache[_Wordings, tuple[str, ...]] = LRUCache(maxsize=_REMEMBERED)


async def added(connection: Connection, candidates: Iterable[StoryCandidate]) -> dict[int, tuple[str, ...]]:
    """What each article that joined a story since it was told says first, by article: sentences, names, a quotation.

    Empty for an article that says nothing of the kind.
    """
    wanted: dict[int, _Accounts] = {}
    for candidate in candidates:
        joined = sorted(candidate.story.members, key=lambda member: (member.joined_at, member.article_id))
        told = candidate.told.member_count if candidate.told else len(joined)
        for at, member in enumerate(joined[told:], start=told):
            wanted[member.article_id] = tuple(joined[max(0, at - _MOST) : at + 1])
    return dict(zip(wanted, await _last_alone(connection, list(wanted.values())), strict=True))


async def only(connection: Connection, story: Story) -> list[tuple[str, tuple[str, ...]]]:
    """What one account of a story alone says: (site, its words) of those that say something, earliest first."""
    members = story.standing[-_MOST:]
    if len(members) < 2:
        return []
    orders = [(*members[:at], *members[at + 1 :], member) for at, member in enumerate(members)]
    said = zip(members, await _last_alone(connection, orders), strict=True)
    return [(member.site, facts) for member, facts in said if facts and member.language == story.language]


async def _last_alone(connection: Connection, accounts: Sequence[_Accounts]) -> list[tuple[str, ...]]:
    """What the last of each of these accounts says that none before it does."""
    keys = [tuple((member.url, member.title, member.corrected_at) for member in each) for each in accounts]
    # Taken out at once: while the others are read, another digest may push these out.
    found = {key: _said[key] for key in keys if key in _said}
    missing = {key: each for key, each in zip(keys, accounts, strict=True) if key not in found}
    if missing:
        texts = await _texts(connection, {member.article_id for each in missing.values() for member in each})
        for key, each in missing.items():
            # Names and numbers of long texts take milliseconds: not on the event loop.
            found[key] = await asyncio.to_thread(_alone, [texts[member.article_id] for member in each])
        _said.update((key, found[key]) for key in missing)
    return [found[key] for key in keys]


def _alone(told: Sequence[Article]) -> tuple[str, ...]:
    return novelty.phrases(novelty.only_in(told[-1], told[:-1]), told[-1])


async def _texts(connection: Connection, ids: Iterable[int]) -> Mapping[int, Article]:
    query = select(_articles.c.id, _articles.c.title, _articles.c.lead, _articles.c.paragraphs)
    return {
        row.id: Article(
            url="",
            site="",
            site_id="",
            title=row.title,
            lead=row.lead,
            paragraphs=("\n".join(row.paragraphs)[:_LONGEST],),
            published_at=_ANY_TIME,
        )
        for row in await connection.execute(query.where(_articles.c.id.in_(list(ids))))
    }
