"""Digests that wait for an editor: kept, changed and posted by several of them at once; composes and sends nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select, update

from storage.database import Connection
from storage.model import Section, Selected, Slot
from storage.schema import preference_tables

_proposals = preference_tables.proposals


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A digest that waits; `version` grows with each change. `posted_at` is when it was posted, by whom `posted_by`."""

    id: int
    subscriber_id: int
    slot: Slot | None
    due_at: datetime
    composed_at: datetime
    selected: Selected
    version: int = 0
    posted_at: datetime | None = None
    posted_by: str = ""


async def propose(
    connection: Connection, subscriber_id: int, slot: Slot | None, selected: Selected, *, now: datetime
) -> Proposal:
    """Let a digest wait for an editor, in the place of the one that waited for the chat before."""
    await connection.execute(delete(_proposals).where(_proposals.c.subscriber_id == subscriber_id))
    rows = await connection.execute(
        _proposals.insert()
        .values(
            subscriber_id=subscriber_id,
            local_date=slot.local_date if slot else None,
            at=slot.at if slot else None,
            due_at=slot.due_at if slot else now,
            composed_at=now,
            version=0,
            **_written(selected),
        )
        .returning(_proposals)
    )
    return _read(rows.one())


async def get(connection: Connection, proposal_id: int) -> Proposal | None:
    """Return a proposal; None if a newer one has taken its place, or its chat is gone."""
    return await _one(connection, _proposals.c.id == proposal_id)


async def waiting(connection: Connection, subscriber_id: int) -> Proposal | None:
    """Return the digest of a chat that waits to be posted."""
    return await _one(connection, (_proposals.c.subscriber_id == subscriber_id) & _proposals.c.posted_at.is_(None))


async def change(
    connection: Connection, proposal_id: int, rearrange: Callable[[Selected], Selected]
) -> Proposal | None:
    """Change what stands now, whatever others made of it meanwhile; what is posted stays. Returns it as it is then."""
    found = await _one(connection, _proposals.c.id == proposal_id, locked=True)
    if found is None or found.posted_at is not None:
        return found
    selected = rearrange(found.selected)
    if selected == found.selected:
        return found
    rows = await connection.execute(
        update(_proposals)
        .where(_proposals.c.id == proposal_id)
        .values(version=found.version + 1, **_written(selected))
        .returning(_proposals)
    )
    return _read(rows.one())


async def take(
    connection: Connection, proposal_id: int, version: int, *, by: str, now: datetime
) -> tuple[Proposal | None, bool]:
    """Mark a proposal as posted, by one editor alone and as they saw it; return it, and whether that was done now."""
    found = await _one(connection, _proposals.c.id == proposal_id, locked=True)
    if found is None or found.posted_at is not None or found.version != version:
        return found, False
    rows = await connection.execute(
        update(_proposals)
        .where(_proposals.c.id == proposal_id)
        .values(posted_at=now, posted_by=by)
        .returning(_proposals)
    )
    return _read(rows.one()), True


async def withdraw(connection: Connection, proposal_id: int) -> None:
    """Let a digest wait no longer: its stories come with the next one."""
    await connection.execute(delete(_proposals).where(_proposals.c.id == proposal_id, _proposals.c.posted_at.is_(None)))


async def _one(connection: Connection, which: ColumnElement[bool], *, locked: bool = False) -> Proposal | None:
    query = select(_proposals).where(which)
    row = (await connection.execute(query.with_for_update() if locked else query)).first()
    return None if row is None else _read(row)


def _written(selected: Selected) -> dict[str, Any]:
    return {
        "groups": [[section.topic_id or 0, list(section.stories)] for section in selected.sections],
        "dropped": sorted(selected.dropped),
    }


def _read(row: Row[Any]) -> Proposal:
    slot = None if row.local_date is None else Slot(local_date=row.local_date, at=row.at, due_at=row.due_at)
    return Proposal(
        id=row.id,
        subscriber_id=row.subscriber_id,
        slot=slot,
        due_at=row.due_at,
        composed_at=row.composed_at,
        selected=Selected(
            sections=tuple(Section(topic_id=topic_id or None, stories=tuple(ids)) for topic_id, ids in row.groups),
            dropped=frozenset(row.dropped),
        ),
        version=row.version,
        posted_at=row.posted_at,
        posted_by=row.posted_by,
    )
