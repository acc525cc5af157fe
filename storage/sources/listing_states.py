"""How listings have been answering, and when to ask them again; fetches nothing, judges nothing."""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from storage.database import Connection, insert
from storage.schema import source_tables
from storage.sources import health_history, pauses

_listings = source_tables.listings

NEW = "new"
OK = "ok"

# A listing that fails is asked less and less, but at least this often: recovery must not wait for a person.
_LONGEST_BACKOFF = timedelta(hours=6)
# A failure is told the operator when it has come this often in a row: a publisher may stumble.
_NEWS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often listings are asked: the busiest every `shortest`, quiet ones down to every `longest`.

    `jitter` is the share by which a wait may be longer or shorter, so that listings do not march in step.
    """

    first: timedelta = timedelta(minutes=10)
    shortest: timedelta = timedelta(minutes=3)
    longest: timedelta = timedelta(hours=1)
    jitter: float = 0.1

    def faster(self, interval: timedelta) -> timedelta:
        """The interval after a listing named something new."""
        return max(self.shortest, min(self.longest, interval * 0.7))

    def slower(self, interval: timedelta) -> timedelta:
        """The interval after a listing named nothing new."""
        return max(self.shortest, min(self.longest, interval * 1.3))

    def wait(self, interval: timedelta, url: str, now: datetime) -> timedelta:
        """The interval with its jitter: by the address and the moment, so that it needs no chance."""
        throw = zlib.crc32(f"{url} {now.isoformat()}".encode("utf-8", "replace")) / 2**32
        return interval * (1 + self.jitter * (2 * throw - 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingState:
    """What we know of a listing.

    `health` is "new", "ok" or the short word for what is wrong, `told` the one its operator knows; `newest_at` is the
    latest date it named, `silent_at` when its silence becomes news, both None if nothing was dated; `pages` says of
    its latest pages, the oldest first, whether they gave an article ("+") or not ("-").
    """

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
    told: str = OK
    newest_at: datetime | None = None
    silent_at: datetime | None = None
    pages: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a listing answered: how many unknown articles it named, and what it is judged by (see ListingState).

    `fresh_for` is how long the publisher says that it will stay as it is; `again_in` is when to ask for what this
    answer left out, whatever the pace (None: as usual); `detail` shows the operator what is wrong with its pages.
    """

    health: str = OK
    new: int = 0
    etag: str = ""
    last_modified: str = ""
    newest_at: datetime | None = None
    silent_at: datetime | None = None
    pages: str = ""
    fresh_for: timedelta = timedelta(0)
    again_in: timedelta | None = None
    detail: str = ""


async def register(
    connection: Connection, listings: Mapping[str, str], *, now: datetime, pace: Pace | None = None
) -> None:
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

    What is claimed is not due again before its outcome is recorded or the lease ends. Nothing paused is due.
    """
    wanted = _listings.c.url.in_(list(urls)) & _listings.c.source.not_in(pauses.names())
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
    connection: Connection, state: ListingState, answer: Answer, *, now: datetime, pace: Pace | None = None
) -> bool:
    """Record an answer; true if the listing's health has changed."""
    pace = pace or Pace()
    interval = pace.faster(state.interval) if answer.new else pace.slower(state.interval)
    usual = max(pace.wait(interval, state.url, now), min(answer.fresh_for, pace.longest))
    values: dict[str, Any] = {
        "etag": answer.etag,
        "last_modified": answer.last_modified,
        "newest_at": answer.newest_at,
        "silent_at": answer.silent_at,
        "pages": answer.pages,
        "interval_seconds": interval.total_seconds(),
        "due_at": now + (usual if answer.again_in is None else answer.again_in),
        "failures": 0,
    }
    if answer.new:
        values["changed_at"] = now
    return await _record(connection, state, answer.health, answer.detail, now, values)


async def not_modified(
    connection: Connection,
    state: ListingState,
    *,
    now: datetime,
    health: str = OK,
    fresh_for: timedelta = timedelta(0),
    pace: Pace | None = None,
) -> bool:
    """Record that nothing has changed; true if the listing's health has."""
    answer = Answer(
        health=health,
        etag=state.etag,
        last_modified=state.last_modified,
        newest_at=state.newest_at,
        silent_at=state.silent_at,
        pages=state.pages,
        fresh_for=fresh_for,
        detail=state.detail if health == state.health else "",
    )
    return await answered(connection, state, answer, now=now, pace=pace)


async def failed(
    connection: Connection,
    state: ListingState,
    reason: str,
    *,
    now: datetime,
    detail: str = "",
    retry_after: timedelta = timedelta(0),
    pace: Pace | None = None,
) -> bool:
    """Record a failure by its short word and wait longer each time; true if the listing's health has changed.

    `retry_after` is what the publisher asked for and is kept, whatever our own patience.
    """
    longer = min(_LONGEST_BACKOFF, state.interval * 2.0 ** min(state.failures, 16))
    backoff = (pace or Pace()).wait(longer, state.url, now)
    values = {"due_at": now + max(backoff, retry_after), "failures": state.failures + 1}
    return await _record(connection, state, reason[:32], detail, now, values)


async def postpone(connection: Connection, states: Iterable[ListingState], *, until: datetime) -> None:
    """Ask these listings no sooner than at a moment; nothing is said of how they are doing."""
    addresses = [state.url for state in states]
    await connection.execute(update(_listings).where(_listings.c.url.in_(addresses)).values(due_at=until))


async def ask_now(connection: Connection, source: str, *, now: datetime) -> int:
    """Let the listings of a source be due at once; return how many they are."""
    result = await connection.execute(update(_listings).where(_listings.c.source == source).values(due_at=now))
    return int(result.rowcount)


async def states(connection: Connection) -> list[ListingState]:
    """Return every listing, by source and address."""
    rows = await connection.execute(select(_listings).order_by(_listings.c.source, _listings.c.url))
    return [_state(row) for row in rows]


async def fall_silent(connection: Connection, health: str, *, now: datetime) -> int:
    """Give this health to the listings that were well and whose silence has become news; return how many."""
    result = await connection.execute(
        update(_listings)
        .where(_listings.c.health == OK, _listings.c.silent_at <= now, _listings.c.source.not_in(pauses.names()))
        .values(health=health, health_since=now)
    )
    return int(result.rowcount)


async def changes(connection: Connection, *, limit: int = 50) -> list[ListingState]:
    """Return the listings whose health the operator has not been told of; a failure only once it has proved lasting."""
    lasting = (_listings.c.failures == 0) | (_listings.c.failures >= _NEWS)
    query = (
        select(_listings)
        .where(_listings.c.health != _listings.c.told, _listings.c.health != NEW, lasting)
        .order_by(_listings.c.source, _listings.c.url)
        .limit(limit)
    )
    return [_state(row) for row in await connection.execute(query)]


async def told(connection: Connection, states: Iterable[ListingState]) -> None:
    """Record that the operator was told of these states; what has changed since is news again."""
    rows = [{"listing": state.url, "health_told": state.health} for state in states]
    if rows:
        statement = update(_listings).where(_listings.c.url == bindparam("listing"))
        await connection.execute(statement.values(told=bindparam("health_told")), rows)


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
        await health_history.note(connection, state.url, health, detail, now=now)
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
        told=row.told,
        newest_at=row.newest_at,
        silent_at=row.silent_at,
        pages=row.pages,
    )
