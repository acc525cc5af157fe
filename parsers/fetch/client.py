"""The only module that opens a connection to a publisher: politely, with limits, and to public addresses only."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from parsers import decompression, sniffing, urls
from parsers.article import Page, ParserError
from parsers.fetch import connector, cookies, failures, request_headers, resolver, response_headers, robots, throttle
from parsers.fetch.servers import Servers

_CHUNK = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# What a robots.txt may fail with and still mean "no rules": something is there, but it is not a robots.txt.
_NO_RULES = frozenset({"redirects", "decode", "content-type"})
_ROBOTS_RETRY = timedelta(minutes=10)
_MAX_SITES = 10_000
_ANYTHING = {"Accept": "*/*", "Accept-Language": "*"}
_ANY_PAGE = request_headers.page()


class FetchError(ParserError):
    """A page could not be had.

    `reason` is a slug to count by: "timeout", "status", "too-large", "private-address", "address", "robots",
    "robots-unreachable", "redirects", "off-limits", "tls", "dns", "refused", "reset", "truncated", "decode",
    "content-type", "protocol". `status` is the HTTP status if one came; `retry_after` is in seconds, None if nothing
    was said.
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

    `user_agent` names us and a contact; `delay` is in seconds between two requests to one host, and to one address
    whatever names it has; `timeout` in seconds is for one request from connecting to its last byte; `max_bytes` counts
    after decompression; `private_hosts` ("host:port") may be private addresses; `proxy` is an http address, which then
    resolves names in our place (what we can see of them is checked before).
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
    cookies: SimpleCookie


