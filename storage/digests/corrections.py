"""What was told and has been corrected, or withdrawn, by its publishers since; the wording of messages is elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Row, Select, bindparam, exists, literal, select, update

from storage.database import Connection
from storage.digests import outbox
from storage.model import PartState, SubscriberState
from storage.schema import tables

_outbox = tables.outbox
_tellings = tables.tellings
_digests = tables.digests
_articles = tables.articles
_stories = tables.stories
_edits = tables.outbox.alias("edits")

# Telegram lets a message be edited for so long.
EDITABLE: Final = timedelta(hours=48)
# What has not been put right so long after we noticed is left to the next digest.
_RECENT: Final = timedelta(hours=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A message that holds a headline its publisher has corrected: `was` is what it says, `title` what it should say.

    `withdrawn` is one whose story can be read nowhere any more: it keeps its headline, and says so. `html` and `plain`
    are the message as it was last edited, `message_id` is Telegram's; `html` of a `rich` one is rich HTML.
    """

    digest_id: int
    story_id: int
    subscriber_id: int
    language: str
    number: int
    message_id: int
    html: str
    plain: str
    keyboard: str
    preview: str
    was: str
    title: str
    withdrawn: bool = False
    rich: bool = False


async def due(connection: Connection, *, now: datetime, limit: int = 300) -> list[Correction]:
    """Return sent messages to put right, those of one message together; not those with an edit on its way."""
    active = tables.subscribers.c.state == SubscriberState.ACTIVE
    rows: list[Row[Any]] = []
    for wrong, since in (
        (_retitled(now), _articles.c.corrected_at),
        (_withdrawn(now), _stories.c.withdrawn_at),
    ):
        untouched = wrong.where(~exists(_edit_since(since)), active).order_by(_outbox.c.id, _tellings.c.story_id)
        rows += await connection.execute(untouched.limit(limit))
    edits = await _last_edits(connection, [row.message for row in rows])
    rows.sort(key=lambda row: (row.message, row.story_id, row.withdrawn))
    return [_correction(row, edits.get((row.digest_id, row.number))) for row in rows]


async def edit(connection: Connection, correction: Correction, html: str, plain: str, *, now: datetime) -> None:
    """Put an edit of a sent message into the outbox, behind what its chat already waits for."""
    await connection.execute(
        _outbox.insert().values(
            subscriber_id=correction.subscriber_id,
            digest_id=correction.digest_id,
            number=correction.number,
            html=html,
            plain=plain,
            keyboard=correction.keyboard,
            preview=correction.preview,
            rich=correction.rich,
            edit_of=correction.message_id,
            priority=outbox.Priority.EDIT,
            not_before=now,
            created_at=now,
        )
    )


async def give_up(connection: Connection, corrections: Iterable[Correction]) -> None:
    """Leave these to the next digest: their messages cannot be put right."""
    rows = [{"digest": one.digest_id, "story": one.story_id} for one in corrections]
    if rows:
        await connection.execute(_the_telling().values(part=None), rows)


async def settle(connection: Connection, *, now: datetime) -> int:
    """Write into the ledger what edited messages say now, so that no digest says it again; returns how many."""
    edited = _edit_since(_articles.c.corrected_at).where(_edits.c.state == PartState.SENT)
    found = await connection.execute(_retitled(now).where(exists(edited)))
    rows = [{"digest": row.digest_id, "story": row.story_id, "title": row.title} for row in found]
    if rows:
        await connection.execute(_the_telling().values(headline=bindparam("title")), rows)
    return len(rows)


def _the_telling() -> Any:  # noqa: ANN401 - SQLAlchemy's Update, whose values() follow
    return update(_tellings).where(
        _tellings.c.digest_id == bindparam("digest"), _tellings.c.story_id == bindparam("story")
    )


def _retitled(now: datetime) -> Select[Any]:
    """Messages that were sent and tell an article by a title that it no longer has."""
    told = (
        (_tellings.c.story_id == _articles.c.story_id)
        & (_tellings.c.url == _articles.c.url)
        & (_tellings.c.headline != _articles.c.title)
    )
    wrong = _sent(now, _articles.join(_tellings, told), _articles.c.title, withdrawn=False)
    return wrong.where(_articles.c.corrected_at > now - _RECENT)


def _withdrawn(now: datetime) -> Select[Any]:
    """Messages that were sent and tell a story of which nothing is left where it was published."""
    told = _stories.join(_tellings, _tellings.c.story_id == _stories.c.id)
    wrong = _sent(now, told, _tellings.c.headline, withdrawn=True)
    return wrong.where(_stories.c.withdrawn_at > now - _RECENT, _tellings.c.part.is_not(None))


def _sent(now: datetime, told: FromClause, title: ColumnElement[str], *, withdrawn: bool) -> Select[Any]:
    """What a correction is made of, of tellings whose messages can still be edited."""
    joined = (
        told.join(_digests, _digests.c.id == _tellings.c.digest_id)
        .join(_outbox, (_outbox.c.digest_id == _digests.c.id) & (_outbox.c.number == _tellings.c.part))
        .join(tables.subscribers, tables.subscribers.c.id == _outbox.c.subscriber_id)
    )
    return (
        select(
            _tellings.c.digest_id, _tellings.c.story_id, _tellings.c.headline, title.label("title"),
            _outbox.c.id.label("message"), _outbox.c.subscriber_id, _outbox.c.number, _outbox.c.message_id,
            _outbox.c.html, _outbox.c.plain, _outbox.c.keyboard, _outbox.c.preview, _outbox.c.rich,
            tables.subscribers.c.language, literal(withdrawn).label("withdrawn"),
        )
        .select_from(joined)
        .where(
            _digests.c.composed_at > now - EDITABLE,
            _outbox.c.state == PartState.SENT,
            _outbox.c.edit_of.is_(None),
            _outbox.c.message_id > 0,
        )
    )  # fmt: skip


def _edit_since(moment: ColumnElement[datetime]) -> Select[Any]:
    return (
        select(_edits.c.id)
        .where(
            _edits.c.digest_id == _outbox.c.digest_id,
            _edits.c.number == _outbox.c.number,
            _edits.c.edit_of.is_not(None),
            _edits.c.created_at >= moment,
        )
        .correlate(_outbox, _articles, _stories)
    )


async def _last_edits(connection: Connection, message_ids: Iterable[int]) -> dict[tuple[int, int], tuple[str, str]]:
    """What each of these messages was last made to say, by digest and number."""
    query = (
        select(_edits.c.digest_id, _edits.c.number, _edits.c.html, _edits.c.plain)
        .join(_outbox, (_outbox.c.digest_id == _edits.c.digest_id) & (_outbox.c.number == _edits.c.number))
        .where(_outbox.c.id.in_(list(message_ids)), _edits.c.edit_of.is_not(None), _edits.c.state != PartState.FAILED)
        .order_by(_edits.c.id)
    )
    return {(row.digest_id, row.number): (row.html, row.plain) for row in await connection.execute(query)}


def _correction(row: Row[Any], edited: tuple[str, str] | None) -> Correction:
    html, plain = edited or (row.html, row.plain)
    return Correction(
        digest_id=row.digest_id,
        story_id=row.story_id,
        subscriber_id=row.subscriber_id,
        language=row.language,
        number=row.number,
        message_id=row.message_id,
        html=html,
        plain=plain,
        keyboard=row.keyboard,
        preview=row.preview,
        was=row.headline,
        title=row.title,
        withdrawn=bool(row.withdrawn),
        rich=row.rich,
    )
