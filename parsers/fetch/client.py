"""The only module that opens a connection to a publisher: politely, with limits, and to public addresses only."""

import ssl
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from parsers import decompression, urls
from parsers.article import Page, ParserError
from parsers.fetch import resolver, response_headers, robots
from parsers.fetch.throttle import HostQueue

_CHUNK = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TEXTUAL = ("text/", "xml", "json", "html", "gzip", "octet-stream")
# What a robots.txt may fail with and still mean "no rules": something is there, but it is not a robots.txt.
_NO_RULES = frozenset({"redirects", "decode", "content-type"})
_ROBOTS_RETRY = timedelta(minutes=10)
_MAX_SITES = 10_000


class FetchError(ParserError):
    """A page could not be had.

    `reason` is a slug to count by: "timeout", "status", "too-large", "private-address", "address", "robots",
    "robots-unreachable", "redirects", "tls", "dns", "refused", "reset", "truncated", "decode", "content-type",
    "protocol". `status` is the HTTP status if one came; `retry_after` is in seconds, None if nothing was said.
    """

    def __init__(
        self, url: str, reason: str, message: str = "", *, status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(f"{url[:200]}: {message or reason}")
        self.url = url
        self.reason = reason
        self.status = status
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Politeness:
    """How we behave towards publishers, and how much we take from them.

    `user_agent` names us and a contact; `delay` is in seconds between two requests to one host; `timeout` in seconds is
    for one request from connecting to its last byte; `max_bytes` counts after decompression; `private_hosts`
    ("host:port") may be private addresses; `proxy` is an http address, which then resolves names in our place.
    """

    user_agent: str
    delay: float = 1.0
    timeout: float = 30.0
    connect_timeout: float = 10.0
    max_bytes: int = 10 * 1024 * 1024
    max_redirects: int = 5
    per_host: int = 2
    private_hosts: frozenset[str] = frozenset()
    proxy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """The publisher says that the page is as we know it, and will be for another `fresh_for` seconds."""

    url: str
    fresh_for: float = 0.0


@dataclass(frozen=True, slots=True)
class _Redirect:
    target: str


class Fetcher:
    """Gets pages. An async context manager; one per process, so that a host is spared by all who ask.

    Args:
        politeness: limits and manners.
        names: how names are resolved, before the check; the system's way if None.
    """

    def __init__(self, politeness: Politeness, *, names: AbstractResolver | None = None) -> None:
        self._politeness = politeness
        self._names = names
        self._sites: dict[str, HostQueue] = {}

    async def __aenter__(self) -> Self:
        """Open the connection pool."""
        proxy = URL(self._politeness.proxy) if self._politeness.proxy else None
        exempt = self._politeness.private_hosts | ({urls.authority(proxy)} if proxy else set())
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=resolver.PublicResolver(self._names or aiohttp.ThreadedResolver(), exempt), use_dns_cache=False
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,  # aiohttp would unpack without our limit
            headers={"User-Agent": self._politeness.user_agent, "Accept-Encoding": "gzip, deflate"},
            timeout=aiohttp.ClientTimeout(
                total=self._politeness.timeout, sock_connect=self._politeness.connect_timeout
            ),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections."""
        await self._session.close()

    async def get(self, url: str, *, etag: str = "", last_modified: str = "", now: datetime) -> Page | NotModified:
        """Return the page at `url`, or that it is as `etag` and `last_modified` (of an earlier page) know it.

        Asks the host's robots.txt, waits for the host's turn, follows redirects. Only status 200 is a page.

        Raises:
            FetchError: anything else; its reason says what.
        """
        known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in known.items() if value}
        return await self._follow(url, _Ask(headers=headers, limit=self._politeness.max_bytes, now=now))

    async def sitemaps(self, url: str, *, now: datetime) -> tuple[str, ...]:
        """Return the sitemaps that the robots.txt of `url`'s site names.

        Raises:
            FetchError: the site cannot be asked.
        """
        return (await self._rules(self._checked(url), now)).sitemaps

    async def _follow(self, url: str, ask: "_Ask") -> Page | NotModified:
        seen: set[URL] = set()
        target = url
        while len(seen) <= self._politeness.max_redirects:
            checked = self._checked(target)
            if checked in seen:
                break
            seen.add(checked)
            answer = await self._hop(checked, ask)
            if not isinstance(answer, _Redirect):
                return answer
            target = answer.target
        raise FetchError(url, "redirects", "redirects in a circle or too often")

    async def _hop(self, url: URL, ask: "_Ask") -> Page | NotModified | _Redirect:
        delay = 0.0  # the page that a robots.txt is asked for may follow at once
        if not ask.is_robots:
            rules = await self._rules(url, ask.now)
            if not rules.allows(str(url)):
                raise FetchError(str(url), "robots", "its robots.txt asks us not to read this")
            delay = max(self._politeness.delay, rules.delay)
        async with self._site(url).turn(delay):
            try:
                async with self._session.get(
                    url, headers=ask.headers, allow_redirects=False, proxy=self._politeness.proxy or None
                ) as response:
                    return await _answer(url, response, ask)
            except (aiohttp.ClientError, OSError, ValueError) as error:
                raise FetchError(str(url), _reason(error), str(error) or type(error).__name__) from error

    def _checked(self, url: str) -> URL:
        try:
            return urls.checked(url, private_hosts=self._politeness.private_hosts)
        except urls.AddressError as error:
            raise FetchError(url, error.reason, error.message) from error

    def _site(self, url: URL) -> HostQueue:
        key = str(url.origin())
        if key not in self._sites:
            if len(self._sites) >= _MAX_SITES:
                self._sites.pop(next(iter(self._sites)))
            self._sites[key] = HostQueue(self._politeness.per_host)
        return self._sites[key]

    async def _rules(self, url: URL, now: datetime) -> robots.Rules:
        site = self._site(url)
        async with site.asking:
            if site.rests_until and site.rests_until > now:
                wait = (site.rests_until - now).total_seconds()
                raise FetchError(str(url), "robots-unreachable", "its robots.txt fails", retry_after=wait)
            if site.rules is None or site.rules.expires_at <= now:
                site.rules = await self._read_rules(site, url, now)
            return site.rules

    async def _read_rules(self, site: HostQueue, url: URL, now: datetime) -> robots.Rules:
        """Get a robots.txt: refused with 4xx means no rules; from a failing server, to come back later."""
        try:
            page = await self._follow(
                str(url.with_path("/robots.txt")), _Ask(limit=robots.MAX_BYTES, now=now, is_robots=True)
            )
        except FetchError as error:
            refused = error.status is not None and error.status < 500 and error.status != 429
            if refused or error.reason in _NO_RULES:
                return robots.everything(now=now)
            if error.reason != "status":
                raise
            site.rests_until = now + (timedelta(seconds=error.retry_after) if error.retry_after else _ROBOTS_RETRY)
            wait = (site.rests_until - now).total_seconds()
            raise FetchError(
                str(url), "robots-unreachable", "its robots.txt fails", status=error.status, retry_after=wait
            ) from error
        body = page.body if isinstance(page, Page) else b""
        return robots.read(body, agent=self._politeness.user_agent, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """One wish: a robots.txt is cut at its limit, where a page would be refused."""

    limit: int
    now: datetime
    headers: dict[str, str] = field(default_factory=dict)
    is_robots: bool = False


async def _answer(url: URL, response: aiohttp.ClientResponse, ask: _Ask) -> Page | NotModified | _Redirect:
    status, headers = response.status, response.headers
    if status in _REDIRECTS and "Location" in headers:
        return _Redirect(urljoin(str(url), headers["Location"]))
    if status == 304 and ask.headers:
        return NotModified(url=str(url), fresh_for=response_headers.fresh_for(headers.get("Cache-Control", "")))
    if status != 200:
        wait = response_headers.retry_after(headers.get("Retry-After", ""), now=ask.now)
        raise FetchError(str(url), "status", f"answered {status}", status=status, retry_after=wait)
    content_type = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if content_type and not any(word in content_type for word in _TEXTUAL):
        raise FetchError(str(url), "content-type", f"is {content_type[:60]}, not a text", status=status)
    return Page(
        url=str(url),
        body=await _body(url, response, ask),
        fetched_at=ask.now,
        content_type=content_type,
        charset=response.charset or "",
        etag=response_headers.validator(headers.get("ETag", "")),
        last_modified=response_headers.validator(headers.get("Last-Modified", "")),
        fresh_for=response_headers.fresh_for(headers.get("Cache-Control", "")),
    )


async def _body(url: URL, response: aiohttp.ClientResponse, ask: _Ask) -> bytes:
    """Read the body piece by piece, counting what it unpacks to."""
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise FetchError(str(url), "decode", f"packed as {encoding[:20]}, which was not asked for")
    packed = encoding not in ("", "identity")
    unpack = decompression.ZlibDecoder(ask.limit) if packed else decompression.IdentityDecoder(ask.limit)
    whole = bytearray()
    try:
        async for chunk in response.content.iter_chunked(_CHUNK):
            whole += unpack.feed(chunk)
        unpack.finish()
    except decompression.TooLargeError as error:
        if not ask.is_robots:
            raise FetchError(str(url), "too-large", f"larger than {ask.limit} bytes") from error
    except decompression.CompressionError as error:
        raise FetchError(str(url), "decode", f"damaged {encoding}: {error}") from error
    return bytes(whole)


def _reason(error: Exception) -> str:
    """Name a failure of the connection; the most particular kinds come first."""
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "private-address" if isinstance(error.os_error, resolver.PrivateOnlyError) else "dns"
    kinds: tuple[tuple[type[Exception], str], ...] = (
        (TimeoutError, "timeout"),
        (ssl.SSLError, "tls"),
        (aiohttp.ClientSSLError, "tls"),
        (aiohttp.ClientConnectorError, "refused"),
        (aiohttp.ClientPayloadError, "truncated"),
        (aiohttp.ServerDisconnectedError, "reset"),
        (ValueError, "address"),
        (OSError, "reset"),
    )
    return next((reason for kind, reason in kinds if isinstance(error, kind)), "protocol")