class Fetcher:
    """Gets pages. An async context manager; one per process, so that a host is spared by all who ask.

    Args:
        politeness: limits and manners.
        names: how names are resolved, before the check; the system's way if None.
    """

    def __init__(self, politeness: Politeness, *, names: AbstractResolver | None = None) -> None:
        self._politeness = politeness
        self._names = names
        self._sites = throttle.QueueMap(lambda: throttle.HostQueue(politeness.per_host), _MAX_SITES)

    async def __aenter__(self) -> Self:
        """Open the connection pool."""
        proxy = URL(self._politeness.proxy) if self._politeness.proxy else None
        names = resolver.PublicResolver(
            self._names or aiohttp.ThreadedResolver(),
            self._politeness.private_hosts,
            urls.authority(proxy) if proxy else "",
        )
        self._servers = Servers(
            names,
            exempt=self._politeness.private_hosts,
            delay=self._politeness.delay,
            width=self._politeness.per_host,
            most=_MAX_SITES,
        )
        self._session = aiohttp.ClientSession(
            connector=connector.Connector(names),
            cookie_jar=aiohttp.DummyCookieJar(),  # none outlives its chain of redirects: parsers.fetch.cookies
            auto_decompress=False,  # aiohttp would unpack without our limit
            proxy=proxy,
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

    async def get(
        self,
        url: str,
        *,
        accept: Mapping[str, str] = _ANY_PAGE,
        etag: str = "",
        last_modified: str = "",
        off_limits: Collection[str] = (),
        now: datetime,
    ) -> Page | NotModified:
        """Return the page at `url`, or that it is as `etag` and `last_modified` (of an earlier page) know it.

        Asks the host's robots.txt, waits for the host's turn, follows redirects with the cookies they set. Only status
        200 is a page. `accept` says what we read (`parsers.fetch.request_headers`).

        Raises:
            FetchError: anything else; its reason says what.
        """
        known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        conditions = {name: value for name, value in known.items() if value}
        limit = self._politeness.max_bytes
        ask = _Ask(
            headers={**accept, **conditions},
            is_conditional=bool(conditions),
            limit=limit,
            now=now,
            off_limits=frozenset(off_limits),
        )
        return await self._follow(url, ask)

    async def sitemaps(self, url: str, *, now: datetime) -> tuple[str, ...]:
        """Return the sitemaps that the robots.txt of `url`'s site names.

        Raises:
            FetchError: the site cannot be asked.
        """
        return (await self._rules(self._checked(url), now)).sitemaps

    async def _follow(self, url: str, ask: "_Ask") -> Page | NotModified:
        jar = cookies.ChainCookies()
        first = target = self._checked(url)
        seen: set[tuple[URL, str]] = set()
        while len(seen) <= self._politeness.max_redirects:
            step = target, jar.header(target)
            if step in seen:  # the same address again, and nothing new to show it
                break
            seen.add(step)
            if ask.off_limits and urls.site(str(target)) in ask.off_limits:
                raise FetchError(str(target), "off-limits", "leads to a site that others read")
            answer = await self._hop(*step, ask, led_away=target.origin() != first.origin())
            if not isinstance(answer, _Redirect):
                return answer
            jar.take(answer.cookies, target)
            target = self._checked(answer.target)
        raise FetchError(url, "redirects", "redirects in a circle or too often")

    async def _hop(self, url: URL, cookie: str, ask: "_Ask", *, led_away: bool) -> Page | NotModified | _Redirect:
        """Ask one address as its site allows; once more, if the connection broke or it minds what we say we read."""
        delay = self._politeness.delay
        if not ask.is_robots:
            rules = await self._rules(url, ask.now)
            if not rules.allows(str(url)):
                raise FetchError(str(url), "robots", "its robots.txt asks us not to read this")
            delay = max(delay, rules.delay)
        elif not led_away:
            delay = 0.0  # the page that a robots.txt is asked for may follow at once
        headers = {**ask.headers, "Cookie": cookie} if cookie else ask.headers
        try:
            return await self._request(url, headers, ask, delay)
        except FetchError as error:
            if error.status == 406:
                # Its server knows none of the types we named; what it has may be one of them all the same.
                headers = {**headers, **_ANYTHING}
            elif error.reason not in failures.PASSING:
                raise
        await asyncio.sleep(self._politeness.delay)
        return await self._request(url, headers, ask, delay)

    async def _request(
        self, url: URL, headers: Mapping[str, str], ask: "_Ask", delay: float
    ) -> Page | NotModified | _Redirect:
        try:
            async with (
                self._sites[str(url.origin())].turn(delay),
                self._servers.turn(url, timeout=self._politeness.connect_timeout),
                self._session.get(url, headers=headers, allow_redirects=False) as response,
            ):
                return await _answer(url, response, ask)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise FetchError(str(url), failures.of_connection(error), failures.in_words(error)) from error

    def _checked(self, url: str) -> URL:
        try:
            return urls.checked(url, private_hosts=self._politeness.private_hosts)
        except urls.AddressError as error:
            raise FetchError(url, error.reason, error.message) from error

    async def _rules(self, url: URL, now: datetime) -> robots.Rules:
        site = self._sites[str(url.origin())]
        async with site.asking:
            if site.rests_until and site.rests_until > now:
                wait = (site.rests_until - now).total_seconds()
                raise FetchError(str(url), "robots-unreachable", "its robots.txt fails", retry_after=wait)
            if site.rules is None or site.rules.expires_at <= now:
                site.rules = await self._read_rules(site, url, now)
            return site.rules

    async def _read_rules(self, site: throttle.HostQueue, url: URL, now: datetime) -> robots.Rules:
        """Get a robots.txt: refused with 4xx means no rules; from a failing server, to come back later."""
        try:
            page = await self._follow(
                str(url.with_path("/robots.txt")),
                _Ask(headers=request_headers.robots_txt(), limit=robots.MAX_BYTES, now=now, is_robots=True),
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
        content = page.body if isinstance(page, Page) else b""
        # In a thread: the longest takes a third of a second.
        return await asyncio.to_thread(robots.read, content, agent=self._politeness.user_agent, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """One wish: a robots.txt is cut at its limit, where a page would be refused."""

    headers: Mapping[str, str]
    limit: int
    now: datetime
    is_conditional: bool = False
    is_robots: bool = False
    off_limits: frozenset[str] = frozenset()


async def _answer(url: URL, response: aiohttp.ClientResponse, ask: _Ask) -> Page | NotModified | _Redirect:
    status, headers = response.status, response.headers
    if status in _REDIRECTS and "Location" in headers:
        return _Redirect(urljoin(str(url), headers["Location"]), response.cookies)
    if status == 304 and ask.is_conditional:
        return NotModified(url=str(url), fresh_for=response_headers.fresh_for(headers.get("Cache-Control", "")))
    if status != 200:
        wait = response_headers.retry_after(headers.get("Retry-After", ""), now=ask.now)
        raise FetchError(str(url), "status", f"answered {status}", status=status, retry_after=wait)
    return Page(
        url=str(url),
        body=await _body(url, response, ask),
        fetched_at=ask.now,
        content_type=response_headers.media_type(headers.get("Content-Type", "")),
        charset=response.charset or "",
        etag=response_headers.validator(headers.get("ETag", "")),
        last_modified=response_headers.validator(headers.get("Last-Modified", "")),
        fresh_for=response_headers.fresh_for(headers.get("Cache-Control", "")),
    )


async def _body(url: URL, response: aiohttp.ClientResponse, ask: _Ask) -> bytes:
    """Read the body piece by piece, counting what it unpacks to; its first bytes tell whether it is worth the rest."""
    encoding = response.headers.get("Content-Encoding", "")
    objection = response_headers.objection(response.headers.get("Content-Type", ""), encoding)
    unpack = decompression.decoder(encoding, ask.limit)
    whole = bytearray()
    try:
        async for chunk in response.content.iter_chunked(_CHUNK):
            whole += unpack.feed(chunk)
            await asyncio.sleep(0)  # what has come already is read without a pause, however much it unpacks to
            if whole and objection and not (ask.is_robots or sniffing.is_markup(whole) or sniffing.is_gzip(whole)):
                raise FetchError(str(url), objection[0], objection[1], status=response.status)
        unpack.finish()
    except decompression.TooLargeError as error:
        if not ask.is_robots:
            raise FetchError(str(url), "too-large", f"larger than {ask.limit} bytes") from error
    except decompression.CompressionError as error:
        raise FetchError(str(url), "decode", f"damaged {encoding[:20]}: {error}") from error
    return bytes(whole)
