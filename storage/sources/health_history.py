"""When the health of each listing has changed, and to what; judges nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select

from storage.database import Connection
from storage.schema import source_tables

_changes = source_tables.health_changes
_LONGEST_DETAIL: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthChange:
    """From when on a listing had a health, and what the failure said, if it was one."""

    url: str
    at: datetime
    health: str
    detail: str


async def note(connection: Connection, url: str, health: str, detail: str, *, now: datetime) -> None:
    """Write down that a listing has another health from now on."""
    values = {"url": url, "at": now, "health": health, "detail": detail[:_LONGEST_DETAIL]}
    await connection.execute(_changes.insert().values(values))


async def of_listings(connection: Connection, urls: Iterable[str], *, limit: int = 50) -> list[HealthChange]:
    """Return the changes of these listings, the latest first."""
    query = select(_changes).where(_changes.c.url.in_(list(urls))).order_by(_changes.c.id.desc()).limit(limit)
    rows = await connection.execute(query)
    return [HealthChange(url=row.url, at=row.at, health=row.health, detail=row.detail) for row in rows]


async def forget(connection: Connection, *, before: datetime) -> int:
    """Forget what changed long ago; return how many changes that were."""
    return int((await connection.execute(delete(_changes).where(_changes.c.at < before))).rowcount)
