"""What a chain of redirects carries along, what a request says we read, and when a broken connection is tried again."""

from dataclasses import replace
from datetime import datetime

import pytest
from aiohttp import web

from parsers.article import ListingKind, Page
from parsers.fetch import request_headers
from parsers.fetch.client import Fetcher, FetchError, Politeness
from tests.parsers.conftest import Names, Publisher


def gate(publisher: Publisher, path: str, needed: dict[str, str], *set_cookies: str, to: str = "") -> None:
    """Serve a page to whoever shows these cookies; anybody else gets them, and is sent `to` (or back)."""

    async def answer(request: web.Request) -> web.Response:
        if {name: request.cookies.get(name) for name in needed} == needed:
            return web.Response(text="text", content_type="text/html")
        response = web.Response(status=302, headers={"Location": to or path})
        for cookie in set_cookies:
            response.headers.add("Set-Cookie", cookie)
        return response

    publisher.handle(path, answer)


async def reason_of(fetcher: Fetcher, url: str, now: datetime) -> str:
    with pytest.raises(FetchError) as refusal:
        await fetcher.get(url, now=now)
    return refusal.value.reason


# Cookies


@pytest.mark.parametrize(
    ("needed", "cookies"),
    [
        ({"pass": "1"}, ["pass=1; path=/"]),
        ({"beget": "begetok"}, ["beget=begetok; Max-Age=60; HttpOnly; SameSite=Lax"]),
        ({"a": "1", "b": "x=y"}, ["a=1; Path=/", "b=x=y; Path=/"]),
        ({"id": "7"}, ["id=7; Expires=Wed, 01 Jan 2099 00:00:00 GMT; Path=/feed"]),
    ],
)
async def test_a_page_behind_a_cookie_comes_in_one_fetch(
    publisher: Publisher, fetcher: Fetcher, now: datetime, needed: dict[str, str], cookies: list[str]
) -> None:
    gate(publisher, "/feed", needed, *cookies)
    page = await fetcher.get(publisher.url("/feed"), now=now)
    assert isinstance(page, Page)
    assert page.url == publisher.url("/feed")
    assert publisher.paths == ["/feed", "/feed"]


