"""XML from strangers made safe to parse: unpacked, decoded by a known charset, without declarations of entities."""

import re

from parsers import decompression
from parsers.article import Page, ParseError
from parsers.text import character_references, charset

# The commonest of fakes, by the words that health is judged by.
HTML_INSTEAD = "an HTML page instead of a list of articles"
_DECLARATION = re.compile(r"<\?xml\b[^>]{0,200}\?>")
_ENTITY = re.compile(r"<!\s*+ENTITY", re.IGNORECASE)
# Control characters that XML forbids; a stray one makes strict parsers refuse the whole feed.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

# Whitespace, and the byte order marks of files that were put together from several.
# What a list begins with, where a server's warnings or remarks stand before it.
_ROOT = re.compile(r"<(?:\w{1,20}:)?(?:rss|rdf|feed|opml|urlset|sitemapindex)[\s>]", re.IGNORECASE)
_REMARKS = 4000
_AROUND = " \t\r\n\f\v\ufeff"


def text(page: Page, *, limit: int) -> str:
    """Return the XML of `page` without its declaration, unpacked if it is a gzip file; or JSON as it is.

    In XML every reference is one that a parser knows: a bare "&" is written as it should have been.

    Args:
        page: what was fetched.
        limit: the most bytes it may unpack to.

    Raises:
        ParseError: too large, damaged, or it declares entities (which can make a small document a huge one).
    """
    body = _unpacked(page, limit)
    decoded = FORBIDDEN.sub("", charset.decode(body, page.charset, charset.of_xml(body)))
    if _ENTITY.search(decoded):
        raise ParseError(page.url, "declares entities, which is refused")
    document = _from_root(_DECLARATION.sub("", decoded, count=1).strip(_AROUND))
    return character_references.for_xml(document) if document.startswith("<") else document


def _from_root(document: str) -> str:
    """Return a document without what a server wrote before its root; a web page and JSON as they are."""
    root = _ROOT.search(document, 0, _REMARKS)
    begun = root is None or document.startswith(("{", "<!", "<?")) or is_html(document)
    return document if begun or root is None else document[root.start() :]


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
