"""Name resolution for `parsers.fetch.client` that knows only the public internet; connects to nothing."""

from ipaddress import ip_address
from socket import AF_INET, AddressFamily

from aiohttp.abc import AbstractResolver, ResolveResult

from parsers import urls


class PrivateOnlyError(OSError):
    """A name has only private addresses."""


class PublicResolver(AbstractResolver):
    """Resolves a name once and hands on only public addresses, so that what was checked is what is connected to.

    `exempt` names ("host:port") may have private addresses.
    """

    def __init__(self, inner: AbstractResolver, exempt: frozenset[str]) -> None:
        self._inner = inner
        self._exempt = exempt

    async def resolve(self, host: str, port: int = 0, family: AddressFamily = AF_INET) -> list[ResolveResult]:
        """Return the public addresses of `host`."""
        found = await self._inner.resolve(host, port, family)
        if f"{host}:{port}" in self._exempt:
            return found
        public = [entry for entry in found if urls.is_public(ip_address(entry["host"].partition("%")[0]))]
        if not public:
            raise PrivateOnlyError(f"{host} has no public address")
        return public

    async def close(self) -> None:
        """Close the resolver underneath."""
        await self._inner.close()
