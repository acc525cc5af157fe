"""Looking through the kept articles of a time span for one topic; knows nothing of who follows it."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from typing import Any as Anything

from sqlalchemy import ColumnElement, Row, Select, and_, false, func, not_, or_, select, true, tuple_

from parsers.language import kazakh_stemmer, lemmas
from storage.database import Connection
from storage.schema import tables
from storage.topics.query import document
from storage.topics.query.document import Hit
from storage.topics.query.nodes import All, Any, Language, Phrase, Prefix, SourceTerm, TagTerm, Term, Words
from storage.topics.query.parser import Query

_lines = tables.article_lines
_PLACE = (_lines.c.published_at, _lines.c.article_id)
# Rows of one page: to read a line and look through it takes 0.4 ms, to take an id off a row some microseconds.
_LINES, _IDS = 25, 1_000


async def stories(
    connection: Connection, query: Query, *, since: datetime, among: ColumnElement[bool] | None = None
) -> list[int]:
    """Return the stories with an article published since a time that is on a topic, latest first.

    `among` narrows the lines that are looked at.
    """
    if not _Condition(connection).is_exact(query.root):
        return [story_id async for story_id, _ in findings(connection, query, since=since, among=among)]
    wanted = select(*_PLACE, _lines.c.story_id).where(true() if among is None else among)
    found = [row.story_id async for row in _rows(connection, wanted, query, since, _IDS)]
    return list(dict.fromkeys(found))


async def findings(
    connection: Connection, query: Query, *, since: datetime, among: ColumnElement[bool] | None = None
) -> AsyncIterator[tuple[int, Hit]]:
    """Yield those stories, latest first, with what was found in the latest article of each that is on the topic."""
    told: set[int] = set()
    wanted = select(_lines).where(true() if among is None else among)
    async for row in _rows(connection, wanted, query, since, _LINES):
        if row.story_id in told:
            continue
        content = document.from_line(row.line, source=row.source, language=row.language, only=query.keys)
        found = query.find(content)
        if found is not None:
            told.add(row.story_id)
            yield row.story_id, found


async def _rows(
    connection: Connection, columns: Select[Anything], query: Query, since: datetime, at_once: int
) -> AsyncIterator[Row[Anything]]:
    """Yield the lines that a topic may be on, latest first, page by page: between two pages others have their turn."""
    ordered = columns.where(_lines.c.published_at >= since, _Condition(connection).of(query.root)).order_by(
        _lines.c.published_at.desc(), _lines.c.article_id.desc()
    )
    page = (await connection.execute(ordered.limit(at_once))).all()
    while page:
        for row in page:
            yield row
        if len(page) < at_once:
            return
        await asyncio.sleep(0)
        earlier = tuple_(_lines.c.published_at, _lines.c.article_id) < tuple_(
            page[-1].published_at, page[-1].article_id
        )
        page = (await connection.execute(ordered.where(earlier).limit(at_once))).all()


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
        return isinstance(term, TagTerm | SourceTerm | Language) or (isinstance(term, Prefix) and term.place is None)

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
