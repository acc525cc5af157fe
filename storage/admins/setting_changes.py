"""What admins changed of their groups and channels, and who; the newest are kept. Wording is not decided here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select

from storage.database import Connection
from storage.schema import preference_tables

KEPT: Final = 100
"""Changes that are remembered of one chat."""

_changes = preference_tables.setting_changes
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that was changed: its kind is the end of a text key, `detail` what that text says of it."""

    kind: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who changed it, by their id at Telegram and by name; who is anonymous is nobody."""

    user_id: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastChange:
    """A change that was made, when, and by whom; the name is empty for somebody anonymous or forgotten."""

    change: Change
    at: datetime
    by: str


async def record(
    connection: Connection, subscriber_id: int, person: Person, changes: list[Change], *, now: datetime
) -> None:
    """Remember that somebody has changed the settings of a chat."""
    if not changes:
        return
    rows = [
        {
            "subscriber_id": subscriber_id,
            "changed_at": now,
            "user_id": person.user_id,
            "user_name": person.name[:_LONGEST],
            "kind": change.kind,
            "detail": change.detail[:_LONGEST],
        }
        for change in changes[-KEPT:]
    ]
    await connection.execute(_changes.insert(), rows)
    mine = _changes.c.subscriber_id == subscriber_id
    oldest = select(_changes.c.id).where(mine).order_by(_changes.c.id.desc()).offset(KEPT - 1).limit(1)
    await connection.execute(delete(_changes).where(mine, _changes.c.id < oldest.scalar_subquery()))


async def latest(connection: Connection, subscriber_id: int, limit: int = KEPT) -> list[PastChange]:
    """Return what was changed last of a chat, the newest first."""
    query = select(_changes).where(_changes.c.subscriber_id == subscriber_id).order_by(_changes.c.id.desc())
    return [
        PastChange(change=Change(kind=row.kind, detail=row.detail), at=row.changed_at, by=row.user_name)
        for row in await connection.execute(query.limit(limit))
    ]
