"""A time zone that tzdata has no more: its readers go on by the same clock, are told, and can choose."""

import json
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.jobs import due_digests, removed_zones
from bot.places import timezones
from bot.schedule import timetable
from storage.database import Database
from storage.digests import digests
from storage.digests.digests import NewDigest
from storage.model import ChatKind, Subscriber, TimetableEntry
from storage.schema import tables
from storage.subscribers import subscribers

NOW = datetime(2026, 11, 22, 3, 15, tzinfo=UTC)
EVERY_ZONE = sorted(
    zone
    for zone in resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    if zone not in {"Factory", "localtime"}
)


class House:
    """A database with readers whose zone goes away."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def reader(
        self,
        zone: str,
        *times: time,
        chat_id: int = 7,
        slot: bool = True,
        kind: ChatKind = ChatKind.PRIVATE,
        language: str = "ru",
        removed: str = "",
    ) -> Subscriber:
        """Somebody with a timetable in a zone, and maybe a digest at their last slot; then the zone is renamed."""
        async with self.database.transaction() as connection:
            one = await subscribers.add(connection, chat_id, kind, language, zone, now=NOW)
            entries = tuple(TimetableEntry(at=at, weekdays=timetable.EVERY_DAY) for at in times)
            coming = timetable.next_slot(entries, zone, NOW)
            await subscribers.set_timetable(connection, one.id, entries, coming.due_at if coming else None)
            if slot:
                last = timetable.slots_between(entries, zone, NOW - timedelta(days=2), NOW)[-1]
                await digests.record(
                    connection,
                    NewDigest(subscriber_id=one.id, slot=last, parts=(), due_at=last.due_at),
                    now=last.due_at,
                )
            gone = update(tables.subscribers).where(tables.subscribers.c.id == one.id)
            await connection.execute(gone.values(zone=removed or f"{zone}_That_Was"))
        return await self.known(chat_id)

    async def known(self, chat_id: int) -> Subscriber:
        async with self.database.read() as connection:
            found = await subscribers.get(connection, chat_id)
        assert found is not None
        return found

    async def told(self) -> list[tuple[str, str]]:
        async with self.database.read() as connection:
            rows = await connection.execute(select(tables.outbox.c.plain, tables.outbox.c.keyboard))
            return [(row.plain, row.keyboard) for row in rows]


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Asia/Almaty", "Asia/Almaty"),
        ("Europe/Kyiv", "Etc/GMT-2"),
        ("Asia/Kathmandu", "Asia/Kathmandu"),
        ("America/New_York", "Etc/GMT+5"),
        ("Pacific/Kiritimati", "Etc/GMT-14"),
        ("Africa/Abidjan", "Etc/GMT"),
        ("Pacific/Chatham", "Pacific/Chatham"),
    ],
)
async def test_the_next_digest_comes_at_the_hour_of_the_last_one(house: House, zone: str, expected: str) -> None:
    before = await house.reader(zone, time(8), time(19, 30))
    assert await removed_zones.replace_all(house.database, lambda: NOW) == 1
    after = await house.known(7)
    assert after.zone == expected
    assert after.next_due_at == before.next_due_at
    coming = timetable.next_slot(after.timetable, after.zone, NOW)
    assert coming is not None
    assert coming.due_at == before.next_due_at
    assert await removed_zones.replace_all(house.database, lambda: NOW) == 0


async def test_its_reader_is_told_with_a_button_that_leads_to_the_zones(house: House) -> None:
    await house.reader("Asia/Almaty", time(8), removed="Asia/Qapshagay")
    await removed_zones.replace_all(house.database, lambda: NOW)
    ((said, keyboard),) = await house.told()
    assert "Asia/Qapshagay больше нет" in said
    assert "по Asia/Almaty, там сейчас 08:15" in said
    assert json.loads(keyboard)["inline_keyboard"][0][0]["callback_data"] == "go:timezone~7"


async def test_a_slot_that_was_due_meanwhile_is_delivered(house: House) -> None:
    await house.reader("Asia/Almaty", time(8), removed="Asia/Qapshagay")
    later = NOW + timedelta(days=1)
    await removed_zones.replace_all(house.database, lambda: later)
    assert await due_digests.deliver_due(house.database, lambda: later) == 1
    async with house.database.read() as connection:
        slots = (await connection.execute(select(tables.digests.c.local_date, tables.digests.c.at))).all()
    assert (date(2026, 11, 23), time(8)) in [tuple(slot) for slot in slots]


async def test_without_a_digest_the_timetable_tells_and_else_the_usual_zone_is_taken(house: House) -> None:
    await house.reader("Europe/Berlin", time(8), chat_id=1, slot=False)
    await house.reader("Europe/Berlin", time(8), time(20), chat_id=2, slot=False)
    await house.reader("Europe/Berlin", chat_id=3, slot=False)
    await removed_zones.replace_all(house.database, lambda: NOW)
    assert [(await house.known(chat)).zone for chat in (1, 2, 3)] == ["Europe/Berlin", "Asia/Almaty", "Asia/Almaty"]


async def test_a_name_in_other_letters_is_that_zone(house: House) -> None:
    await house.reader("Asia/Tokyo", time(8), removed="asia/tokyo")
    await removed_zones.replace_all(house.database, lambda: NOW)
    assert (await house.known(7)).zone == "Asia/Tokyo"


@pytest.mark.parametrize(
    "removed", ["", "../../etc/passwd", "Asia", "Asia/\N{CYRILLIC SMALL LETTER A}", "+05:00", "\x01"]
)
async def test_whatever_stands_there_is_replaced(house: House, removed: str) -> None:
    await house.reader("Asia/Almaty", time(8))
    async with house.database.transaction() as connection:
        await connection.execute(update(tables.subscribers).values(zone=removed))
    await removed_zones.replace_all(house.database, lambda: NOW)
    zone = (await house.known(7)).zone
    assert NOW.astimezone(ZoneInfo(zone)).utcoffset() == timedelta(hours=5)


@given(
    zone=st.sampled_from(EVERY_ZONE),
    now=st.datetimes(datetime(2020, 1, 1), datetime(2036, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC)),  # noqa: DTZ001 - hypothesis wants bare ones
)
def test_of_every_zone_there_is_another_that_shows_the_same_hour(zone: str, now: datetime) -> None:
    offset = now.astimezone(ZoneInfo(zone)).utcoffset()
    assert offset is not None
    other = timezones.in_place_of(f"{zone}_That_Was", offset, now)
    assert now.astimezone(ZoneInfo(other)).utcoffset() == offset
    assert timezones.is_zone(other)
