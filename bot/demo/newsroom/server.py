"""All sample publishers and channels together: where they are, and as what sources a crawl may read them."""

from datetime import datetime
from types import TracebackType
from typing import Self

from bot.demo.newsroom import articles
from bot.demo.newsroom.articles import SamplePublisher
from bot.demo.newsroom.preview import ChannelPreview
from bot.demo.newsroom.sites import FEEDS, Clock, PressSite, SampleSite, ZakonSite
from parsers.article import Source


class Newsroom:
    """All sample publishers. An async context manager; afterwards `url`, `hosts` and `sources()` tell where they are.

    Args:
        started_at: the moment (aware) that the articles' times count from.
        clock: tells the present moment; what is published later than it is not served yet.
        host: the address to listen on.
        port: the port of the first publisher, the others take the next ones; any free ports if 0.
    """

    def __init__(self, *, started_at: datetime, clock: Clock, host: str = "127.0.0.1", port: int = 0) -> None:
        self._sites: list[SampleSite] = [
            ZakonSite(articles.load("zakon_kz", started_at=started_at), clock),
            *(PressSite(articles.load(file, started_at=started_at), clock, way) for file, way in FEEDS.items()),
        ]
        self.preview = ChannelPreview(clock, started_at=started_at)
        self._rate = next(one for one in self._sites[0].publisher.articles if one.story == "dollar-today")
        self._host = host
        self._port = port

    async def __aenter__(self) -> Self:
        """Start to serve."""
        for number, site in enumerate(self._sites):
            await site.start(self._host, self._port + number if self._port else 0)
        links = {"zakon": self._sites[0].base + self._sites[0].path(self._rate)}
        port = self._port + len(self._sites) if self._port else 0
        await self.preview.start(self._host, port, links=links)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop to serve."""
        await self.preview.stop()
        for site in self._sites:
            await site.stop()

    @property
    def url(self) -> str:
        """The address of the first publisher's front page, for a person to look at."""
        return f"{self._sites[0].base}/news/"

    @property
    def front_pages(self) -> tuple[tuple[str, str], ...]:
        """The publishers' titles and front pages, for a list of links."""
        return tuple((site.publisher.title, f"{site.base}/") for site in self._sites)

    @property
    def channel_pages(self) -> tuple[tuple[str, str], ...]:
        """The channels' titles and pages, for a list of links."""
        base = self.preview.base
        return tuple((channel.title, f"{base}/s/{channel.name}") for channel in self.preview.channels.values())

    @property
    def hosts(self) -> frozenset[str]:
        """Everybody's "host:port", which a fetcher has to be allowed: they are private addresses."""
        return frozenset(
            base.removeprefix("http://") for base in (*(site.base for site in self._sites), self.preview.base)
        )

    @property
    def publishers(self) -> tuple[SamplePublisher, ...]:
        """The publishers with all their articles, also those that are not out yet."""
        return tuple(site.publisher for site in self._sites)

    def addresses(self, now: datetime) -> tuple[str, ...]:
        """Return the addresses of all articles that are out by `now`, those of the channels that are read too."""
        return (
            *(f"{site.base}{site.path(article)}" for site in self._sites for article in site.publisher.out(now)),
            *self.preview.addresses(now),
        )

    def sources(self) -> tuple[Source, ...]:
        """Return the publishers as sources to crawl, bound to their addresses. They survive pickling."""
        return tuple(site.source() for site in self._sites)

    def channels(self) -> tuple[Source, ...]:
        """Return the channels that are read for everybody as sources to crawl, likewise."""
        return self.preview.sources()
