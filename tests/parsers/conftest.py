"""A publisher's server on loopback that answers what a test tells it to, and a fetcher that may visit it."""

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from parsers.fetch.client import Fetcher, Politeness

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class Publisher:
    """Answers by path; what it is not told to have is a 404. `requests` is what it was asked, in order."""

    def __init__(self) -> None:
        self.requests: list[web.Request] = []
        self.authority = ""
        self._answers: dict[str, Handler] = {}

    def serve(
        self, path: str, body: bytes | str = b"", *, status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        content = body.encode() if isinstance(body, str) else body
        given = {"Content-Type": "text/html", **(headers or {})}

        async def answer(request: web.Request) -> web.Response:
            return web.Response(body=content, status=status, headers=given)

        self.handle(path, answer)

    def redirect(self, path: str, target: str, *, status: int = 302) -> None:
        self.serve(path, status=status, headers={"Location": target})

    def handle(self, path: str, handler: Handler) -> None:
        self._answers[path] = handler

    def url(self, path: str) -> str:
        return f"http://{self.authority}{path}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, but for robots.txt."""
        return [request.path for request in self.requests if request.path != "/robots.txt"]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        handler = self._answers.get(request.path)
        return await handler(request) if handler else web.Response(status=404)


class Names(AbstractResolver):
    """A name server of the test's: each question takes the next answer, the last one stays."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_INET) -> list[ResolveResult]:  # noqa: ARG002 - aiohttp's
        self.asked += 1
        found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if not found:
            raise OSError("no such name")
        return [
            ResolveResult(hostname=host, host=text, port=port, family=socket.AF_INET, proto=0, flags=0)
            for text in found
        ]

    async def close(self) -> None:
        pass


async def _started(publisher: Publisher) -> web.AppRunner:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", publisher.answer)
    runner = web.AppRunner(app, auto_decompress=False)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    publisher.authority = f"{host}:{port}"
    return runner


@pytest.fixture
async def publisher() -> AsyncIterator[Publisher]:
    """A publisher's server."""
    made = Publisher()
    runner = await _started(made)
    yield made
    await runner.cleanup()


@pytest.fixture
async def stranger() -> AsyncIterator[Publisher]:
    """A server on a private address that nobody allowed us to visit."""
    made = Publisher()
    runner = await _started(made)
    made.serve("/", "secret")
    yield made
    await runner.cleanup()


@pytest.fixture
def politeness(publisher: Publisher) -> Politeness:
    return Politeness(
        user_agent="Svodka/0.1 (+https://svodka.example)",
        delay=0,
        timeout=5,
        max_bytes=100_000,
        private_hosts=frozenset({publisher.authority}),
    )


@pytest.fixture
async def fetcher(politeness: Politeness) -> AsyncIterator[Fetcher]:
    """A fetcher that may visit the publisher, and nobody else on this machine."""
    async with Fetcher(politeness) as opened:
        yield opened


@pytest.fixture
def now() -> datetime:
    return NOW
