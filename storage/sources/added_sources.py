"""Sources that readers and the operator added to the catalogue, and whether they are read; fetches nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select, update

from parsers.article import ListingKind
from storage import sanitize
from storage.database import Connection, insert
from storage.schema import source_tables

_added = source_tables.added_sources

# What the columns hold.
_LONGEST_NAME = 255
_LONGEST_TITLE = 200


class AddedState(StrEnum):
    """Shown to whoever asked; read for those who have it; waiting for the operator's word; read for all; refused."""

    PREVIEWED = "previewed"
    PRIVATE = "private"
    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedSource:
    """A source that somebody added: its one listing, who added it (None: the operator) and what was decided."""

    id: int
    name: str
    title: str
    language: str
    url: str
    kind: ListingKind
    state: AddedState
    added_by: int | None
    added_at: datetime


async def preview(
    connection: Connection,
    *,
    url: str,
    kind: ListingKind,
    names: Iterable[str],
    title: str,
    language: str,
    now: datetime,
) -> AddedSource:
    """Return the source of a listing; a new one is only previewed, and takes the first of the names that is free.

    It belongs to whoever takes it (`take`), not to whoever was shown it first.

    Raises:
        ValueError: all names are taken.
    """
    known = await by_url(connection, url)
    if known is None:
        name = await _free(connection, names)
        statement = insert(connection, _added).values(
            name=name,
            title=sanitize.text(title)[:_LONGEST_TITLE] or name,
            language=language[:8],
            url=sanitize.text(url),
            kind=kind,
            state=AddedState.PREVIEWED,
            added_at=now,
        )
        # Two who paste the same address at once get the same source.
        await connection.execute(statement.on_conflict_do_nothing(index_elements=["url"]))
    found = await by_url(connection, url)
    assert found is not None  # noqa: S101 - just written
    return found


async def get(connection: Connection, source_id: int) -> AddedSource | None:
    """Return a source, None if there is none of this id."""
    return await _one(connection, _added.c.id == source_id)


async def by_url(connection: Connection, url: str) -> AddedSource | None:
    """Return the source of a listing's address, None if nobody has shown interest in it."""
    return await _one(connection, _added.c.url == sanitize.text(url))


async def by_name(connection: Connection, name: str) -> AddedSource | None:
    """Return the source of this name, None if there is none."""
    return await _one(connection, _added.c.name == name)


async def listed(connection: Connection, *states: AddedState) -> list[AddedSource]:
    """Return the sources in any of these states, by name."""
    query = select(_added).where(_added.c.state.in_(states)).order_by(_added.c.name)
    return [_source(row) for row in await connection.execute(query)]


async def decide(connection: Connection, source_id: int, state: AddedState, *, now: datetime) -> bool:
    """Bring a source into a state; false if it already was in it, or is gone."""
    result = await connection.execute(
        update(_added).where(_added.c.id == source_id, _added.c.state != state).values(state=state, decided_at=now)
    )
    return bool(result.rowcount)


async def take(
    connection: Connection, source_id: int, state: AddedState, *, added_by: int | None, now: datetime
) -> None:
    """Let a source be somebody's (None: the operator's), in a state."""
    await connection.execute(
        update(_added)
        .where(_added.c.id == source_id)
        .values(state=state, decided_at=now, added_by=added_by, added_at=now)
    )


async def count(connection: Connection, added_by: int | None = None) -> int:
    """Count the sources that are read or wait for the operator; of a subscriber, those for all (see `own_sources`)."""
    states = [AddedState.APPROVED, AddedState.PROPOSED]
    query = select(func.count()).where(_added.c.state.in_([*states, AddedState.PRIVATE]))
    if added_by is not None:
        query = select(func.count()).where(_added.c.state.in_(states), _added.c.added_by == added_by)
    return int(await connection.scalar(query) or 0)


async def _free(connection: Connection, names: Iterable[str]) -> str:
    wanted = [sanitize.text(name)[:_LONGEST_NAME] for name in names]
    taken = set(await connection.scalars(select(_added.c.name).where(_added.c.name.in_(wanted))))
    for name in wanted:
        if name and name not in taken:
            return name
    raise ValueError(f"all names are taken: {wanted}")


async def _one(connection: Connection, condition: ColumnElement[bool]) -> AddedSource | None:
    row = (await connection.execute(select(_added).where(condition))).one_or_none()
    return _source(row) if row else None


def _source(row: Row[Any]) -> AddedSource:
    return AddedSource(
        id=row.id,
        name=row.name,
        title=row.title,
        language=row.language,
        url=row.url,
        kind=ListingKind(row.kind),
        state=AddedState(row.state),
        added_by=row.added_by,
        added_at=row.added_at,
    )
