"""Fetching from real servers on loopback: manners, limits, and what is refused."""

import asyncio
import gzip
import socket
import ssl
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from time import monotonic

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver

from parsers.article import Page
from parsers.fetch import client, response_headers
from parsers.fetch.client import Fetcher, FetchError, NotModified, Politeness
from tests.parsers.conftest import Names, Publisher

SELF_SIGNED = Path(__file__).parent / "data" / "self_signed.pem"


async def refused(fetcher: Fetcher, url: str, now: datetime) -> FetchError:
    with pytest.raises(FetchError) as refusal:
        await fetcher.get(url, now=now)
    return refusal.value


async def body_of(fetcher: Fetcher, url: str, now: datetime) -> bytes:
    page = await fetcher.get(url, now=now)
    assert isinstance(page, Page)
    return page.body


@asynccontextmanager
async def raw_server(
    answer: bytes, *, at_once: bool = False, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1", port: int = 0
) -> AsyncIterator[str]:
    """A server that sends these bytes whatever it is asked (robots.txt: 404), or before it is, and hangs up."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = b"" if at_once else await reader.readuntil(b"\r\n\r\n")
        robots = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        writer.write(robots if b"/robots.txt" in head else answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, host, port, ssl=tls)
    async with server:
        yield f"{host}:{server.sockets[0].getsockname()[1]}"


@asynccontextmanager
async def visiting(
    politeness: Politeness, *hosts: str, names: AbstractResolver | None = None
) -> AsyncIterator[Fetcher]:
    allowed = politeness.private_hosts | frozenset(hosts)
    async with Fetcher(replace(politeness, private_hosts=allowed), names=names) as fetcher:
        yield fetcher


# What a page is


async def test_a_page_comes_with_what_its_server_said_of_it(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    publisher.serve(
        "/a", "<h1>Ә</h1>".encode("cp1251", "replace"), headers={
            "Content-Type": "text/html; charset=windows-1251", "ETag": '"7"',
            "Last-Modified": "Sun, 22 Nov 2026 08:00:00 GMT",
        },
    )  # fmt: skip

    page = await fetcher.get(publisher.url("/a#part"), now=now)

    assert page == Page(
        url=publisher.url("/a"), body=b"<h1>?</h1>", fetched_at=now, content_type="text/html", charset="windows-1251",
        etag='"7"', last_modified="Sun, 22 Nov 2026 08:00:00 GMT",
    )  # fmt: skip
    assert publisher.requests[-1].headers["User-Agent"] == "Svodka/0.1 (+https://svodka.example)"


async def test_a_known_page_is_not_sent_again(publisher: Publisher, fetcher: Fetcher, now: datetime) -> None:
    async def conditional(request: web.Request) -> web.Response:
        known = request.headers.get("If-None-Match") == '"7"' and "If-Modified-Since" in request.headers
        return web.Response(status=304 if known else 200, content_type="text/html")

    publisher.handle("/a", conditional)
    answer = await fetcher.get(publisher.url("/a"), etag='"7"', last_modified="Sun, 22 Nov 2026 08:00:00 GMT", now=now)
    assert answer == NotModified(url=publisher.url("/a"))
    assert isinstance(await fetcher.get(publisher.url("/a"), now=now), Page)


async def test_not_modified_without_a_question_is_no_page(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    publisher.serve("/a", status=304)
    assert (await refused(fetcher, publisher.url("/a"), now)).status == 304


async def test_an_etag_that_could_not_be_sent_back_is_not_kept(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    publisher.serve("/a", headers={"ETag": '"ё"'})
    page = await fetcher.get(publisher.url("/a"), now=now)
    assert isinstance(page, Page)
    assert page.etag == ""


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"<p>text</p>" * 100, mtime=0)),
        ("gzip", gzip.compress(b"<p>text</p>" * 60, mtime=0) + gzip.compress(b"<p>text</p>" * 40)),
        ("deflate", zlib.compress(b"<p>text</p>" * 100)),
        ("deflate", zlib.compress(b"<p>text</p>" * 100, wbits=-15)),
    ],
    ids=["gzip", "gzip of two members", "deflate", "raw deflate"],
)
async def test_a_packed_page_is_unpacked(
    publisher: Publisher, fetcher: Fetcher, now: datetime, encoding: str, packed: bytes
) -> None:
    publisher.serve("/a", packed, headers={"Content-Encoding": encoding})
    assert await body_of(fetcher, publisher.url("/a"), now) == b"<p>text</p>" * 100


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", b"not packed at all"),
        ("gzip", gzip.compress(b"text" * 100, mtime=0)[:20]),
        ("br", b"?"),
        ("zstd", b"?"),
    ],
    ids=["not packed", "cut short", "brotli", "zstandard"],
)
async def test_a_page_in_a_wrong_packing_is_refused(
    publisher: Publisher, fetcher: Fetcher, now: datetime, encoding: str, body: bytes
) -> None:
    publisher.serve("/a", body, headers={"Content-Encoding": encoding})
    assert (await refused(fetcher, publisher.url("/a"), now)).reason == "decode"


@pytest.mark.parametrize("kind", ["image/png", "video/mp4", "application/pdf", "application/zip"])
async def test_what_is_no_text_is_refused(publisher: Publisher, fetcher: Fetcher, now: datetime, kind: str) -> None:
    publisher.serve("/a", b"%", headers={"Content-Type": kind})
    assert (await refused(fetcher, publisher.url("/a"), now)).reason == "content-type"


_FEED = '<?xml version="1.0"?><rss version="2.0"><channel><title>Лента</title></channel></rss>'.encode() * 40


@pytest.mark.parametrize(
    "body", [_FEED, b"\xef\xbb\xbf \r\n" + _FEED, b'{"version": "https://jsonfeed.org/version/1.1"}']
)
@pytest.mark.parametrize(
    "encoding",
    [
        "UTF-8",
        "utf8",
        "none",
        "aws-chunked",
        "identity, gzip",
        "gzip",
        "x-gzip",
        "deflate",
        "binary",
        "8bit",
        "br",
        "zstd,",
        "?",
        ",",
    ],
)
async def test_what_a_server_wrongly_calls_packed_is_read_as_it_is(
    publisher: Publisher, fetcher: Fetcher, now: datetime, encoding: str, body: bytes
) -> None:
    publisher.serve("/a", body, headers={"Content-Encoding": encoding})
    assert await body_of(fetcher, publisher.url("/a"), now) == body


@pytest.mark.parametrize("encoding", ["GZIP", "gzip, identity", "utf-8, gzip", "gzip,", "deflate, gzip"])
async def test_senseless_words_beside_a_packing_are_ignored(
    publisher: Publisher, fetcher: Fetcher, now: datetime, encoding: str
) -> None:
    publisher.serve("/a", gzip.compress(_FEED, mtime=0), headers={"Content-Encoding": encoding})
    assert await body_of(fetcher, publisher.url("/a"), now) == _FEED


@pytest.mark.parametrize(
    "kind",
    ["application/rss", "rss", "charset=utf-8", "application/force-download", "application/x-unknown", "image/x-icon",
     "audio/mpeg", "xxx/yyy; charset=koi8-r", ";", "unknown"],
)  # fmt: skip
async def test_a_feed_is_read_whatever_its_type_is_called(
    publisher: Publisher, fetcher: Fetcher, now: datetime, kind: str
) -> None:
    publisher.serve("/a", _FEED, headers={"Content-Type": kind})
    publisher.serve("/b", gzip.compress(_FEED, mtime=0), headers={"Content-Type": kind})
    assert await body_of(fetcher, publisher.url("/a"), now) == _FEED
    assert await body_of(fetcher, publisher.url("/b"), now) == gzip.compress(_FEED, mtime=0)


async def test_a_robots_txt_counts_whatever_its_type_is_called(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    publisher.serve(
        "/robots.txt", "User-agent: *\nDisallow: /a", headers={"Content-Type": "application/force-download"}
    )
    publisher.serve("/a", _FEED)
    assert (await refused(fetcher, publisher.url("/a"), now)).reason == "robots"


@pytest.mark.parametrize("status", [204, 206, 403, 404, 410, 500, 503])
async def test_another_status_is_named(publisher: Publisher, fetcher: Fetcher, now: datetime, status: int) -> None:
    publisher.serve("/a", status=status)
    error = await refused(fetcher, publisher.url("/a"), now)
    assert (error.reason, error.status) == ("status", status)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0), ("Sun, 22 Nov 2026 09:05:00 GMT", 300.0), ("Sun, 22 Nov 2026 08:00:00 GMT", 0.0), ("", None),
        ("soon", None), ("99999999999", 86400.0), ("²", None), ("Sun, 22 Nov 2026 09:05:00 -0000", 300.0),
    ],
)  # fmt: skip
async def test_a_busy_publisher_is_asked_when_to_come_back(
    publisher: Publisher, fetcher: Fetcher, now: datetime, header: str, seconds: float | None
) -> None:
    assert response_headers.retry_after(header, now=now) == seconds
    publisher.serve("/a", status=429, headers={"Retry-After": header} if header.isascii() else {})
    assert (await refused(fetcher, publisher.url("/a"), now)).retry_after == seconds


# Limits


async def test_a_page_of_50_mb_is_refused_when_it_outgrows_the_limit(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        for _ in range(800):
            await response.write(b"x" * 65536)
            sent += 65536
        return response

    publisher.handle("/a", endless)
    assert (await refused(fetcher, publisher.url("/a"), now)).reason == "too-large"
    assert sent < 10_000_000  # what fits into the buffers between us, not the page


async def test_a_gzip_bomb_is_refused_without_unpacking_it(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()
    assert len(bomb) < 300_000
    publisher.serve("/a", bomb, headers={"Content-Encoding": "gzip"})
    assert (await refused(fetcher, publisher.url("/a"), now)).reason == "too-large"


async def test_a_slow_publisher_is_left(publisher: Publisher, politeness: Politeness, now: datetime) -> None:
    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        for _ in range(50):
            await response.write(b"x")
            await asyncio.sleep(0.05)
        return response

    publisher.handle("/a", drip)
    async with Fetcher(replace(politeness, timeout=0.3)) as fetcher:
        started = monotonic()
        assert (await refused(fetcher, publisher.url("/a"), now)).reason == "timeout"
    assert monotonic() - started < 2


# Redirects


async def test_a_redirect_is_followed_and_the_final_address_kept(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    publisher.redirect("/old", "/new?x=1#top", status=301)
    publisher.serve("/new", "text")
    assert (await fetcher.get(publisher.url("/old"), now=now)).url == publisher.url("/new?x=1")


async def test_a_redirect_loop_ends(publisher: Publisher, fetcher: Fetcher, now: datetime) -> None:
    publisher.redirect("/a", "/b")
    publisher.redirect("/b", "/a")
    assert (await refused(fetcher, publisher.url("/a"), now)).reason == "redirects"
    assert publisher.paths == ["/a", "/b"]


async def test_a_chain_of_redirects_ends(publisher: Publisher, fetcher: Fetcher, now: datetime) -> None:
    for number in range(20):
        publisher.redirect(f"/{number}", f"/{number + 1}")
    assert (await refused(fetcher, publisher.url("/0"), now)).reason == "redirects"
    assert len(publisher.paths) == 6


async def test_a_redirect_to_a_private_address_is_not_followed(
    publisher: Publisher, stranger: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    targets = ["http://169.254.169.254/latest/", f"http://2130706433:{stranger.authority.split(':')[1]}/"]
    for target in [*targets, stranger.url("/"), "http://[::ffff:127.0.0.1]/"]:
        publisher.redirect("/a", target)
        assert (await refused(fetcher, publisher.url("/a"), now)).reason in ("private-address", "address")
    assert stranger.requests == []


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://a.kz/", "http://a.kz:22/", "http://[", "http://u:p@a.kz/"]
)
async def test_a_redirect_to_what_is_no_web_address_is_not_followed(
    publisher: Publisher, fetcher: Fetcher, now: datetime, target: str
) -> None:
    publisher.redirect("/a", target)
    assert (await refused(fetcher, publisher.url("/a"), now)).reason == "address"


# Private addresses


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "[::1]", "169.254.169.254", "localhost"])
async def test_a_private_address_is_never_connected_to(fetcher: Fetcher, now: datetime, host: str) -> None:
    assert (await refused(fetcher, f"http://{host}/", now)).reason == "private-address"


async def test_a_name_that_resolves_to_a_private_address_is_refused(
    politeness: Politeness, stranger: Publisher, now: datetime
) -> None:
    async with visiting(politeness, names=Names(["127.0.0.1"])) as fetcher:
        assert (await refused(fetcher, "http://news.example/", now)).reason == "private-address"
    assert stranger.requests == []


async def test_dns_rebinding_does_not_help_since_the_checked_address_is_the_one_connected_to(
    politeness: Politeness, stranger: Publisher, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """127.0.0.2 plays the public address; the name turns private as soon as it has been checked."""
    port = int(stranger.authority.split(":")[1])
    monkeypatch.setattr("parsers.urls.PORTS", frozenset({port}))
    monkeypatch.setattr("parsers.urls.is_public", lambda address: str(address) == "127.0.0.2")
    names = Names(["127.0.0.2"], ["127.0.0.1", "127.0.0.2"], ["127.0.0.1"])
    answer = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\npublic"
    async with raw_server(answer, host="127.0.0.2", port=port), visiting(politeness, names=names) as fetcher:
        assert await body_of(fetcher, f"http://news.example:{port}/", now) == b"public"
        assert names.asked == 2  # once for each connection: robots.txt, and the page
        assert (await refused(fetcher, f"http://news.example:{port}/", now)).reason == "private-address"
    assert stranger.requests == []


async def test_an_exempt_name_may_be_private(publisher: Publisher, politeness: Politeness, now: datetime) -> None:
    port = publisher.authority.split(":")[1]
    publisher.serve("/a", "text")
    async with visiting(politeness, f"news.example:{port}", names=Names(["127.0.0.1"])) as fetcher:
        assert await body_of(fetcher, f"http://news.example:{port}/a", now) == b"text"


async def test_the_proxy_of_the_settings_is_used_and_may_be_private(
    publisher: Publisher, politeness: Politeness, now: datetime
) -> None:
    publisher.serve("/a", "through the proxy")
    private = replace(politeness, private_hosts=frozenset(), proxy=f"http://{publisher.authority}")
    async with Fetcher(private, names=Names([])) as fetcher:
        assert await body_of(fetcher, "http://news.example/a", now) == b"through the proxy"
        assert (await refused(fetcher, "http://127.0.0.1/a", now)).reason == "private-address"


# Broken connections


async def test_an_unknown_name_is_a_dns_failure(politeness: Politeness, now: datetime) -> None:
    async with visiting(politeness, names=Names([])) as fetcher:
        assert (await refused(fetcher, "http://news.example/", now)).reason == "dns"


async def test_a_closed_port_is_refused(politeness: Politeness, now: datetime) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{taken.getsockname()[1]}"
        async with visiting(politeness, host) as fetcher:
            assert (await refused(fetcher, f"http://{host}/", now)).reason == "refused"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"", "reset"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhalf", "truncated"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf", "truncated"),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "protocol"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 20_000 + b"\r\n\r\n", "protocol"),
    ],
)
async def test_a_broken_answer_is_an_error_of_its_kind(
    politeness: Politeness, now: datetime, answer: bytes, reason: str
) -> None:
    async with raw_server(answer) as host, visiting(politeness, host) as fetcher:
        assert (await refused(fetcher, f"http://{host}/a", now)).reason == reason


async def test_a_certificate_that_nobody_vouches_for_is_a_tls_error(politeness: Politeness, now: datetime) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(SELF_SIGNED)
    async with raw_server(b"", tls=context) as host, visiting(politeness, host) as fetcher:
        assert (await refused(fetcher, f"https://{host}/a", now)).reason == "tls"


async def test_a_server_that_speaks_no_tls_on_its_tls_port_is_a_tls_error(
    politeness: Politeness, now: datetime
) -> None:
    answer = b"HTTP/1.1 400 Bad Request\r\n\r\n"
    async with raw_server(answer, at_once=True) as host, visiting(politeness, host) as fetcher:
        assert (await refused(fetcher, f"https://{host}/a", now)).reason == "tls"


# Manners


async def test_robots_txt_is_obeyed_and_asked_once_a_day(publisher: Publisher, fetcher: Fetcher, now: datetime) -> None:
    publisher.serve(
        "/robots.txt", "User-agent: svodka\nDisallow: /secret\nCrawl-delay: 0.01\nSitemap: https://a.kz/s.xml"
    )
    publisher.serve("/a", "text")

    assert (await refused(fetcher, publisher.url("/secret/a"), now)).reason == "robots"
    await fetcher.get(publisher.url("/a"), now=now)
    assert await fetcher.sitemaps(publisher.url("/a"), now=now) == ("https://a.kz/s.xml",)
    assert [request.path for request in publisher.requests] == ["/robots.txt", "/a"]

    await fetcher.get(publisher.url("/a"), now=now + timedelta(hours=25))
    assert [request.path for request in publisher.requests][2:] == ["/robots.txt", "/a"]


async def test_a_redirect_into_what_robots_txt_closes_is_not_followed(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    publisher.serve("/robots.txt", "User-agent: *\nDisallow: /secret")
    publisher.redirect("/a", "/secret")
    assert (await refused(fetcher, publisher.url("/a"), now)).reason == "robots"
    assert publisher.paths == ["/a"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_without_a_robots_txt_everything_is_allowed(
    publisher: Publisher, fetcher: Fetcher, now: datetime, status: int
) -> None:
    publisher.serve("/robots.txt", status=status)
    publisher.serve("/a", "text")
    assert await body_of(fetcher, publisher.url("/a"), now) == b"text"


async def test_a_robots_txt_that_is_something_else_forbids_nothing(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    publisher.serve("/a", "text")
    publisher.redirect("/robots.txt", "/robots.txt")
    assert await body_of(fetcher, publisher.url("/a"), now) == b"text"
    for body in (b"<html>Not found</html>", b"\xff\xfe\x00junk\n" * 100_000):
        publisher.serve("/robots.txt", body)
        now += timedelta(days=2)
        assert await body_of(fetcher, publisher.url("/a"), now) == b"text"


@pytest.mark.parametrize(("headers", "wait"), [({}, 600.0), ({"Retry-After": "60"}, 60.0)])
async def test_while_robots_txt_fails_the_site_is_left_alone(
    publisher: Publisher, fetcher: Fetcher, now: datetime, headers: dict[str, str], wait: float
) -> None:
    publisher.serve("/robots.txt", status=503, headers=headers)
    publisher.serve("/a", "text")
    for seconds in (0, 10):
        error = await refused(fetcher, publisher.url("/a"), now + timedelta(seconds=seconds))
        assert (error.reason, error.retry_after) == ("robots-unreachable", wait - seconds)
    assert len(publisher.requests) == 1

    publisher.serve("/robots.txt", "")
    assert isinstance(await fetcher.get(publisher.url("/a"), now=now + timedelta(seconds=wait)), Page)


async def test_a_host_that_is_down_is_named_by_its_own_failure(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    async def hang_up(request: web.Request) -> web.StreamResponse:
        assert request.transport
        request.transport.close()
        return web.Response()

    publisher.handle("/robots.txt", hang_up)
    assert (await refused(fetcher, publisher.url("/a"), now)).reason == "reset"


async def test_requests_to_one_host_keep_their_distance(
    publisher: Publisher, politeness: Politeness, now: datetime
) -> None:
    started: list[float] = []

    async def answer(request: web.Request) -> web.Response:
        started.append(monotonic())
        return web.Response(text="text")

    for name in "abc":
        publisher.handle(f"/{name}", answer)
    async with Fetcher(replace(politeness, delay=0.1)) as fetcher:
        await asyncio.gather(*(fetcher.get(publisher.url(f"/{name}"), now=now) for name in "abc"))
    assert all(later - earlier > 0.08 for earlier, later in pairwise(started))


async def test_a_host_is_never_asked_for_more_than_two_pages_at_once(
    publisher: Publisher, fetcher: Fetcher, now: datetime
) -> None:
    busy, most = 0, 0

    async def answer(request: web.Request) -> web.Response:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        await asyncio.sleep(0.02)
        busy -= 1
        return web.Response(text="text")

    for name in "abcdef":
        publisher.handle(f"/{name}", answer)
    await asyncio.gather(*(fetcher.get(publisher.url(f"/{name}"), now=now) for name in "abcdef"))
    assert most == 2


async def test_what_is_remembered_of_sites_is_bounded(
    politeness: Politeness, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_MAX_SITES", 2)
    async with visiting(politeness, names=Names([])) as fetcher:
        for number in range(5):
            await refused(fetcher, f"http://{number}.example/", now)
        assert len(fetcher._sites) == 2


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("", 0), ("max-age=600", 600), ("public, Max-Age=60", 60), ('max-age="90"', 90), ("max-age=99999999", 86_400),
        ("no-cache, max-age=60", 0), ("no-store,max-age=60", 0), ("max-age=-5", 0), ("max-age=x", 0), ("s-maxage=9", 0),
        ("max-age=٣", 0), ("=,=,,", 0),
    ],
)  # fmt: skip
async def test_how_long_an_answer_holds_is_kept_with_its_page(
    publisher: Publisher, fetcher: Fetcher, now: datetime, header: str, seconds: float
) -> None:
    assert response_headers.fresh_for(header) == seconds
    if header.isascii():
        publisher.serve("/", "text", headers={"Cache-Control": header})
        page = await fetcher.get(publisher.url("/"), now=now)
        assert page.fresh_for == seconds


async def test_a_refused_address_is_named_once(fetcher: Fetcher, now: datetime) -> None:
    with pytest.raises(FetchError) as caught:
        await fetcher.get("http://127.0.0.1/secret", now=now)
    assert str(caught.value).count("127.0.0.1/secret") == 1
