"""Tags under one key each, whatever their spelling: those a publisher gives and those a text names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, Table, delete, exists, func, select

from parsers.article import Article, Tag, TagKind
from parsers.language import datelines, gazetteer, names
from storage import bulk, sanitize
from storage.database import Connection, insert
from storage.model import CanonicalTag
from storage.schema import source_tables, tables

_tags = tables.tags
_article_tags = tables.article_tags
_story_tags = tables.story_tags
_lines = tables.article_lines
_private = source_tables.private_stories
_LONGEST_KEY = 255
_MOST = 40
"""How many tags an article may have; a page with more is a catalogue."""
_LEAD_LENGTH = 500
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleTag:
    """A tag of an article: its key and label, and whether its publisher gave it."""

    key: str
    label: str
    kind: TagKind
    given: bool


class AttachedTag(NamedTuple):
    """A tag that a saved article has; `given` if its publisher gave it."""

    id: int
    key: str
    label: str
    kind: TagKind
    given: bool


def key(label: str, kind: TagKind = TagKind.SUBJECT) -> str:
    """The one key of a tag: case, ё, look-alike letters, alphabets, aliases, endings and a person's name order fold."""
    return _canonical(Tag(label=label, kind=kind), given=True).key


def year(label: str) -> int | None:
    """The year a label names ("2025", "2025 год", "2025 жыл"), None if it names anything else."""
    digits = [word for word in label.split() if word.isdecimal()]
    others = [names.fold(word) for word in label.split() if not word.isdecimal()]
    if len(digits) != 1 or not all(word in {"год", "года", "жил", "жили", "иеар"} for word in others):
        return None
    return int(digits[0]) if int(digits[0][:9]) in _YEARS else None


def is_topic(tag: CanonicalTag | Tag) -> bool:
    """Whether a reader could follow the tag: a year is no topic."""
    return tag.kind is not TagKind.YEAR and year(tag.label) is None


def for_article(article: Article) -> tuple[ArticleTag, ...]:
    """The tags of an article: those given, then those its title and lead name, each key once."""
    text = _head(article)
    given = [_canonical(tag, given=True) for tag in article.tags]
    derived = [_listed(tag) for tag in gazetteer.find(text)]
    derived += [
        _canonical(Tag(label=name.text, kind=TagKind.PERSON), given=False) for name in names.found(text) if name.person
    ]
    found: dict[str, ArticleTag] = {}
    for tag in (*given, *derived):
        if tag.key:
            found.setdefault(tag.key, tag)
    return tuple(found.values())[:_MOST]


async def attach(connection: Connection, article_id: int, article: Article, *, now: datetime) -> None:
    """Tag a saved article: with `of(article)`, and with the tags already known that its title and lead name."""
    del now  # tags have no time of their own; stories date them
    await attach_all(connection, [(article_id, article)])


async def attach_all(connection: Connection, articles: Sequence[tuple[int, Article]]) -> None:
    """Tag several saved articles; what they were tagged with before is replaced."""
    found = {article_id: {tag.key: tag for tag in for_article(article)} for article_id, article in articles}
    ids = await _ensure(connection, (tag for tags in found.values() for tag in tags.values()))
    mentioned = await _mentioned(connection, articles)
    rows = {(article_id, ids[tag.key]): tag.given for article_id, tags in found.items() for tag in tags.values()}
    for article_id, tag_id in mentioned:
        rows.setdefault((article_id, tag_id), False)
    await connection.execute(delete(_article_tags).where(_article_tags.c.article_id.in_(list(found))))
    await bulk.put(connection, _article_tags, [(*pair, given) for pair, given in sorted(rows.items())])


async def load(connection: Connection, article_ids: Iterable[int]) -> dict[int, list[AttachedTag]]:
    """The tags that articles have, each article's in the order of their ids; one without tags is left out."""
    query = (
        select(_article_tags.c.article_id, _tags.c.id, _tags.c.key, _tags.c.label, _tags.c.kind, _article_tags.c.given)
        .join(_tags, _tags.c.id == _article_tags.c.tag_id)
        .where(bulk.among(connection, _article_tags.c.article_id, article_ids))
        .order_by(_tags.c.id)
    )
    found: dict[int, list[AttachedTag]] = {}
    for article_id, tag_id, own_key, label, kind, given in (await connection.execute(query)).all():
        found.setdefault(article_id, []).append(AttachedTag(tag_id, own_key, label, TagKind(kind), given))
    return found


async def alive(
    connection: Connection, *, since: datetime, limit: int, language: str | None = None
) -> list[CanonicalTag]:
    """The tags that most stories alive after `since` carry, years and places that are everywhere left out.

    With a `language`, those that its articles carry since then, whatever others say of the same stories.
    """
    stories = func.count(_story_tags.c.story_id) if language is None else func.count(_lines.c.story_id.distinct())
    query = (
        select(_tags, stories)
        .where(_tags.c.kind != TagKind.YEAR, ~exists().where(_private.c.story_id == _told_in(language).c.story_id))
        .group_by(_tags.c.id)
        .order_by(stories.desc(), _tags.c.id)
        .limit(limit + _MOST)
    )
    if language is None:
        query = query.join(_story_tags, _story_tags.c.tag_id == _tags.c.id).where(_story_tags.c.last_at >= since)
    else:
        query = _of_articles(query, language, since)
    everywhere = {stems for stems, tag in gazetteer.known().items() if tag.scope == "everywhere"}
    found = [
        CanonicalTag(id=row.id, key=row.key, label=row.label, kind=TagKind(row.kind))
        for row in await connection.execute(query)
        if row.key not in everywhere
    ]
    return [tag for tag in found if is_topic(tag)][:limit]


