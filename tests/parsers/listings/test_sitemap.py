"""Sitemaps and indexes, good and hostile."""

import gzip
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.article import Link, Page, ParseError
from parsers.listings import safe_xml, sitemap
from tests.parsers.conftest import NOW

NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://www.zakon.kz/sport/6490001-hokkej.html </loc><lastmod>2026-11-22T10:00:00+05:00</lastmod>
  <news:news><news:publication><news:name>Zakon.kz</news:name><news:language>ru</news:language></news:publication>
  <news:publication_date>2026-11-21T10:00:00+05:00</news:publication_date><news:title>Хоккей:
  победа</news:title></news:news>
  <image:image><image:loc>https://www.zakon.kz/pbi/1.webp</image:loc></image:image></url>
<url><loc>/pravo/6490002-zakon.html</loc><lastmod>2026-11-22</lastmod></url>
<url><loc>https://www.zakon.kz/pravo/6490003-bez-daty.html</loc><lastmod>вчера</lastmod></url>
<url><loc>https://www.zakon.kz/pravo/6490002-zakon.html</loc></url>
<url><loc>mailto:a@zakon.kz</loc></url><url/>
</urlset>"""

INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</sitemapindex>"""
BOMB = (
    "<!DOCTYPE z [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{level + 1} '{f'&a{level};' * 10}'>" for level in range(9))
    + "]><urlset><url><loc>https://a.kz/&a9;</loc></url></urlset>"
)


def page(body: str | bytes) -> Page:
    content = body.encode() if isinstance(body, str) else body
    return Page(url="https://www.zakon.kz/sitemap/1.xml", body=content, fetched_at=NOW)


def child(name: str, lastmod: str = "") -> str:
    moment = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<sitemap><loc>https://www.zakon.kz/sitemap/{name}.xml</loc>{moment}</sitemap>"


def names(body: str) -> list[str]:
    return [url.rpartition("/")[2].removesuffix(".xml") for url in sitemap.children(page(body))]


def test_a_sitemap_is_a_list_of_links_newest_first() -> None:
    assert sitemap.list_links(page(NEWS)) == [
        Link(url="https://www.zakon.kz/pravo/6490002-zakon.html", published_at=datetime(2026, 11, 21, 19, tzinfo=UTC)),
        Link(
            url="https://www.zakon.kz/sport/6490001-hokkej.html",
            title="Хоккей: победа",
            published_at=datetime(2026, 11, 21, 5, tzinfo=UTC),
        ),
        Link(url="https://www.zakon.kz/pravo/6490003-bez-daty.html"),
    ]
    assert sitemap.children(page(NEWS)) == []


def test_a_packed_sitemap_is_unpacked() -> None:
    assert len(sitemap.list_links(page(gzip.compress(NEWS.encode())))) == 3


def test_a_sitemap_cut_off_in_the_middle_gives_what_it_has() -> None:
    assert len(sitemap.list_links(page(NEWS[: NEWS.index("<url><loc>mailto")]))) == 3


def test_an_unescaped_ampersand_loses_no_other_row() -> None:
    assert len(sitemap.list_links(page(NEWS.replace("bez-daty", "a&b=c")))) == 3


def test_an_index_names_the_highest_number_first_where_nothing_is_dated() -> None:
    assert names(INDEX.format(child("9") + child("10") + child("2"))) == ["10", "9", "2"]


