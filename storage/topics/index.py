"""Where topics and texts meet: topics filed under keys, articles kept as lines; judges nothing itself."""

import asyncio
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sqlalchemy import ARRAY, Row, Select, String, any_, bindparam, delete, func, or_, select, update

from parsers.language import lemmas
from parsers.rubrics import rubrics
from storage.articles import tags
from storage.articles.tags import AttachedTag
from storage.database import Connection, insert
from storage.schema import tables
from storage.topics.query import document, parser
from storage.topics.query.document import Document, TokenizedText
from storage.topics.query.parser import IndexHit, Query

_articles = tables.articles
_keys = tables.topic_keys
_lines = tables.article_lines
_topics = tables.topics
_filed = select(_keys.c.topic_id, _keys.c.query, _keys.c.key, _keys.c.also)
_BY_JSON = _filed.where(_keys.c.key.in_(select(func.json_each(bindparam("held")).table_valued("value").c.value)))
_BY_ARRAY = _filed.where(_keys.c.key == any_(bindparam("held", type_=ARRAY(String))))
T = TypeVar("T")
# Well below what one statement may carry on either database (32,766 values).
_AT_ONCE = 5_000
# Half a screen of text: what an article without a lead begins with.
_BEGINNING = 600
# A source, a language or a rubric says little: a topic is filed under one only if it has nothing else.
_VAGUE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An article as it was kept for topics; `again` if it had been kept before, and says something else now."""

    article_id: int
    story_id: int
    content: TokenizedText
    again: bool = False


async def file(connection: Connection, filed: Mapping[int, Query]) -> None:
    """File topics by id, each under the set of keys that fewest topics share, in place of where they were."""
    anchors = {topic_id: query.anchors for topic_id, query in filed.items()}
    crowds = await _crowds(connection, {key for sets in anchors.values() for keys in sets for key in keys})
    rows: list[dict[str, object]] = []
    for topic_id, sets in anchors.items():
        at = min(range(len(sets)), key=lambda number: _cost(sets[number], crowds))
        best = sets[at]
        crowds.update({key: crowds.get(key, 0) + 1 for key in best})
        also = " ".join("|".join(sorted(keys)) for keys in sets[:at] + sets[at + 1 :])
        text = "" if filed[topic_id].is_words else str(filed[topic_id])
        rows.extend({"key": key, "topic_id": topic_id, "also": also, "query": text} for key in sorted(best))
    for ids in _chunks(sorted(filed)):
        await connection.execute(delete(_keys).where(_keys.c.topic_id.in_(ids)))
        await connection.execute(update(_topics).where(_topics.c.id.in_(ids)).values(lexicon=lemmas.VERSION))
    await connection.execute(insert(connection, _keys), rows)


async def _crowds(connection: Connection, keys: Iterable[str]) -> dict[str, int]:
    """Return how many topics are filed under each key, those with none left out."""
    found: dict[str, int] = {}
    for chunk in _chunks(sorted(keys)):
        query = select(_keys.c.key, func.count()).where(_keys.c.key.in_(chunk)).group_by(_keys.c.key)
        found.update((row[0], row[1]) for row in await connection.execute(query))
    return found


def _cost(keys: Iterable[str], crowds: Mapping[str, int]) -> tuple[int, int]:
    """Return how many topics share the keys; among equals a long word is the rarer one."""
    shared = sum(crowds.get(key, 0) + (_VAGUE if key[0] in "@~%" else 0) for key in keys)
    return shared, -max(map(len, keys))


def _chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))


async def refile(connection: Connection, *, limit: int = 1_000) -> int:
    """File anew up to `limit` topics whose keys were made by older word forms; return how many were."""
    rows = await connection.execute(
        select(_topics.c.id, _topics.c.query).where(_topics.c.lexicon < lemmas.VERSION).limit(limit)
    )
    stale = {row.id: parser.restore(row.query) for row in rows}
    if stale:
        await file(connection, stale)
    return len(stale)


async def candidates(connection: Connection, content: TokenizedText) -> dict[int, IndexHit]:
    """Return the topics that a text may be on, by id."""
    held = content.keys()
    found: dict[int, IndexHit] = {}
    for topic_id, text, key, also in (await connection.execute(*_filed_under(connection, held))).all():
        if topic_id in found:
            found[topic_id].held.append(key)
            continue
        others = [keys.split("|") for keys in also.split(" ")] if also else []
        for keys in others:
            if held.isdisjoint(keys):
                break
        else:
            found[topic_id] = IndexHit(text, [key], others)
    return found


def _filed_under(connection: Connection, keys: set[str]) -> tuple[Select[Any], dict[str, object]]:
    """Ask for what is filed under any of the keys: one parameter, for a text may have any number of them."""
    if connection.dialect.name == "sqlite":
        return _BY_JSON, {"held": json.dumps(list(keys), ensure_ascii=False)}
    return _BY_ARRAY, {"held": list(keys)}


async def add_members(connection: Connection, story_id: int) -> list[Line]:
    """Read those members of a story that are new or were corrected, keep them as lines, and return them."""
    query = (
        select(_articles, _lines.c.article_id.label("kept_id"))
        .outerjoin(_lines, _lines.c.article_id == _articles.c.id)
        .where(
            _articles.c.story_id == story_id,
            or_(
                _lines.c.article_id.is_(None),
                _lines.c.story_id != story_id,
                _lines.c.fingerprint != _articles.c.fingerprint,
                _lines.c.lexicon != lemmas.VERSION,
            ),
        )
        .order_by(_articles.c.id)
    )
    rows = (await connection.execute(query)).all()
    kept = await store(connection, rows, await tags.load(connection, [row.id for row in rows]))
    return [replace(line, again=row.kept_id is not None) for row, line in zip(rows, kept, strict=True)]


async def contents(connection: Connection, story_id: int) -> list[TokenizedText]:
    """Return the articles of a story as they were kept."""
    rows = await connection.execute(select(_lines).where(_lines.c.story_id == story_id))
    return [document.from_line(row.line, source=row.source, language=row.language) for row in rows]


async def store(
    connection: Connection, articles: Sequence[Row[Any]], attached: Mapping[int, Sequence[AttachedTag]]
) -> list[Line]:
    """Read rows of the table of articles, with their tags, and keep them as lines."""
    documents = [_document(row, attached.get(row.id, ())) for row in articles]
    # A word that is new takes 0.2 ms: a long lead would hold the event loop for as long as no thread reads it.
    contents = [await asyncio.to_thread(document.tokenize, each) for each in documents]
    kept = [
        Line(article_id=row.id, story_id=row.story_id, content=content)
        for row, content in zip(articles, contents, strict=True)
    ]
    if kept:
        values = [_values(row, line) for row, line in zip(articles, kept, strict=True)]
        statement = insert(connection, _lines)
        renewed = {name: statement.excluded[name] for name in values[0] if name != "article_id"}
        await connection.execute(statement.on_conflict_do_update(index_elements=["article_id"], set_=renewed), values)
    return kept


def _values(row: Row[Any], line: Line) -> dict[str, object]:
    return {
        "article_id": line.article_id,
        "story_id": line.story_id,
        "source": line.content.source,
        "language": line.content.language,
        "published_at": row.published_at,
        "fingerprint": row.fingerprint,
        "lexicon": lemmas.VERSION,
        "line": document.line(line.content),
    }


def _document(row: Row[Any], attached: Sequence[AttachedTag]) -> Document:
    beginning = " ".join(row.paragraphs[:1])[:_BEGINNING] if not row.lead.strip() else ""
    return Document(
        title=row.title,
        lead=row.lead,
        text=beginning,
        tags=tuple(tag.label for tag in attached),
        source=row.site,
        language=row.language,
        rubrics=rubrics.of_article(
            row.title,
            row.lead or beginning,
            section=row.section,
            url=row.url,
            tags=[tag.label for tag in attached if tag.given],
        ),
    )
