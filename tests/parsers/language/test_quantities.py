"""Numbers and days in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.language import quantities
from parsers.language.quantities import CalendarDay, Quantity


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("погибли 12 человек", 12, "чело"),
        ("1,082 млрд долларов", 1_082_000_000, "дола"),
        ("350 тыс. человек", 350_000, "чело"),
        ("1 000 тенге", 1000, "тенг"),
        ("выросли на 4%", 4, "%"),
        ("11.2 километра", 11.2, "кило"),
    ],
)
def test_a_number_has_its_value_and_what_it_counts(text: str, value: float, unit: str) -> None:
    assert Quantity(value=value, unit=unit) in quantities.quantities(text)


@pytest.mark.parametrize("text", ["в 2025 году", "5 мая", "в 20:30", "COVID-19x", "без чисел"])
def test_years_days_and_times_are_no_quantities(text: str) -> None:
    assert quantities.quantities(text) == frozenset()


@pytest.mark.parametrize("text", ["Курс на 5 мая", "5 мамырдағы бағам: 5 мамыр", "on May 5", "05.05.2025", "5 May"])
def test_a_day_is_read_in_three_languages(text: str) -> None:
    assert quantities.days(text) == {CalendarDay(month=5, day=5)}


def test_what_is_no_day_is_none() -> None:
    assert quantities.days("45 мая, 10.13.2025, may 77, 5 яблок") == frozenset()


@given(st.text(alphabet="0123456789.,: %$млрдтыс мая-\u00a0", max_size=60))
def test_no_text_of_digits_breaks_it(text: str) -> None:
    assert all(quantity.value >= 0 for quantity in quantities.quantities(text))
    quantities.days(text)
