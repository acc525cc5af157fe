"""Servers that flood whoever asks them: the loop goes on, and they are left."""

import asyncio
import gzip
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

import pytest

from parsers.article import Page
from parsers.fetch import connector
from parsers.fetch.client import Fetcher, FetchError, Politeness

NO_ROBOTS = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\nConnection: close\r\n\r\nnews"
ANNOUNCEMENTS = (
    b"HTTP/1.1 100 Continue\r\n\r\n",
    b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n",
    b"HTTP/1.1 102 Processing\r\nX-Pad: " + b"a" * 4_000 + b"\r\n\r\n",
    b"HTTP/1.1 199 Whatever\r\n\r\n",
)


@asynccontextmanager
async def fetching(answer: bytes) -> AsyncIterator[tuple[Fetcher, str, list[int]]]:
    """Serve these bytes, whatever is asked for; yields a fetcher, the address, and how many bytes were sent."""
    sent = [0]

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await reader.readuntil(b"\r\n\r\n")
        content = NO_ROBOTS if asked.startswith(b"GET /robots.txt") else answer
        try:
            for at in range(0, len(content), 65_536):
                writer.write(content[at : at + 65_536])
                await writer.drain()
                sent[0] += len(content[at : at + 65_536])
        except ConnectionError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()[:2]
    polite = Politeness(user_agent="Svodka/0.1", delay=0, timeout=20, private_hosts=frozenset({f"{host}:{port}"}))
    async with server, Fetcher(polite) as fetcher:
        yield fetcher, f"http://{host}:{port}/page", sent


@pytest.mark.parametrize("announcement", ANNOUNCEMENTS)
async def test_a_server_that_only_announces_its_answer_is_left(announcement: bytes, now: datetime) -> None:
    flood = announcement * (8_000_000 // len(announcement))
    async with fetching(flood) as (fetcher, url, sent):
        began = time.perf_counter()
        with pytest.raises(FetchError) as refusal:
            await fetcher.get(url, now=now)
        assert refusal.value.reason == "protocol"
        assert time.perf_counter() - began < 5
        assert sent[0] < len(flood) / 2


@pytest.mark.parametrize("announcement", ANNOUNCEMENTS)
async def test_an_answer_that_was_announced_is_read(announcement: bytes, now: datetime) -> None:
    async with fetching(announcement * 3 + ANSWER) as (fetcher, url, _):
        page = await fetcher.get(url, now=now)
    assert isinstance(page, Page)
    assert page.body == b"news"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(lambda: gzip.compress(b"") * 100_000, id="empty files"),
        pytest.param(lambda: gzip.compress(b"a") * 100_000, id="files of a letter"),
        pytest.param(lambda: gzip.compress(b"<html>") + gzip.compress(b"") * 5_000, id="markup, then empty files"),
    ],
)
async def test_a_body_of_very_many_gzip_files_is_refused(body: Callable[[], bytes], now: datetime) -> None:
    content = body()
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(
        content
    )
    async with fetching(head + content) as (fetcher, url, _):
        with pytest.raises(FetchError) as refusal:
            await fetcher.get(url, now=now)
    assert refusal.value.reason == "decode"


async def test_a_page_in_chunks_of_a_letter_is_read_whole(now: datetime) -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\na\r\n" * 100_000 + b"0\r\n\r\n"
    async with fetching(chunked) as (fetcher, url, _):
        page = await fetcher.get(url, now=now)
    assert isinstance(page, Page)
    assert page.body == b"a" * 100_000


def test_little_is_received_of_a_server_at_once() -> None:
    with connector._small_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", 0))) as made:
        assert made.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF) <= 2 * connector._RECEIVED_AT_ONCE
