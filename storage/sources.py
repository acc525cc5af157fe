"""How listings have been answering, when to ask them again, which addresses to leave alone; fetches nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, select, update

from storage import addresses, storable, tables
from storage.database import Connection, insert

_listings = tables.listings
_refusals = tables.refusals

NEW = "new"
OK = "ok"

# A page that gave no article is tried again after an hour, then twice that, and so on up to a week: publishers
# repair pages within the day, and a page that never was an article stays one.
_FIRST_RETRY = timedelta(hours=1)
_LAST_RETRY = timedelta(days=7)
# A listing that fails is asked less and less, but at least this often: recovery must not wait for a person.
_LONGEST_BACKOFF = timedelta(hours=6)
# Well below what one statement may carry on either database (32,766 values).
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often listings are asked: the busiest every `shortest`, quiet ones down to every `longest`."""

    first: timedelta = timedelta(minutes=10)
    shortest: timedelta = timedelta(minutes=3)
    longest: timedelta = timedelta(hours=1)

    def faster(self, interval: timedelta) -> timedelta:
        """The interval after a listing named something new."""
        return max(self.shortest, min(self.longest, interval * 0.7))

    def slower(self, interval: timedelta) -> timedelta:
        """The interval after a listing named nothing new."""
        return max(self.shortest, min(self.longest, interval * 1.3))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingState:
    """What we know of a listing; `health` is "new", "ok" or the short reason of its last failure."""

    url: str
    source: str
    etag: str
    last_modified: str
    due_at: datetime
    interval: timedelta
    health: str
    detail: str
    failures: int
    health_since: datetime | None
    checked_at: datetime | None
    changed_at: datetime | None


async def keep(connection: Connection, listings: Mapping[str, str], *, now: datetime, pace: Pace | None = None) -> None:
    """Know these listings (address -> name of the source); new ones are due at once."""
    first = (pace or Pace()).first.total_seconds()
    rows = [
        {"url": url, "source": source, "due_at": now, "interval_seconds": first, "health_since": now}
        for url, source in listings.items()
    ]
    if rows:
        statement = insert(connection, _listings).values(health=NEW)
        await connection.execute(statement.on_conflict_do_nothing(index_elements=["url"]), rows)


async def due(
    connection: Connection,
    urls: Iterable[str],
    *,
    now: datetime,
    lease: timedelta,
    limit: int = 100,
    everything: bool = False,
) -> list[ListingState]:
    """Claim those of the listings whose time has come (or `everything`), the longest waiting first.

    What is claimed is not due again before its outcome is recorded or the lease ends.
    """
    wanted = _listings.c.url.in_(list(urls))
    query = (
        select(_listings)
        .where(wanted if everything else wanted & (_listings.c.due_at <= now))
        .order_by(_listings.c.due_at, _listings.c.url)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = (await connection.execute(query)).all()
    if rows:
        claimed = _listings.c.url.in_([row.url for row in rows])
        await connection.execute(update(_listings).where(claimed).values(due_at=now + lease))
    return [_state(row) for row in rows]


async def answered(
    connection: Connection,
    state: ListingState,
    *,
    now: datetime,
    new: int = 0,
    etag: str = "",
    last_modified: str = "",
    pace: Pace | None = None,
) -> bool:
    """Record an answer that named `new` unknown articles; true if the listing had not been well before."""
    pace = pace or Pace()
    interval = pace.faster(state.interval) if new else pace.slower(state.interval)
    values: dict[str, Any] = {
        "etag": etag,
        "last_modified": last_modified,
        "interval_seconds": interval.total_seconds(),
        "due_at": now + interval,
        "failures": 0,
    }
    if new:
        values["changed_at"] = now
    return await _record(connection, state, OK, "", now, values)


async def not_modified(connection: Connection, state: ListingState, *, now: datetime, pace: Pace | None = None) -> bool:
    """Record that nothing has changed; true if the listing had not been well before."""
    return await answered(connection, state, now=now, etag=state.etag, last_modified=state.last_modified, pace=pace)


async def failed(
    connection: Connection,
    state: ListingState,
    reason: str,
    *,
    now: datetime,
    detail: str = "",
    retry_after: timedelta = timedelta(0),
) -> bool:
    """Record a failure by its short reason and wait longer each time; true if it is news.

    `retry_after` is what the publisher asked for and is kept, whatever our own patience.
    """
    backoff = min(_LONGEST_BACKOFF, state.interval * 2.0 ** min(state.failures, 16))
    values = {"due_at": now + max(backoff, retry_after), "failures": state.failures + 1}
    return await _record(connection, state, reason[:32], detail, now, values)


async def states(connection: Connection) -> list[ListingState]:
    """Return every listing, by source and address."""
    rows = await connection.execute(select(_listings).order_by(_listings.c.source, _listings.c.url))
    return [_state(row) for row in rows]


async def refuse(connection: Connection, url: str, source: str, reason: str, *, now: datetime) -> datetime:
    """Remember that an address gave no article, and why; returns when it is worth another try."""
    key = addresses.key(url)
    attempts: int = await connection.scalar(select(_refusals.c.attempts).where(_refusals.c.key == key)) or 0
    retry_at = now + min(_LAST_RETRY, _FIRST_RETRY * 2.0 ** min(attempts, 16))
    values = {
        "url": storable.text(url),
        "source": source,
        "reason": reason[:64],
        "attempts": attempts + 1,
        "retry_at": retry_at,
    }
    statement = insert(connection, _refusals).values(key=key, **values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=values))
    return retry_at


async def refused(connection: Connection, urls: Iterable[str], *, now: datetime) -> set[str]:
    """Return those of the addresses that gave no article and are not worth another try yet."""
    wanted: dict[str, list[str]] = {}
    for url in urls:
        wanted.setdefault(addresses.key(url), []).append(url)
    keys = list(wanted)
    found: set[str] = set()
    for start in range(0, len(keys), _AT_ONCE):
        chunk = keys[start : start + _AT_ONCE]
        query = select(_refusals.c.key).where(_refusals.c.key.in_(chunk), _refusals.c.retry_at > now)
        for key in await connection.scalars(query):
            found.update(wanted[key])
    return found


async def accept(connection: Connection, url: str) -> None:
    """Forget a refusal: the address gave an article after all."""
    await connection.execute(delete(_refusals).where(_refusals.c.key == addresses.key(url)))


async def forget_refusals(connection: Connection, *, before: datetime) -> int:
    """Forget refusals that have been worth another try since before a moment, and were not asked for again."""
    result = await connection.execute(delete(_refusals).where(_refusals.c.retry_at < before))
    return int(result.rowcount)


async def _record(
    connection: Connection,
    state: ListingState,
    health: str,
    detail: str,
    now: datetime,
    values: dict[str, Any],
) -> bool:
    """Write an outcome; true if a listing that was well no longer is, or the other way round."""
    if health != state.health:
        values["health_since"] = now
    await connection.execute(
        update(_listings)
        .where(_listings.c.url == state.url)
        .values(health=health, detail=detail, checked_at=now, **values)
    )
    return health != state.health and not (state.health == NEW and health == OK)


def _state(row: Row[Any]) -> ListingState:
    return ListingState(
        url=row.url,
        source=row.source,
        etag=row.etag,
        last_modified=row.last_modified,
        due_at=row.due_at,
        interval=timedelta(seconds=row.interval_seconds),
        health=row.health,
        detail=row.detail,
        failures=row.failures,
        health_since=row.health_since,
        checked_at=row.checked_at,
        changed_at=row.changed_at,
    )
