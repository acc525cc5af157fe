"""Variants of one address are one, and what a page declares of itself is believed where it can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers import canonical_url

SAME = [
    ("https://a.kz/news/17", [
        "http://a.kz/news/17", "https://www.a.kz/news/17", "https://a.kz/news/17/", "https://a.kz/news/17#comments",
        "https://A.KZ:443/news/17", "https://a.kz/news/17?from=rss", "https://a.kz/news/17?utm_source=x&utm_medium=y",
        "https://a.kz/news/17?fbclid=1", "https://a.kz/news/17?ysclid=q", "https://a.kz/news/17?gclid=1&_ga=2",
        "https://a.kz/news/17?at_medium=rss", "https://a.kz/news/17?ref=main", "https://a.kz/amp/news/17",
        "https://a.kz/news/17/amp", "https://a.kz/news/17/amp/", "https://a.kz/news/17.amp", "https://amp.a.kz/news/17",
        "https://m.a.kz/news/17", "https://mobile.a.kz/news/17", "https://a.kz/news/17?amp", "https://a.kz/news/17?amp=1",
        "https://www.m.a.kz/news/17", "https://m.www.a.kz/news/17", "https://www2.a.kz/news/17",
        "https://touch.a.kz/news/17", "https://a.kz./news/17", "https://a.kz/news/17/index.html",
        "https://a.kz/news/17;jsessionid=8F3A", "https://a.kz/news/17;JSESSIONID=8F3A/", "https://a.kz/news/17?PHPSESSID=1",
        "https://a.kz/news/17?_=1764567000", "https://a.kz/news/17?utm_source=x&amp;utm_medium=y",
        "https://a.kz/news/17?__twitter_impression=true", "https://a.kz/news/17?WT.mc_id=1&xtor=RSS-1",
        "https://a.kz/news/17?outputType=amp", "https://a.kz/news//17", "https://a.kz/%6Eews/17",
    ]),
    ("https://a.kz/most.html", ["https://a.kz/most.amp.html", "https://a.kz/amp/most.html"]),
    ("https://a.kz/x?id=1&page=2", ["https://a.kz/x?id=1&amp;page=2", "https://a.kz/x?page=2&id=1", "https://a.kz/x/?id=1&utm_term=t&page=2"]),
    ("https://вестник.қаз/мост", [
        "https://xn--b1agjinxh.xn--80ao21a/%D0%BC%D0%BE%D1%81%D1%82",
        "https://вестник.қаз/%d0%bc%d0%be%d1%81%d1%82/",
    ]),
]  # fmt: skip
OTHER = [
    ("https://a.kz/x?id=1", "https://a.kz/x?id=2"),
    ("https://a.kz/x", "https://a.kz/X"),
    ("https://a.kz/x", "https://kaz.a.kz/x"),
    ("https://a.kz/x", "https://a.kz:8080/x"),
    ("https://a.kz/camp/x", "https://a.kz/x"),
    ("https://amp.kz/x", "https://kz/x"),
    ("https://m.kz/x", "https://a.kz/x"),
    ("https://www.m.kz/x", "https://kz/x"),
    ("https://a.kz/x?sid=1", "https://a.kz/x?sid=2"),
    ("https://a.kz/index/x", "https://a.kz/x"),
    ("https://a.kz/index.php?id=1", "https://a.kz/index.php?id=2"),
    ("https://a.kz/?p=1", "https://a.kz/?p=2"),
    ("https://a.kz/download;1", "https://a.kz/download;2"),
]


@pytest.mark.parametrize(("address", "variant"), [(one, other) for one, others in SAME for other in others])
def test_variants_of_an_address_are_one(address: str, variant: str) -> None:
    assert canonical_url.key(variant) == canonical_url.key(address)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_other_addresses_are_others(one: str, other: str) -> None:
    assert canonical_url.key(one) != canonical_url.key(other)


@pytest.mark.parametrize(
    ("url", "declared"),
    [
        ("https://a.kz/news/17?v=8f3a", "https://a.kz/news/17"),
        ("https://a.kz/news/17?session=1&v=2", "http://www.a.kz/news/17/"),
        ("https://a.kz/news/most-otkryt?t=1", "https://a.kz/news/most-otkryt"),
        ("https://a.kz/amp/news/17", "https://a.kz/news/17"),
        ("https://a.kz/news/17/amp", "https://a.kz/news/17"),
        ("https://m.a.kz/news/17", "https://www.a.kz/news/17"),
        ("https://a.kz/go/8f3a9c", "https://a.kz/news/most-otkryt"),
        ("https://a.kz/8f3a9c/news/17", "https://a.kz/news/17"),
        ("https://a.kz/news/17555-most/8f3a", "https://a.kz/news/17555-most"),
        ("https://a.kz/news/17", "https://a.kz/news/17-most-otkryt"),
        ("https://a.kz/?p=17", "https://a.kz/2026/11/most-otkryt/"),
        ("https://a.kz/index.php?id=17&v=1", "https://a.kz/index.php?id=17"),
    ],
)
def test_the_canonical_address_of_the_same_article_is_taken(url: str, declared: str) -> None:
    assert canonical_url.of_page(url, declared) == declared


@pytest.mark.parametrize(
    "declared",
    [
        "", "https://a.kz/", "https://a.kz", "https://a.kz/news/", "https://a.kz/news", "https://b.kz/news/18-reka",
        "https://kaz.a.kz/news/18-reka", "https://a.kz/index.html", "https://a.kz/news.php", "javascript:1", "http://[",
        "https://a.kz/?lang=ru",
        "https://a.kz/news.php?lang=ru", "https://a.kz/news?view=all",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "url", ["https://a.kz/news/17-most", "https://a.kz/news.php?id=17", "https://a.kz/news/?id=17"]
)
def test_a_canonical_address_that_tells_no_article_from_another_is_not(url: str, declared: str) -> None:
    assert canonical_url.of_page(url, declared) == url


@pytest.mark.parametrize(
    "declared",
    [
        "https://a.kz/amp/news/17", "https://a.kz/news/17/amp/", "https://a.kz/news/17?amp=1", "https://m.a.kz/news/17",
        "https://amp.a.kz/news/17", "https://a.kz/news/17?outputType=amp",
    ],
)  # fmt: skip
def test_a_page_for_phones_is_not_the_canonical_one(declared: str) -> None:
    assert canonical_url.of_page("https://a.kz/news/17", declared) == "https://a.kz/news/17"
    assert canonical_url.of_page(declared, "https://a.kz/news/17") == "https://a.kz/news/17"
    assert canonical_url.of_page(declared, declared) == declared


def test_what_is_left_of_an_address_is_its_own() -> None:
    assert canonical_url.of_page("https://a.kz/x?utm_source=a&id=5&from=rss#top", "") == "https://a.kz/x?id=5"
    assert canonical_url.of_page("", "https://a.kz/x?fbclid=1") == "https://a.kz/x"
    assert canonical_url.of_page("", "") == ""


@pytest.mark.parametrize("url", ["ftp://x/y", "http://[x", "mailto:x", "/a", ""])
def test_only_web_addresses_are_addresses(url: str) -> None:
    assert canonical_url.without_tracking(url) == ""


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_has_a_key_and_may_be_declared(one: str, other: str) -> None:
    for text in (one, f"http://{one}"):
        assert canonical_url.key(text) == canonical_url.key(text)
        assert isinstance(canonical_url.of_page(text, f"http://{other}"), str)


@pytest.mark.parametrize(
    "declared",
    ["https://a.kz/amp/news/most-otkryli-123", "https://a.kz/news/most-otkryli-123/amp", "https://amp.a.kz/news/most-otkryli-123",
     "https://a.kz/news/most-otkryli-123?amp=1", "https://m.a.kz/news/most-otkryli-123", "https://www.a.kz/news/most-otkryli-123/amp/"],
)  # fmt: skip
def test_a_page_for_phones_is_not_the_address_of_the_page_it_was_made_of(declared: str) -> None:
    own = "https://a.kz/news/most-otkryli-123"
    assert canonical_url.of_page(own, declared) == own
    assert canonical_url.of_page(declared, own) == own


@pytest.mark.parametrize(
    "declared",
    [
        "https://user:secret@a.kz/news/17-most",
        "https://user@a.kz/news/17-most",
        "https://a.kz/news/17-most?a=" + "b" * 3_000,
    ],
    ids=["a login", "a name", "too long"],
)
def test_what_is_no_address_to_be_shown_is_not_taken(declared: str) -> None:
    assert canonical_url.of_page("https://a.kz/news/17", declared) == "https://a.kz/news/17"
