"""The tables behind the comparison: how often words were seen, and which stories are met by which keys."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Column, ColumnElement, any_, func, literal, select

from storage import tables
from storage.database import Connection, insert

_keys = tables.story_keys
_counts = tables.word_counts
ARTICLES = "articles"
"""The word under which the articles themselves are counted; no term is in Latin letters."""


async def counts(connection: Connection, words: Iterable[int]) -> dict[int, int]:
    """In how many articles each of the words (hashed) was seen; those never seen are left out."""
    among = _among(connection, _counts.c.word, words)
    rows = await connection.execute(select(_counts.c.word, _counts.c.articles).where(among))
    return {row[0]: row[1] for row in rows}


async def count(connection: Connection, seen: Mapping[int, int]) -> None:
    """Add to the counts of words (hashed)."""
    statement = insert(connection, _counts)
    statement = statement.on_conflict_do_update(
        index_elements=["word"], set_={"articles": _counts.c.articles + statement.excluded.articles}
    )
    await _each(connection, statement, [{"word": word, "articles": seen[word]} for word in sorted(seen)])


async def met(connection: Connection, keys: Iterable[int], since: datetime) -> dict[int, list[int]]:
    """The stories that are met by each key (hashed) and were alive at or after `since`."""
    found: dict[int, list[int]] = {}
    query = select(_keys.c.key, _keys.c.story_id).where(_among(connection, _keys.c.key, keys), _keys.c.last_at >= since)
    for key, story_id in await connection.execute(query):
        found.setdefault(key, []).append(story_id)
    return found


async def index(connection: Connection, rows: Iterable[tuple[int, int, datetime]]) -> None:
    """Let stories be met by keys: (key, story, when it was last alive)."""
    statement = insert(connection, _keys)
    statement = statement.on_conflict_do_update(
        index_elements=["key", "story_id"], set_={"last_at": statement.excluded.last_at}
    )
    values = [{"key": key, "story_id": story, "last_at": at} for key, story, at in rows]
    await _each(connection, statement, values)


async def _each(connection: Connection, statement: Any, rows: Sequence[dict[str, Any]]) -> None:  # noqa: ANN401 - an Insert
    if rows:
        await connection.execute(statement, rows)


def _among(connection: Connection, column: Column[int], values: Iterable[int]) -> ColumnElement[bool]:
    """Whether a column is one of thousands of numbers, sent as one value: a list of parameters costs ten times more."""
    wanted = sorted(values)
    if connection.dialect.name == "sqlite":
        listed = func.json_each(json.dumps(wanted)).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == any_(literal(wanted, ARRAY(BigInteger)))
