"""Sources that people add: previewed, proposed, approved or refused."""

from datetime import UTC, datetime

import pytest

from parsers.article import ListingKind
from storage.database import Connection, Database
from storage.model import ChatKind
from storage.sources import added_sources
from storage.sources.added_sources import AddedSource, AddedState
from storage.subscribers import subscribers

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
URL = "https://steppe.example/feed"


async def _preview(connection: Connection, url: str = URL, *, name: str = "") -> AddedSource:
    return await added_sources.preview(
        connection,
        url=url,
        kind=ListingKind.FEED,
        names=[name or "steppe.example", "steppe.example/feed"],
        title="Степь",
        language="ru",
        now=NOW,
    )


async def test_what_is_previewed_is_not_read_until_it_is_approved(database: Database) -> None:
    async with database.transaction() as connection:
        source = await _preview(connection)
        assert (source.state, source.name, source.title) == (AddedState.PREVIEWED, "steppe.example", "Степь")
        assert await added_sources.listed(connection, AddedState.APPROVED) == []
        assert await added_sources.decide(connection, source.id, AddedState.APPROVED, now=NOW)
        assert not await added_sources.decide(connection, source.id, AddedState.APPROVED, now=NOW)
        (read,) = await added_sources.listed(connection, AddedState.APPROVED)
    assert (read.url, read.kind) == (URL, ListingKind.FEED)


async def test_an_address_is_one_source_and_belongs_to_who_takes_it(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await subscribers.add(connection, 7, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=NOW)
        first = await _preview(connection)
        again = await _preview(connection)
        assert (again.id, again.added_by) == (first.id, None)
        await added_sources.take(connection, first.id, AddedState.APPROVED, added_by=reader.id, now=NOW)
        assert (await _preview(connection)).added_by == reader.id, "what is read stays with who added it"
        assert await added_sources.count(connection, reader.id) == await added_sources.count(connection) == 1


async def test_two_sources_of_one_host_have_two_names(database: Database) -> None:
    async with database.transaction() as connection:
        await _preview(connection)
        second = await _preview(connection, "https://steppe.example/sport")
        assert second.name == "steppe.example/feed"
        with pytest.raises(ValueError, match="taken"):
            await _preview(connection, "https://steppe.example/third")
        assert (await added_sources.by_name(connection, "steppe.example")) == await added_sources.by_url(
            connection, URL
        )
        assert await added_sources.get(connection, second.id) == second
        assert await added_sources.get(connection, 404) is None


async def test_a_source_outlives_the_reader_who_added_it(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await subscribers.add(connection, 7, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=NOW)
        source = await _preview(connection)
        await added_sources.take(connection, source.id, AddedState.APPROVED, added_by=reader.id, now=NOW)
        await subscribers.delete(connection, reader.id)
        after = await added_sources.get(connection, source.id)
    assert after is not None
    assert after.added_by is None


async def test_hostile_titles_and_addresses_are_kept_harmless(database: Database) -> None:
    async with database.transaction() as connection:
        source = await added_sources.preview(
            connection, url="https://x.example/\0", kind=ListingKind.SITEMAP, names=["x" * 400], title="\0" + "т" * 999,
            language="язык-которого-нет", now=NOW,
        )  # fmt: skip
    assert len(source.name) == 255
    assert source.title == "т" * 200
    assert source.url == "https://x.example/"
