"""Which articles are asked for once more, and what follows: withdrawn by their publishers, or back; fetches nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, exists, or_, select, update

from storage.database import Connection, insert
from storage.schema import maintenance_tables, saved_tables, tables
from storage.stories import writer
from storage.stories.clustering import representatives

_articles = tables.articles
_stories = tables.stories
_rechecks = maintenance_tables.rechecks

AFTER = timedelta(hours=3)
"""An article is asked for again so long after it was read: most corrections and withdrawals happen sooner."""

_NO_LATER = timedelta(hours=24)
# A page that is not there is asked for again before anything is said of it; one that is gone may come back.
AGAIN = timedelta(hours=1)
_RETURN = timedelta(days=1)
_RETURNS_WITHIN = timedelta(days=7)
_LEASE = timedelta(minutes=30)
_MOST_FAILURES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """An article to be asked for again: its identity and address, since when we know its page, and what we know."""

    article_id: int
    site: str
    site_id: str
    url: str
    title: str
    known_since: datetime
    missing_since: datetime | None
    withdrawn_at: datetime | None
    failures: int


async def claim(connection: Connection, *, now: datetime, limit: int) -> list[Recheck]:
    """Take articles that are due, those waiting longest first; what is not answered is due again after a while.

    Each is due once, some hours after it was read, if its story is on a topic that somebody follows, or is kept by
    somebody; and again as long as it is missing.
    """
    ids = list(await connection.scalars(_due(now).limit(limit)))
    ids += await connection.scalars(_unchecked(now).limit(limit - len(ids)))
    rows = [{"article_id": each, "due_at": now + _LEASE, "missing_since": None, "failures": 0} for each in ids]
    if not rows:
        return []
    statement = insert(connection, _rechecks)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["article_id"], set_={"due_at": statement.excluded.due_at}), rows
    )
    query = select(_articles, _rechecks.c.missing_since, _rechecks.c.failures).join(_rechecks)
    found = {row.id: row for row in await connection.execute(query.where(_articles.c.id.in_(ids)))}
    return [
        Recheck(
            article_id=row.id,
            site=row.site,
            site_id=row.site_id,
            url=row.url,
            title=row.title,
            known_since=row.corrected_at or row.saved_at,
            missing_since=row.missing_since,
            withdrawn_at=row.withdrawn_at,
            failures=row.failures,
        )
        for row in map(found.__getitem__, ids)
    ]


async def present(connection: Connection, recheck: Recheck) -> bool:
    """The page is there. Return whether it had been withdrawn, and is no longer."""
    await _settle(connection, recheck, due_at=None, missing_since=None)
    if recheck.withdrawn_at is not None:
        await mark(connection, recheck.article_id, None)
    return recheck.withdrawn_at is not None


async def missing(connection: Connection, recheck: Recheck, *, now: datetime) -> bool:
    """The publisher says that there is no such page. Return whether that makes the article withdrawn: the second time.

    A page that has been gone for a week is asked for no more.
    """
    since = recheck.missing_since or now
    confirmed = now - since >= AGAIN / 2
    withdrawn_at = recheck.withdrawn_at or (now if confirmed else None)
    due_at = now + (_RETURN if confirmed else AGAIN)
    late = withdrawn_at is not None and now - withdrawn_at > _RETURNS_WITHIN
    await _settle(connection, recheck, due_at=None if late else due_at, missing_since=since)
    if withdrawn_at is None or recheck.withdrawn_at is not None:
        return False
    await mark(connection, recheck.article_id, withdrawn_at)
    return True


async def unknown(connection: Connection, recheck: Recheck, *, now: datetime) -> None:
    """Nobody could tell: asked again later, a few times, which says nothing of the article."""
    failures = recheck.failures + 1
    due_at = now + AGAIN * failures if failures < _MOST_FAILURES or recheck.missing_since else None
    await _settle(connection, recheck, due_at=due_at, missing_since=recheck.missing_since, failures=min(failures, 24))


async def forget(connection: Connection, *, before: datetime) -> int:
    """Forget what was settled of articles read before a moment; return of how many."""
    old = exists().where(_articles.c.id == _rechecks.c.article_id, _articles.c.saved_at < before)
    return int((await connection.execute(delete(_rechecks).where(_rechecks.c.due_at.is_(None), old))).rowcount)


def _due(now: datetime) -> Select[Any]:
    query = select(_rechecks.c.article_id).where(_rechecks.c.due_at <= now)
    return query.order_by(_rechecks.c.due_at, _rechecks.c.article_id)


def _unchecked(now: datetime) -> Select[Any]:
    matches, follows = tables.topic_matches, tables.follows
    wanted = [
        exists().where(matches.c.story_id == _articles.c.story_id, follows.c.topic_id == matches.c.topic_id),
        *(
            exists().where(table.c.story_id == _articles.c.story_id)
            for table in (tables.tellings, saved_tables.followed_stories, saved_tables.saved_stories)
        ),
    ]
    return (
        select(_articles.c.id)
        .where(
            _articles.c.saved_at <= now - AFTER,
            _articles.c.saved_at > now - _NO_LATER,
            ~exists().where(_rechecks.c.article_id == _articles.c.id),
            # What becomes of a channel's posts is seen on the page that lists them.
            ~_articles.c.site.startswith("t.me/"),
            or_(*wanted),
        )
        .order_by(_articles.c.saved_at, _articles.c.id)
    )


async def _settle(
    connection: Connection,
    recheck: Recheck,
    *,
    due_at: datetime | None,
    missing_since: datetime | None,
    failures: int = 0,
) -> None:
    await connection.execute(
        update(_rechecks)
        .where(_rechecks.c.article_id == recheck.article_id)
        .values(due_at=due_at, missing_since=missing_since, failures=failures)
    )


async def mark(connection: Connection, article_id: int, withdrawn_at: datetime | None) -> None:
    """Mark an article as withdrawn, or as there again, and let its story say what is left of it."""
    article = _articles.c.id == article_id
    await connection.execute(update(_articles).where(article).values(withdrawn_at=withdrawn_at))
    row = (
        await connection.execute(
            select(_stories.c.id, _stories.c.centre)
            .join(_articles, _articles.c.story_id == _stories.c.id)
            .where(article)
        )
    ).first()
    # A story closed long ago has no representatives left to speak from: it stays as it is.
    if row is not None and row.centre:
        await writer.say(connection, {row.id: representatives.decode(row.centre)}, {})
