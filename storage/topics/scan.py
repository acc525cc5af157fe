"""Looking through the kept articles of a time span for one topic, as far as its cost may go; knows no followers."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any as Anything

from sqlalchemy import ColumnElement, Row, Select, and_, false, func, not_, or_, select, true, tuple_

from parsers.language import kazakh_stemmer, lemmas
from storage.database import Connection
from storage.schema import tables
from storage.topics.query import document
from storage.topics.query.attributes import Language, RubricTerm, SourceTerm
from storage.topics.query.document import Hit
from storage.topics.query.nodes import All, Any, Phrase, Prefix, TagTerm, Term, Words
from storage.topics.query.parser import Query

_lines = tables.article_lines
_PLACE = tuple_(_lines.c.published_at, _lines.c.article_id)
# Lines that the database looks through at once.
_WINDOW = 1_000
# Lines that are read at once, in some 5 ms; and how many times as long others have the event loop then, so that all
# the searches that the database takes at once have half of it, on a busy machine too.
_AT_ONCE, _REST = 100, 3
# Microseconds on a quiet core: for the database to look for one key in a line, and for us to read a line that has it.
# Measured on lines of 1.4 kB: 1.5 to 4, and 48.
_LOOK, _READ = 2, 50


@dataclass(slots=True)
class CostLimit:
    """What one search may cost, in microseconds of a quiet core; it counts the lines that were looked through.

    It is reckoned, not timed: on a busy machine a search takes longer and finds the same. With a `deadline`, a moment
    of the event loop's clock, it ends then as well.
    """

    left: int = 500_000
    lines: int = 0
    deadline: float | None = None

    @property
    def is_spent(self) -> bool:
        """Tell whether the search ended before the lines did."""
        is_late = self.deadline is not None and asyncio.get_running_loop().time() >= self.deadline
        return is_late or self.left <= 0

    def spend(self, *, looked: int, read: int, keys: int) -> None:
        """Take off what it cost to look through lines for keys, and to read some of them."""
        self.lines += looked
        self.left -= looked * keys * _LOOK + read * _READ


async def stories(
    connection: Connection, query: Query, *, since: datetime, cost: CostLimit, among: ColumnElement[bool] | None = None
) -> list[int]:
    """Return the stories with an article published since a time that is on a topic, latest first.

    `among` narrows the lines that are looked at.
    """
    if not _Condition(connection).is_exact(query.root):
        return [story_id async for story_id, _ in findings(connection, query, since=since, cost=cost, among=among)]
    ids = select(_lines.c.story_id).where(true() if among is None else among)
    found = [row.story_id async for rows in _windows(connection, ids, query, since, cost) for row in rows]
    return list(dict.fromkeys(found))


async def latest(
    connection: Connection, query: Query, *, since: datetime, cost: CostLimit, among: ColumnElement[bool]
) -> AsyncIterator[int]:
    """Yield the stories that `stories` returns, each as soon as it is found: who needs a few stops there."""
    told: set[int] = set()
    if not _Condition(connection).is_exact(query.root):
        async for story_id, _ in findings(connection, query, since=since, cost=cost, among=among):
            yield story_id
        return
    async for rows in _windows(connection, select(_lines.c.story_id).where(among), query, since, cost):
        for row in rows:
            if row.story_id not in told:
                told.add(row.story_id)
                yield row.story_id


async def findings(
    connection: Connection, query: Query, *, since: datetime, cost: CostLimit, among: ColumnElement[bool] | None = None
) -> AsyncIterator[tuple[int, Hit]]:
    """Yield those stories, latest first, with what was found in the latest article of each that is on the topic."""
    told: set[int] = set()
    parts = (_lines.c.story_id, _lines.c.source, _lines.c.language, _lines.c.line)
    columns = select(*parts).where(true() if among is None else among)
    async for rows in _windows(connection, columns, query, since, cost):
        for start in range(0, len(rows), _AT_ONCE):
            began = asyncio.get_running_loop().time()
            for row in rows[start : start + _AT_ONCE]:
                if row.story_id not in told and (found := _find(query, row)):
                    told.add(row.story_id)
                    yield row.story_id, found
            await asyncio.sleep(_REST * (asyncio.get_running_loop().time() - began))
            if cost.is_spent:
                return
        cost.spend(looked=0, read=len(rows), keys=0)


def _find(query: Query, row: Row[Anything]) -> Hit | None:
    return query.find(document.from_line(row.line, source=row.source, language=row.language, only=query.keys))


async def _windows(
    connection: Connection, columns: Select[Anything], query: Query, since: datetime, cost: CostLimit
) -> AsyncIterator[Sequence[Row[Anything]]]:
    """Yield the lines that a topic may be on, latest first, of one window after another until it costs too much."""
    recent = _lines.c.published_at >= since
    latest_first = (_lines.c.published_at.desc(), _lines.c.article_id.desc())
    condition = _Condition(connection).of(query.root)
    keys = max(1, len(query.keys))
    while not cost.is_spent:
        edge = select(_lines.c.published_at, _lines.c.article_id).where(recent).order_by(*latest_first)
        last = (await connection.execute(edge.offset(_WINDOW - 1).limit(1))).first()
        window = recent if last is None else and_(recent, tuple_(*last) <= _PLACE)
        yield (await connection.execute(columns.where(window, condition).order_by(*latest_first))).all()
        if last is None:
            return
        cost.spend(looked=_WINDOW, read=0, keys=keys)
        recent = and_(_lines.c.published_at >= since, tuple_(*last) > _PLACE)


class _Condition:
    """A topic as a condition on lines: true for every line that matches, and for few others."""

    def __init__(self, connection: Connection) -> None:
        sqlite = connection.dialect.name == "sqlite"
        # Faster than LIKE, and nothing in a word needs escaping.
        self._position = func.instr if sqlite else func.strpos

    def of(self, term: Term) -> ColumnElement[bool]:
        """Return the condition."""
        if isinstance(term, Any):
            return or_(false(), *map(self.of, term.parts))
        if isinstance(term, All):
            refused = [not_(self.of(each)) for each in term.refused if self.is_exact(each)]
            return and_(*map(self.of, term.parts), *refused)
        if isinstance(term, SourceTerm):
            return _lines.c.source == term.name
        if isinstance(term, Language):
            return _lines.c.language == term.code
        if isinstance(term, Prefix):
            return self._holds([f"{term.start}*"])
        return and_(*map(self._holds, term.anchors))

    def is_exact(self, term: Term) -> bool:
        """Tell whether the condition is the topic itself, so that no line needs to be read."""
        if isinstance(term, All):
            return all(map(self.is_exact, term.parts + term.refused))
        if isinstance(term, Any):
            return all(map(self.is_exact, term.parts))
        if isinstance(term, Words | Phrase):
            return len(term.anchors) == 1 and term.place is None
        return isinstance(term, TagTerm | SourceTerm | Language | RubricTerm) or (
            isinstance(term, Prefix) and term.place is None
        )

    def _holds(self, keys: Iterable[str]) -> ColumnElement[bool]:
        return or_(*map(self._held, sorted(keys)))

    def _held(self, key: str) -> ColumnElement[bool]:
        """Return whether a line holds a key, looking only into lines of the language that can."""
        holds = self._position(_lines.c.line, document.needle(key)) > 0
        if key.startswith("r."):
            return and_(_lines.c.language != lemmas.KAZAKH, holds)
        if key.startswith("k.") and kazakh_stemmer.LETTERS.isdisjoint(key):
            return and_(_lines.c.language == lemmas.KAZAKH, holds)
        return holds
