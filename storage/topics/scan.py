"""Looking through the kept articles of a time span for one topic; knows nothing of who follows it."""

from collections.abc import AsyncIterator, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select

from parsers.language import kazakh_stemmer, lemmas
from storage.database import Connection
from storage.schema import tables
from storage.topics.query import document
from storage.topics.query.document import Hit
from storage.topics.query.nodes import All, Any, Language, Phrase, Prefix, SourceTerm, TagTerm, Term, Words
from storage.topics.query.parser import Query

_lines = tables.article_lines


async def stories(connection: Connection, query: Query, *, since: datetime) -> list[int]:
    """Return the stories with an article published since a time that is on a topic, latest first."""
    if not _Condition(connection).is_exact(query.root):
        return [story_id async for story_id, _ in findings(connection, query, since=since)]
    rows = await connection.execute(
        select(_lines.c.story_id)
        .where(_lines.c.published_at >= since, _Condition(connection).of(query.root))
        .order_by(_lines.c.published_at.desc(), _lines.c.article_id.desc())
    )
    return list(dict.fromkeys(rows.scalars()))


async def findings(connection: Connection, query: Query, *, since: datetime) -> AsyncIterator[tuple[int, Hit]]:
    """Yield those stories, latest first, with what was found in the latest article of each that is on the topic."""
    rows = await connection.execute(
        select(_lines)
        .where(_lines.c.published_at >= since, _Condition(connection).of(query.root))
        .order_by(_lines.c.published_at.desc(), _lines.c.article_id.desc())
    )
    told: set[int] = set()
    for row in rows:
        if row.story_id in told:
            continue
        content = document.from_line(row.line, source=row.source, language=row.language, only=query.keys)
        found = query.find(content)
        if found is not None:
            told.add(row.story_id)
            yield row.story_id, found


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
