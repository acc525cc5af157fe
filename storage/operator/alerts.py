"""What the operator was told is in trouble: kept, so that a new start repeats and forgets nothing."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select

from storage.database import Connection, insert
from storage.schema import operator_tables

_alerts = operator_tables.operator_alerts


async def told(connection: Connection) -> dict[str, datetime]:
    """Return the kinds of trouble that the operator knows of, and since when."""
    rows = await connection.execute(select(_alerts.c.kind, _alerts.c.since))
    return {row.kind: row.since for row in rows}


async def begin(connection: Connection, kinds: Iterable[str], *, now: datetime) -> None:
    """The operator was told of these."""
    for kind in kinds:
        statement = insert(connection, _alerts).values(kind=kind, since=now).on_conflict_do_nothing()
        await connection.execute(statement)


async def end(connection: Connection, kinds: Iterable[str]) -> None:
    """The operator was told that these are over."""
    await connection.execute(delete(_alerts).where(_alerts.c.kind.in_(list(kinds))))
