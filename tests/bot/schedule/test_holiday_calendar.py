"""Public holidays: the calendar, what people write of them, and what they do to slots; real dates of real decrees."""

import contextlib
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.places import countries
from bot.schedule import build_holidays, holiday_calendar, holiday_rules, timetable
from bot.schedule.holiday_calendar import DayKind
from bot.schedule.timetable_lexer import TimetableSyntaxError
from storage.model import HolidayRule, OnHolidays, TimetableEntry

ALMATY = "Asia/Almaty"
MOSCOW = "Europe/Moscow"
OFF, SUNDAY = HolidayRule(kind=OnHolidays.OFF), HolidayRule(kind=OnHolidays.SUNDAY)
ELEVEN = HolidayRule(kind=OnHolidays.AT, at=time(11))
DAILY = (TimetableEntry(at=time(8)),)
WORKDAYS = (
    TimetableEntry(at=time(9, 15), weekdays=timetable.WORKING_DAYS),
    TimetableEntry(at=time(10), weekdays=timetable.WEEKEND),
)


def _slots(
    entries: tuple[TimetableEntry, ...], zone: str, first: date, days: int, rule: HolidayRule
) -> list[tuple[str, str]]:
    start = datetime.combine(first, time(), UTC) - timedelta(hours=5)
    found = timetable.slots_between(entries, zone, start, start + timedelta(days=days), rule)
    return [(f"{slot.local_date:%d.%m}", f"{slot.at:%H:%M}") for slot in found]


def test_the_calendar_knows_moved_days_in_kazakhstan_and_worked_saturdays_in_russia() -> None:
    # Nauryz of 2026 begins on a Saturday: its days are moved to Tuesday and Wednesday.
    assert [holiday_calendar.kind("KZ", date(2026, 3, day)) for day in range(20, 27)] == [
        DayKind.ORDINARY, *[DayKind.HOLIDAY] * 5, DayKind.ORDINARY,
    ]  # fmt: skip
    assert holiday_calendar.kind("KZ", date(2026, 5, 27)) is DayKind.HOLIDAY  # Kurban Ait
    assert holiday_calendar.kind("RU", date(2027, 2, 20)) is DayKind.WORKED
    assert holiday_calendar.kind("RU", date(2027, 2, 22)) is DayKind.HOLIDAY
    assert holiday_calendar.kind("XX", date(2027, 2, 22)) is DayKind.ORDINARY
    assert holiday_calendar.upcoming("KZ", date(2026, 12, 16), 2) == (date(2027, 1, 1), date(2027, 1, 2))
    assert holiday_calendar.is_known("KZ")
    assert not holiday_calendar.is_known("XX")


def test_the_calendar_is_written_by_its_writer(tmp_path: Path) -> None:
    days, worked = (date(2027, 3, 8), date(2027, 1, 1)), (date(2026, 12, 27), date(2027, 2, 20))
    assert build_holidays.text([("KZ", 2027, days, worked)], "1.0").splitlines() == [
        build_holidays.HEADER.format(version="1.0").strip(),
        "KZ 2027 0101 0308 +0220",
    ]


class _Days(dict[date, str]):
    weekend_workdays = frozenset({date(2027, 2, 20)})


