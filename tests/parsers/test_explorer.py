"""Exploring a site on loopback for lists of its articles."""

from datetime import UTC, datetime

from aiohttp import web

from parsers import explorer
from parsers.article import Listing, ListingKind
from parsers.explorer import Exploration
from parsers.fetch.client import Fetcher
from parsers.listings.discovery import Way
from tests.parsers.conftest import Publisher

XML = {"Content-Type": "application/xml"}
DATED = "<pubDate>Sun, 22 Nov 2026 12:00:00 +0500</pubDate>"


def rss(*items: str, title: str = "Лента") -> str:
    rows = "".join(
        f"<item><title>{item}</title><link>/{number}</link>{DATED}</item>" for number, item in enumerate(items)
    )
    return f'<rss version="2.0"><channel><title>{title}</title>{rows}</channel></rss>'


async def explored(publisher: Publisher, fetcher: Fetcher, now: datetime, path: str = "/") -> Exploration:
    return await explorer.explore(publisher.url(path), fetcher=fetcher, read=explorer.directly, now=now)


async def test_the_address_of_a_feed_is_that_feed(publisher: Publisher, fetcher: Fetcher, now: datetime) -> None:
    publisher.serve("/feed", rss(*"абвгдеж"))
    (candidate,) = (await explored(publisher, fetcher, now, "/feed")).candidates
    assert candidate.listing == Listing(url=publisher.url("/feed"), kind=ListingKind.FEED)
    assert (candidate.way, candidate.title, candidate.count) == (Way.GIVEN, "Лента", 7)
    assert [link.title for link in candidate.links] == list("абвгд")
    assert candidate.newest == datetime(2026, 11, 22, 7, tzinfo=UTC)
    assert publisher.paths == ["/feed"]


async def test_a_page_leads_to_the_feeds_it_advertises_the_best_first(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    links = "".join(
        f'<link rel=alternate type="application/rss+xml" href="/{name}">' for name in ("undated", "dated", "gone")
    )
    publisher.serve("/", f"<!doctype html>{links}")
    publisher.serve("/undated", rss("а", "б").replace(DATED, ""))
    publisher.serve("/dated", rss("а"))
    found = await explored(publisher, fetcher, now)
    assert [candidate.listing.url for candidate in found.candidates] == [
        publisher.url("/dated"),
        publisher.url("/undated"),
    ]
    assert [(attempt.reason, attempt.status) for attempt in found.attempts if attempt.way is Way.ADVERTISED] == [
        ("status", 404)
    ]


async def test_without_feeds_the_sitemaps_of_robots_txt_are_read(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    publisher.serve("/", "<!doctype html><p>нет ленты</p>")
    publisher.serve("/robots.txt", f"Sitemap: {publisher.url('/index.xml')}")
    publisher.serve("/index.xml", "<sitemapindex><sitemap><loc>/9.xml</loc></sitemap></sitemapindex>", headers=XML)
    publisher.serve("/9.xml", "<urlset><url><loc>/1</loc><lastmod>2026-11-22</lastmod></url></urlset>", headers=XML)
    (candidate,) = (await explored(publisher, fetcher, now)).candidates
    assert candidate.listing == Listing(url=publisher.url("/index.xml"), kind=ListingKind.SITEMAP)
    assert candidate.way is Way.ROBOTS
    assert candidate.links[0].url == publisher.url("/1")


async def test_the_usual_places_are_tried_last_and_until_one_is_good(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    publisher.serve("/news/", "<!doctype html><p>нет ленты</p>")
    publisher.serve("/rss", "<!doctype html><p>красивая страница вместо ленты</p>")
    publisher.serve("/rss.xml", rss("а"))
    found = await explored(publisher, fetcher, now, "/news/")
    assert [candidate.way for candidate in found.candidates] == [Way.USUAL]
    assert publisher.paths == ["/news/", "/rss", "/feed/", "/rss.xml"]


async def test_a_site_without_any_list_says_what_was_tried(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    publisher.serve("/", "<!doctype html><p>нет ленты</p>")
    publisher.serve("/feed", rss())
    publisher.serve("/sitemap.xml", "<sitemapindex><sitemap><loc>/9.xml</loc></sitemap></sitemapindex>")
    publisher.serve("/9.xml", "<html>")
    found = await explored(publisher, fetcher, now)
    assert found.candidates == []
    assert found.requests <= explorer.MAX_REQUESTS
    assert {attempt.reason for attempt in found.attempts} >= {"status", "empty"}


async def test_a_site_that_is_down_is_not_bothered_with_guesses(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    publisher.serve("/robots.txt", status=503)
    found = await explored(publisher, fetcher, now)
    assert [attempt.reason for attempt in found.attempts] == ["robots-unreachable"]
    assert len(publisher.requests) == 1


async def test_a_site_that_hangs_up_is_left_after_its_usual_places(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    async def hang_up(request: web.Request) -> web.StreamResponse:
        assert request.transport
        request.transport.close()
        return web.Response()

    publisher.handle("/robots.txt", hang_up)
    found = await explored(publisher, fetcher, now)
    assert {attempt.reason for attempt in found.attempts} == {"reset"}


async def test_a_page_that_is_refused_still_has_usual_places(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    publisher.serve("/", status=403)
    publisher.serve("/rss", rss("а"))
    (candidate,) = (await explored(publisher, fetcher, now)).candidates
    assert candidate.listing.url == publisher.url("/rss")


async def test_a_private_address_is_an_attempt_like_others(fetcher: Fetcher, now: datetime) -> None:
    found = await explorer.explore("http://169.254.169.254/", fetcher=fetcher, read=explorer.directly, now=now)
    assert [attempt.reason for attempt in found.attempts] == ["private-address"]


async def test_a_stranger_is_asked_for_only_so_many_pages(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    names = "".join(f"Sitemap: {publisher.url(f'/{number}.xml')}\n" for number in range(100))
    publisher.serve("/robots.txt", names)
    publisher.serve("/", "<!doctype html>")
    await explored(publisher, fetcher, now)
    assert len(publisher.paths) == explorer.MAX_REQUESTS


async def test_a_page_beyond_reading_is_no_reason_to_fail(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    publisher.serve("/", "<!doctype html>" + "<div>" * 6000)
    publisher.serve("/rss", rss("а"))
    assert (await explored(publisher, fetcher, now)).candidates
