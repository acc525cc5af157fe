"""When a digest is due, judged by the clocks of real zones."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.schedule import timetable
from storage.model import TimetableEntry

BERLIN = "Europe/Berlin"
ALMATY = "Asia/Almaty"


def at(text: str, weekdays: frozenset[int] = timetable.EVERY_DAY) -> TimetableEntry:
    return TimetableEntry(at=time.fromisoformat(text), weekdays=weekdays)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_next_slot_is_later_today_or_tomorrow() -> None:
    entries = (at("08:00"), at("19:30"))
    morning = timetable.next_slot(entries, ALMATY, utc("2026-11-22T01:00"))
    assert morning is not None
    assert (morning.local_date, morning.at, morning.due_at) == (
        date(2026, 11, 22), time(8), utc("2026-11-22T03:00"),
    )  # fmt: skip
    evening = timetable.next_slot(entries, ALMATY, morning.due_at)
    assert evening is not None
    assert evening.due_at == utc("2026-11-22T14:30")
    tomorrow = timetable.next_slot(entries, ALMATY, evening.due_at)
    assert tomorrow is not None
    assert tomorrow.due_at == utc("2026-11-23T03:00")


def test_an_empty_timetable_has_no_slot() -> None:
    assert timetable.next_slot((), ALMATY, utc("2026-11-22T01:00")) is None
    assert timetable.next_slot((at("08:00", frozenset()),), ALMATY, utc("2026-11-22T01:00")) is None
    assert timetable.slots_between((), ALMATY, utc("2026-11-22T01:00"), utc("2026-12-22T01:00")) == ()


def test_weekdays_are_those_of_the_reader_and_not_of_greenwich() -> None:
    # Monday 01:00 in Almaty is still Sunday in UTC.
    slot = timetable.next_slot((at("01:00", frozenset({0})),), ALMATY, utc("2026-11-22T00:00"))
    assert slot is not None
    assert (slot.local_date, slot.due_at) == (date(2026, 11, 23), utc("2026-11-22T20:00"))


def test_a_time_that_happens_twice_is_due_the_first_time_only() -> None:
    slots = timetable.slots_between((at("02:30"),), BERLIN, utc("2026-10-24T12:00"), utc("2026-10-26T12:00"))
    assert [slot.due_at for slot in slots] == [utc("2026-10-25T00:30"), utc("2026-10-26T01:30")]


def test_a_time_that_does_not_happen_moves_to_the_first_moment_that_does() -> None:
    slots = timetable.slots_between((at("02:30"),), BERLIN, utc("2026-03-28T12:00"), utc("2026-03-30T12:00"))
    assert [slot.due_at for slot in slots] == [utc("2026-03-29T01:00"), utc("2026-03-30T00:30")]
    assert [slot.at for slot in slots] == [time(2, 30), time(2, 30)]


def test_two_times_in_one_gap_are_one_slot() -> None:
    entries = (at("02:10"), at("02:30"))
    slots = timetable.slots_between(entries, BERLIN, utc("2026-03-28T12:00"), utc("2026-03-29T12:00"))
    assert [slot.at for slot in slots] == [time(2, 10)]


def test_a_day_that_was_skipped_at_the_date_line_has_no_slot() -> None:
    slots = timetable.slots_between((at("08:00"),), "Pacific/Apia", utc("2011-12-29T12:00"), utc("2012-01-01T12:00"))
    assert [slot.local_date for slot in slots] == [date(2011, 12, 29), date(2011, 12, 31), date(2012, 1, 1)]


def test_kazakhstan_changing_its_zone_neither_loses_nor_repeats_a_day() -> None:
    slots = timetable.slots_between((at("08:00"),), ALMATY, utc("2024-02-28T00:00"), utc("2024-03-02T12:00"))
    assert [slot.due_at for slot in slots] == [
        utc("2024-02-28T02:00"), utc("2024-02-29T02:00"), utc("2024-03-01T03:00"), utc("2024-03-02T03:00"),
    ]  # fmt: skip


def test_an_unknown_zone_is_an_error_that_names_it() -> None:
    with pytest.raises(KeyError, match="Nowhere"):
        timetable.next_slot((at("08:00"),), "Asia/Nowhere", utc("2026-11-22T01:00"))


@given(
    st.sampled_from([BERLIN, ALMATY, "America/Santiago", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Apia"]),
    st.times().map(lambda moment: moment.replace(second=0, microsecond=0)),
    st.dates(min_value=date(2012, 1, 2), max_value=date(2035, 1, 1)),
)
def test_every_local_day_has_each_time_exactly_once(zone: str, moment: time, start: date) -> None:
    midnight = datetime.combine(start, time(12), ZoneInfo(zone)).astimezone(UTC)
    entries = (TimetableEntry(at=moment),)
    slots = timetable.slots_between(entries, zone, midnight, midnight + timedelta(days=9))
    days = [slot.local_date for slot in slots]
    assert days == [days[0] + timedelta(days=offset) for offset in range(len(days))]
    assert len(days) in {8, 9, 10}
    assert all(before.due_at < after.due_at for before, after in itertools.pairwise(slots))
    for slot in slots:
        local = slot.due_at.astimezone(ZoneInfo(zone))
        assert local.replace(tzinfo=None) >= datetime.combine(slot.local_date, moment)


def test_a_timetable_is_described_by_its_days() -> None:
    entries = (at("09:15", timetable.WORKING_DAYS), at("19:30"), at("08:00"), at("10:00", timetable.WEEKEND))
    lines = timetable.describe(entries)
    assert [(line.weekdays, line.times) for line in lines] == [
        (timetable.EVERY_DAY, (time(8), time(19, 30))),
        (timetable.WORKING_DAYS, (time(9, 15),)),
        (timetable.WEEKEND, (time(10),)),
    ]


def test_entries_of_one_time_are_merged() -> None:
    merged = timetable.merge((at("09:00", frozenset({5})), at("09:00", timetable.WORKING_DAYS)))
    assert merged == (at("09:00", frozenset(range(6))),)
