"""Whose account an article passes on: a forwarded post its origin's, a post with a link that publisher's.

Such an article belongs to the story of what it passes on, whichever of the two is read first, and confirms nothing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, bindparam, case, exists, literal_column, select, update

from storage import bulk
from storage.database import Connection
from storage.schema import source_tables, tables
from storage.stories import visibility

_articles = tables.articles
_origins = tables.articles.alias("origins")
_addresses = tables.addresses
_private = source_tables.private_stories
# In the words of the partial index, or it is not used.
_PASSES_ON = _articles.c.origin_key != literal_column("''")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """Which stories hold an account that one of a batch's articles passes on, or that passes on one of them.

    `origins` has the key of what each article passes on, `own` the keys of its own addresses; `stories` has the stories
    that hold an article of a key, or pass one on, and grows as the batch is placed.
    """

    origins: Mapping[int, str] = field(default_factory=dict)
    own: Mapping[int, Collection[str]] = field(default_factory=dict)
    stories: dict[tuple[int | None, str], int] = field(default_factory=dict)

    def story_of(self, article_id: int, source_id: int | None) -> int | None:
        """Return the story that an article belongs to by what it passes on, or by what passes it on."""
        keys = (self.origins.get(article_id, ""), *self.own.get(article_id, ()))
        return next((story for key in keys if key and (story := self.stories.get((source_id, key)))), None)

    def place(self, article_id: int, source_id: int | None, story_id: int) -> None:
        """Remember the story of an article for those that come after it."""
        for key in filter(None, (self.origins.get(article_id, ""), *self.own.get(article_id, ()))):
            self.stories.setdefault((source_id, key), story_id)


def teller() -> ColumnElement[str]:
    """The site whose account an article is."""
    return case((_articles.c.origin_site != "", _articles.c.origin_site), else_=_articles.c.site)


async def accounts(connection: Connection, arrivals: Mapping[int, int | None]) -> Accounts:
    """Read what is known of the accounts of articles; each came by a private source, or a public one (None)."""
    ids = list(arrivals)
    passing = await connection.execute(
        select(_articles.c.id, _articles.c.origin_key).where(bulk.among(connection, _articles.c.id, ids), _PASSES_ON)
    )
    origins = {row.id: row.origin_key for row in passing}
    own: dict[int, list[str]] = {}
    for row in await connection.execute(select(_addresses).where(bulk.among(connection, _addresses.c.article_id, ids))):
        own.setdefault(row.article_id, []).append(row.key)
    found = Accounts(origins=origins, own=own)
    for source_id in set(arrivals.values()):
        of_source = {each for each in ids if arrivals[each] == source_id}
        told = {key for each, key in origins.items() if each in of_source}
        keys = {key for each in of_source for key in own.get(each, ())} | told
        for key, story_id in [
            *await _telling(connection, told, source_id),
            *await _passing_on(connection, keys, source_id),
        ]:
            found.stories.setdefault((source_id, key), story_id)
    await _name_origins(connection, {*origins.values(), *(key for keys in own.values() for key in keys)})
    return found


async def _name_origins(connection: Connection, keys: Collection[str]) -> None:
    """Let what passes on an article that we have name its site: an address may have another host."""
    site = (
        select(_origins.c.site)
        .join(_addresses, _addresses.c.article_id == _origins.c.id)
        .where(_addresses.c.key == _articles.c.origin_key)
        .scalar_subquery()
    )
    of_known = _PASSES_ON & bulk.among(connection, _articles.c.origin_key, keys)
    query = select(_articles.c.id, _articles.c.origin_site, site.label("site")).where(of_known)
    rows = [
        {"article": row.id, "named": row.site}
        for row in await connection.execute(query)
        if row.site and row.site != row.origin_site
    ]
    if rows:
        statement = update(_articles).where(_articles.c.id == bindparam("article"))
        await connection.execute(statement.values(origin_site=bindparam("named")), rows)


async def _telling(connection: Connection, keys: Collection[str], source_id: int | None) -> list[tuple[str, int]]:
    """Return the stories of the articles at these addresses."""
    if not keys:
        return []
    query = (
        select(_addresses.c.key, _articles.c.story_id)
        .join(_articles, _articles.c.id == _addresses.c.article_id)
        .where(bulk.among(connection, _addresses.c.key, keys), _articles.c.story_id.is_not(None), _known(source_id))
    )
    return [(row.key, row.story_id) for row in await connection.execute(query)]


async def _passing_on(connection: Connection, keys: Collection[str], source_id: int | None) -> list[tuple[str, int]]:
    """Return the stories of articles that pass on what is at these addresses."""
    query = (
        select(_articles.c.origin_key, _articles.c.story_id)
        .where(
            _PASSES_ON,
            bulk.among(connection, _articles.c.origin_key, keys),
            _articles.c.story_id.is_not(None),
            _known(source_id),
        )
        .order_by(_articles.c.id)
    )
    return [(row.origin_key, row.story_id) for row in await connection.execute(query)] if keys else []


def _known(source_id: int | None) -> ColumnElement[bool]:
    """Whether a story is of the kind that an article of this source may join: everybody's, or this source's own."""
    if source_id is None:
        return visibility.is_public(_articles.c.story_id)
    return exists().where(_private.c.story_id == _articles.c.story_id, _private.c.source_id == source_id)
