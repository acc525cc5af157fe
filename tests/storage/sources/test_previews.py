"""Previews: what a reader was shown is theirs to act on, is bounded, and goes when it is old."""

from datetime import UTC, datetime, timedelta

from parsers.article import ListingKind
from storage.database import Connection, Database
from storage.model import ChatKind
from storage.sources import added_sources, previews
from storage.sources.added_sources import AddedState
from storage.subscribers import subscribers

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


async def _reader(connection: Connection, chat_id: int) -> int:
    return (await subscribers.add(connection, chat_id, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=NOW)).id


async def _show(connection: Connection, reader: int, name: str, *, now: datetime = NOW) -> int:
    source = await added_sources.preview(
        connection, url=f"https://{name}/", kind=ListingKind.FEED, names=[name], title=name, language="", now=now
    )
    await previews.show(connection, reader, source.id, now=now)
    return source.id


async def test_a_source_is_shown_to_each_by_themselves_and_goes_with_the_last_of_them(database: Database) -> None:
    async with database.transaction() as connection:
        one, other = await _reader(connection, 7), await _reader(connection, 8)
        source = await _show(connection, one, "a.example")
        assert not await previews.is_shown(connection, other, source)
        assert not await previews.withdraw(connection, other, source), "what one was not shown, one cannot forget"
        assert await previews.is_shown(connection, one, source)
        assert await _show(connection, other, "a.example") == source
        assert await previews.withdraw(connection, one, source)
        assert await added_sources.get(connection, source) is not None
        assert await previews.withdraw(connection, other, source)
        assert await added_sources.get(connection, source) is None


async def test_the_oldest_give_way_when_one_has_too_many_on_show(database: Database) -> None:
    async with database.transaction() as connection:
        one, other = await _reader(connection, 7), await _reader(connection, 8)
        await _show(connection, other, "other.example")
        for number in range(previews.MOST + 5):
            await _show(connection, one, f"{number}.example", now=NOW + timedelta(seconds=number))
        left = await added_sources.listed(connection, AddedState.PREVIEWED)
        assert len(left) == previews.MOST + 1
        assert {"other.example", "5.example"} <= {source.name for source in left}


async def test_what_was_shown_long_ago_is_forgotten_but_never_a_source(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _reader(connection, 7)
        kept = await _show(connection, reader, "kept.example")
        await added_sources.take(connection, kept, AddedState.PROPOSED, added_by=reader, now=NOW)
        await _show(connection, reader, "gone.example")
        assert await previews.forget(connection, before=NOW) == 0
        assert await previews.forget(connection, before=NOW + timedelta(days=1)) == 1
        assert [one.id for one in await added_sources.listed(connection, *AddedState)] == [kept]
