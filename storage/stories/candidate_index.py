"""The tables behind the comparison: how often words were seen, and which stories are met by which keys."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, or_, select, update

from storage import bulk
from storage.database import Connection
from storage.schema import tables

_keys = tables.story_keys
_counts = tables.word_counts
_SEASON = timedelta(days=90)
ARTICLES = "articles"
"""The word under which the articles themselves are counted; no term is in Latin letters."""


async def counts(connection: Connection, words: Iterable[int]) -> dict[int, int]:
    """In how many articles each of the words (hashed) was seen; those never seen are left out."""
    among = bulk.among(connection, _counts.c.word, words)
    found = await connection.execute(select(_counts.c.word, _counts.c.articles).where(among))
    return {row[0]: row[1] for row in found.all()}


async def count(connection: Connection, seen: Mapping[int, int]) -> None:
    """Add to the counts of words (hashed)."""
    await bulk.put(connection, _counts, sorted(seen.items()), adding="articles")


async def met(
    connection: Connection, keys: Iterable[int], *, since: datetime, open_since: datetime
) -> list[tuple[int, int, bool]]:
    """The stories met by each key (hashed) and alive at or after `since`: (key, story, alive since `open_since`)."""
    # Compared there: to read thousands of moments back costs more than all the rest of the query.
    query = select(_keys.c.key, _keys.c.story_id, _keys.c.last_at >= open_since).where(
        bulk.among(connection, _keys.c.key, keys), _keys.c.last_at >= since
    )
    return [(key, story, bool(is_open)) for key, story, is_open in (await connection.execute(query)).all()]


async def forget(connection: Connection, *, closed_before: datetime, before: datetime) -> int:
    """Let stories be met no more: all that ended before `before`, lone articles once closed. Return the keys gone."""
    stories = tables.stories
    # Asked story by story: a list of all that had one article would be as long as the archive.
    alone = exists().where(stories.c.id == _keys.c.story_id, stories.c.member_count < 2)
    keys = delete(_keys).where(_keys.c.last_at < closed_before, or_(_keys.c.last_at < before, alone))
    gone = (await connection.execute(keys)).rowcount
    # Those of an earlier season were emptied then.
    ended = stories.c.last_at.between(before - _SEASON, before)
    await connection.execute(update(stories).where(ended, stories.c.centre.is_not(None)).values(centre=None))
    return gone


async def index(connection: Connection, rows: Sequence[tuple[int, int, datetime]]) -> None:
    """Let stories be met by keys: (key, story, when it was last alive)."""
    await bulk.put(connection, _keys, rows, replacing="last_at")
