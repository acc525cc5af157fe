"""Unpacking gzip and deflate with a limit on what comes out, so that a small body cannot become a large one."""

import zlib

from parsers import sniffing

_AUTO = 32 + zlib.MAX_WBITS  # gzip or zlib, told apart by the first bytes
_RAW = -zlib.MAX_WBITS  # what some servers send as "deflate"
# A gzip file may be several, one after the other, but an empty one takes twenty bytes, and as long to open as a page.
_MOST_MEMBERS = 100
# A server that packs what was a packed file; nobody packs more often but to keep somebody busy.
_MOST_LAYERS = 3
_CODINGS = frozenset({"gzip", "x-gzip", "deflate", "x-deflate"})


class CompressionError(Exception):
    """A compressed body is damaged or ends early."""


class TooLargeError(Exception):
    """More came out than was allowed."""


class IdentityDecoder:
    """Takes a stream that is not packed, and the same limit."""

    def __init__(self, limit: int) -> None:
        self._left = limit

    def feed(self, data: bytes) -> bytes:
        """Return `data`.

        Raises:
            TooLargeError: the stream has more than `limit` bytes in all.
        """
        self._left -= len(data)
        if self._left < 0:
            raise TooLargeError
        return data

    def finish(self) -> None:
        """Any end is a good end."""


class ZlibDecoder:
    """Unpacks a stream piece by piece; holds at most one limit's worth of output.

    Markup that somebody only called packed is taken as it is.
    """

    def __init__(self, limit: int) -> None:
        self._left = limit
        self._head = b""  # what came before anything was given out
        self._given_out = False
        self._stream: zlib._Decompress | None = None
        self._members = 1
        self._plain: IdentityDecoder | None = None

    def feed(self, data: bytes) -> bytes:
        """Return what `data` unpacks to.

        Raises:
            TooLargeError: the stream unpacks to more than `limit` bytes in all.
            CompressionError: `data` is not what the stream should go on with.
        """
        if self._plain is not None:
            return self._plain.feed(data)
        if not self._given_out:
            self._head += data
        if self._stream is None:  # the first two bytes tell what it is
            if len(self._head) < 2:
                return b""
            data = self._head
            self._stream = zlib.decompressobj(_AUTO if _has_header(data) else _RAW)
        try:
            out = self._unpacked(self._stream, data)
        except CompressionError:
            if self._given_out or not sniffing.is_markup(self._head):
                raise
            self._plain = IdentityDecoder(self._left)
            return self._plain.feed(self._head)
        if out:
            self._given_out, self._head = True, b""
        return out

    def finish(self) -> None:
        """Check that the stream came to its end, or never began.

        Raises:
            CompressionError: it did not.
        """
        begun = bool(self._head) or self._stream is not None
        if begun and self._plain is None and not (self._stream is not None and self._stream.eof):
            raise CompressionError("ends early")

    def _unpacked(self, stream: "zlib._Decompress", data: bytes) -> bytes:
        out = bytearray()
        while data:
            if stream.eof:
                if not data.startswith(sniffing.GZIP[:1]):  # padding, which some servers add
                    break
                stream = self._stream = self._next_member()
            out += self._step(stream, data)
            data = stream.unused_data
        return bytes(out)

    def _next_member(self) -> "zlib._Decompress":
        self._members += 1
        if self._members > _MOST_MEMBERS:
            raise CompressionError("made of too many files")
        return zlib.decompressobj(_AUTO)

    def _step(self, stream: "zlib._Decompress", data: bytes) -> bytes:
        try:
            piece = stream.decompress(data, self._left + 1)
        except zlib.error as error:
            raise CompressionError(str(error)) from error
        self._left -= len(piece)
        if self._left < 0:
            raise TooLargeError
        return piece


def decoder(content_encoding: str, limit: int) -> IdentityDecoder | ZlibDecoder:
    """Return what takes a body that a Content-Encoding header describes; words in it that mean nothing are ignored."""
    codings = {coding.strip().lower() for coding in content_encoding.split(",")}
    return ZlibDecoder(limit) if codings & _CODINGS else IdentityDecoder(limit)


def _has_header(data: bytes) -> bool:
    """Tell gzip and zlib from the bare deflate that some servers send (RFC 1950: method 8, a checksum of 31)."""
    return sniffing.is_gzip(data) or (data[0] & 0x0F == 8 and int.from_bytes(data[:2]) % 31 == 0)


def unpacked(body: bytes, *, limit: int) -> bytes:
    """Return `body`, unpacked if it is a gzip file, and again if it was packed twice.

    Raises:
        TooLargeError: it unpacks to more than `limit` bytes.
        CompressionError: it is damaged.
    """
    for _ in range(_MOST_LAYERS):
        if not sniffing.is_gzip(body):
            break
        inflater = ZlibDecoder(limit)
        body = inflater.feed(body)
        inflater.finish()
    return body
