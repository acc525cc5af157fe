"""What readers keep of stories, taken along as addresses and brought back."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from parsers.article import ListingKind
from storage.articles import url_key
from storage.database import Connection, Database
from storage.model import ChatKind
from storage.schema import tables
from storage.sources import added_sources
from storage.sources.added_sources import AddedState
from storage.subscribers import portable, subscribers, supergroups
from storage.subscribers.portable import Brought, KeptAddress, KeptStories

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


async def _reader(connection: Connection, chat_id: int = 7) -> int:
    return (await subscribers.add(connection, chat_id, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=NOW)).id


async def _stories(connection: Connection, count: int) -> None:
    nothing: dict[str, list[str]] = {name: [] for name in ("paragraphs", "authors", "images", "quotes")}
    for number in range(1, count + 1):
        url = f"https://zakon.kz/{number}"
        moments = dict.fromkeys(("first_at", "last_at", "grown_at"), NOW)
        await connection.execute(
            insert(tables.stories).values(id=number, headline=f"Сюжет {number}", summary="", url=url, **moments)
        )
        await connection.execute(
            insert(tables.articles).values(
                id=number,
                site="zakon.kz",
                site_id=str(number),
                url=url,
                title="",
                lead="",
                story_id=number,
                published_at=NOW,
                saved_at=NOW,
                fingerprint="",
                **nothing,
            )
        )
        await connection.execute(insert(tables.addresses).values(key=url_key.key(url), article_id=number))


def _at(*numbers: int, host: str = "zakon.kz") -> tuple[KeptAddress, ...]:
    return tuple(KeptAddress(url=f"https://{host}/{number}", headline=f"Сюжет {number}") for number in numbers)


async def test_what_one_reader_takes_along_another_brings_back_in_the_same_order(database: Database) -> None:
    async with database.transaction() as connection:
        reader, other = await _reader(connection), await _reader(connection, 8)
        await _stories(connection, 5)
        stories = KeptStories(saved=_at(2, 5, 1), followed=_at(3), muted=_at(4))
        assert await portable.bring(connection, reader, stories, now=NOW) == Brought(stories=5)
        taken = await portable.kept(connection, reader)
        assert taken == stories
        assert await portable.bring(connection, other, taken, now=NOW) == Brought(stories=5)
        assert await portable.kept(connection, other) == stories
        assert await portable.bring(connection, other, taken, now=NOW) == Brought(known=5)


async def test_what_we_never_read_is_a_link_if_saved_and_nothing_otherwise(database: Database) -> None:
    far = _at(1, 2, host="far.example")
    odd = KeptAddress(url="https://far.example/3\0", headline="")
    async with database.transaction() as connection:
        reader = await _reader(connection)
        stories = KeptStories(saved=(*far, odd), followed=far, muted=far[:1])
        assert await portable.bring(connection, reader, stories, now=NOW) == Brought(links=3, unknown=3)
        assert await portable.bring(connection, reader, stories, now=NOW) == Brought(known=3, unknown=3)
        first, second, third = await portable.links(connection, reader)
        assert [first.url, second.url] == [one.url for one in far]
        assert (third.url, third.headline) == ("https://far.example/3", "https://far.example/3")
        assert [one.url for one in await portable.links(connection, reader, start=1, limit=1)] == [second.url]
        other = await _reader(connection, 8)
        assert not await portable.drop_link(connection, other, first.id)
        assert await portable.drop_link(connection, reader, first.id)
        assert not await portable.drop_link(connection, reader, first.id)
        assert await portable.count_links(connection, reader) == 2


async def test_no_more_links_are_kept_than_can_be_taken_along(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portable, "MOST", 2)
    async with database.transaction() as connection:
        reader = await _reader(connection)
        far = KeptStories(saved=_at(1, 2, 3, host="far.example"))
        assert (await portable.bring(connection, reader, far, now=NOW)).links == 2


async def test_own_sources_go_along_and_those_nobody_reads_are_named(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _reader(connection)
        for name in ("a.example", "b.example"):
            added = await added_sources.preview(
                connection, url=f"https://{name}/feed", kind=ListingKind.FEED, names=[name], title=name, language="ru",
                now=NOW,
            )  # fmt: skip
        await added_sources.take(connection, added.id, AddedState.APPROVED, added_by=reader, now=NOW)
        assert [one.url for one in await portable.own_sources(connection, reader)] == ["https://b.example/feed"]
        named = ["https://a.example/feed", "https://b.example/feed"]
        assert await portable.unknown_sources(connection, named) == named[:1]


async def test_links_move_with_a_group_that_became_a_supergroup(database: Database) -> None:
    async with database.transaction() as connection:
        old, new = await _reader(connection, -1), await _reader(connection, -2)
        for reader in (old, new):
            await portable.bring(connection, reader, KeptStories(saved=_at(reader, 9, host="x.example")), now=NOW)
        assert await supergroups.migrate(connection, -1, -2)
        staying = await subscribers.get(connection, -2)
        assert staying is not None
        assert {one.url for one in await portable.links(connection, staying.id)} == {
            f"https://x.example/{number}" for number in (old, new, 9)
        }
