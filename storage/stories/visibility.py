"""Who may be told which story: a private one is known to those who have a source that found it, and to nobody else.

A story is private while it has rows in `private_stories`; private articles meet no others (storage.stories.assignment),
so that a story is one or the other as a whole.
"""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, select

from storage.articles import url_key
from storage.database import Connection, insert
from storage.schema import source_tables, tables

_private = source_tables.private_stories
_own = source_tables.own_sources


def is_public(story_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether everybody may be told of a story."""
    return ~exists().where(_private.c.story_id == story_id)


def is_known_to(story_id: ColumnElement[Any], source_id: int) -> ColumnElement[bool]:
    """Whether a story is public, or was found by a private source."""
    return is_public(story_id) | exists().where(_private.c.story_id == story_id, _private.c.source_id == source_id)


def is_visible(story_id: ColumnElement[Any], subscriber_id: int) -> ColumnElement[bool]:
    """Whether a subscriber may be told of a story."""
    mine = exists().where(
        _private.c.story_id == story_id,
        _private.c.source_id == _own.c.source_id,
        _own.c.subscriber_id == subscriber_id,
    )
    return is_public(story_id) | mine


async def hidden_from_all(
    connection: Connection, subscriber_ids: Collection[int], story_ids: Iterable[int]
) -> dict[int, set[int]]:
    """Return, for each of the subscribers, those of the stories that they may not be told of."""
    rows = await connection.execute(
        select(_private.c.story_id, _own.c.subscriber_id)
        .outerjoin(_own, (_own.c.source_id == _private.c.source_id) & _own.c.subscriber_id.in_(list(subscriber_ids)))
        .where(_private.c.story_id.in_(list(story_ids)))
    )
    seen: dict[int, set[int]] = {}
    for story_id, subscriber_id in rows:
        seen.setdefault(story_id, set()).add(subscriber_id)
    return {each: {story for story, readers in seen.items() if each not in readers} for each in subscriber_ids}


async def is_everybodys(connection: Connection, story_id: int) -> bool:
    """Say whether everybody may be told of a story."""
    return not await connection.scalar(select(exists().where(_private.c.story_id == story_id)))


async def may_see(connection: Connection, subscriber_id: int, story_id: int) -> bool:
    """Say whether a subscriber may be told of one story."""
    return story_id not in (await hidden_from_all(connection, [subscriber_id], [story_id]))[subscriber_id]


async def unknown_to(connection: Connection, source_id: int | None, addresses: Iterable[str]) -> set[str]:
    """Return those of the addresses of saved articles that are private, and not to this source (None: a public one).

    For that source they are new: it has to ask for them itself, and by that shows that it names them.
    """
    if await connection.scalar(select(exists().where(_private.c.story_id > 0))) is not True:
        return set()
    wanted: dict[str, list[str]] = {}
    for address in addresses:
        wanted.setdefault(url_key.key(address), []).append(address)
    articles, keys = tables.articles, tables.addresses
    seen = is_public(articles.c.story_id) if source_id is None else is_known_to(articles.c.story_id, source_id)
    rows = await connection.scalars(
        select(keys.c.key).join(articles, articles.c.id == keys.c.article_id).where(keys.c.key.in_(list(wanted)), ~seen)
    )
    return {address for key in rows for address in wanted[key]}


async def begin(connection: Connection, story_id: int, source_id: int) -> None:
    """Let a new story be known to those alone who have this source."""
    await connection.execute(insert(connection, _private).values(story_id=story_id, source_id=source_id))


async def find_again(connection: Connection, story_id: int, source_id: int) -> None:
    """Another private source has named an article of a story: who has that one may be told of it, too."""
    if await connection.scalar(select(exists().where(_private.c.story_id == story_id))):
        statement = insert(connection, _private).values(story_id=story_id, source_id=source_id)
        await connection.execute(statement.on_conflict_do_nothing())


async def publish(connection: Connection, source_id: int) -> None:
    """Let all be told of what a source has found: it is public from now on."""
    found = select(_private.c.story_id).where(_private.c.source_id == source_id)
    await connection.execute(delete(_private).where(_private.c.story_id.in_(found)))
