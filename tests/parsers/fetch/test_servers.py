"""What one server is spared, whatever it is called; and names behind a proxy."""

import asyncio
from dataclasses import replace
from datetime import datetime
from time import monotonic

import pytest
from aiohttp import web
from aiohttp.abc import ResolveResult

from parsers.article import Page
from parsers.fetch.client import Fetcher, FetchError, Politeness
from parsers.fetch.throttle import HostQueue, Queue, QueueMap
from tests.parsers.conftest import Names, Publisher

DELAY = 0.05


@pytest.fixture
def in_public(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> str:
    """The publisher plays a public server; returns its port."""
    port = publisher.authority.split(":")[1]
    monkeypatch.setattr("parsers.urls.PORTS", frozenset({int(port), 80}))
    monkeypatch.setattr("parsers.urls.is_public", lambda address: str(address) in ("127.0.0.1", "93.184.216.34"))
    return port


async def reason_of(fetcher: Fetcher, url: str, now: datetime) -> str:
    with pytest.raises(FetchError) as refusal:
        await fetcher.get(url, now=now)
    return refusal.value.reason


async def test_many_names_of_one_server_keep_the_distance_of_one(
    publisher: Publisher, politeness: Politeness, now: datetime, in_public: str
) -> None:
    started: list[float] = []

    async def note(_request: web.Request) -> web.Response:
        started.append(monotonic())
        return web.Response(text="text", content_type="text/html")

    publisher.handle("/robots.txt", note)
    publisher.handle("/", note)
    polite = replace(politeness, delay=DELAY, private_hosts=frozenset())
    async with Fetcher(polite, names=Names(["127.0.0.1"])) as fetcher:
        urls = [f"http://{name}.example:{in_public}/" for name in "abcde"]
        await asyncio.gather(*(fetcher.get(url, now=now) for url in urls))
    assert len(started) == 10
    assert max(started) - min(started) > DELAY * (len(started) - 1) * 0.7


async def test_names_of_several_servers_wait_for_each_of_them_and_not_for_each_other(
    politeness: Politeness, publisher: Publisher, now: datetime, in_public: str
) -> None:
    publisher.serve("/", "text")
    names = Names(["127.0.0.1", "93.184.216.34"], ["93.184.216.34", "127.0.0.1"], ["127.0.0.1"])
    polite = replace(politeness, private_hosts=frozenset())
    async with asyncio.timeout(5), Fetcher(polite, names=names) as fetcher:
        pages = await asyncio.gather(
            *(fetcher.get(f"http://{name}.example:{in_public}/", now=now) for name in "abcdef")
        )
    assert len(pages) == 6


async def test_robots_txt_elsewhere_is_asked_for_at_a_distance(
    publisher: Publisher, stranger: Publisher, politeness: Politeness, now: datetime
) -> None:
    """Many hosts may lead us to one, which never asked for it."""
    started: list[float] = []

    async def note(_request: web.Request) -> web.Response:
        started.append(monotonic())
        return web.Response(text="")

    stranger.handle("/robots.txt", note)
    publisher.redirect("/robots.txt", stranger.url("/robots.txt"))
    publisher.serve("/a", "text")
    port = publisher.authority.split(":")[1]
    hosts = {f"{name}.example:{port}" for name in "abcd"}
    polite = replace(politeness, delay=DELAY, private_hosts=frozenset({*hosts, stranger.authority}))
    async with Fetcher(polite, names=Names(["127.0.0.1"])) as fetcher:
        await asyncio.gather(*(fetcher.get(f"http://{host}/a", now=now) for host in hosts))
    assert len(started) == 4
    assert max(started) - min(started) > DELAY * (len(started) - 1) * 0.7


# What is remembered


async def test_the_queue_seen_longest_ago_is_forgotten_first() -> None:
    queues = QueueMap(lambda: HostQueue(2), 2)
    first, second = queues["a"], queues["b"]
    assert queues["a"] is first
    assert queues["c"] is not first
    assert queues["a"] is first
    assert queues["b"] is not second
    assert len(queues) == 2


async def test_a_queue_in_which_somebody_stands_is_not_forgotten() -> None:
    queues = QueueMap(lambda: Queue(2), 1)
    busy = queues["a"]
    async with busy.turn(0):
        assert queues["b"] is not busy
        assert queues["a"] is busy
    waiting = QueueMap(lambda: Queue(2), 1)
    rests = waiting["a"]
    async with rests.turn(60):
        pass
    assert waiting["b"] is not rests
    assert waiting["a"] is rests


# Behind a proxy


@pytest.fixture
def behind_proxy(publisher: Publisher, politeness: Politeness) -> Politeness:
    publisher.serve("/a", "through the proxy")
    return replace(politeness, private_hosts=frozenset(), proxy=f"http://{publisher.authority}")


@pytest.mark.parametrize(
    "answer", [["127.0.0.1"], ["10.0.0.7"], ["169.254.169.254"], ["::1"], ["93.184.216.34", "192.168.1.1"]]
)
async def test_a_private_name_is_refused_behind_a_proxy_too(
    publisher: Publisher, behind_proxy: Politeness, now: datetime, answer: list[str]
) -> None:
    async with Fetcher(behind_proxy, names=Names(answer)) as fetcher:
        assert await reason_of(fetcher, "http://news.example/a", now) == "private-address"
    assert publisher.requests == []


@pytest.mark.parametrize(
    "host", ["localhost", "intranet", "router.local", "db.internal", "nas.home.arpa", "printer.lan", "app.localhost."]
)
async def test_a_local_name_is_refused_behind_a_proxy_whoever_knows_it(
    publisher: Publisher, behind_proxy: Politeness, now: datetime, host: str
) -> None:
    async with Fetcher(behind_proxy, names=Names([])) as fetcher:
        assert await reason_of(fetcher, f"http://{host}/a", now) == "private-address"
    assert publisher.requests == []


@pytest.mark.parametrize("answer", [["93.184.216.34"], []])
async def test_a_public_name_and_one_that_only_the_proxy_knows_go_through_it(
    behind_proxy: Politeness, now: datetime, answer: list[str]
) -> None:
    async with Fetcher(behind_proxy, names=Names(answer)) as fetcher:
        page = await fetcher.get("http://news.example/a", now=now)
    assert isinstance(page, Page)
    assert page.body == b"through the proxy"


async def test_where_no_name_server_answers_the_proxy_is_asked_all_the_same(
    behind_proxy: Politeness, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Silent(Names):
        async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
            await asyncio.sleep(60)
            return await super().resolve(host, port, family)

    monkeypatch.setattr("parsers.fetch.resolver._PATIENCE_BEHIND_PROXY", 0.05)
    async with Fetcher(behind_proxy, names=Silent([])) as fetcher:
        assert isinstance(await fetcher.get("http://news.example/a", now=now), Page)


async def test_no_page_is_read_of_the_proxy_itself(
    publisher: Publisher, behind_proxy: Politeness, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = publisher.authority.split(":")[1]
    monkeypatch.setattr("parsers.urls.PORTS", frozenset({int(port)}))
    proxy = f"proxy.example:{port}"
    async with Fetcher(replace(behind_proxy, proxy=f"http://{proxy}"), names=Names(["127.0.0.1"])) as fetcher:
        assert await reason_of(fetcher, f"http://{proxy}/a", now) == "private-address"
    assert publisher.requests == []


async def test_a_proxys_password_is_in_no_error(publisher: Publisher, behind_proxy: Politeness, now: datetime) -> None:
    for target, status in (("http", 407), ("https", 407), ("https", 200)):
        publisher.serve("/a", status=status)
        proxy = f"http://svodka:s3cret@{publisher.authority}"
        async with Fetcher(replace(behind_proxy, proxy=proxy), names=Names([])) as fetcher:
            with pytest.raises(FetchError) as refusal:
                await fetcher.get(f"{target}://news{status}.example/b", now=now)
        assert "s3cret" not in str(refusal.value)
