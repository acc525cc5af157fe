"""Which sources are read: the catalogue's, as the operator chose, and those that people added."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from bot.config import SettingsError
from parsers import publisher, sites, urls
from parsers.article import Article, Link, Listing, ListingKind, Page, Source
from parsers.language import names
from parsers.listings import feed, sitemap
from parsers.page import generic
from parsers.telegram import addresses, posts
from storage.database import Connection
from storage.sources import added_sources, own_sources
from storage.sources.added_sources import AddedSource, AddedState


def chosen(names: Iterable[str]) -> dict[str, Source]:
    """Return the catalogue's sources of these names; all if none is named; without those that are named with a minus.

    Raises SettingsError for a stranger, and where nothing is left.
    """
    catalogue = {source.name: source for source in sites.SOURCES}
    names = list(names)
    left_out = {name.removeprefix("-").strip() for name in names if name.startswith("-")}
    named = [name for name in names if not name.startswith("-")]
    strangers = [name for name in (*named, *sorted(left_out)) if name not in catalogue]
    if strangers:
        raise SettingsError(f"No source is called {', '.join(strangers)}. There are: {', '.join(sorted(catalogue))}.")
    wanted = {name: catalogue[name] for name in named or catalogue if name not in left_out}
    if not wanted:
        raise SettingsError("SOURCES leaves out every source that it names.")
    return wanted


async def complete(connection: Connection, catalogue: Mapping[str, Source]) -> dict[str, Source]:
    """Return the catalogue and all added sources that are read, for whomever; one of the same name gives way."""
    added = await added_sources.listed(connection, AddedState.APPROVED, AddedState.PRIVATE)
    return {one.name: as_source(one) for one in added} | dict(catalogue)


async def visible(
    connection: Connection, catalogue: Mapping[str, Source], subscriber_id: int | None
) -> dict[str, Source]:
    """Return the sources that a subscriber may know of: everybody's, and their own; for None everybody's alone."""
    added = await added_sources.listed(connection, AddedState.APPROVED, AddedState.PRIVATE)
    own = set() if subscriber_id is None else set(await own_sources.of_subscriber(connection, subscriber_id))
    mine = [one for one in added if one.state is AddedState.APPROVED or one.id in own]
    return {one.name: as_source(one) for one in mine} | dict(catalogue)


def is_of(catalogue: Mapping[str, Source], source: Source) -> bool:
    """Say whether a source is of a site that the catalogue reads too."""
    known = {_place(listing) for one in catalogue.values() for listing in one.listings}
    return all(_place(listing) in known for listing in source.listings)


def reserved(catalogue: Mapping[str, Source], source: Source) -> frozenset[str]:
    """Return the catalogue's sites that an added source must not spend the turns of: all but its own."""
    theirs = {urls.site(listing.url) for one in catalogue.values() for listing in one.listings}
    hosts = {urls.site(f"//{host}") for one in catalogue.values() for host in one.hosts}
    return frozenset(theirs | hosts) - {urls.site(listing.url) for listing in source.listings}


def as_source(added: AddedSource) -> Source:
    """Return an added source as one to read: its pages as the site's own module reads them, if we have one."""
    if added.kind is ListingKind.CHANNEL:
        return channel(added.url, title=added.title, language=added.language)
    known = sites.source_of(added.url)
    return Source(
        name=added.name,
        title=added.title,
        language=added.language,
        listings=(Listing(url=added.url, kind=added.kind),),
        list_links=feed.list_links,
        parse_article=known.parse_article if known else partial(parse_article, language=added.language),
        parse_otherwise=known.parse_otherwise if known else None,
        owner=known.owner if known else added.name,
    )


def channel(url: str, *, title: str = "", language: str = "", owner: str = "") -> Source:
    """Return the source channel whose preview is at `url`; `owner` is the publisher that it is of, if any."""
    name = addresses.site(channel_name(url))
    return Source(
        name=name,
        title=title or f"@{channel_name(url)}",
        language=language,
        listings=(Listing(url=url, kind=ListingKind.CHANNEL),),
        list_links=partial(posts.list_links, name=channel_name(url)),
        parse_article=partial(parse_article, language=language),
        owner=owner or name,
    )


def channel_name(url: str) -> str:
    """Return the name of the channel whose preview is at an address."""
    return urlsplit(url).path.rpartition("/")[2]


def parse_article(page: Page, *, language: str) -> Article:
    """Read an article of a site that we know nothing of but its language, which its pages may not name."""
    article = generic.parse_article(page)
    return article if article.language or not language else replace(article, language=language)


def list_links(source: Source, listing: Listing) -> Callable[[Page], list[Link]]:
    """Return the function that reads this listing of this source.

    Where a source has a module of its own, that reads its pages better than its feed tells them.
    """
    of_feed = feed.list_articles if source.parse_otherwise is None else feed.list_links
    readers = {ListingKind.FEED: of_feed, ListingKind.SITEMAP: sitemap.list_links}
    return readers.get(listing.kind, source.list_links)


def owners(catalogue: Mapping[str, Source]) -> dict[str, str]:
    """Return who is behind each site of the sources, by the site's name (its host without "www.", or its channel)."""
    return {
        host if addresses.name_of(host) else host.partition("/")[0].removeprefix("www."): source.owner
        for source in catalogue.values()
        for host in (*source.hosts, source.name)
        if source.owner
    }


def source_of(known: Mapping[str, Source], url: str, site: str) -> Source | None:
    """Return the source whose way of reading fits an article, by its address or else its site; None if none does."""
    best = max(known.values(), key=lambda source: publisher.specificity(url, source.hosts), default=None)
    if best is not None and publisher.specificity(url, best.hosts):
        return best
    return known.get(site)


def source_reading(catalogue: Mapping[str, Source], url: str) -> Source | None:
    """Return the source that reads this address as a listing already, None if there is none."""
    return next(
        (source for source in catalogue.values() for listing in source.listings if _bare(listing.url) == _bare(url)),
        None,
    )


def namesake(known: Mapping[str, Source], title: str) -> str:
    """Return the title of a source that is written like this one, in whatever letters; "" if none is."""
    wanted = _letters(title)
    return next((one.title for one in known.values() if wanted and _letters(one.title) == wanted), "")


def _letters(title: str) -> str:
    """Return what is read of a title, without the name of its channel: letters that look alike are one."""
    return "".join(char for char in names.fold(addresses.without_mentions(title)) if char.isalnum())


def names_for(listing: Listing) -> list[str]:
    """Return what a source with this listing may be called, the best first: its host, then more of its address."""
    if listing.kind is ListingKind.CHANNEL:
        return [_place(listing), *(f"{_place(listing)}-{number}" for number in range(2, 100))]
    parts = urlsplit(listing.url)
    host = (parts.hostname or "").removeprefix("www.")
    path = parts.path.strip("/")
    return [host, f"{host}/{path}"[:200], *(f"{host}-{number}" for number in range(2, 100))]


def _place(listing: Listing) -> str:
    """Return whose a listing is: a site, or one channel of the many that one site shows."""
    if listing.kind is ListingKind.CHANNEL:
        return addresses.site(channel_name(listing.url))
    return urls.site(listing.url)


def _bare(url: str) -> str:
    """Two spellings of one address are the same: scheme, "www." and a last slash tell nothing."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    host = (parts.hostname or "").removeprefix("www.") + port
    return f"{host}{parts.path.rstrip('/')}?{parts.query}"
