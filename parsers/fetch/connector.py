"""Connections that no server can flood: little is read of them at a time, and of what precedes an answer hardly any."""

import asyncio
import functools
import socket
from typing import Any, Final

import aiohttp
from aiohttp.abc import AbstractResolver
from aiohttp.client_proto import ResponseHandler
from aiohttp.http_exceptions import HttpProcessingError

# What is received at once is parsed at once: 256 KiB, as much as asyncio takes, of chunks of one letter hold the loop
# for 180 ms, and of "100 Continue" for 500.
_RECEIVED_AT_ONCE: Final = 32 * 1024
# A server may send "103 Early Hints" before its answer, and aiohttp waits for the answer through any number of them.
_MOST_INFORMATIONAL: Final = 8


class Connector(aiohttp.TCPConnector):
    """Connects to what `names` resolves, and asks it each time."""

    def __init__(self, names: AbstractResolver) -> None:
        super().__init__(resolver=names, use_dns_cache=False, socket_factory=_small_socket)
        protocol: type[ResponseHandler] = _AnswerProtocol
        self._factory = functools.partial(protocol, loop=asyncio.get_running_loop())


class _AnswerProtocol(ResponseHandler):
    """Lets an answer through, and ends a connection that only ever announces one (status 1xx)."""

    _announced = 0

    def feed_data(self, data: tuple[Any, Any], size: int = 0) -> None:
        """Take a message as soon as its head was read."""
        status = data[0].code
        if not 100 <= status < 200 or status == 101:
            self._announced = 0
            super().feed_data(data, size)
            return
        self._announced += 1
        if self._announced > _MOST_INFORMATIONAL and self.transport is not None:
            self.transport.abort()  # what has already come is not read either
            self.set_exception(HttpProcessingError(code=status, message="announces its answer again and again"))


def _small_socket(address: Any) -> socket.socket:  # noqa: ANN401 - a tuple as getaddrinfo returns it
    """Open a socket that holds, and so hands out, little at a time (Linux doubles what it is told, for itself)."""
    family, kind, protocol, _, _ = address
    made = socket.socket(family=family, type=kind, proto=protocol)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVED_AT_ONCE)
    return made
