"""Which links of a long list are its newest."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.article import Link
from parsers.listings import order

START = datetime(2026, 11, 1, tzinfo=UTC)


def link(name: object, day: int | None = None) -> Link:
    return Link(url=f"https://a.kz/{name}", published_at=None if day is None else START + timedelta(days=day))


def names(links: list[Link], most: int) -> list[str]:
    return [found.url.rpartition("/")[2] for found in order.newest(links, most)]


def test_a_list_that_is_read_whole_keeps_its_order() -> None:
    assert names([link("b", 1), link("a", 3), link("c")], 3) == ["b", "a", "c"]


def test_dates_decide() -> None:
    assert names([link("a", 1), link("b", 2), link("c", 3), link("d", 0)], 2) == ["c", "b"]


def test_an_undated_link_is_as_old_as_its_neighbour() -> None:
    assert set(names([link("old", 1), link("older", 0), link("new"), link("newer", 9), link("newest")], 2)) == {
        "newer",
        "newest",
    }
    assert set(names([link("first"), link("second", 9), link("a", 1), link("b")], 2)) == {"first", "second"}


@pytest.mark.parametrize("day", [None, 5])
def test_numbers_in_addresses_decide_where_dates_do_not(day: int | None) -> None:
    rising = [link(f"2026/11/{number}-most", day) for number in (8, 9, 10, 11)]

    assert names(rising, 2) == names(rising[::-1], 2) == ["11-most", "10-most"]


def test_where_nothing_decides_both_ends_are_read() -> None:
    assert set(names([link(letter) for letter in "qwertyui"], 4)) == {"q", "w", "u", "i"}


@given(
    st.lists(st.tuples(st.integers(0, 99), st.none() | st.integers(0, 9)), unique_by=lambda pair: pair[0]),
    st.integers(0, 9),
)
def test_of_any_list_as_many_as_asked_are_read_each_once(pairs: list[tuple[int, int | None]], most: int) -> None:
    found = names([link(name, day) for name, day in pairs], most)

    assert len(set(found)) == len(found) == min(most, len(pairs))
