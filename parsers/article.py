"""The contract of reading: pages come in, links and articles go out. Values only; knows no site and no network."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial


class ParserError(Exception):
    """Base of everything that reading publishers may raise."""


class ParseError(ParserError):
    """A page is not what it should be; `missing` names what an article cannot do without (url, title, time)."""

    def __init__(self, url: str, reason: str, *, missing: tuple[str, ...] = ()) -> None:
        super().__init__(f"{url or 'page'}: {reason}")
        self.url = url
        self.reason = reason
        self.missing = missing

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way back from a worker, keyword argument included."""
        return partial(ParseError, missing=self.missing), (self.url, self.reason)


class TagKind(StrEnum):
    """What a tag names. A publisher's chip of unknown nature is a subject."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    SUBJECT = "subject"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a publisher's server answered, or a saved copy of it.

    `url` is the final address after redirects; `fetched_at` (aware) is what "today" on the page means;
    `charset` is the one the server declared, empty if none; `fresh_for` is how many seconds the server says that the
    page will stay as it is.
    """

    url: str
    body: bytes
    fetched_at: datetime
    content_type: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    fresh_for: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An article that a listing names; only the address is certain.

    `guid` is what a feed calls it from one day to the next, where that is not its address. `article` is all of it,
    where the listing carries its articles whole: then its page is not asked for. `image` is the address of the picture
    that the listing shows with it.
    """

    url: str
    title: str = ""
    published_at: datetime | None = None
    guid: str = ""
    article: "Article | None" = None
    image: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag as its publisher, or we, wrote it; `storage.articles.tags` makes it canonical."""

    label: str
    kind: TagKind = TagKind.SUBJECT


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture of the article. A "Фото: ..." line without a picture of its own has an empty `url`.

    `alt` is what its page says that it shows; `width` and `height` are what the page says they are, in pixels, 0 if it
    does not: we look at no picture.
    """

    url: str = ""
    credit: str = ""
    alt: str = ""
    width: int = 0
    height: int = 0

    @property
    def area(self) -> int:
        """How large it is, 0 if unknown."""
        return self.width * self.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words somebody said; `speaker` is empty where the page does not name them."""

    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Whose account an article passes on: the site that told it first, and where, if it says so."""

    site: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article of one site. `(site, site_id)` is its identity; `published_at` is aware, in UTC.

    `language` is an ISO 639-1 code, empty if unknown. `paragraphs` is the body without the lead, credits and insets.
    `origin` is None for an account of its own.
    """

    url: str
    site: str
    site_id: str
    title: str
    published_at: datetime
    lead: str = ""
    paragraphs: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    section: str = ""
    language: str = ""
    tags: tuple[Tag, ...] = ()
    images: tuple[Image, ...] = ()
    quotes: tuple[Quote, ...] = ()
    origin: Origin | None = None


class ListingKind(StrEnum):
    """How a listing is read: by the site's own `list_links`, as a feed, a sitemap, or the preview of a channel."""

    HTML = "html"
    FEED = "feed"
    SITEMAP = "sitemap"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """An address that names a source's newest articles."""

    url: str
    kind: ListingKind = ListingKind.HTML


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publisher's edition: where its articles are listed and how its pages are read.

    `name` identifies it (a host name such as "zakon.kz"); `title` is what readers see; `owner` groups editions of one
    publisher, whose agreement is no independent confirmation; `zone` is the IANA zone of the times on its pages;
    `hosts` says which addresses are its own: "kaz.zakon.kz", or where editions share a host "kt.kz/eng/";
    `backfill` lists older articles and is read only to fill gaps; `parse_otherwise` reads its pages as any are read,
    should they not be what `parse_article` knows (`parsers.page.mending`): None where that is what it does anyway.
    """

    name: str
    title: str
    language: str
    listings: tuple[Listing, ...]
    list_links: Callable[[Page], list[Link]]
    parse_article: Callable[[Page], Article]
    parse_otherwise: Callable[[Page], Article] | None = None
    backfill: tuple[Listing, ...] = ()
    owner: str = ""
    region: str = ""
    zone: str = "UTC"
    hosts: frozenset[str] = field(default_factory=frozenset)
