"""The publishers Svodka knows. Adding one is a module and a line here (docs/adding-a-site.md)."""

from urllib.parse import urlsplit

from parsers import generic, html, metadata
from parsers.article import Article, Page, Source
from parsers.sites import zakon_kz

SOURCES: tuple[Source, ...] = (
    zakon_kz.SOURCE,
    zakon_kz.KAZAKH,
)


def source_of(url: str) -> Source | None:
    """Return the known source an address belongs to, by its host; None if there is none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    return next((source for source in SOURCES if host in source.hosts), None)


def parse_article(page: Page) -> Article:
    """Read an article of any publisher: as its source does if we know it, by its address or the one the page names."""
    source = source_of(page.url) or source_of(metadata.read(html.tree(page), page, zone="UTC").url)
    return source.parse_article(page) if source else generic.parse_article(page)
