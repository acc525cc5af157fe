"""The tables behind the comparison: how often words were seen, and which stories are met by which keys."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    Table,
    any_,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects import postgresql

from storage import tables
from storage.database import Connection, insert

_keys = tables.story_keys
_counts = tables.word_counts
_SEASON = timedelta(days=90)
ARTICLES = "articles"
"""The word under which the articles themselves are counted; no term is in Latin letters."""


async def counts(connection: Connection, words: Iterable[int]) -> dict[int, int]:
    """In how many articles each of the words (hashed) was seen; those never seen are left out."""
    among = _among(connection, _counts.c.word, words)
    rows = await connection.execute(select(_counts.c.word, _counts.c.articles).where(among))
    return {row[0]: row[1] for row in rows}


async def count(connection: Connection, seen: Mapping[int, int]) -> None:
    """Add to the counts of words (hashed)."""
    if not seen:
        return
    statement = _from_lists(connection, _counts, [sorted(seen), [seen[word] for word in sorted(seen)]])
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["word"], set_={"articles": _counts.c.articles + statement.excluded.articles}
        )
    )


async def met(
    connection: Connection, keys: Iterable[int], *, since: datetime, open_since: datetime
) -> list[tuple[int, int, bool]]:
    """The stories met by each key (hashed) and alive at or after `since`: (key, story, alive since `open_since`)."""
    # Compared there: to read thousands of moments back costs more than all the rest of the query.
    query = select(_keys.c.key, _keys.c.story_id, _keys.c.last_at >= open_since).where(
        _among(connection, _keys.c.key, keys), _keys.c.last_at >= since
    )
    return [(key, story, bool(is_open)) for key, story, is_open in await connection.execute(query)]


async def forget(connection: Connection, *, closed_before: datetime, before: datetime) -> int:
    """Let stories be met no more: all that ended before `before`, lone articles once closed. Return the keys gone."""
    stories = tables.stories
    # Asked story by story: a list of all that had one article would be as long as the archive.
    alone = exists().where(stories.c.id == _keys.c.story_id, stories.c.member_count < 2)
    keys = delete(_keys).where(_keys.c.last_at < closed_before, or_(_keys.c.last_at < before, alone))
    gone = (await connection.execute(keys)).rowcount
    # Those of an earlier season were emptied then.
    ended = stories.c.last_at.between(before - _SEASON, before)
    await connection.execute(update(stories).where(ended, stories.c.centre.is_not(None)).values(centre=None))
    return gone


async def index(connection: Connection, rows: Iterable[tuple[int, int, datetime]]) -> None:
    """Let stories be met by keys: (key, story, when it was last alive)."""
    columns = list(zip(*rows, strict=True))
    if not columns:
        return
    statement = _from_lists(connection, _keys, columns)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["key", "story_id"], set_={"last_at": statement.excluded.last_at}
        )
    )


def _from_lists(connection: Connection, table: Table, values: Sequence[Sequence[Any]]) -> postgresql.Insert:
    """An INSERT of thousands of rows, given and sent column by column: ten times cheaper than rows."""
    columns = list(table.columns)
    if connection.dialect.name == "sqlite":
        process = [
            column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect) for column in columns
        ]
        # Thousands of rows have few moments among them.
        kept = [
            map({each: written(each) for each in set(column)}.__getitem__, column) if written else column
            for written, column in zip(process, values, strict=True)
        ]
        rows = list(zip(*kept, strict=True))
        listed = func.json_each(json.dumps(rows)).table_valued("value")
        cells = [func.json_extract(listed.c.value, f"$[{at}]") for at in range(len(columns))]
        # Without a condition SQLite would read ON CONFLICT as the beginning of a join's.
        query = select(*cells).where(true())
    else:
        arrays = [literal(list(each), ARRAY(column.type)) for each, column in zip(values, columns, strict=True)]
        listed = func.unnest(*arrays).table_valued(*(column.name for column in columns)).render_derived()
        query = select(*listed.columns)
    return insert(connection, table).from_select(columns, query)


def _among(connection: Connection, column: Column[int], values: Iterable[int]) -> ColumnElement[bool]:
    """Whether a column is one of thousands of numbers, sent as one value: a list of parameters costs ten times more."""
    wanted = sorted(values)
    if connection.dialect.name == "sqlite":
        listed = func.json_each(json.dumps(wanted)).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == any_(literal(wanted, ARRAY(BigInteger)))
