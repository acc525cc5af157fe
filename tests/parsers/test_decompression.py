"""Unpacking with a limit."""

import gzip
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers import decompression
from parsers.decompression import CompressionError, IdentityDecoder, TooLargeError, ZlibDecoder


@given(st.binary(max_size=2000), st.integers(min_value=1, max_value=50), st.sampled_from([31, 15, -15]))
def test_a_stream_in_pieces_unpacks_to_what_was_packed(content: bytes, size: int, wbits: int) -> None:
    packed = zlib.compress(content, wbits=wbits)
    inflater = ZlibDecoder(len(content))
    out = b"".join(inflater.feed(packed[at : at + size]) for at in range(0, len(packed), size))
    inflater.finish()
    assert out == content


def test_exactly_the_limit_is_not_too_much() -> None:
    assert decompression.unpacked(gzip.compress(b"12345", mtime=0), limit=5) == b"12345"
    assert IdentityDecoder(5).feed(b"12345") == b"12345"
    for taker in (IdentityDecoder(4), ZlibDecoder(4)):
        with pytest.raises(TooLargeError):
            taker.feed(b"12345" if isinstance(taker, IdentityDecoder) else gzip.compress(b"12345", mtime=0))


def test_what_is_not_packed_stays_as_it_is() -> None:
    assert decompression.unpacked(b"plain", limit=100) == b"plain"


def test_padding_after_the_end_is_ignored_and_a_second_file_is_not() -> None:
    assert decompression.unpacked(gzip.compress(b"1", mtime=0) + bytes(8), limit=9) == b"1"
    assert decompression.unpacked(gzip.compress(b"1", mtime=0) + gzip.compress(b"2"), limit=9) == b"12"


def test_a_single_byte_is_no_packed_stream() -> None:
    inflater = ZlibDecoder(9)
    assert inflater.feed(b"\x1f") == b""
    with pytest.raises(CompressionError):
        inflater.finish()


def test_a_file_that_was_packed_again_is_unpacked_again() -> None:
    packed = b"text"
    for _ in range(3):
        packed = gzip.compress(packed, mtime=0)
        assert decompression.unpacked(packed, limit=1000) == b"text"
    assert decompression.unpacked(gzip.compress(packed, mtime=0), limit=1000) == gzip.compress(b"text", mtime=0)
    with pytest.raises(TooLargeError):
        decompression.unpacked(gzip.compress(gzip.compress(b"x" * 9999)), limit=1000)


def test_a_file_that_ends_early_is_damaged() -> None:
    with pytest.raises(CompressionError):
        decompression.unpacked(gzip.compress(b"text" * 100, mtime=0)[:20], limit=1000)


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_unpacked_or_refused(junk: bytes) -> None:
    for body in (junk, b"\x1f\x8b\x08" + junk):
        with suppress(CompressionError, TooLargeError):
            decompression.unpacked(body, limit=1000)
            ZlibDecoder(1000).feed(body)


@pytest.mark.parametrize("size", [4, 5, 4096])
@pytest.mark.parametrize(
    "markup", [b"<?xml version='1.0'?><rss/>", b"<!doctype html><p>1", b"\xef\xbb\xbf<feed></feed>"]
)
def test_markup_that_was_only_called_packed_is_taken_as_it_is(markup: bytes, size: int) -> None:
    taker = decompression.decoder("deflate", 100)
    assert b"".join(taker.feed(markup[at : at + size]) for at in range(0, len(markup), size)) == markup
    taker.finish()
    with pytest.raises(TooLargeError):
        decompression.decoder("gzip", 5).feed(markup)
