"""What bytes are by how they begin, whatever their headers call them."""

GZIP = b"\x1f\x8b"
# Byte order marks, and what may stand before the first sign of a document.
_BEFORE = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n\f"
_ENOUGH = 256


def is_markup(head: bytes | bytearray) -> bool:
    """Tell whether a body that begins so is XML, HTML or JSON, in an encoding whose first signs are those of ASCII."""
    return bytes(head[:_ENOUGH]).lstrip(_BEFORE)[:1] in (b"<", b"{", b"[")


def is_gzip(head: bytes | bytearray) -> bool:
    """Tell whether a body that begins so is a gzip file."""
    return head.startswith(GZIP)
