"""The publishers Svodka knows. Adding one is a module, or none, and a line here (docs/adding-a-site.md)."""

from parsers import publisher
from parsers.article import Article, Page, Source
from parsers.page import generic, html, metadata
from parsers.sites import (
    by_feed,
    forbes_kz,
    inform_kz,
    informburo_kz,
    interfax_ru,
    kapital_kz,
    kommersant_ru,
    kt_kz,
    nur_kz,
    orda_kz,
    rbc_ru,
    ria_ru,
    sputnik_kz,
    tengrinews_kz,
    ulysmedia_kz,
    vlast_kz,
    zakon_kz,
)

_PUBLISHERS = (
    tengrinews_kz.PUBLISHER,
    inform_kz.PUBLISHER,
    nur_kz.PUBLISHER,
    informburo_kz.PUBLISHER,
    kapital_kz.PUBLISHER,
    vlast_kz.PUBLISHER,
    kt_kz.PUBLISHER,
    ulysmedia_kz.PUBLISHER,
    forbes_kz.PUBLISHER,
    orda_kz.PUBLISHER,
    sputnik_kz.PUBLISHER,
    interfax_ru.PUBLISHER,
    kommersant_ru.PUBLISHER,
    rbc_ru.PUBLISHER,
    ria_ru.PUBLISHER,
    *by_feed.PUBLISHERS,
)
SOURCES: tuple[Source, ...] = (
    zakon_kz.SOURCE,
    zakon_kz.KAZAKH,
    *(source for each in _PUBLISHERS for source in each.sources()),
)


def source_of(url: str) -> Source | None:
    """Return the known source an address belongs to, by its host and path; None if there is none."""
    fits = [(publisher.specificity(url, source.hosts), source) for source in SOURCES]
    best, source = max(fits, key=lambda fit: fit[0])
    return source if best else None


def parse_article(page: Page) -> Article:
    """Read an article of any publisher: as its source does if we know it, by its address or the one the page names."""
    source = source_of(page.url) or source_of(metadata.read(html.tree(page), page, zone="UTC").url)
    return source.parse_article(page) if source else generic.parse_article(page)
