"""Statements about thousands of rows at once, on either database; knows no subject."""

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ARRAY, Column, ColumnElement, Table, any_, bindparam, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Connection

Value = TypeVar("Value", int, str)


def among(connection: Connection, column: Column[Value], values: Iterable[Value]) -> ColumnElement[bool]:
    """Whether a column is one of thousands of values, sent as one: a list of parameters costs ten times more."""
    wanted = sorted(values)
    if connection.dialect.name == "sqlite":
        listed = func.json_each(json.dumps(wanted, ensure_ascii=False)).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == any_(literal(wanted, ARRAY(column.type)))


async def put(
    connection: Connection, table: Table, rows: Sequence[Sequence[Any]], *, replacing: str = "", adding: str = ""
) -> None:
    """Insert rows with a value for every column of a table, in its order.

    Where there is one of the same primary key, one column of it is replaced, or added to, or all is left as it is.
    """
    if not rows:
        return
    columns = list(zip(*rows, strict=True))
    if connection.dialect.name == "sqlite":
        # The driver's own way: SQLAlchemy would look at each value of each row.
        written = [_written(connection, column, values) for column, values in zip(table.columns, columns, strict=True)]
        await connection.exec_driver_sql(_lite(table, replacing, adding), list(zip(*written, strict=True)))
        return
    arrays = [literal(list(each), ARRAY(column.type)) for each, column in zip(columns, table.columns, strict=True)]
    listed = func.unnest(*arrays).table_valued(*(column.name for column in table.columns)).render_derived()
    statement = postgresql.insert(table).from_select(list(table.columns), select(*listed.columns))
    await connection.execute(_settled(statement, table, replacing, adding))


def _written(connection: Connection, column: Column[Any], values: Sequence[Any]) -> Iterable[Any]:
    written = column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    # Thousands of rows have few moments among them.
    return map({each: written(each) for each in set(values)}.__getitem__, values) if written else values


@cache
def _lite(table: Table, replacing: str, adding: str) -> str:
    statement: Any = sqlite.insert(table).values({column.name: bindparam(column.name) for column in table.columns})
    return str(_settled(statement, table, replacing, adding).compile(dialect=sqlite.dialect(paramstyle="qmark")))


def _settled(statement: postgresql.Insert, table: Table, replacing: str, adding: str) -> postgresql.Insert:
    if not replacing and not adding:
        return statement.on_conflict_do_nothing()
    new, old = statement.excluded, table.c
    change = {replacing: new[replacing]} if replacing else {adding: old[adding] + new[adding]}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=change)
