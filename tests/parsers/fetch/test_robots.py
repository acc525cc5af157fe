"""What a robots.txt allows us."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

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


@pytest.mark.parametrize(
    "body",
    [
        "User-agent: other\nUser-agent: SVODKA\nDisallow: /x",
        "User-agent: svodka/2.0\nDisallow: /x",
        "User-agent: svodka*\nDisallow: /x",
        "useragent: svodka\ndisallow: /x",
        "User-agent svodka\nDisallow /x",
        "User-agent: svodka\n\nSitemap: https://a.kz/s.xml\n# note\n\nDisalow: /x # why",
        "User-agent: svodka\nDisallow: /y\n\nUser-agent: *\nAllow: /\n\nUser-agent: svodka\nDisallow: /x",
        "User-agent: *\nUser-agent: other\nDisallow: /x",
        "User-agent: *\nDisallow: /y\nUser-agent: *\nDisallow: /x",
        "User-agent: svodka\nUnknown: 1\nUser-agent: other\nDisallow: /x",
        "Disallow: /all\nUser-agent: *\r\nDisallow: /x",
    ],
)
def test_what_binds_us_is_found_however_it_is_written(body: str, now: datetime) -> None:
    rules = robots.read(body.encode(), agent=AGENT, now=now)
    assert not rules.allows("https://a.kz/x")
    assert rules.allows("https://a.kz/news")


@pytest.mark.parametrize(
    "body",
    [
        "User-agent: svodkabot\nDisallow: /",
        "User-agent: svo\nDisallow: /",
        "User-agent: svodka\nDisallow:\n\nUser-agent: *\nDisallow: /",
        "User-agent: svodka\nAllow: /\n\nUser-agent: *\nDisallow: /",
        "User-agent: other\nDisallow: /",
        "Disallow: /",
    ],
)
def test_what_is_said_to_others_does_not_bind_us(body: str, now: datetime) -> None:
    assert robots.read(body.encode(), agent=AGENT, now=now).allows("https://a.kz/x")


def test_a_rule_too_long_to_be_read_forbids_more_and_never_less(now: datetime) -> None:
    rules = robots.read(
        b"User-agent: *\nDisallow: /a" + b"a" * 5000 + b"\nDisallow: /b*" + b"x*" * 1000 + b"\nDisallow: /c"
        b"\nAllow: /c" + b"a" * 5000,
        agent=AGENT,
        now=now,
    )
    assert not rules.allows("https://a.kz/a" + "a" * 600)
    assert rules.allows("https://a.kz/aa")
    assert not rules.allows("https://a.kz/b" + "x" * 10)
    assert not rules.allows("https://a.kz/c" + "a" * 5000)


@pytest.fixture
def handed_on(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What Protego is given to read: its work grows with crawlers times rules."""
    given: list[str] = []
    parse = Protego.parse

    def note(content: str) -> Protego:
        given.append(content)
        return parse(content)

    monkeypatch.setattr(Protego, "parse", note)
    return given


@pytest.mark.parametrize("crawlers", [1, 10, 3000])
def test_a_group_of_many_crawlers_costs_what_a_group_of_one_does(
    now: datetime, handed_on: list[str], crawlers: int
) -> None:
    body = "".join(f"User-agent: bot{number}\n" for number in range(crawlers)) + "User-agent: svodka\n"
    body += "".join(f"Disallow: /{number}/\n" for number in range(3000))
    rules = robots.read(body.encode(), agent=AGENT, now=now)
    assert not rules.allows("https://a.kz/2999/x")
    (given_text,) = handed_on
    assert given_text.count("\n") == 3000
    assert given_text.lower().count("user-agent") == 1


@pytest.mark.parametrize(
    "line", ["Disallow: /{}*a*b$\n", "Allow: /{}\n", "User-agent: *\nDisallow: /{}\n", "Sitemap: {}\n"]
)
def test_so_many_rules_are_kept_and_no_more(now: datetime, handed_on: list[str], line: str) -> None:
    body = "User-agent: *\n" + "".join(line.format(number) for number in range(30_000))
    rules = robots.read(body.encode(), agent=AGENT, now=now)
    assert rules.allows("https://a.kz/x") in (True, False)
    assert handed_on[0].count("\n") <= robots.MAX_RULES
    assert len(rules.sitemaps) <= 200


RULES = st.lists(
    st.tuples(
        st.sampled_from(["User-agent", "Allow", "Disallow", "Crawl-delay", "Sitemap", "Host"]),
        st.sampled_from(["svodka", "*", "other", "/", "/a", "/a*b$", "/a/b", "2", ""]),
    ),
    max_size=12,
)


@given(RULES, st.sampled_from(["/", "/a", "/ab", "/a/b", "/axb", "/c"]))
def test_what_we_may_is_what_protego_reads_in_the_whole_file(lines: list[tuple[str, str]], path: str) -> None:
    text = "\n".join(f"{name}: {value}" for name, value in lines)
    rules = robots.read(text.encode(), agent=AGENT, now=NOW)
    assert rules.allows(f"https://a.kz{path}") == Protego.parse(text).can_fetch(f"https://a.kz{path}", "svodka")
