"""What was told and has been corrected, or withdrawn, by its publishers since; the wording of messages is elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, bindparam, exists, literal, select, update

from storage.database import Connection
from storage.digests import ledger
from storage.model import PartState, SubscriberState
from storage.outbox import outbox
from storage.schema import tables

_outbox = tables.outbox
_tellings = tables.tellings
_versions = tables.versions
_digests = tables.digests
_articles = tables.articles
_stories = tables.stories
_edits = tables.outbox.alias("edits")

# Telegram lets a message be edited for so long.
EDITABLE: Final = timedelta(hours=48)
# What has not been put right so long after we noticed is left to the next digest.
_RECENT: Final = timedelta(hours=2)
# Well below what one statement may carry on either database.
_AT_ONCE: Final = 500


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wrong:
    """What is told wrongly since a moment: an article by another title than `title`, or (None) a withdrawn story."""

    story_id: int
    since: datetime
    url: str = ""
    title: str | None = None


async def due(connection: Connection, *, now: datetime, limit: int = 300) -> list[Correction]:
    """Return sent messages to put right, those of one message together; not those with an edit on its way.

    What was told is looked for story by story, of those few that have changed: the rest of the ledger is not read.
    """
    rows: list[Row[Any]] = []
    for wrong in await _wrong(connection, now):
        if len(rows) < limit:
            rows += await connection.execute(_told_wrongly(wrong, now).limit(limit - len(rows)))
    edits = await _last_edits(connection, (row.digest_id for row in rows))
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
    rows = [{"reader": one.subscriber_id, "digest": one.digest_id, "story": one.story_id} for one in corrections]
    if rows:
        await connection.execute(_the_telling().values(part=None), rows)


async def settle(connection: Connection, *, since: datetime) -> int:
    """Write into the ledger what messages edited since a moment say now, so that no digest says it again.

    Returns of how many stories. Nothing but these edits is looked at.
    """
    edits = await _edits_since(connection, since)
    rows = []
    for start in range(0, len(edits), _AT_ONCE):
        rows += await _outdated(connection, dict(edits[start : start + _AT_ONCE]))
    if rows:
        await ledger.name(connection, {(row["story"], row["called"]): (row["title"], row["url"]) for row in rows})
        await connection.execute(_the_telling().values(version=bindparam("called")), rows)
    return len(rows)


async def _edits_since(connection: Connection, since: datetime) -> list[tuple[tuple[int, int], datetime]]:
    """The edits sent since a moment, the earliest first: by digest and number, when each was made."""
    query = (
        select(_outbox.c.digest_id, _outbox.c.number, _outbox.c.created_at)
        .where(
            _outbox.c.settled_at >= since,
            _outbox.c.edit_of.is_not(None),
            _outbox.c.digest_id.is_not(None),
            _outbox.c.state == PartState.SENT,
        )
        .order_by(_outbox.c.settled_at, _outbox.c.id)
    )
    return [((row.digest_id, row.number), row.created_at) for row in await connection.execute(query)]


async def _outdated(connection: Connection, edits: Mapping[tuple[int, int], datetime]) -> list[dict[str, Any]]:
    """What the ledger says of these edited messages, and they no longer do."""
    told = (_tellings.c.story_id == _articles.c.story_id) & (_versions.c.url == _articles.c.url)
    digest_ids = {digest_id for digest_id, _ in edits}
    query = (
        select(
            _tellings.c.subscriber_id, _tellings.c.digest_id, _tellings.c.story_id, _tellings.c.part,
            _articles.c.url, _articles.c.title, _articles.c.retitled_at,
        )
        .select_from(
            _digests.join(
                _tellings,
                (_tellings.c.subscriber_id == _digests.c.subscriber_id) & (_tellings.c.digest_id == _digests.c.id),
            )
            .join(_versions, ledger.said_by(_tellings))
            .join(_articles, told)
        )
        .where(
            _digests.c.id.in_(digest_ids),
            _versions.c.headline != _articles.c.title,
            _articles.c.retitled_at.is_not(None),
        )
    )  # fmt: skip
    return [
        {
            "reader": row.subscriber_id,
            "digest": row.digest_id,
            "story": row.story_id,
            "title": row.title,
            "url": row.url,
            "called": ledger.version(row.title, row.url),
        }
        for row in await connection.execute(query)
        if (edited_at := edits.get((row.digest_id, row.part))) is not None and edited_at >= row.retitled_at
    ]


def _the_telling() -> Any:  # noqa: ANN401 - SQLAlchemy's Update, whose values() follow
    return update(_tellings).where(
        _tellings.c.subscriber_id == bindparam("reader"),
        _tellings.c.digest_id == bindparam("digest"),
        _tellings.c.story_id == bindparam("story"),
    )


async def _wrong(connection: Connection, now: datetime) -> list[_Wrong]:
    """The articles that got another title, and the stories that were withdrawn, a short while ago."""
    retitled = await connection.execute(
        select(_articles.c.story_id, _articles.c.url, _articles.c.title, _articles.c.retitled_at)
        .where(_articles.c.retitled_at > now - _RECENT, _articles.c.story_id.is_not(None))
        .order_by(_articles.c.retitled_at, _articles.c.id)
    )
    withdrawn = await connection.execute(
        select(_stories.c.id, _stories.c.withdrawn_at)
        .where(_stories.c.withdrawn_at > now - _RECENT)
        .order_by(_stories.c.withdrawn_at, _stories.c.id)
    )
    return [
        *(_Wrong(story_id=row.story_id, since=row.retitled_at, url=row.url, title=row.title) for row in retitled),
        *(_Wrong(story_id=row.id, since=row.withdrawn_at) for row in withdrawn),
    ]


def _told_wrongly(wrong: _Wrong, now: datetime) -> Select[Any]:
    """What a correction is made of, of tellings whose messages were sent and can still be edited."""
    title: ColumnElement[str] = _versions.c.headline if wrong.title is None else literal(wrong.title)
    told = _tellings.c.story_id == wrong.story_id
    if wrong.title is not None:
        told &= (_versions.c.url == wrong.url) & (_versions.c.headline != wrong.title)
    joined = (
        _tellings.join(_versions, ledger.said_by(_tellings))
        .join(_digests, _digests.c.id == _tellings.c.digest_id)
        .join(_outbox, (_outbox.c.digest_id == _tellings.c.digest_id) & (_outbox.c.number == _tellings.c.part))
        .join(tables.subscribers, tables.subscribers.c.id == _outbox.c.subscriber_id)
    )
    return (
        select(
            _tellings.c.digest_id, _tellings.c.story_id, _versions.c.headline, title.label("title"),
            _outbox.c.id.label("message"), _outbox.c.subscriber_id, _outbox.c.number, _outbox.c.message_id,
            _outbox.c.html, _outbox.c.plain, _outbox.c.keyboard, _outbox.c.preview, _outbox.c.rich,
            tables.subscribers.c.language, literal(wrong.title is None).label("withdrawn"),
        )
        .select_from(joined)
        .where(
            told,
            _digests.c.composed_at > now - EDITABLE,
            _outbox.c.state == PartState.SENT,
            _outbox.c.edit_of.is_(None),
            _outbox.c.message_id > 0,
            tables.subscribers.c.state == SubscriberState.ACTIVE,
            ~exists(_edit_since(wrong.since)),
        )
        # The order of the index that finds them: nothing is sorted, and the first are found at once.
        .order_by(_tellings.c.story_id, _tellings.c.digest_id)
    )  # fmt: skip


def _edit_since(moment: datetime) -> Select[Any]:
    return (
        select(_edits.c.id)
        .where(
            _edits.c.digest_id == _outbox.c.digest_id,
            _edits.c.number == _outbox.c.number,
            _edits.c.edit_of.is_not(None),
            _edits.c.created_at >= moment,
        )
        .correlate(_outbox)
    )


async def _last_edits(connection: Connection, digest_ids: Iterable[int]) -> dict[tuple[int, int], tuple[str, str]]:
    """What each edited message of these digests was last made to say, by digest and number."""
    query = (
        select(_outbox.c.digest_id, _outbox.c.number, _outbox.c.html, _outbox.c.plain)
        .where(
            _outbox.c.digest_id.in_(set(digest_ids)),
            _outbox.c.edit_of.is_not(None),
            _outbox.c.state != PartState.FAILED,
        )
        .order_by(_outbox.c.id)
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
