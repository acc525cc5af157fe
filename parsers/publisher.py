"""A publisher as data: its editions, where they list their articles, and the layout of its pages."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from parsers.article import Article, Link, Listing, ListingKind, Page, Source
from parsers.page import generic, layout
from parsers.page.layout import Layout

_UNKNOWN = Layout()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One language of a publisher; its fields are those of `Source`."""

    name: str
    title: str
    language: str
    hosts: frozenset[str]
    listings: tuple[Listing, ...]
    backfill: tuple[Listing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who publishes: `owner` is one name for all its editions, and for other publishers of the same house.

    Its methods are what its sources read pages by; they survive pickling, as workers demand.
    """

    owner: str
    editions: tuple[Edition, ...]
    layout: Layout = _UNKNOWN
    region: str = "KZ"
    zone: str = "Asia/Almaty"

    def sources(self) -> tuple[Source, ...]:
        """Return each edition as a source."""
        return tuple(
            Source(
                name=edition.name,
                title=edition.title,
                language=edition.language,
                listings=edition.listings,
                backfill=edition.backfill,
                list_links=self.list_links,
                parse_article=self.parse_article,
                parse_otherwise=self.parse_otherwise if self.layout != _UNKNOWN else None,
                owner=self.owner,
                region=self.region,
                zone=self.zone,
                hosts=edition.hosts,
            )
            for edition in self.editions
        )

    def parse_article(self, page: Page) -> Article:
        """Read one article, in the language of the edition its address belongs to.

        A page of another site, which a feed may name too, is read as any is. Raises ParseError.
        """
        if page.url and self._edition(page.url) is None:
            return generic.parse_article(page)
        article = layout.parse_article(page, self.layout, zone=self.zone)
        edition = self._edition(article.url)
        return replace(article, language=edition.language) if edition else article

    def parse_otherwise(self, page: Page) -> Article:
        """Read one article as any page is read, under the identity that its address has here. Raises ParseError."""
        article = generic.parse_article(page)
        edition = self._edition(article.url)
        if edition is None:
            return article
        url = layout.address(article.url, self.layout)
        return replace(article, url=url, site_id=layout.site_id(url, self.layout), language=edition.language)

    def list_links(self, page: Page) -> list[Link]:
        """Return the articles that an HTML listing of any edition names. Raises ParseError."""
        return layout.list_links(page, self.layout, zone=self.zone)

    def _edition(self, url: str) -> Edition | None:
        fits = [(specificity(url, edition.hosts), edition) for edition in self.editions]
        best, edition = max(fits, key=lambda fit: fit[0])
        return edition if best else None


def specificity(url: str, hosts: Iterable[str]) -> int:
    """Return how much of the address is in the longest of the hosts ("kt.kz" or, with a path, "kt.kz/eng/") it is of.

    0 if it is of none of them.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return 0
    place = f"{parts.hostname or ''}{parts.path or '/'}/"
    return max((len(host) for host in hosts if place.startswith(f"{host.rstrip('/')}/")), default=0)


def with_www(*hosts: str) -> frozenset[str]:
    """Return each host with and without "www."."""
    return frozenset(name for host in hosts for name in (host, f"www.{host}"))


def feed(url: str) -> Listing:
    """Return a feed."""
    return Listing(url=url, kind=ListingKind.FEED)


def sitemap(url: str) -> Listing:
    """Return a sitemap, or an index of sitemaps."""
    return Listing(url=url, kind=ListingKind.SITEMAP)


def page(url: str) -> Listing:
    """Return a listing in HTML."""
    return Listing(url=url)