async def test_a_consent_page_on_the_way_gives_the_cookie(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    gate(publisher, "/feed", {"agreed": "yes"}, to="/consent")
    publisher.serve("/consent", status=303, headers={"Location": "/feed", "Set-Cookie": "agreed=yes; Path=/"})
    assert isinstance(await fetcher.get(publisher.url("/feed"), now=now), Page)


async def test_cookies_do_not_outlive_their_chain(publisher: Publisher, fetcher: Fetcher, now: datetime) -> None:
    gate(publisher, "/feed", {"pass": "1"}, "pass=1; Path=/")
    await fetcher.get(publisher.url("/feed"), now=now)
    publisher.serve("/other", "text")
    await fetcher.get(publisher.url("/other"), now=now)
    assert "Cookie" not in publisher.requests[-1].headers


@pytest.mark.parametrize(
    "cookie", ["pass=1; Path=/elsewhere", "pass=1; Domain=other.example", "pass=1; Max-Age=0", "="]
)
async def test_a_cookie_that_is_not_for_this_page_is_not_shown_and_the_circle_ends(
    publisher: Publisher, fetcher: Fetcher, now: datetime, cookie: str
) -> None:
    gate(publisher, "/feed", {"pass": "1"}, cookie)
    assert await reason_of(fetcher, publisher.url("/feed"), now) == "redirects"
    assert publisher.paths == ["/feed"]


async def test_a_server_that_counts_in_cookies_is_left_after_so_many(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    async def count(request: web.Request) -> web.Response:
        turn = int(request.cookies.get("turn", "0")) + 1
        return web.Response(status=302, headers={"Location": "/feed", "Set-Cookie": f"turn={turn}"})

    publisher.handle("/feed", count)
    assert await reason_of(fetcher, publisher.url("/feed"), now) == "redirects"
    assert len(publisher.paths) == 6


async def test_what_cookies_a_server_can_make_us_carry_is_bounded(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    gate(publisher, "/a", {"never": "shown"}, *(f"c{number}={'x' * 3000}; Path=/" for number in range(5)), to="/b")
    publisher.serve("/b", "text")
    await fetcher.get(publisher.url("/a"), now=now)
    assert 3000 < len(publisher.requests[-1].headers["Cookie"]) <= 8192


async def test_no_cookie_goes_to_another_host(publisher: Publisher, politeness: Politeness, now: datetime) -> None:
    other = f"other.example:{publisher.authority.split(':')[1]}"
    publisher.serve(
        "/a",
        status=302,
        headers={"Location": f"http://{other}/b", "Set-Cookie": "pass=1; Path=/; Domain=other.example"},
    )
    publisher.serve("/b", "text")
    hosts = politeness.private_hosts | {other}
    async with Fetcher(replace(politeness, private_hosts=hosts), names=Names(["127.0.0.1"])) as fetcher:
        await fetcher.get(publisher.url("/a"), now=now)
    assert publisher.paths == ["/a", "/b"]
    assert "Cookie" not in publisher.requests[-1].headers


# What we read


@pytest.mark.parametrize("kind", [None, *ListingKind])
@pytest.mark.parametrize(
    "known", ["text/html", "application/rss+xml", "application/atom+xml", "application/xml", "text/xml", "*/*"]
)
async def test_a_server_that_wants_its_type_named_answers(
    publisher: Publisher, fetcher: Fetcher, now: datetime, known: str, kind: ListingKind | None
) -> None:
    async def negotiate(request: web.Request) -> web.Response:
        accepts = request.headers.get("Accept", "")
        return web.Response(status=200 if known in accepts else 406, text="text")

    publisher.handle("/feed.xml", negotiate)
    accept = request_headers.listing(kind)
    assert isinstance(await fetcher.get(publisher.url("/feed.xml"), accept=accept, now=now), Page)
    assert isinstance(await fetcher.get(publisher.url("/feed.xml"), now=now), Page)


def test_a_feed_is_asked_for_as_a_feed_and_a_page_as_a_page() -> None:
    assert request_headers.listing(ListingKind.FEED)["Accept"].startswith("application/rss+xml")
    assert request_headers.listing(ListingKind.SITEMAP)["Accept"].startswith("application/rss+xml")
    assert request_headers.listing(ListingKind.HTML)["Accept"].startswith("text/html")
    assert request_headers.page()["Accept"].startswith("text/html")


@pytest.mark.parametrize(
    ("language", "header"),
    [
        ("", "ru, kk;q=0.9, en;q=0.8, *;q=0.5"), ("kk", "kk, ru;q=0.9, en;q=0.8, *;q=0.5"),
        ("de", "de, ru;q=0.9, kk;q=0.8, en;q=0.7, *;q=0.5"), ("x\r\nEvil: 1", "ru, kk;q=0.9, en;q=0.8, *;q=0.5"),
        ("ру", "ru, kk;q=0.9, en;q=0.8, *;q=0.5"),
    ],
)  # fmt: skip
def test_a_sources_language_is_asked_for_first(language: str, header: str) -> None:
    assert request_headers.page(language)["Accept-Language"] == header


# Once more


async def test_a_connection_that_broke_is_tried_once_more(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    publisher.serve("/robots.txt", "")
    await fetcher.sitemaps(publisher.url("/"), now=now)
    broken = 0

    async def breaks(request: web.Request) -> web.StreamResponse:
        nonlocal broken
        broken += 1
        if broken > 1:
            return web.Response(text="text", content_type="text/html")
        response = web.StreamResponse(headers={"Content-Type": "text/html", "Content-Length": "500"})
        await response.prepare(request)
        await response.write(b"half")
        assert request.transport
        request.transport.close()
        return response

    publisher.handle("/a", breaks)
    page = await fetcher.get(publisher.url("/a"), now=now)
    assert isinstance(page, Page)
    assert (page.body, broken) == (b"text", 2)


@pytest.mark.parametrize("status", [403, 404, 410, 429, 500, 502, 503, 504])
async def test_a_server_that_says_no_is_not_asked_again_at_once(
    publisher: Publisher, fetcher: Fetcher, now: datetime, status: int
) -> None:
    publisher.serve("/a", status=status)
    assert await reason_of(fetcher, publisher.url("/a"), now) == "status"
    assert publisher.paths == ["/a"]


@pytest.mark.parametrize("header", ["Accept", "Accept-Language"])
async def test_a_server_that_knows_none_of_our_types_is_asked_once_more_for_whatever_it_has(
    publisher: Publisher, fetcher: Fetcher, now: datetime, header: str
) -> None:
    async def picky(request: web.Request) -> web.StreamResponse:
        accepted = request.headers[header] in ("*/*", "*")
        return web.Response(text="text", content_type="text/html", status=200 if accepted else 406)

    publisher.handle("/a", picky)
    page = await fetcher.get(publisher.url("/a"), now=now)
    assert isinstance(page, Page)
    assert (page.body, publisher.paths) == (b"text", ["/a", "/a"])


async def test_a_server_that_accepts_nothing_is_asked_twice_and_no_more(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    publisher.serve("/a", status=406)
    assert await reason_of(fetcher, publisher.url("/a"), now) == "status"
    assert publisher.paths == ["/a", "/a"]


async def test_a_redirect_to_a_site_that_is_off_limits_is_not_followed(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    publisher.redirect("/a", "/b")
    publisher.redirect("/b", "http://www.zakon.kz/news")
    with pytest.raises(FetchError) as caught:
        await fetcher.get(publisher.url("/a"), off_limits={"zakon.kz"}, now=now)
    assert caught.value.reason == "off-limits"
    assert publisher.paths == ["/a", "/b"]


async def test_a_server_that_minds_what_we_name_is_asked_once_more_for_anything(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    async def minds(request: web.Request) -> web.StreamResponse:
        if request.headers["Accept"] != "*/*":
            return web.Response(status=406)
        return web.Response(text="<rss/>", content_type="application/x-feed")

    publisher.handle("/rss", minds)
    page = await fetcher.get(publisher.url("/rss"), accept=request_headers.listing(ListingKind.FEED, "kk"), now=now)

    assert isinstance(page, Page)
    assert page.body == b"<rss/>"
    publisher.serve("/never", status=406)
    assert await reason_of(fetcher, publisher.url("/never"), now) == "status"
    assert publisher.paths == ["/rss", "/rss", "/never", "/never"]
