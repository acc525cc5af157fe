"""Rows for every table of a schema, made up by the kinds of its columns, so that no table is ever left out."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    Time,
)
from sqlalchemy.ext.asyncio import AsyncConnection

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
EACH = 3


async def fill(connection: AsyncConnection, metadata: MetaData, *, without: Mapping[str, Any] | None = None) -> None:
    """Put three rows into each table; what refers to another row refers to one that is there.

    Args:
        connection: in a transaction.
        metadata: the tables.
        without: values for columns, by "table.column", that cannot be made up.
    """
    given = dict(without or {})
    for table in metadata.sorted_tables:
        if table.name != "alembic_version":
            rows = [_row(table, number, given) for number in range(1, EACH + 1)]
            await connection.execute(table.insert(), rows)


def _row(table: Table, number: int, given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        column.name: given[f"{table.name}.{column.name}"]
        if f"{table.name}.{column.name}" in given
        else _value(table, column, number)
        for column in table.columns
    }


def _value(table: Table, column: Column[Any], number: int) -> Any:  # noqa: ANN401 - as the column has it
    if any(key.column.table is table for key in column.foreign_keys):
        return number % EACH + 1  # of its own table: the first refers to one that comes later
    kind: Any = getattr(column.type, "impl", column.type)
    match kind:
        case Boolean():
            return bool(number % 2)
        case Integer() | Numeric() | Float():
            return number
        case DateTime():
            moment = NOW + timedelta(minutes=number, microseconds=number)
            return moment if hasattr(column.type, "impl") else moment.replace(tzinfo=None)
        case Date():
            return date(2026, 11, number)
        case Time():
            return time(8, number)
        case JSON():
            return ["Қазақстан", {"число": number, "a": None}]
        case LargeBinary():
            return bytes([0, 255, number])
    text = f"«{column.name} {number}» 🙂"
    return text[: kind.length] if getattr(kind, "length", None) else text
