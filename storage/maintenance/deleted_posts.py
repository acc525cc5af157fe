"""Posts that a channel's page shows no more, between others that it does: withdrawn; and those that are back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select

from storage import bulk
from storage.database import Connection
from storage.maintenance import rechecks
from storage.schema import tables

_articles = tables.articles
# Numbers of a page's range that are looked up: a page has twenty posts, and most gaps are pictures of albums.
_MOST: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The posts that were found to be withdrawn, and those that are there again, by their articles' ids."""

    withdrawn: tuple[int, ...] = ()
    returned: tuple[int, ...] = ()


async def settle(connection: Connection, site: str, shown: Collection[int], *, now: datetime) -> Settled:
    """Mark the articles of a channel by the numbers of the posts that a page of it shows.

    What is missing between the first and the last of them, and was an article once, was deleted.
    """
    gone = missing(shown)
    rows = (
        await connection.execute(
            select(_articles.c.id, _articles.c.site_id, _articles.c.withdrawn_at).where(
                _articles.c.site == site, bulk.among(connection, _articles.c.site_id, map(str, gone | set(shown)))
            )
        )
    ).all()
    withdrawn = [row.id for row in rows if int(row.site_id) in gone and row.withdrawn_at is None]
    returned = [row.id for row in rows if int(row.site_id) not in gone and row.withdrawn_at is not None]
    for article_id in withdrawn:
        await rechecks.mark(connection, article_id, now)
    for article_id in returned:
        await rechecks.mark(connection, article_id, None)
    return Settled(withdrawn=tuple(withdrawn), returned=tuple(returned))


def missing(shown: Collection[int]) -> frozenset[int]:
    """Return the numbers that a page does not show between those that it does; of very many the newest."""
    if not shown:
        return frozenset()
    first, last = min(shown), max(shown)
    return frozenset(range(max(first, last - _MOST), last)).difference(shown)
