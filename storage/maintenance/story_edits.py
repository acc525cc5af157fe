"""Stories that the operator merges and splits by hand: written down, undone on request, left alone by the review."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, exists, or_, select, update

from storage.database import Connection
from storage.schema import operator_tables, tables
from storage.stories import merge_split
from storage.stories.merge_split import Parted
from storage.topics import topics

_edits, _stories, _articles = operator_tables.story_edits, tables.stories, tables.articles


class EditKind(StrEnum):
    """What was done by hand."""

    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What was done: the story that went on, the one that went into it or came out, and the articles that moved."""

    id: int
    kind: EditKind
    story_id: int
    other_id: int
    article_ids: tuple[int, ...]
    done_at: datetime
    undone_at: datetime | None


class EditError(Exception):
    """A story cannot be merged, split or put back; `reason` is a word for it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


async def merge(connection: Connection, story_id: int, into: int, *, now: datetime) -> int:
    """Put a story into another one; return the number of the edit.

    Raises:
        EditError: they are one already, or one of them is not there ("gone").
    """
    if story_id == into:
        raise EditError("same")
    moved = [await _members(connection, each) for each in (story_id, into)]
    if not all(moved):
        raise EditError("gone")
    await merge_split.merge(connection, story_id, into, now=now)
    return await _note(connection, EditKind.MERGE, (into, story_id), moved[0], now)


async def split(connection: Connection, story_id: int, article_ids: Sequence[int], *, now: datetime) -> int:
    """Make a story of its own of some articles of a story; return the number of the edit.

    Raises:
        EditError: none of them is in it ("gone"), or all are ("all").
    """
    leaving = [each for each in await _members(connection, story_id) if each in set(article_ids)]
    other_id = await _part(connection, story_id, leaving, now)
    return await _note(connection, EditKind.SPLIT, (story_id, other_id), leaving, now)


async def undo(connection: Connection, edit_id: int, *, now: datetime) -> Edit:
    """Put stories back as they were, but for what has come since: that stays where it is.

    It is an edit itself, so that the review leaves alone what was put back, and so that it can be undone.

    Raises:
        EditError: it was undone already ("undone"), or its articles have gone elsewhere meanwhile ("gone").
    """
    row = (await connection.execute(select(_edits).where(_edits.c.id == edit_id).with_for_update())).first()
    if row is None or row.undone_at is not None:
        raise EditError("undone")
    edit = _edit(row)
    if edit.kind is EditKind.SPLIT:
        await merge(connection, edit.other_id, edit.story_id, now=now)
    else:
        await split(connection, edit.story_id, edit.article_ids, now=now)
    await connection.execute(update(_edits).where(_edits.c.id == edit_id).values(undone_at=now))
    return edit


async def listed(connection: Connection, *, limit: int = 20) -> list[Edit]:
    """Return what was done last, the latest first."""
    rows = await connection.execute(select(_edits).order_by(_edits.c.id.desc()).limit(limit))
    return [_edit(row) for row in rows]


async def keeps_together(connection: Connection, story_id: int) -> bool:
    """Whether the operator has made this story one: nothing leaves it then that they have not taken out."""
    holds = (_edits.c.kind == EditKind.MERGE) & (_edits.c.story_id == story_id) & _edits.c.undone_at.is_(None)
    return bool(await connection.scalar(select(exists().where(holds))))


async def keeps_apart(connection: Connection, one: int, other: int) -> bool:
    """Whether the operator has parted these two."""
    pair = or_(
        (_edits.c.story_id == one) & (_edits.c.other_id == other),
        (_edits.c.story_id == other) & (_edits.c.other_id == one),
    )
    holds = (_edits.c.kind == EditKind.SPLIT) & _edits.c.undone_at.is_(None)
    return bool(await connection.scalar(select(exists().where(pair, holds))))


async def _part(connection: Connection, story_id: int, leaving: Sequence[int], now: datetime) -> int:
    """Let these articles leave a story; return the id of the one they make."""
    kept = (await merge_split.centres(connection, [story_id])).get(story_id, ())
    members = await merge_split.whole(connection, story_id, kept)
    if not leaving:
        raise EditError("gone")
    if len(leaving) == len(members):
        raise EditError("all")
    away = set(leaving)
    parted = Parted(
        stay=tuple(member for member in members if member.article_id not in away),
        leave=tuple(member for member in members if member.article_id in away),
    )
    new_id = await merge_split.part(connection, story_id, parted)
    await topics.match_again(connection, [story_id, new_id], now=now)
    return new_id


async def _members(connection: Connection, story_id: int) -> list[int]:
    query = select(_articles.c.id).where(_articles.c.story_id == story_id).order_by(_articles.c.id)
    return list(await connection.scalars(query))


async def _note(
    connection: Connection, kind: EditKind, pair: tuple[int, int], article_ids: Sequence[int], now: datetime
) -> int:
    values = {"kind": kind, "story_id": pair[0], "other_id": pair[1], "article_ids": list(article_ids), "done_at": now}
    return int((await connection.execute(_edits.insert().values(values).returning(_edits.c.id))).scalar_one())


def _edit(row: Row[Any]) -> Edit:
    return Edit(
        id=row.id,
        kind=EditKind(row.kind),
        story_id=row.story_id,
        other_id=row.other_id,
        article_ids=tuple(row.article_ids),
        done_at=row.done_at,
        undone_at=row.undone_at,
    )
