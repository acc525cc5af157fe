"""What a failed connection is called: slugs to count by, from the exceptions of aiohttp and the system."""

import ssl
from typing import Final

import aiohttp

from parsers.fetch import resolver

# Failures of one connection that the next one may not meet.
PASSING: Final = frozenset({"reset", "truncated"})

# The most particular kinds come first.
_KINDS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (resolver.PrivateOnlyError, "private-address"),
    (resolver.UnknownNameError, "dns"),
    (aiohttp.ClientConnectorDNSError, "dns"),
    (TimeoutError, "timeout"),
    (ssl.SSLError, "tls"),
    (aiohttp.ClientSSLError, "tls"),
    (aiohttp.ClientConnectorError, "refused"),
    (aiohttp.ClientPayloadError, "truncated"),
    (aiohttp.ServerDisconnectedError, "reset"),
    (ValueError, "address"),
    (OSError, "reset"),
)


def of_connection(error: Exception) -> str:
    """Name why a request came to nothing."""
    return next((reason for kind, reason in _KINDS if isinstance(error, kind)), "protocol")


def in_words(error: Exception) -> str:
    """Say what happened, without the address: a proxy's may hold a password, and who asked knows the other."""
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return f"the proxy answered {error.status}"
    if isinstance(error, aiohttp.ClientResponseError):
        return error.message or type(error).__name__
    return str(error) or type(error).__name__
