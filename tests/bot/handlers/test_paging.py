"""Lists built from names that others chose: every page is a message that Telegram takes, and no row is lost."""

from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import texts
from bot.handlers import paging
from bot.handlers.sources import views
from bot.handlers.sources.callbacks import SourcesPageTap
from bot.sources.registry import Policy
from bot.sources.status import SourceStatus
from parsers.article import Source
from parsers.listings import feed
from parsers.listings.health import Health
from parsers.page import generic

# Fixtures of tests/bot/conftest.py; importlib mode shares no names with it.
Judge = Callable[[str], Any]
NOW = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)
# What titles are made of: markup, what escaping makes longer, pairs of surrogates, lines, marks that turn text round.
HOSTILE = [
    "&" * 200,
    "<b>" * 70,
    "😀" * 200,
    "Вестник " * 25,
    "а\nб\n" * 50,
    "\u202eтекст" * 30,
    "x" * 200,
    "zakon.kz " * 20,
]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def all_pages(rows: list[str]) -> list[paging.Page]:
    first = paging.page(rows, 0)
    return [paging.page(rows, number) for number in range(first.count)]


ROWS = st.lists(
    st.builds(lambda sign, times, bold: f"• <b>{escape(sign * times)}</b>" if bold else escape(sign * times),
              st.sampled_from(["a", "&", "<", "😀", "ё "]), st.integers(1, 120), st.booleans()),
    max_size=150,
)  # fmt: skip


@given(ROWS)
def test_every_row_stands_on_one_page_and_every_page_fits(rows: list[str]) -> None:
    pages = all_pages(rows)
    assert [row for page in pages for row in page.rows] == rows
    assert [page.start for page in pages[1:]] == [page.end for page in pages[:-1]]
    for page in pages:
        assert len(page.rows) <= paging.MOST_ROWS
        assert page.html.count("<b>") <= 90
        seen = page.html.replace("<b>", "").replace("</b>", "")
        for written, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
            seen = seen.replace(written, sign)
        assert units(seen) <= 3400


@given(ROWS, st.integers(0, 200))
def test_the_page_of_a_row_is_found(rows: list[str], place: int) -> None:
    page = paging.page_with(rows, place)
    assert page.start <= place
    assert place < page.end or page.number == page.count - 1


@given(st.integers(-5, 1000), st.integers(0, 200))
def test_a_page_that_is_no_more_is_the_nearest_one(number: int, count: int) -> None:
    page = paging.page(["row"] * count, number)
    assert 0 <= page.number < page.count
    assert page.rows or not count


def test_buttons_turn_to_the_pages_there_are() -> None:
    rows = ["row"] * (2 * paging.MOST_ROWS + 1)
    speak = texts.for_language("ru")
    turns = [
        [one.callback_data for one in page.turns(speak, lambda there: SourcesPageTap(page=there))]
        for page in all_pages(rows)
    ]
    assert turns == [["sources:1"], ["sources:0", "sources:2"], ["sources:1"]]


def standing(title: str, number: int, health: Health) -> SourceStatus:
    source = Source(
        name=f"s{number}.example", title=title, language="ru", listings=(),
        list_links=feed.list_links, parse_article=generic.parse_article,
    )  # fmt: skip
    return SourceStatus(source=source, health=health, newest_at=None)


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("count", [30, 500])
def test_the_list_of_sources_is_always_one_message(judge: Judge, title: str, count: int, language: str) -> None:
    speak = texts.for_language(language)
    standings = [standing(title, number, Health.STALE if number % 2 else Health.OK) for number in range(count)]
    for number in (0, 1, 5, 999):
        text, _ = views.listed(speak, standings, (), Policy.OPEN, now=NOW, number=number)
        seen = judge(text)
        assert units(seen.text) <= 4096
        assert len(seen.entities) <= 100
