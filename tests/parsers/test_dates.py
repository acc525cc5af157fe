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
        ("20250527114200", "2025-05-27 06:42:00"),
        ("202505271142", "2025-05-27 06:42:00"),
        ("1748328120", "2025-05-27 06:42:00"),
        ("1748328120000", "2025-05-27 06:42:00"),
    ],
)
def test_dates_as_machines_write_them(text: str, expected: str) -> None:
    assert _parse(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("только что", "2025-08-21 20:30:00"),
        ("Жаңа ғана", "2025-08-21 20:30:00"),
        ("a moment ago", "2025-08-21 20:30:00"),
        ("10 сек. назад", "2025-08-21 20:29:50"),
        ("минуту назад", "2025-08-21 20:29:00"),
        ("Обновлено 7 мин. назад", "2025-08-21 20:23:00"),
        ("15 mins ago", "2025-08-21 20:15:00"),
        ("полчаса назад", "2025-08-21 20:00:00"),
        ("half an hour ago", "2025-08-21 20:00:00"),
        ("жарты сағат бұрын", "2025-08-21 20:00:00"),
        ("an hour ago", "2025-08-21 19:30:00"),
        ("бір сағат бұрын", "2025-08-21 19:30:00"),
        ("1 ч 20 мин назад", "2025-08-21 19:10:00"),
        ("полтора часа назад", "2025-08-21 19:00:00"),
        ("3ч. назад", "2025-08-21 17:30:00"),
        ("екі сағат бұрын", "2025-08-21 18:30:00"),
        ("a couple of hours ago", "2025-08-21 18:30:00"),
        ("сутки назад", "2025-08-20 20:30:00"),
        ("две недели назад", "2025-08-07 20:30:00"),
        ("3 апта бұрын", "2025-07-31 20:30:00"),
        ("2 months ago", "2025-06-22 20:30:00"),
        ("год назад", "2024-08-21 20:30:00"),
    ],
)
def test_how_long_ago_is_read_in_words_too(text: str, expected: str) -> None:
    assert _parse(text) == expected
    assert dates.has_time(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("07.08.25 12:30", "2025-08-07 07:30:00"),
        ("7/8/25, 12:30", "2025-08-07 07:30:00"),
        ("12:30, 07.08.25", "2025-08-07 07:30:00"),
        ("07.08.2025 - 12:30", "2025-08-07 07:30:00"),
        ("07.08.2025-12:30", "2025-08-07 07:30:00"),
        ("07.08.2025, 12-30", "2025-08-07 07:30:00"),
        ("07.08.2025 12.30", "2025-08-07 07:30:00"),
        ("7 августа, 12.30", "2025-08-07 07:30:00"),
        ("Вчера в 9.05", "2025-08-21 04:05:00"),
        ("12:30 07.08", "2025-08-07 07:30:00"),
        ("08/27/2024 3:05 PM", "2024-08-27 10:05:00"),
        ("8/7/2025 3:05:00 PM", "2025-08-07 10:05:00"),
        ("08/07/25, 3:05 p.m.", "2025-08-07 10:05:00"),
        ("Published 08/07/2025 at 9am", "2025-08-07 04:00:00"),
        ("07/08/2025 15:05", "2025-08-07 10:05:00"),
        ("27/08/2024 3:05 pm", "2024-08-27 10:05:00"),
        ("07.08.2025 3:05 pm", "2025-08-07 10:05:00"),
        ("Aug 7, 2025, 3 p.m.", "2025-08-07 10:00:00"),
        ("Thu, 07-Aug-25 12:30:00 GMT", "2025-08-07 12:30:00"),
        ("7 авг. 2025 г. в 12:30", "2025-08-07 07:30:00"),
        ("7 августа 2025, 12:30-13:45", "2025-08-07 07:30:00"),
        ("2025 ж. 7 тамыз, 12:30", "2025-08-07 07:30:00"),
        ("2025 жылдың 7 тамызы 12:30", "2025-08-07 07:30:00"),
        ("7-тамыз, 2025 12:30", "2025-08-07 07:30:00"),
        ("алдыңғы күні 12:30", "2025-08-20 07:30:00"),
    ],
)
def test_shortened_dates_and_odd_clocks_are_read(text: str, expected: str) -> None:
    assert _parse(text) == expected
    assert dates.has_time(text)
    assert not dates.has_offset(text) or "GMT" in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7 августа 2025, 12:30 МСК", "09:30"),
        ("12:30 (мск), 7 августа 2025", "09:30"),
        ("7 августа 2025 года в 12:30 по Москве", "09:30"),
        ("7 августа 2025, 12:30 по московскому времени", "09:30"),
        ("7 августа 2025, 12:30 МСК+2", "07:30"),
        ("2025-08-07 12:30:00 MSK", "09:30"),
        ("Thu, 07 Aug 2025 12:30:00 MSK", "09:30"),
        ("Thu, 07 Aug 2025 12:30:00 EDT", "16:30"),
        ("August 7, 2025 12:30 PM ET", "16:30"),
        ("December 7, 2024 12:30 PM ET", "17:30"),
        ("7 August 2025 12:30 CEST", "10:30"),
        ("7 Aug 2025 12:30 BST", "11:30"),
        ("7 Aug 2025 12:30 JST", "03:30"),
        ("7 августа 2025, 12:30 (GMT+5)", "07:30"),
        ("7 августа 2025, 12:30 UTC+05:30", "07:00"),
        ("7 августа 2025, 12:30 UTC -3", "15:30"),
        ("7 августа 2025, 12:30 +0600", "06:30"),
        ("2025-08-07T12:30:00+06:00[Asia/Omsk]", "06:30"),
        ("7 тамыз 2025, 12:30 (Астана уақыты)", "07:30"),
        ("сегодня в 00:10 мск", "21:10"),
    ],
)
def test_the_zone_that_a_date_names_holds(text: str, expected: str) -> None:
    assert _parse(text, zone="America/Lima")[11:16] == expected
    assert dates.has_offset(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thu, 07 Aug 2025 12:30:60 +0500", "2025-08-07 07:30:59"),
        ("2025-08-07T12:30:60+05:00", "2025-08-07 07:30:59"),
        ("7 августа 2025, 12:30:60 +0500", "2025-08-07 07:30:59"),
        ("2025-08-07T12:30:00−05:00", "2025-08-07 17:30:00"),
        ("7 Aug 2025 12:30:00 −0500", "2025-08-07 17:30:00"),
        ("2025-08-07T24:00:00+05:00", "2025-08-07 19:00:00"),
        ("2025-08-31T24:00:00Z", "2025-09-01 00:00:00"),
        ("1754551800000000", "2025-08-07 07:30:00"),
        ("1754551800000000000", "2025-08-07 07:30:00"),
        ("/Date(1754551800000)/", "2025-08-07 07:30:00"),
        (r"\/Date(1754551800000+0500)\/", "2025-08-07 07:30:00"),
        ("new Date(1754551800000)", "2025-08-07 07:30:00"),
    ],
)
def test_odd_spellings_of_machines_keep_their_offset(text: str, expected: str) -> None:
    assert _parse(text, zone="America/Lima") == expected
    assert dates.has_offset(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7 августа 2025 года в 10 часов 30 минут", "2025-08-07 05:30:00"),
        ("7 августа 2025 года, 21 час", "2025-08-07 16:00:00"),
        ("07.08.2025, 9 ч 05 мин", "2025-08-07 04:05:00"),
        ("2025 жылғы 7 тамыз, 10 сағат 30 минут", "2025-08-07 05:30:00"),
        ("31.07.2025 24:00", "2025-07-31 19:00:00"),
        ("31 июля 2025, 24:00", "2025-07-31 19:00:00"),
    ],
)
def test_the_hour_is_read_in_words_and_at_the_end_of_a_day(text: str, expected: str) -> None:
    assert _parse(text) == expected
    assert dates.has_time(text)


@pytest.mark.parametrize(
    "text", ["7 août 2025 à 12:30 est publié", "7 August 2025, 12:30 met friends", "7 августа 2025, 12:30 Мстислав"]
)
def test_a_word_that_only_looks_like_a_zone_is_none(text: str) -> None:
    assert not dates.has_offset(text)


@pytest.mark.parametrize(
    "text", ["", "Казахстан", "12:30", "31 февраля 2025", "0 мая 2025", "29 февраля 10:00", "0001-01-01T00:00:00+14:00",
             "45.13.2025", "2025-13-45", "5 попугаев назад", "назад", "год, два", "32.12.25",
             "99 мая", "9999-12-31T23:59:59-12:00"]
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
