"""The publishers Svodka knows. Adding one is a module and a line here (docs/adding-a-site.md)."""

from urllib.parse import urlsplit

from parsers.article import Source
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
