"""Headlines that were told and are no longer true, on both databases."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select, update

from storage.database import Connection, Database
from storage.digests import corrections, digests, ledger
from storage.digests.digests import NewDigest
from storage.model import ChatKind, MemberKind, PartState
from storage.outbox import outbox
from storage.schema import tables
from storage.stories import stories
from storage.subscribers import subscribers, suspensions

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
URL = "https://a.kz/1"


async def _reader(connection: Connection) -> int:
    reader = await subscribers.add(connection, 7, ChatKind.PRIVATE, "kk", "Asia/Almaty", now=NOW)
    return reader.id


async def _story(connection: Connection, headline: str = "Было") -> int:
    await connection.execute(
        insert(tables.stories).values(
            headline=headline, summary="", url=URL, first_at=NOW, last_at=NOW, grown_at=NOW, member_count=1,
        )
    )  # fmt: skip
    story_id = await connection.scalar(select(tables.stories.c.id)) or 0
    await connection.execute(
        insert(tables.articles).values(
            site="a.kz", site_id="1", url=URL, title=headline, lead="", paragraphs=[], authors=[], images=[],
            quotes=[], published_at=NOW, saved_at=NOW, joined_at=NOW, fingerprint="", story_id=story_id,
            member_kind=MemberKind.FIRST,
        )
    )  # fmt: skip
    return story_id


async def _tell(connection: Connection, reader: int, story_id: int, message_id: int = 100) -> int:
    told = await stories.load(connection, [story_id])
    parts = [outbox.Draft("<b>Было</b>", "Было", stories=(story_id,)), outbox.Draft("конец", "конец")]
    digest_id = await digests.record(
        connection, NewDigest(subscriber_id=reader, told=tuple(told), parts=tuple(parts), due_at=NOW), now=NOW
    )
    assert digest_id is not None
    await _sent(connection, message_id)
    return digest_id


async def _sent(connection: Connection, message_id: int) -> None:
    for part_id in (
        await connection.scalars(select(tables.outbox.c.id).where(tables.outbox.c.message_id.is_(None)))
    ).all():
        await outbox.sent(connection, part_id, message_id, NOW)


async def _retitle(connection: Connection, title: str, at: datetime) -> None:
    await connection.execute(update(tables.articles).values(title=title, corrected_at=at, retitled_at=at))
    await connection.execute(update(tables.stories).values(headline=title))


async def _headline(connection: Connection) -> str | None:
    headline: str | None = await connection.scalar(
        select(tables.versions.c.headline).join(tables.tellings, ledger.said_by(tables.tellings))
    )
    return headline


async def test_a_corrected_headline_is_due_in_the_message_that_told_it(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _reader(connection)
        digest_id = await _tell(connection, reader, await _story(connection))
        assert await corrections.due(connection, now=NOW) == []
        await _retitle(connection, "Стало", NOW + MINUTE)
        (found,) = await corrections.due(connection, now=NOW + MINUTE)
    assert (found.digest_id, found.number, found.message_id) == (digest_id, 1, 100)
    assert (found.was, found.title, found.language) == ("Было", "Стало", "kk")
    assert (found.html, found.plain) == ("<b>Было</b>", "Было")


async def test_an_edit_goes_through_the_outbox_and_then_into_the_ledger(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _reader(connection)
        await _tell(connection, reader, await _story(connection))
        await _retitle(connection, "Стало", NOW + MINUTE)
        (found,) = await corrections.due(connection, now=NOW + MINUTE)
        await corrections.edit(connection, found, "<b>Стало</b>", "Стало", now=NOW + MINUTE)
        assert await corrections.due(connection, now=NOW + MINUTE) == []
        assert await corrections.settle(connection, since=NOW) == 0
        (part,) = await outbox.claim(connection, now=NOW + MINUTE, limit=5, lease=MINUTE)
        assert (part.edit_of, part.html, part.number) == (100, "<b>Стало</b>", 1)
        await outbox.sent(connection, part.id, 100, NOW + MINUTE)
        assert await corrections.settle(connection, since=NOW) == 1
        assert await _headline(connection) == "Стало"
        assert await corrections.settle(connection, since=NOW) == 0

        # Corrected once more: the edit begins with what the message says by now.
        await _retitle(connection, "Ещё иначе", NOW + 2 * MINUTE)
        (again,) = await corrections.due(connection, now=NOW + 2 * MINUTE)
        assert (again.was, again.html) == ("Стало", "<b>Стало</b>")


async def test_what_cannot_be_edited_stays_in_the_ledger_as_it_was_told(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _reader(connection)
        await _tell(connection, reader, await _story(connection))
        await _retitle(connection, "Стало", NOW + MINUTE)
        found = await corrections.due(connection, now=NOW + MINUTE)
        await corrections.edit(connection, found[0], "<b>Стало</b>", "Стало", now=NOW + MINUTE)
        (part,) = await outbox.claim(connection, now=NOW + MINUTE, limit=5, lease=MINUTE)
        await outbox.fail(connection, part.id, "message to edit not found", now=NOW + MINUTE)
        assert await corrections.settle(connection, since=NOW) == 0
        assert await corrections.due(connection, now=NOW + 2 * MINUTE) == []
        assert await _headline(connection) == "Было"


async def test_what_was_given_up_is_not_due_again(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _reader(connection)
        await _tell(connection, reader, await _story(connection))
        await _retitle(connection, "Стало", NOW + MINUTE)
        await corrections.give_up(connection, await corrections.due(connection, now=NOW + MINUTE))
        await corrections.give_up(connection, [])
        assert await corrections.due(connection, now=NOW + MINUTE) == []
        assert await _headline(connection) == "Было"


async def test_old_messages_unsent_ones_and_readers_who_left_are_left_alone(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _reader(connection)
        await _tell(connection, reader, await _story(connection))
        late = NOW + corrections.EDITABLE + MINUTE
        await _retitle(connection, "Стало", late)
        assert await corrections.due(connection, now=late) == []

        await _retitle(connection, "Стало", NOW)
        assert len(await corrections.due(connection, now=NOW)) == 1
        await suspensions.suspend(connection, reader, "blocked", now=NOW)
        assert await corrections.due(connection, now=NOW) == []
        await subscribers.resume(connection, reader, None)
        await connection.execute(update(tables.outbox).values(state=PartState.PENDING))
        assert await corrections.due(connection, now=NOW) == []
