from datetime import UTC, datetime

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from parsers import dates

NOW = datetime(2025, 8, 21, 20, 30, tzinfo=UTC)  # 01:30 of 22 August in Almaty


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_every_month_is_known_by_the_names_the_language_has_for_it(language: str) -> None:
    names = Locale(language).months
    for form in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in names[form][width].items():
                assert dates.month_number(name.casefold()) == number, name
    wide = names["format"]["wide"]
    assert [words.split()[0] for words in dates.MONTHS[language]] == [wide[n].casefold() for n in sorted(wide)]


def _parse(text: str, zone: str = "Asia/Almaty") -> str:
    moment = dates.parse(text, now=NOW, zone=zone)
    return moment.strftime("%Y-%m-%d %H:%M:%S") if moment else ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("23:19, 06 августа 2025", "2025-08-06 18:19:00"),
        ("29 октября 2019, 14:17", "2019-10-29 08:17:00"),  # Almaty was at +06:00 until March 2024
        ("1 Декабря 2020 14:02", "2020-12-01 08:02:00"),
        ("14 мая 2025 года, 09:05", "2025-05-14 04:05:00"),
        ("Сегодня, 12:30", "2025-08-22 07:30:00"),
        ("12:30, Сегодня", "2025-08-22 07:30:00"),
        ("вчера в 18:00", "2025-08-21 13:00:00"),
        ("Бүгін, 09:00", "2025-08-22 04:00:00"),
        ("кеше 23:59", "2025-08-21 18:59:00"),
        ("Yesterday at 10:00 p.m.", "2025-08-21 17:00:00"),
        ("2 часа назад", "2025-08-21 18:30:00"),
        ("5 минут назад", "2025-08-21 20:25:00"),
        ("3 күн бұрын", "2025-08-18 20:30:00"),
        ("1 week ago", "2025-08-14 20:30:00"),
        ("5 марта 09:10", "2025-03-05 04:10:00"),
        ("30 декабря 09:10", "2024-12-30 04:10:00"),
        ("10:15, 22 тамыз 2025", "2025-08-22 05:15:00"),
        ("2025 жылғы 6 тамыз, 12:30", "2025-08-06 07:30:00"),
        ("6 қыркүйек 2025", "2025-09-05 19:00:00"),
        ("06.08.2025 12:30", "2025-08-06 07:30:00"),
        ("2025/08/06 12:30", "2025-08-06 07:30:00"),
        ("August 6, 2025 2:30 PM", "2025-08-06 09:30:00"),
        ("6 Aug 2025 12:05 am", "2025-08-05 19:05:00"),
        ("Aug. 6, 2025 10:00 UTC", "2025-08-06 10:00:00"),
        ("6 August 2025, 10:00 GMT+3", "2025-08-06 07:00:00"),
    ],
)
def test_dates_as_pages_print_them(text: str, expected: str) -> None:
    assert _parse(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-05-27T11:42:00+05:00", "2025-05-27 06:42:00"),
        ("2025-05-27T11:42:00.123Z", "2025-05-27 11:42:00"),
        ("2025-05-27T11:42:00+0500", "2025-05-27 06:42:00"),
        ("2025-05-27T11:42", "2025-05-27 06:42:00"),
        ("2025-05-27 11:42:00 +05:00", "2025-05-27 06:42:00"),
        ("2025-05-27T9:42:00.1234567-03:00", "2025-05-27 12:42:00"),
        ("2025-05-27 9:42 UTC", "2025-05-27 09:42:00"),
        ("20250527T114200Z", "2025-05-27 11:42:00"),
        ("2025-05-27", "2025-05-26 19:00:00"),
        ("Tue, 27 May 2025 11:42:00 +0500", "2025-05-27 06:42:00"),
        ("27 May 2025 11:42 GMT", "2025-05-27 11:42:00"),
        ("1748328120", "2025-05-27 06:42:00"),
        ("1748328120000", "2025-05-27 06:42:00"),
    ],
)
def test_dates_as_machines_write_them(text: str, expected: str) -> None:
    assert _parse(text) == expected


@pytest.mark.parametrize(
    "text", ["", "Казахстан", "12:30", "31 февраля 2025", "0 мая 2025", "29 февраля 10:00", "0001-01-01T00:00:00+14:00",
             "45.13.2025", "2025-13-45", "5 попугаев назад", "99 мая", "9999-12-31T23:59:59-12:00"]
)  # fmt: skip
def test_what_names_no_moment_is_none(text: str) -> None:
    assert _parse(text) == ""


def test_a_day_without_a_year_is_the_latest_not_ahead() -> None:
    assert _parse("22 августа 23:00") == "2025-08-22 18:00:00"
    assert _parse("24 августа 23:00") == "2024-08-24 18:00:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("23:19, 06 августа 2025", True), ("2025-05-27T11", True), ("1748328120", True), ("2 часа назад", True),
     ("2025-05-27", False), ("6 августа 2025", False), ("вчера", False)],
)  # fmt: skip
def test_a_time_of_day_is_told_from_a_day(text: str, expected: bool) -> None:
    assert dates.has_time(text) is expected


@given(
    text=st.text(max_size=60) | st.from_regex(r"\d{1,4}[ .:/T-]\w{1,9}[ ,.:-]\d{1,4}( \d\d:\d\d)?( ?[+-]\d\d:?\d\d)?")
)
def test_any_text_is_a_moment_in_utc_or_none(text: str) -> None:
    moment = dates.parse(text, now=NOW, zone="Asia/Almaty")

    assert moment is None or moment.tzinfo is UTC


@given(moment=st.datetimes(datetime(1990, 1, 2), datetime(2099, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 given its zone
def test_what_is_written_in_iso_is_read_back(moment: datetime) -> None:
    assert dates.parse(moment.isoformat(), now=NOW) == moment
