"""Copies all that a database holds into an empty one of either kind, and proves that both hold the same."""

import hashlib
import json
import pkgutil
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from sqlalchemy import JSON, Column, Table, bindparam, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from storage import schema
from storage.database import Connection, Database
from storage.errors import CopyError
from storage.schema import columns

_AT_ONCE: Final = 1000
_MODULUS: Final = 2**256


@dataclass(frozen=True, slots=True, kw_only=True)
class TableProof:
    """What was found in a table of both databases: so many rows, and this checksum of all their values."""

    table: str
    rows: int
    checksum: str


async def copy(source: Database, target: Database, told: Callable[[TableProof], None]) -> tuple[TableProof, ...]:
    """Copy every row of every table, all in one transaction, and compare both. Both are at the same revision.

    Args:
        source: what is copied, as it is at one moment.
        target: the database to fill.
        told: is called for each table once it was copied and compared.

    Raises:
        CopyError: the target holds something already, cannot hold a value, or does not hold the same afterwards.
            It is then as it was before.
    """
    tables = _tables()
    proofs = []
    async with source.read() as reading, target.transaction() as writing:
        for table in tables:
            if await writing.scalar(select(select(table).exists())):
                raise CopyError(f"{target.name} already holds something (in {table.name}): name an empty database")
        for table in tables:
            try:
                wanted = await _fill(reading, writing, table)
            except DBAPIError as error:
                raise CopyError(f"{target.name} does not take what is in {table.name}: {error.orig}") from error
            found = await _proof(writing, table)
            if found != wanted:
                raise CopyError(f"{table.name} differs: {wanted.rows} rows were read, {found.rows} written")
            told(found)
            proofs.append(found)
        await _count_on(writing, tables)
    return tuple(proofs)


def _tables() -> Sequence[Table]:
    """Every table, after those it refers to."""
    for module in pkgutil.iter_modules(schema.__path__):
        import_module(f"{schema.__name__}.{module.name}")
    return columns.metadata.sorted_tables


async def _fill(reading: Connection, writing: Connection, table: Table) -> TableProof:
    """Copy one table; return what was read. What refers to its own table is written once all of that is there."""
    own = [column for column in table.columns if any(key.references(table) for key in column.foreign_keys)]
    later: list[dict[str, Any]] = []
    sum_of_rows = _Sum(table)
    async for rows in _read(reading, table):
        sum_of_rows.add(rows)
        if own:
            later += [row for row in rows if any(row[column.name] is not None for column in own)]
            rows = [row | {column.name: None for column in own} for row in rows]  # noqa: PLW2901 - the same, less its own
        await writing.execute(insert(table), rows)
    await _refer(writing, table, own, later)
    return sum_of_rows.proof()


async def _refer(writing: Connection, table: Table, own: Sequence[Column[Any]], rows: list[dict[str, Any]]) -> None:
    (key, *_) = table.primary_key.columns
    statement = update(table).where(key == bindparam("key_")).values({one: bindparam(f"{one.name}_") for one in own})
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        values = [{"key_": row[key.name], **{f"{one.name}_": row[one.name] for one in own}} for row in some]
        await writing.execute(statement, values)


async def _proof(connection: Connection, table: Table) -> TableProof:
    sum_of_rows = _Sum(table)
    async for rows in _read(connection, table):
        sum_of_rows.add(rows)
    return sum_of_rows.proof()


async def _read(connection: Connection, table: Table) -> AsyncIterator[list[dict[str, Any]]]:
    found = await connection.stream(select(table))
    async for rows in found.mappings().partitions(_AT_ONCE):
        yield [dict(row) for row in rows]


async def _count_on(writing: Connection, tables: Sequence[Table]) -> None:
    """Let PostgreSQL number new rows after those that came with their numbers; SQLite does so by itself."""
    if writing.dialect.name == "sqlite":
        return
    for table in tables:
        column = table.autoincrement_column
        if column is not None:
            highest = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            await writing.execute(select(func.setval(sequence, highest, False)))


class _Sum:
    """Adds up hashes of rows: two tables with the same rows have the same sum, in whatever order they are read."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._json = [column.name for column in table.columns if isinstance(column.type, JSON)]
        self._rows = self._total = 0

    def add(self, rows: Sequence[dict[str, Any]]) -> None:
        for row in rows:
            plain = {**row, **{name: json.dumps(row[name], sort_keys=True) for name in self._json}}
            written = repr([plain[column.name] for column in self._table.columns]).encode("utf-8", "surrogatepass")
            self._total = (self._total + int.from_bytes(hashlib.sha256(written).digest(), "big")) % _MODULUS
        self._rows += len(rows)

    def proof(self) -> TableProof:
        return TableProof(table=self._table.name, rows=self._rows, checksum=f"{self._total:064x}")