def test_the_writer_asks_the_library_for_every_country_and_year(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The library is not installed here: this stands for its two functions.
    library = SimpleNamespace(
        __version__="1.0",
        list_supported_countries=lambda **_: {"RU": [], "KZ": []},
        country_holidays=lambda country, *, years: _Days({date(years, 3, 8): country}),
    )
    monkeypatch.setitem(sys.modules, "holidays", library)
    build_holidays.main(tmp_path / "holidays.txt")
    written = (tmp_path / "holidays.txt").read_text(encoding="utf-8").splitlines()
    assert len(written) == 1 + 2 * len(build_holidays.YEARS)
    assert written[1:3] == ["KZ 2026 0308", "KZ 2027 0308 +0220"]


def test_a_country_is_found_by_its_zone_and_by_its_name_in_three_languages() -> None:
    assert [countries.of_zone(zone) for zone in (ALMATY, MOSCOW, "Asia/Calcutta", "UTC")] == ["KZ", "RU", "IN", ""]
    written = ("Россия", "рф", "қазақстан", "KZ", "germany", "США", "Нигдения", "x" * 900)
    assert [countries.named(one) for one in written] == ["RU", "RU", "KZ", "KZ", "DE", "US", "", ""]
    assert countries.name("KZ", "kk") == "Қазақстан"


def test_on_holidays_there_is_no_digest_or_a_later_one_or_that_of_sunday() -> None:
    independence = date(2026, 12, 15), 3  # the 16th, a Wednesday
    assert _slots(DAILY, ALMATY, *independence, HolidayRule()) == [
        ("15.12", "08:00"), ("16.12", "08:00"), ("17.12", "08:00"),
    ]  # fmt: skip
    assert _slots(DAILY, ALMATY, *independence, OFF) == [("15.12", "08:00"), ("17.12", "08:00")]
    assert _slots(DAILY, ALMATY, *independence, ELEVEN)[1] == ("16.12", "11:00")
    assert _slots(WORKDAYS, ALMATY, *independence, SUNDAY)[1] == ("16.12", "10:00")


def test_a_later_time_adds_no_digest_to_a_day_that_has_none() -> None:
    # Victory Day of 2026 is a Saturday, and Monday is off for it.
    workdays = WORKDAYS[:1]
    assert _slots(workdays, ALMATY, date(2026, 5, 8), 5, ELEVEN) == [
        ("08.05", "09:15"), ("11.05", "11:00"), ("12.05", "09:15"),
    ]  # fmt: skip


def test_a_saturday_that_is_worked_has_the_digest_of_a_working_day() -> None:
    assert _slots(WORKDAYS, MOSCOW, date(2027, 2, 20), 3, OFF) == [("20.02", "09:15"), ("21.02", "10:00")]


def test_the_holidays_of_another_country_may_count() -> None:
    russian = HolidayRule(kind=OnHolidays.OFF, country="RU")
    assert ("16.12", "08:00") in _slots(DAILY, ALMATY, date(2026, 12, 16), 1, russian)
    assert _slots(DAILY, ALMATY, date(2026, 11, 4), 1, russian) == []


def test_after_the_longest_holidays_a_weekly_digest_comes_again() -> None:
    fridays = (TimetableEntry(at=time(8), weekdays=frozenset({4})),)
    slot = timetable.next_slot(fridays, MOSCOW, datetime(2026, 12, 26, tzinfo=UTC), OFF)
    assert slot is not None
    assert slot.local_date == date(2027, 1, 15)


@pytest.mark.parametrize(
    ("written", "rest", "rule"),
    [
        ("8:00, в праздники 11:00", "8:00", ELEVEN),
        ("будни 9:15; по праздникам нет", "будни 9:15", OFF),
        ("8:00 кроме праздников", "8:00", OFF),
        ("8:00 без праздничных дней", "8:00", OFF),
        ("праздники 11:00; будни 9:00", "будни 9:00", ELEVEN),
        ("8:00 а в праздничные дни в 11", "8:00", ELEVEN),
        ("по праздникам как в воскресенье", "", SUNDAY),
        ("8:00 except on public holidays", "8:00", OFF),
        ("8:00, no holidays", "8:00", OFF),
        ("weekdays 9:15, holidays 11am", "weekdays 9:15", ELEVEN),
        ("weekdays 9:15, holidays like weekends", "weekdays 9:15", SUNDAY),
        ("жұмыс күндері 9:15; мереке күндері 11:00", "жұмыс күндері 9:15", ELEVEN),
        ("күн сайын 8:00, мерекелерден басқа", "күн сайын 8:00", OFF),
        ("мерекеде жоқ", "", OFF),
        ("8:00; по праздникам как обычно", "8:00", HolidayRule()),
        ("по будням 8:00", "по будням 8:00", None),
    ],
)
def test_holidays_are_taken_out_of_a_written_timetable(written: str, rest: str, rule: HolidayRule | None) -> None:
    assert holiday_rules.split(written) == (rest, rule)


@pytest.mark.parametrize("written", ["", "25:00", "8:00 и 9:00", "пн 8:00", "когда-нибудь", "🎉"])
def test_what_says_nothing_of_holidays_is_refused(written: str) -> None:
    with pytest.raises(TimetableSyntaxError) as refused:
        holiday_rules.parse(written)
    assert refused.value.reason == "holidays-bad"


@given(st.text(alphabet="праздникмереке holidays;,:0189нет\n ", max_size=60))
def test_any_text_is_read_or_refused(written: str) -> None:
    with contextlib.suppress(TimetableSyntaxError):
        rest, _ = holiday_rules.split(written)
        assert len(rest) <= len(written)
