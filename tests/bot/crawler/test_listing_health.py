"""A listing's answer judged: links, dates and pages to one word."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.crawler import listing_health
from parsers.article import Link, Listing, ListingKind, ParseError
from parsers.fetch.client import FetchError
from parsers.listings.health import Health
from storage.sources.listing_states import ListingState

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
FEED = Listing(url="https://a.example/feed", kind=ListingKind.FEED)
PAGE = Listing(url="https://a.example/news")


def state(**known: object) -> ListingState:
    usual: dict[str, object] = {
        "url": FEED.url, "source": "a.example", "etag": "", "last_modified": "", "due_at": NOW,
        "interval": timedelta(minutes=10), "health": "ok", "detail": "", "failures": 0, "health_since": NOW,
        "checked_at": NOW, "changed_at": None,
    }  # fmt: skip
    return ListingState(**usual | known)  # type: ignore[arg-type] # a mixture of fields


def links(*hours_ago: float | None) -> list[Link]:
    return [
        Link(url=f"https://a.example/{place}", published_at=None if hours is None else NOW - timedelta(hours=hours))
        for place, hours in enumerate(hours_ago)
    ]


@pytest.mark.parametrize(
    ("listing", "named", "pages", "expected"),
    [
        (FEED, links(1, 2, 3), "", Health.OK),
        (FEED, links(None, None), "", Health.UNDATED),
        (PAGE, links(None, None), "", Health.OK),
        (PAGE, links(), "", Health.EMPTY),
        (FEED, links(50, 51, 52), "", Health.STALE),
        (FEED, links(1), "-" * 10, Health.CHANGED),
        (FEED, links(1), "-" * 4, Health.OK),
        (FEED, links(1), "-" * 40, Health.CHANGED),
        (FEED, links(1), "+-" * 20, Health.OK),
        (FEED, links(1), "+" * 10 + "~" * 10, Health.MENDED),
        (FEED, links(1), "+" * 10 + "~~~-------", Health.CHANGED),
        (FEED, links(1), "+" * 17 + "~~~", Health.OK),
        (FEED, links(1), "~" * 40, Health.MENDED),
        (FEED, links(50, 51, 52), "-" * 10, Health.CHANGED),
        (FEED, links(-30), "", Health.UNDATED),
    ],
)
def test_an_answer_is_judged(listing: Listing, named: list[Link], pages: str, expected: Health) -> None:
    assert listing_health.of_answer(state(), listing, named, pages, now=NOW).health is expected


def test_silence_is_counted_from_the_newest_date_by_the_listings_own_rhythm() -> None:
    hourly = listing_health.of_answer(state(), FEED, links(1, 2, 3, 4), "", now=NOW)
    assert (hourly.newest_at, hourly.silent_at) == (NOW - timedelta(hours=1), NOW + timedelta(hours=17))
    undated = listing_health.of_answer(state(changed_at=NOW - timedelta(days=1)), PAGE, links(None), "", now=NOW)
    assert (undated.newest_at, undated.silent_at) == (None, NOW + timedelta(days=1))


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, Health.OK),
        ({"health": "forbidden", "failures": 4}, Health.OK),
        ({"silent_at": NOW}, Health.STALE),
        ({"health": "stale", "silent_at": NOW + timedelta(1)}, Health.OK),
        ({"health": "undated"}, Health.UNDATED),
        ({"health": "changed"}, Health.CHANGED),
    ],
)
def test_a_listing_that_did_not_change_is_judged_by_what_is_known(known: dict[str, object], expected: Health) -> None:
    assert listing_health.of_not_modified(state(**known), now=NOW) is expected


def test_failures_are_judged_by_where_they_happened() -> None:
    assert listing_health.of_failure(FetchError("u", "status", status=404)) is Health.MISSING
    assert listing_health.of_failure(ParseError("u", "not a feed")) is Health.UNREADABLE


def test_only_the_latest_pages_are_remembered() -> None:
    assert listing_health.with_pages("", ["+", "~", "-"]) == "+~-"
    assert listing_health.with_pages("+" * 40, ["-"]) == "+" * 39 + "-"
