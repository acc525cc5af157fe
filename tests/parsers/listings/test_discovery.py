"""Where a site may list its articles."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.article import ListingKind, Page, ParseError
from parsers.listings import discovery
from parsers.listings.discovery import Lead, Way
from tests.parsers.conftest import NOW

RSS = '<rss version="2.0"><channel><title>Лента</title><language>ru-RU</language>{}</channel></rss>'
ITEM = "<item><title>Мост</title><link>https://a.kz/1</link></item>"


def page(body: str | bytes, url: str = "https://www.vestnik.example/news/") -> Page:
    content = body.encode() if isinstance(body, str) else body
    return Page(url=url, body=content, fetched_at=NOW)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://vlast.kz/feed/", ["https://vlast.kz/feed/"]),
        (" vlast.kz ", ["https://vlast.kz"]),
        ("HTTP://Vlast.kz:8080/a?b=c#d", ["HTTP://Vlast.kz:8080/a?b=c#d"]),
        ("Читаю vlast.kz, https://kz.kursiv.media/feed/; и (tengrinews.kz/news.rss).", [
            "https://vlast.kz", "https://kz.kursiv.media/feed/", "https://tengrinews.kz/news.rss"]),
        ("новости.қаз/рсс", ["https://новости.қаз/рсс"]),
        ("vlast.kz\nvlast.kz\n", ["https://vlast.kz"]),
        ("пишите на news@vlast.kz", []),
        ("просто слова и 25.5 процента", []),
        ("", []),
    ],
)  # fmt: skip
def test_addresses_are_found_in_what_somebody_pasted(text: str, expected: list[str]) -> None:
    assert discovery.addresses_in(text) == expected


def test_an_address_in_capitals_is_an_address() -> None:
    assert discovery.addresses_in("Http://Vestnik.KZ/RSS HTTPS://VLAST.KZ") == [
        "Http://Vestnik.KZ/RSS", "HTTPS://VLAST.KZ",
    ]  # fmt: skip


def test_so_many_addresses_are_taken_and_no_more() -> None:
    assert len(discovery.addresses_in(" ".join(f"a{number}.kz" for number in range(500)))) == 200


@given(st.text(max_size=200))
def test_any_text_may_be_pasted(text: str) -> None:
    assert len(discovery.addresses_in(text)) <= 100


def test_a_page_advertises_its_feeds_but_not_those_of_comments() -> None:
    head = """<head>
        <link rel="alternate" type="application/rss+xml" title=" Все  новости " href="/rss">
        <link rel="alternate feed" type="application/atom+xml" href="https://feeds.example/vestnik">
        <link rel="alternate" type="application/rss+xml" title="Комментарии" href="/x">
        <link rel="alternate" type="application/rss+xml" href="/comments/feed/">
        <link rel="alternate" type="application/rss+xml" href="/rss">
        <link rel="alternate" type="application/json" href="/wp-json/1">
        <link rel="alternate" hreflang="kk" href="https://kaz.vestnik.example/">
        <link rel="alternate" type="application/rss+xml" href="javascript:1"></head><a href="/rss/other">RSS</a>"""
    assert discovery.advertised(page(head)) == [
        Lead(url="https://www.vestnik.example/rss", way=Way.ADVERTISED, kind=ListingKind.FEED, title="Все новости"),
        Lead(url="https://feeds.example/vestnik", way=Way.ADVERTISED, kind=ListingKind.FEED),
    ]


@pytest.mark.parametrize(
    ("base", "href", "expected"),
    [
        ("/d/only/", "f.xml", "https://www.vestnik.example/d/only/f.xml"),
        ("/d/only/", "/f.xml", "https://www.vestnik.example/f.xml"),
        ("https://cdn.example/x/", "../f.xml", "https://cdn.example/f.xml"),
        ("//kaz.vestnik.example/", "f.xml", "https://kaz.vestnik.example/f.xml"),
        ("d/", "f.xml", "https://www.vestnik.example/news/d/f.xml"),
        ("d", "f.xml", "https://www.vestnik.example/news/f.xml"),
        ("", "f.xml", "https://www.vestnik.example/news/f.xml"),
        ("javascript:1", "f.xml", "https://www.vestnik.example/news/f.xml"),
        ("http://[", "?feed=rss2", "https://www.vestnik.example/news/?feed=rss2"),
    ],
)
def test_what_a_page_is_relative_to_is_obeyed(base: str, href: str, expected: str) -> None:
    head = f'<base target="_top"><base href="{base}"><base href="/second/">'
    link = f'<link rel="alternate" type="application/rss+xml" href="{href}">'
    for written in (f"<head>{head}{link}</head>", f"<head>{head}</head><a href='{href}' rel='feed' type=x>x</a>"):
        assert [lead.url for lead in discovery.advertised(page(written))] == [expected]


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="alternate" type="application/rss+xml; charset=utf-8" href="/f">',
        '<LINK REL="ALTERNATE" TYPE="APPLICATION/RSS+XML" HREF="/f">',
        '<link rel="alternate" type=" application/atom+xml ;type=feed" href="/f">',
        '<link rel="home alternate" type="text/rss+xml" href="/f">',
        '<link rel="alternate" type="application/rss" href="/f">',
        '<link rel="alternate" type="application/x-rss+xml" href="/f">',
        '<link rel="alternate" type="application/x.atom+xml" href="/f">',
        '<link rel="alternate" type="application/rdf+xml" href="/f">',
        '<link rel="alternate" type="application/feed+json" href="/f">',
        '<link rel="feed" href="/f">',
        '<a rel="alternate" type="application/rss+xml" href="/f">Лента</a>',
    ],
)
def test_a_feed_is_recognised_however_it_is_named_and_wherever(link: str) -> None:
    for body in (f"<head>{link}</head>", f"<body><p>x</p><footer>{link}</footer></body>"):
        assert [lead.url for lead in discovery.advertised(page(body))] == ["https://www.vestnik.example/f"]


@pytest.mark.parametrize(
    ("link", "is_feed"),
    [
        ('<link rel="alternate" type="text/xml" href="/rss.xml">', True),
        ('<link rel="alternate" type="application/xml" href="/export/feed/">', True),
        ('<link rel="alternate" href="/rss">', True),
        ('<link rel="alternate" hreflang="kk" href="/kk/rss">', False),
        ('<link rel="alternate" type="text/xml" href="/page.xml">', False),
        ('<link rel="alternate stylesheet" type="text/css" href="/rss.css">', False),
        ('<link rel="stylesheet" type="application/rss+xml" href="/rss.xml">', False),
        ('<link rel="alternate" type="text/html" href="/amp/rss">', False),
        ('<link rel="canonical" href="/rss">', False),
        ('<link rel="alternate" type="application/rss+xml" href="">', False),
    ],
)
def test_what_only_may_be_a_feed_is_taken_where_its_address_says_so(link: str, is_feed: bool) -> None:
    assert bool(discovery.advertised(page(f"<head>{link}</head>"))) is is_feed


def test_links_to_feeds_of_the_same_house_do_where_the_head_names_none() -> None:
    body = """<a href="/export/rss2/index.xml">RSS</a> <a href="https://kaz.vestnik.example/news.rss">Қазақша</a>
        <a href="https://other.example/rss">чужая</a> <a href="/progress/1">нет</a> <a href="http://[/rss">?</a>"""
    assert [lead.url for lead in discovery.advertised(page(body))] == [
        "https://www.vestnik.example/export/rss2/index.xml",
        "https://kaz.vestnik.example/news.rss",
    ]


def test_the_usual_places_stand_at_the_root_of_the_site() -> None:
    leads = discovery.usual("https://www.vestnik.example/news/1.html?x=1")
    assert leads[0] == Lead(url="https://www.vestnik.example/rss", way=Way.USUAL, kind=ListingKind.FEED)
    assert leads[-1].kind is ListingKind.SITEMAP
    assert len({lead.url for lead in leads}) == len(leads)


def test_sitemaps_for_news_are_asked_first() -> None:
    leads = discovery.named(("https://a.kz/all.xml", "ftp://a.kz/", "https://a.kz/news.xml"))
    assert [lead.url for lead in leads] == ["https://a.kz/news.xml", "https://a.kz/all.xml"]


def test_a_page_is_recognised_by_its_content() -> None:
    feed = discovery.recognised(page(RSS.format(ITEM)))
    assert (feed.kind, feed.title, feed.language, len(feed.links)) == (ListingKind.FEED, "Лента", "ru-ru", 1)
    plain = discovery.recognised(page("<urlset><url><loc>/1</loc></url></urlset>"))
    assert (plain.kind, len(plain.links), plain.children) == (ListingKind.SITEMAP, 1, ())
    index = discovery.recognised(page("<sitemapindex><sitemap><loc>/s.xml</loc></sitemap></sitemapindex>"))
    assert index.children == ("https://www.vestnik.example/s.xml",)
    with pytest.raises(ParseError, match="HTML page instead"):
        discovery.recognised(page("<!doctype html><title>x</title>"))


@given(st.binary(max_size=300))
def test_arbitrary_bytes_raise_nothing_but_parse_errors(body: bytes) -> None:
    for start in (b"", b'<link rel=alternate type="application/rss+xml" href="', b'<a href="http://rss/'):
        with suppress(ParseError):
            discovery.advertised(page(start + body))
        with suppress(ParseError):
            discovery.recognised(page(start + body))