def test_an_index_names_the_latest_change_first_and_news_before_all() -> None:
    body = child("1", "2026-11-22") + child("2", "2026-11-21") + child("news", "2020-01-01")
    assert names(INDEX.format(body)) == ["news", "1", "2"]
    assert sitemap.list_links(page(INDEX.format(body))) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<!doctype html><html></html>", safe_xml.HTML_INSTEAD),
        ("<rss></rss>", "not a sitemap but <rss>"),
        ("", "empty"),
        ("text", "not a sitemap"),
        (BOMB, "declares entities, which is refused"),
        (BOMB.encode("utf-16-le"), "declares entities, which is refused"),
        (b" " * (sitemap.MAX_BYTES + 1), f"larger than {sitemap.MAX_BYTES} bytes"),
    ],
    ids=["html", "rss", "empty", "text", "billion-laughs", "billion-laughs-in-utf-16", "too-large"],
)
def test_what_is_no_sitemap_says_what_it_is(body: str | bytes, expected: str) -> None:
    for read in (sitemap.list_links, sitemap.children):
        with pytest.raises(ParseError) as refusal:
            read(page(body))
        assert refusal.value.reason == expected


def test_a_sitemap_of_everything_gives_its_newest_thousand() -> None:
    rows = "".join(
        f"<url><loc>https://a.kz/{n}</loc><lastmod>{1990 + n % 30}-01-01</lastmod></url>" for n in range(5000)
    )
    links = sitemap.list_links(page(f"<urlset>{rows}</urlset>"))
    assert len(links) == sitemap.MAX_LINKS
    assert links[0].published_at == datetime(2018, 12, 31, 18, tzinfo=UTC)  # the day begins in Almaty


@given(st.binary(max_size=300), st.sampled_from([b"", b"<urlset><url><loc>", b"<sitemapindex><sitemap>", b"\x1f\x8b"]))
def test_arbitrary_bytes_raise_nothing_but_parse_errors(body: bytes, start: bytes) -> None:
    for read in (sitemap.list_links, sitemap.children):
        with suppress(ParseError):
            read(page(start + body))


@pytest.mark.parametrize("lastmod", ["", "<lastmod>2026-11-20</lastmod>"])
def test_the_end_of_an_undated_sitemap_is_read_if_that_is_its_newest(lastmod: str) -> None:
    def read(addresses: list[str]) -> list[str]:
        rows = "".join(f"<url><loc>https://a.kz/{address}</loc>{lastmod}</url>" for address in addresses)
        return [link.url.rpartition("/")[2] for link in sitemap.list_links(page(f"<urlset>{rows}</urlset>"))]

    rising = [f"{number}-most.html" for number in range(5000)]
    assert read(rising)[:2] == ["4999-most.html", "4998-most.html"]
    assert read(rising[::-1])[:2] == ["4999-most.html", "4998-most.html"]
    words = [
        f"{chr(97 + number % 26)}{chr(97 + number % 25)}-{'x' * (number % 97)}-{'y' * (number // 97)}"
        for number in range(5000)
    ]
    assert {words[0], words[-1]} <= set(read(words))
    assert len(read(words)) == sitemap.MAX_LINKS


def test_a_row_that_cannot_be_so_old_or_so_new_is_undated() -> None:
    rows = "".join(
        f"<url><loc>/{number}</loc><lastmod>{moment}</lastmod></url>"
        for number, moment in enumerate(
            ["1970-01-01", "2062-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "2026-11-22T01:00:00MSK"]
        )
    )
    links = sitemap.list_links(page(f"<urlset>{rows}</urlset>"))
    assert [link.published_at and link.published_at.day for link in links] == [21, None, None, None]


@pytest.mark.parametrize(
    ("zone", "said", "hour"),
    [
        ("", "2026-11-21T12:00", 7),
        ("", "2026-11-21 12:00:00", 7),
        ("Europe/Moscow", "2026-11-21T12:00:00", 9),
        ("Europe/Moscow", "2026-11-21T12:00:00+05:00", 7),
        ("Europe/Moscow", "2026-11-21T12:00:00Z", 12),
    ],
)
def test_a_time_without_an_offset_is_the_source_s_or_its_country_s(zone: str, said: str, hour: int) -> None:
    (link,) = sitemap.list_links(page(f"<urlset><url><loc>/1</loc><lastmod>{said}</lastmod></url></urlset>"), zone=zone)
    assert link.published_at == datetime(2026, 11, 21, hour, tzinfo=UTC)
