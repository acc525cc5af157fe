"""XML from strangers made safe to parse: unpacked, decoded by a known charset, without declarations of entities."""

import codecs
import re

from parsers import decompression
from parsers.article import Page, ParseError

# The commonest of fakes, by the words that health is judged by.
HTML_INSTEAD = "an HTML page instead of a list of articles"
# The charsets that feeds and sitemaps really use. Others (UTF-7, EBCDIC ...) only serve to hide markup from checks.
_CHARSETS = frozenset(
    codecs.lookup(name).name
    for name in (
        "utf-8", "utf-16", "utf-16-le", "utf-16-be", "ascii", "cp1251", "cp1252", "koi8-r", "koi8-u", "cp866",
        "iso8859-1", "iso8859-5", "iso8859-15", "ptcp154", "kz1048", "mac-cyrillic",
    )
)  # fmt: skip
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,200}\?>")
_ENCODING = re.compile(rb"""<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{1,40})["']""")
_ENTITY = re.compile(r"<!\s*ENTITY", re.IGNORECASE)
# Control characters that XML forbids; a stray one makes strict parsers refuse the whole feed.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def text(page: Page, *, limit: int) -> str:
    """Return the XML of `page` without its declaration, unpacked if it is a gzip file.

    Args:
        page: what was fetched.
        limit: the most bytes it may unpack to.

    Raises:
        ParseError: too large, damaged, or it declares entities (which can make a small document a huge one).
    """
    decoded = FORBIDDEN.sub("", _decoded(_unpacked(page, limit), page.charset))
    if _ENTITY.search(decoded):
        raise ParseError(page.url, "declares entities, which is refused")
    return _DECLARATION.sub("", decoded, count=1).strip()


def is_html(document: str) -> bool:
    """Tell whether a document that should have been XML is a web page."""
    head = document[:1000].lstrip().lower()
    return head.startswith(("<!doctype html", "<html", "<head", "<body"))


def _unpacked(page: Page, limit: int) -> bytes:
    try:
        body = decompression.unpacked(page.body, limit=limit)
    except decompression.CompressionError as error:
        raise ParseError(page.url, f"damaged gzip: {error}") from error
    except decompression.TooLargeError as error:
        raise ParseError(page.url, f"unpacks to more than {limit} bytes") from error
    if len(body) > limit:
        raise ParseError(page.url, f"larger than {limit} bytes")
    return body


def _decoded(body: bytes, charset: str) -> str:
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace")
    declared = _ENCODING.search(body[:1000])
    names = (_known(charset), _known(declared[1].decode("ascii") if declared else ""), "utf-8")
    known = [name for name in names if name]
    for name in known:  # a server's idea of the charset is often wrong where the document's own is right
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    return body.decode(known[0], "replace")


def _known(charset: str) -> str:
    try:
        name = codecs.lookup(charset).name if charset else ""
    except (LookupError, ValueError):
        return ""
    return name if name in _CHARSETS else ""
