"""What a subscriber keeps of stories, as addresses to take along and bring back; decides nothing of settings.

An address that leads to no story we know stays a saved link.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Table, delete, func, or_, select

from storage import sanitize
from storage.articles import url_key
from storage.database import Connection, insert
from storage.schema import saved_tables, source_tables, tables
from storage.sources.added_sources import AddedState
from storage.stories import visibility
from storage.subscribers import saved_stories

MOST = 1000
"""Addresses of one kind that are taken along."""

_links = saved_tables.saved_links
# Keys in one question; SQLite takes 32,766 values at most.
_AT_ONCE = 500
_LONGEST_HEADLINE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAddress:
    """A story by the address of its best article, and its headline; `id` is a saved link's, 0 for a story."""

    url: str
    headline: str
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptStories:
    """What a subscriber saved, follows and muted, the latest first."""

    saved: tuple[KeptAddress, ...] = ()
    followed: tuple[KeptAddress, ...] = ()
    muted: tuple[KeptAddress, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What became of kept stories: how many were joined to stories, kept as links, known already, and unknown to us."""

    stories: int = 0
    links: int = 0
    known: int = 0
    unknown: int = 0


async def kept(connection: Connection, subscriber_id: int) -> KeptStories:
    """Return what a subscriber keeps of stories."""
    return KeptStories(
        saved=(
            *await _addresses(connection, saved_tables.saved_stories, "saved_at", subscriber_id),
            *await links(connection, subscriber_id),
        )[:MOST],
        followed=await _addresses(connection, saved_tables.followed_stories, "followed_at", subscriber_id),
        muted=await _addresses(connection, saved_tables.muted_stories, "muted_at", subscriber_id),
    )


async def links(
    connection: Connection, subscriber_id: int, *, start: int = 0, limit: int = MOST
) -> tuple[KeptAddress, ...]:
    """Return saved links, the latest first, from the `start`-th on."""
    rows = await connection.execute(
        select(_links)
        .where(_links.c.subscriber_id == subscriber_id)
        .order_by(_links.c.id.desc())
        .offset(start)
        .limit(limit)
    )
    return tuple(KeptAddress(url=row.url, headline=row.headline, id=row.id) for row in rows)


async def count_links(connection: Connection, subscriber_id: int) -> int:
    """Count saved links."""
    query = select(func.count()).select_from(_links).where(_links.c.subscriber_id == subscriber_id)
    return await connection.scalar(query) or 0


async def drop_link(connection: Connection, subscriber_id: int, link_id: int) -> bool:
    """Remove a saved link; False if there is none."""
    removed = await connection.execute(
        delete(_links).where(_links.c.subscriber_id == subscriber_id, _links.c.id == link_id)
    )
    return removed.rowcount > 0


async def own_sources(connection: Connection, subscriber_id: int) -> tuple[KeptAddress, ...]:
    """Return the sources a subscriber added that are read or wait for the operator's word, by name."""
    added, own = source_tables.added_sources, source_tables.own_sources
    rows = await connection.execute(
        select(added.c.url, added.c.title)
        .where(
            or_(
                (added.c.added_by == subscriber_id) & added.c.state.in_([AddedState.APPROVED, AddedState.PROPOSED]),
                added.c.id.in_(select(own.c.source_id).where(own.c.subscriber_id == subscriber_id)),
            )
        )
        .order_by(added.c.name)
        .limit(MOST)
    )
    return tuple(KeptAddress(url=row.url, headline=row.title) for row in rows)


async def unknown_sources(connection: Connection, urls: Iterable[str]) -> list[str]:
    """Return those of the addresses that we list nothing from."""
    wanted = [sanitize.text(url) for url in urls]
    listings = source_tables.listings
    known = set(await connection.scalars(select(listings.c.url).where(listings.c.url.in_(wanted))))
    added = source_tables.added_sources
    known |= set(
        await connection.scalars(
            select(added.c.url).where(added.c.url.in_(wanted), added.c.state == AddedState.APPROVED)
        )
    )
    return [url for url in wanted if url not in known]


async def bring(connection: Connection, subscriber_id: int, stories: KeptStories, *, now: datetime) -> Brought:
    """Save, follow and mute again what was taken along; what is saved of stories we do not know is kept as links."""
    found = await _stories_at(
        connection, subscriber_id, [one.url for one in (*stories.saved, *stories.followed, *stories.muted)]
    )
    joined = known = 0
    for act, kept_ones in (
        (saved_stories.mute, stories.muted),
        (saved_stories.follow, stories.followed),
        (saved_stories.save, stories.saved),
    ):
        # The latest comes first in the file, and shall be the latest here.
        ids = reversed([found[one.url] for one in kept_ones if one.url in found])
        for order, story_id in enumerate(ids):
            is_new = await act(connection, subscriber_id, story_id, now=now + timedelta(microseconds=order))
            joined, known = joined + is_new, known + (not is_new)
    lost = [one for one in stories.saved if one.url not in found]
    added = await _add_links(connection, subscriber_id, lost, now)
    unknown = sum(one.url not in found for one in (*stories.followed, *stories.muted))
    return Brought(stories=joined, links=added, known=known + len(lost) - added, unknown=unknown)


async def _add_links(connection: Connection, subscriber_id: int, lost: Sequence[KeptAddress], now: datetime) -> int:
    room = MOST - await count_links(connection, subscriber_id)
    added = 0
    for one in reversed(lost[: max(0, room)]):
        url = sanitize.text(one.url)
        result = await connection.execute(
            insert(connection, _links)
            .values(
                subscriber_id=subscriber_id,
                url=url,
                headline=sanitize.text(one.headline)[:_LONGEST_HEADLINE] or url,
                saved_at=now,
            )
            .on_conflict_do_nothing(index_elements=["subscriber_id", "url"])
        )
        added += result.rowcount > 0
    return added


async def _addresses(connection: Connection, table: Table, moment: str, subscriber_id: int) -> tuple[KeptAddress, ...]:
    stories = tables.stories
    rows = await connection.execute(
        select(stories.c.url, stories.c.headline)
        .join(table, table.c.story_id == stories.c.id)
        .where(table.c.subscriber_id == subscriber_id)
        .order_by(table.c[moment].desc(), stories.c.id.desc())
        .limit(MOST)
    )
    return tuple(KeptAddress(url=row.url, headline=row.headline[:_LONGEST_HEADLINE]) for row in rows)


async def _stories_at(connection: Connection, subscriber_id: int, urls: Sequence[str]) -> Mapping[str, int]:
    keys = {url: url_key.key(sanitize.text(url)) for url in urls}
    wanted, found = sorted(set(keys.values())), dict[str, int]()
    for start in range(0, len(wanted), _AT_ONCE):
        rows = await connection.execute(
            select(tables.addresses.c.key, tables.articles.c.story_id)
            .join(tables.articles, tables.articles.c.id == tables.addresses.c.article_id)
            .where(
                tables.addresses.c.key.in_(wanted[start : start + _AT_ONCE]),
                tables.articles.c.story_id.is_not(None),
                visibility.is_visible(tables.articles.c.story_id, subscriber_id),
            )
        )
        found |= {row.key: row.story_id for row in rows}
    return {url: found[key] for url, key in keys.items() if key in found}
