"""The servers behind names: a thousand names of one address are one server, and get what one server gets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from yarl import URL

from parsers import urls
from parsers.fetch.resolver import PublicResolver
from parsers.fetch.throttle import Queue, QueueMap


class Servers:
    """The queues in front of IP addresses; `delay` in seconds between two requests, `width` of them at a time.

    `exempt` ("host:port") are our own, and nobody is spared there.
    """

    def __init__(
        self, resolver: PublicResolver, *, exempt: frozenset[str], delay: float, width: int, most: int
    ) -> None:
        self._resolver = resolver
        self._exempt = exempt
        self._delay = delay
        self._queues = QueueMap(lambda: Queue(width), most)

    @asynccontextmanager
    async def turn(self, url: URL, *, timeout: float) -> AsyncIterator[None]:  # noqa: ASYNC109 - for the name alone
        """Look up the name of `url` within `timeout` seconds, and wait for the turn of the servers it leads to.

        Raises:
            OSError: as `PublicResolver.look_up`; TimeoutError is one.
        """
        host, port = url.raw_host or "", url.port or 0
        if urls.authority(url) in self._exempt:
            yield
            return
        async with asyncio.timeout(timeout):
            addresses = await self._resolver.look_up(host, port)
        try:
            async with AsyncExitStack() as turns:
                for address in sorted(set(addresses)):  # in one order, or two might wait for each other
                    await turns.enter_async_context(self._queues[address].turn(self._delay))
                yield
        finally:
            self._resolver.forget(host, port)
