"""How a source is doing, seen from its listings; and the catalogue with what people added."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot import config
from bot.sources import catalogue, registry, status
from bot.sources.registry import Policy
from parsers.article import Listing, ListingKind, Page, ParseError, Source
from parsers.page import generic
from storage.sources.added_sources import AddedSource, AddedState
from tests.bot.crawler.test_listing_health import NOW, state

TWO = Source(
    name="a.example",
    title="А",
    language="ru",
    listings=(Listing(url="https://a.example/feed"), Listing(url="https://a.example/news")),
    list_links=lambda _: [],
    parse_article=generic.parse_article,
)


@pytest.mark.parametrize(
    ("healths", "expected"),
    [
        (("ok", "forbidden"), "ok"),
        (("missing", "stale"), "stale"),
        (("new", "slow"), "new"),
        (("slow",), "slow"),
        ((), "new"),
    ],
)
def test_the_best_listing_counts(healths: tuple[str, ...], expected: str) -> None:
    states = [
        state(url=listing.url, source="a.example", health=health)
        for listing, health in zip(TWO.listings, healths, strict=False)
    ]
    gone = state(url="https://a.example/old", source="a.example", health="ok")
    (found,) = status.of_sources({"a.example": TWO}, [*states, gone])
    assert found.health == expected
    assert found.well is (expected in {"ok", "new"})


def test_days_of_silence_are_whole_days_since_the_newest_article() -> None:
    states = [
        state(url=TWO.listings[0].url, source="a.example", newest_at=NOW - timedelta(days=2, hours=23)),
        state(url=TWO.listings[1].url, source="a.example", changed_at=NOW - timedelta(days=5)),
    ]
    (found,) = status.of_sources({"a.example": TWO}, states)
    assert found.days_silent(NOW) == 2
    assert status.SourceStatus(source=TWO).days_silent(NOW) == 0


def added(url: str, **known: object) -> AddedSource:
    usual: dict[str, object] = {
        "id": 1, "name": "steppe.example", "title": "Степь", "language": "kk", "url": url, "kind": ListingKind.FEED,
        "state": AddedState.APPROVED, "added_by": None, "added_at": NOW,
    }  # fmt: skip
    return AddedSource(**usual | known)  # type: ignore[arg-type] # a mixture of fields


def test_an_added_source_of_a_known_site_is_read_by_its_module() -> None:
    (zakon, *_) = catalogue.chosen(["zakon.kz"]).values()
    assert catalogue.as_source(added("https://www.zakon.kz/rss.xml")).parse_article is zakon.parse_article
    unknown = catalogue.as_source(added("https://steppe.example/rss")).parse_article
    assert isinstance(unknown, partial)
    with pytest.raises(ParseError):
        unknown(Page(url="https://steppe.example/1", body=b"", fetched_at=NOW))


def test_the_language_of_a_source_is_that_of_its_articles_unless_they_say_so() -> None:
    html = (
        '<!doctype html><meta property="og:title" content="Көпір ашылды">'
        '<meta property="article:published_time" content="2026-11-22T10:00:00+05:00"><p>Мәтін.'
    )
    page = Page(url="https://steppe.example/1", body=html.encode(), fetched_at=NOW)
    assert catalogue.parse_article(page, language="kk").language
    english = html.replace("Көпір ашылды", "The bridge is open").replace("Мәтін.", "Text.")
    spoken = replace(page, body=english.replace("<meta", '<html lang="en"><meta', 1).encode())
    assert catalogue.parse_article(spoken, language="kk").language == "en"


@pytest.mark.parametrize(
    ("url", "is_known"),
    [
        ("https://a.example/feed", True), ("http://www.a.example/feed/", True), ("https://a.example/feed?x=1", False),
        ("https://a.example:8443/feed", False), ("https://b.example/feed", False),
    ],
)  # fmt: skip
def test_two_spellings_of_an_address_are_one_listing(url: str, is_known: bool) -> None:
    assert (catalogue.source_reading({"a.example": TWO}, url) is TWO) is is_known


def test_a_source_is_called_after_its_host_or_more_of_its_address() -> None:
    first, second, *others = catalogue.names_for(Listing(url="https://www.bbc.example/russian/rss.xml"))
    assert (first, second) == ("bbc.example", "bbc.example/russian/rss.xml")
    assert len(set(others)) > 50


@pytest.mark.parametrize(
    ("policy", "operator", "expected"),
    [
        ("", None, Policy.PRIVATE),
        ("", 42, Policy.PRIVATE),
        ("closed", 42, Policy.CLOSED),
        ("approval", None, Policy.APPROVAL),
        ("open", 42, Policy.OPEN),
    ],
)
def test_what_a_reader_adds_is_theirs_alone_where_the_operator_says_nothing(
    policy: str, operator: int | None, expected: Policy
) -> None:
    settings = config.load(None, source_policy=policy, operator_chat_id=operator)
    assert registry.policy(settings) is expected
