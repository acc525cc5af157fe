"""How a source is doing."""

from datetime import datetime, timedelta

import pytest

from parsers.article import Link
from parsers.listings import health, safe_xml
from parsers.listings.health import Health
from tests.parsers.conftest import NOW


def links(*hours_ago: float | None) -> list[Link]:
    return [
        Link(url=f"https://a.kz/{number}", published_at=None if hours is None else NOW - timedelta(hours=hours))
        for number, hours in enumerate(hours_ago)
    ]


@pytest.mark.parametrize(
    ("reason", "status", "expected"),
    [
        ("status", 403, Health.FORBIDDEN), ("status", 404, Health.MISSING), ("status", 410, Health.MISSING),
        ("status", 429, Health.BUSY), ("status", 500, Health.FAILING), ("timeout", None, Health.SLOW),
        ("robots", None, Health.ROBOTS), ("robots-unreachable", 503, Health.FAILING), ("tls", None, Health.INSECURE),
        ("dns", None, Health.UNREACHABLE), ("private-address", None, Health.REDIRECTS), ("new", None, Health.FAILING),
        ("too-large", None, Health.TOO_LARGE), ("content-type", 200, Health.UNREADABLE),
    ],
)  # fmt: skip
def test_a_failed_fetch_has_a_name(reason: str, status: int | None, expected: Health) -> None:
    assert health.of_fetch(reason, status) is expected


def test_a_web_page_instead_of_a_feed_is_told_from_other_things() -> None:
    assert health.of_parse(safe_xml.HTML_INSTEAD) is Health.HTML
    assert health.of_parse("not a feed") is Health.UNREADABLE


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (links(), Health.EMPTY),
        (links(None, None), Health.UNDATED),
        (links(-100), Health.UNDATED),
        (links(1, 2, 3, None), Health.OK),
        (links(-5, 1), Health.OK),
        (links(17, 18, 19, 20), Health.OK),
        (links(20, 21, 22, 23), Health.STALE),
        (links(24 * 8, 24 * 15, 24 * 22), Health.OK),
        (links(24 * 15, 24 * 22, 24 * 29), Health.STALE),
        (links(47), Health.OK),
        (links(49), Health.STALE),
    ],
)
def test_a_listing_is_judged_by_its_own_rhythm(found: list[Link], expected: Health) -> None:
    assert health.of_links(found, now=NOW) is expected


@pytest.mark.parametrize(
    ("read", "tried", "usual", "expected"),
    [
        (0, 4, 1.0, Health.OK),
        (0, 5, 1.0, Health.CHANGED),
        (3, 10, 1.0, Health.CHANGED),
        (3, 10, 0.4, Health.OK),
        (10, 10, 1.0, Health.OK),
    ],
)
def test_a_parse_rate_that_fell_says_that_the_layout_changed(
    read: int, tried: int, usual: float, expected: Health
) -> None:
    assert health.of_pages(read, tried, usual=usual) is expected


def test_patience_stays_within_reason() -> None:
    moments = [NOW - timedelta(minutes=5 * number) for number in range(20)]
    assert health.patience(moments) == timedelta(hours=18)
    monthly: list[datetime] = [NOW - timedelta(days=30 * number) for number in range(5)]
    assert health.patience(monthly) == timedelta(days=14)
