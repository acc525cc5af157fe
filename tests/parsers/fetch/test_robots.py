"""What a robots.txt allows us."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from parsers.fetch import robots
from tests.parsers.conftest import NOW

AGENT = "Svodka/0.1 (+https://svodka.example)"


def test_our_own_group_goes_before_the_one_for_everybody(now: datetime) -> None:
    rules = robots.read(
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n\n"
        b"User-agent: Svodka\nAllow: /news/\nDisallow: /news/private\nDisallow: /*.pdf$",
        agent=AGENT,
        now=now,
    )
    assert rules.allows("https://a.kz/news/1.html")
    assert not rules.allows("https://a.kz/news/private/1.html")
    assert not rules.allows("https://a.kz/file.pdf")


def test_a_delay_is_kept_within_reason(now: datetime) -> None:
    assert robots.read(b"User-agent: *\nCrawl-delay: 2.5", agent=AGENT, now=now).delay == 2.5
    assert robots.read(b"User-agent: *\nCrawl-delay: 86400", agent=AGENT, now=now).delay == robots.MAX_DELAY
    assert robots.read(b"User-agent: *\nCrawl-delay: -1", agent=AGENT, now=now).delay == 0


def test_sitemaps_are_named(now: datetime) -> None:
    rules = robots.read(b"Sitemap: https://a.kz/1.xml\nSitemap: https://a.kz/2.xml", agent=AGENT, now=now)
    assert rules.sitemaps == ("https://a.kz/1.xml", "https://a.kz/2.xml")


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_rules_too(body: bytes) -> None:
    rules = robots.read(b"User-agent: *\nDisallow: " + body, agent=AGENT, now=NOW)
    assert rules.allows("https://a.kz/x") in (True, False)
