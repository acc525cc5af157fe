"""Addresses that gave a source no article, and when each is worth another try; fetches nothing.

A refusal binds the source it happened to alone: another may read the same page by a better way, or a day later.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from storage import bulk, sanitize
from storage.articles import url_key
from storage.database import Connection, insert
from storage.schema import source_tables

_refusals = source_tables.refusals

# A page that gave no article is tried again after an hour, then twice that, and so on up to a week: publishers
# repair pages within the day, and a page that never was an article stays one.
_FIRST_RETRY = timedelta(hours=1)
_LAST_RETRY = timedelta(days=7)
# PostgreSQL refuses index keys beyond 2,704 bytes.
_LONGEST = 1000


async def refuse(connection: Connection, url: str, source: str, reason: str, *, now: datetime) -> datetime:
    """Remember that an address gave no article, and why; returns when it is worth another try."""
    key = _key(url, source)
    attempts: int = await connection.scalar(select(_refusals.c.attempts).where(_refusals.c.key == key)) or 0
    retry_at = now + min(_LAST_RETRY, _FIRST_RETRY * 2.0 ** min(attempts, 16))
    values = {
        "url": sanitize.text(url),
        "source": source,
        "reason": reason[:64],
        "attempts": attempts + 1,
        "retry_at": retry_at,
    }
    statement = insert(connection, _refusals).values(key=key, **values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=values))
    return retry_at


async def refused(connection: Connection, urls: Iterable[str], source: str, *, now: datetime) -> set[str]:
    """Return those of the addresses that gave a source no article and are not worth another try yet."""
    wanted: dict[str, list[str]] = {}
    for url in urls:
        wanted.setdefault(_key(url, source), []).append(url)
    query = select(_refusals.c.key).where(bulk.among(connection, _refusals.c.key, wanted), _refusals.c.retry_at > now)
    return {url for key in await connection.scalars(query) for url in wanted[key]}


async def accept(connection: Connection, url: str, source: str) -> None:
    """Forget a refusal: the address gave its source an article after all."""
    await connection.execute(delete(_refusals).where(_refusals.c.key == _key(url, source)))


async def forget(connection: Connection, *, before: datetime) -> int:
    """Forget refusals that have been worth another try since before a moment, and were not asked for again."""
    result = await connection.execute(delete(_refusals).where(_refusals.c.retry_at < before))
    return int(result.rowcount)


def _key(url: str, source: str) -> str:
    return sanitize.short(f"{sanitize.text(source)} {url_key.key(url)}", _LONGEST)