async def ids_of(connection: Connection, labels: Iterable[tuple[str, TagKind]]) -> dict[tuple[str, TagKind], int]:
    """The ids of tags by label and kind; those that nobody gave yet are left out."""
    keys = {(label, kind): key(label, kind) for label, kind in labels}
    ids = await _ids(connection, set(keys.values())) if keys else {}
    return {label: ids[own_key] for label, own_key in keys.items() if own_key in ids}


async def spoken(connection: Connection, tag_ids: Iterable[int], language: str, *, since: datetime) -> set[int]:
    """Those of some tags that articles in a language carry since a time."""
    query = select(_tags.c.id).where(_tags.c.id.in_(list(tag_ids))).distinct()
    return set((await connection.scalars(_of_articles(query, language, since))).all())


def _of_articles(query: Select[Any], language: str, since: datetime) -> Select[Any]:
    """Ask for tags of the articles in a language."""
    return (
        query.join(_article_tags, _article_tags.c.tag_id == _tags.c.id)
        .join(_lines, _lines.c.article_id == _article_tags.c.article_id)
        .where(_lines.c.published_at >= since, _lines.c.language == language)
    )


def _told_in(language: str | None) -> Table:
    return _story_tags if language is None else _lines


def _head(article: Article) -> str:
    """The title and the beginning of what follows: what is named later is background."""
    lead = article.lead or " ".join(article.paragraphs[:1])
    return f"{article.title}\n{datelines.without(lead)[:_LEAD_LENGTH]}"


def _canonical(tag: Tag, *, given: bool) -> ArticleTag:
    label = " ".join(sanitize.text(tag.label).split())
    if (number := year(label)) is not None:
        return ArticleTag(key=f"{number}", label=label, kind=TagKind.YEAR, given=given)
    stems = gazetteer.stems(label)
    known = gazetteer.known().get(stems)
    if known is not None:
        return _listed(known, given=given)
    kind = tag.kind
    if kind is TagKind.SUBJECT and any(name.person and name.text == label for name in names.found(label)):
        kind = TagKind.PERSON
    made = names.person_key(label) if kind is TagKind.PERSON else stems
    return ArticleTag(key=sanitize.short(made or label.casefold(), _LONGEST_KEY), label=label, kind=kind, given=given)


def _listed(tag: gazetteer.Known, *, given: bool = False) -> ArticleTag:
    return ArticleTag(key=gazetteer.stems(tag.label), label=tag.label, kind=tag.kind, given=given)


async def _ensure(connection: Connection, tags: Iterable[ArticleTag]) -> dict[str, int]:
    """The ids of tags by key; those never seen are added under the label of whoever came first."""
    wanted = {tag.key: tag for tag in tags}
    ids = await _ids(connection, wanted)
    missing = [
        {"key": tag.key, "label": tag.label, "kind": str(tag.kind)}
        for key, tag in sorted(wanted.items())
        if key not in ids
    ]
    if missing:
        await connection.execute(insert(connection, _tags).on_conflict_do_nothing(index_elements=["key"]), missing)
        ids |= await _ids(connection, [row["key"] for row in missing])
    return ids


async def _ids(connection: Connection, keys: Iterable[str]) -> dict[str, int]:
    query = select(_tags.c.key, _tags.c.id).where(bulk.among(connection, _tags.c.key, keys))
    return {row[0]: row[1] for row in (await connection.execute(query)).all()}


async def _mentioned(connection: Connection, articles: Sequence[tuple[int, Article]]) -> list[tuple[int, int]]:
    """The tags seen earlier that articles name: (article, tag)."""
    runs: dict[str, set[int]] = {}
    for article_id, article in articles:
        for stems in (*_phrases(article.title), *_capitalised(_head(article))):
            runs.setdefault(stems, set()).add(article_id)
    ids = await _ids(connection, runs) if runs else {}
    return [(article_id, tag_id) for stems, tag_id in sorted(ids.items()) for article_id in sorted(runs[stems])]


def _phrases(title: str) -> list[str]:
    """Runs of two or three words of a title, which name something more often than not."""
    stemmed = list(map(names.stem, names.spelled(title)))
    return [" ".join(stemmed[at : at + length]) for length in (2, 3) for at in range(len(stemmed) - length + 1)]


def _capitalised(text: str) -> list[str]:
    """Names of a text, whole and each word alone."""
    found = [name for name in names.found(text) if name.certain]
    return [" ".join(name.stems) for name in found] + [stem for name in found for stem in name.stems]
