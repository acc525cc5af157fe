"""Quiet hours, by the clock on the reader's wall."""

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.schedule import quiet_hours
from bot.schedule.timetable_lexer import TimetableSyntaxError
from storage.model import QuietHours

NIGHT = QuietHours(start=time(23), end=time(7))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["23:00-7:00", "23–7", "с 23 до 7", "с 23:00 по 07:00", "from 11pm to 7am", "11 pm until 7 am",
     "с 23-00 до 7-00", "от 23 до 7", "от 23-00 до 07-00", "from 23-00 to 7-00", "23-00-ден 7-00-ге дейін",
     "с 11 вечера до 7 утра", "кешкі 11-ден таңғы 7-ге дейін", "23:00-ден 7:00-ге дейін"],
)  # fmt: skip
def test_quiet_hours_are_read_as_people_write_them(text: str) -> None:
    assert quiet_hours.parse(text) == NIGHT


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "quiet-two-times"),
        ("ночью", "quiet-two-times"),
        ("23:00", "quiet-two-times"),
        ("23-7-9", "quiet-two-times"),
        ("7-7", "quiet-two-times"),
        ("22 23-7", "quiet-two-times"),
        ("будни 23-7", "quiet-two-times"),
        ("25-7", "schedule-bad-time"),
        ("23-", "schedule-no-time"),
        ("23-завтра", "schedule-bad-word"),
    ],
)
def test_what_are_no_quiet_hours_is_refused(text: str, reason: str) -> None:
    with pytest.raises(TimetableSyntaxError) as caught:
        quiet_hours.parse(text)
    assert caught.value.reason == reason


_MINUTES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))


@given(st.lists(_MINUTES, min_size=2, max_size=2, unique=True))
def test_what_is_written_reads_back_the_same(times: list[time]) -> None:
    hours = QuietHours(start=times[0], end=times[1])
    assert quiet_hours.parse(quiet_hours.write(hours)) == hours


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        ("2026-11-22T17:59", None),  # 22:59 in Almaty
        ("2026-11-22T18:00", "2026-11-23T02:00"),
        ("2026-11-22T20:00", "2026-11-23T02:00"),  # after midnight
        ("2026-11-23T01:59", "2026-11-23T02:00"),
        ("2026-11-23T02:00", None),
    ],
)
def test_the_night_is_quiet_across_midnight(now: str, ends: str | None) -> None:
    assert quiet_hours.ends_at(NIGHT, "Asia/Almaty", utc(now)) == (utc(ends) if ends else None)


def test_hours_within_a_day_are_quiet_too() -> None:
    lunch = QuietHours(start=time(12), end=time(13))
    assert quiet_hours.ends_at(lunch, "Asia/Almaty", utc("2026-11-22T07:30")) == utc("2026-11-22T08:00")
    assert quiet_hours.ends_at(lunch, "Asia/Almaty", utc("2026-11-22T19:30")) is None


def test_the_night_of_the_clock_change_is_quiet_to_its_end() -> None:
    assert quiet_hours.ends_at(NIGHT, "Europe/Berlin", utc("2026-03-29T00:30")) == utc("2026-03-29T05:00")
    assert quiet_hours.ends_at(NIGHT, "Europe/Berlin", utc("2026-10-25T00:30")) == utc("2026-10-25T06:00")
