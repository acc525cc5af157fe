"""Any other article page: facts from its structured data, the text by trafilatura. Knows no publisher."""

from urllib.parse import urlsplit, urlunsplit

from parsers import html, insets, metadata, quotes, tag_kinds
from parsers.article import Article, Image, Page, ParseError
from parsers.html import Block


def parse_article(page: Page) -> Article:
    """Read one article of any site. Address, title and time are required; the rest may be missing."""
    tree = html.tree(page)
    meta = metadata.read(tree, page)
    url = address(page.url) or address(meta.url)
    missing = tuple(
        name for name, value in (("url", url), ("title", meta.title), ("time", meta.published_at)) if not value
    )
    if missing or meta.published_at is None:
        raise ParseError(page.url, f"an article without {', '.join(missing)}", missing=missing)
    paragraphs, said = quotes.split(body(page))
    while paragraphs and paragraphs[0] in (meta.title, meta.lead):
        del paragraphs[0]
    return Article(
        url=url,
        site=site(url),
        site_id=site_id(url),
        title=meta.title,
        published_at=meta.published_at,
        lead=meta.lead,
        paragraphs=tuple(paragraphs),
        authors=meta.authors,
        section=meta.section,
        language=meta.language,
        tags=tuple(tag_kinds.typed(label) for label in meta.tags),
        images=tuple(Image(url=image) for image in meta.images[:1]),
        quotes=tuple(said),
    )


def body(page: Page) -> list[Block]:
    """Return the lines of the article on a page of unknown layout."""
    import trafilatura  # noqa: PLC0415 importing it costs a quarter of a second, which known sites need not pay

    try:
        text = trafilatura.extract(html.decode(page), include_comments=False, include_tables=True, deduplicate=False)
    except Exception as error:  # a library over hostile input: whatever it raises
        raise ParseError(page.url, f"no text could be read: {type(error).__name__}") from error
    lines = (html.line(line.removeprefix("- ")) for line in (text or "").splitlines())
    return insets.text(Block(name="p", text=line) for line in lines if line)


def address(url: str) -> str:
    """Return an article's address without its fragment; empty if it is not an absolute web address."""
    try:
        parts = urlsplit(url.strip())
        return urlunsplit(parts._replace(fragment="")) if parts.scheme in ("http", "https") and parts.hostname else ""
    except ValueError:
        return ""


def site(url: str) -> str:
    """Return the name of an address's site: its host without "www."."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def site_id(url: str) -> str:
    """Return what identifies an article on its site where no number is known: path and query of its address."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
