"""Name resolution for `parsers.fetch.client` that knows only the public internet; connects to nothing."""

import asyncio
from dataclasses import dataclass, field
from ipaddress import ip_address
from socket import AF_INET, AF_UNSPEC, AddressFamily
from typing import Final

from aiohttp.abc import AbstractResolver, ResolveResult

from parsers import urls

# Names that mean something on one machine or in one house only (RFC 6761, RFC 6762, RFC 8375, ICANN's "internal").
_LOCAL: Final = frozenset({"localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "arpa"})
# A name with more addresses than this has some to spare.
_MAX_ADDRESSES: Final = 8
# Where only the proxy reaches a name server, ours may never answer.
_PATIENCE_BEHIND_PROXY: Final = 3.0


class PrivateOnlyError(OSError):
    """A name has only private addresses, or may have some that we do not see."""


class UnknownNameError(OSError):
    """A name has no addresses at all, or is none."""


@dataclass(slots=True)
class PublicResolver(AbstractResolver):
    """Resolves a name once and hands on only public addresses, so that what was checked is what is connected to.

    `inner` does the asking. `exempt` names ("host:port") may have private addresses; so may `proxy`, but only for the
    connection itself: no page stands there.
    """

    inner: AbstractResolver
    exempt: frozenset[str] = frozenset()
    proxy: str = ""
    _looked_up: dict[tuple[str, int], list[ResolveResult]] = field(default_factory=dict)

    async def look_up(self, host: str, port: int) -> list[str]:
        """Return the addresses that the next connection to `host` will go to.

        Behind a proxy it is the proxy that resolves, and it may see others: a name is then refused if one of its
        addresses is private, or if it is a local one. A name that only the proxy knows has no addresses here.

        Raises:
            PrivateOnlyError: there is no public one.
            UnknownNameError: there is none at all.
        """
        if urls.literal_address(host) is not None:
            return [host]  # checked before anybody came here
        if self.proxy:
            return await self._look_up_for_proxy(host, port)
        try:
            found = await self._public(host, port, AF_UNSPEC)
        except (OSError, ValueError) as error:
            if isinstance(error, PrivateOnlyError | TimeoutError):
                raise
            raise UnknownNameError(str(error)) from error
        self._looked_up[host, port] = found
        return [entry["host"] for entry in found]

    def forget(self, host: str, port: int) -> None:
        """Forget what was looked up for a connection that was not needed."""
        self._looked_up.pop((host, port), None)

    async def resolve(self, host: str, port: int = 0, family: AddressFamily = AF_INET) -> list[ResolveResult]:
        """Return the public addresses of `host`: those looked up a moment ago, if they were."""
        if self.proxy and f"{host}:{port}" == self.proxy:
            return await self.inner.resolve(host, port, family)
        return self._looked_up.pop((host, port), None) or await self._public(host, port, family)

    async def close(self) -> None:
        """Close the resolver underneath."""
        await self.inner.close()

    async def _public(self, host: str, port: int, family: AddressFamily) -> list[ResolveResult]:
        found = await self.inner.resolve(host, port, family)
        if f"{host}:{port}" in self.exempt:
            return found
        public = [entry for entry in found if _is_public(entry)]
        if not public:
            raise PrivateOnlyError(f"{host} has no public address")
        return public[:_MAX_ADDRESSES]

    async def _look_up_for_proxy(self, host: str, port: int) -> list[str]:
        if f"{host}:{port}" in self.exempt:
            return []
        if _is_local(host):
            raise PrivateOnlyError(f"{host} is a name on the proxy's own network")
        try:
            async with asyncio.timeout(_PATIENCE_BEHIND_PROXY):
                found = await self.inner.resolve(host, port, AF_UNSPEC)
        except OSError:  # a timeout is one
            return []
        if not all(_is_public(entry) for entry in found):
            raise PrivateOnlyError(f"{host} has a private address, and the proxy might take it")
        return [entry["host"] for entry in found[:_MAX_ADDRESSES]]


def _is_public(entry: ResolveResult) -> bool:
    return urls.is_public(ip_address(entry["host"].partition("%")[0]))


def _is_local(host: str) -> bool:
    """Tell whether a name is one without a domain, or under one that no public name server knows."""
    *above, last = host.rstrip(".").lower().split(".")
    return not above or last in _LOCAL
