"""Ends of pauses, as people write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.schedule import pause

TODAY = date(2026, 11, 22)  # a Sunday


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("3", date(2026, 11, 25)),
        ("3 дня", date(2026, 11, 25)),
        ("3d", date(2026, 11, 25)),
        ("на неделю", date(2026, 11, 29)),
        ("2 недели", date(2026, 12, 6)),
        ("2 апта", date(2026, 12, 6)),
        ("1 week", date(2026, 11, 29)),
        ("на месяц", date(2026, 12, 22)),
        ("завтра", date(2026, 11, 23)),
        ("до 15.12", date(2026, 12, 15)),
        ("15/12", date(2026, 12, 15)),
        ("15.01.2027", date(2027, 1, 15)),
        ("2026-12-15", date(2026, 12, 15)),
        ("до 15 декабря", date(2026, 12, 15)),
        ("5 май", date(2027, 5, 5)),
        ("15 желтоқсанға дейін", date(2026, 12, 15)),
        ("until December 15", date(2026, 12, 15)),
        ("до понедельника", date(2026, 11, 23)),
        ("жұмаға дейін", date(2026, 11, 27)),
        ("until Sunday", date(2026, 11, 29)),
    ],
)
def test_the_end_of_a_pause_is_read(written: str, expected: date) -> None:
    assert pause.parse(written, TODAY) == expected


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "pause-bad"),
        ("вчера", "pause-bad"),
        ("32.13", "pause-bad"),
        ("31 чего-то", "pause-bad"),
        ("15 абвгд", "pause-bad"),
        ("будни", "pause-bad"),
        ("3 попугая", "pause-bad"),
        ("1.1.2020", "pause-past"),
        ("2026-11-22", "pause-past"),
        ("0", "pause-past"),
        ("900", "pause-too-far"),
        ("1.1.2099", "pause-too-far"),
    ],
)
def test_what_is_no_end_says_why(written: str, reason: str) -> None:
    with pytest.raises(pause.UntilError) as refusal:
        pause.parse(written, TODAY)
    assert refusal.value.reason == reason


@given(st.text(max_size=60), st.dates(min_value=date(2026, 1, 1), max_value=date(2100, 1, 1)))
def test_whatever_is_written_is_a_day_ahead_or_refused(written: str, today: date) -> None:
    try:
        end = pause.parse(written, today)
    except pause.UntilError:
        return
    assert timedelta() < end - today <= pause.LONGEST


@pytest.mark.parametrize(
    ("text", "reason", "until"),
    [
        ("до 1.11", "pause-which-year", date(2027, 11, 1)),
        ("20 ноября", "pause-which-year", date(2027, 11, 20)),
        ("until 1 November", "pause-which-year", date(2027, 11, 1)),
        ("29 февраля", "pause-too-far", date(2028, 2, 29)),
        ("до 29.02", "pause-too-far", date(2028, 2, 29)),
        ("1 қараша", "pause-which-year", date(2027, 11, 1)),
    ],
)
def test_a_day_that_has_just_been_or_is_years_away_is_asked_about(text: str, reason: str, until: date) -> None:
    with pytest.raises(pause.UntilError) as caught:
        pause.parse(text, TODAY)
    assert (caught.value.reason, caught.value.until) == (reason, until)


@pytest.mark.parametrize(("text", "expected"), [("20.11.2027", date(2027, 11, 20)), ("1 марта", date(2027, 3, 1))])
def test_a_day_with_its_year_or_within_nine_months_is_meant(text: str, expected: date) -> None:
    assert pause.parse(text, TODAY) == expected
