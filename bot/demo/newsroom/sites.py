"""The web server of one sample publisher: serves what is out by now, and nothing of what comes later."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from importlib import resources

from aiohttp import web

from bot.demo.newsroom import articles, picture, press_layout, zakon_layout
from bot.demo.newsroom.articles import SamplePublisher, Written
from parsers.article import Article, Link, Listing, ListingKind, Page, Source
from parsers.listings import feed, sitemap
from parsers.page import generic
from parsers.sites import zakon_kz

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFeed:
    """How a publisher lists its articles: what writes it, where it stands, as what it is served."""

    path: str
    content_type: str
    write: Callable[..., str]
    read: Callable[[Page], list[Link]]
    kind: ListingKind = ListingKind.FEED


FEEDS = {
    "stepnoy_vestnik": SampleFeed(
        path="/rss.xml", content_type="application/rss+xml", write=press_layout.rss, read=feed.list_links
    ),
    "qala_zhanalyqtary": SampleFeed(
        path="/atom.xml", content_type="application/atom+xml", write=press_layout.atom, read=feed.list_links
    ),
    "alatau_times_en": SampleFeed(
        path="/feed.json", content_type="application/feed+json", write=press_layout.json_feed, read=feed.list_links
    ),
    "alatau_times": SampleFeed(
        path="/sitemap-news.xml",
        content_type="application/xml",
        write=press_layout.news_sitemap,
        read=sitemap.list_links,
        kind=ListingKind.SITEMAP,
    ),
}
# Two editions of one house: that they agree proves nothing.
_OWNERS = {"en.alatau-times.example": "alatau-times.example"}


def parse_article(page: Page, *, site: str) -> Article:
    """Read a page of a publisher without a layout of its own, under its name instead of its loopback address."""
    article = generic.parse_article(page)
    return replace(article, site=site, site_id=page.url.rstrip("/").split("/")[-2])


class SampleSite(ABC):
    """One publisher's server."""

    def __init__(self, publisher: SamplePublisher, clock: Clock) -> None:
        self.publisher = publisher
        self.base = ""
        self._clock = clock
        app = web.Application()
        app.router.add_get("/newsroom.css", style)
        app.router.add_get("/robots.txt", self._robots)
        self.add_routes(app)
        self._runner = web.AppRunner(app, access_log=None)

    @abstractmethod
    def add_routes(self, app: web.Application) -> None:
        """Add what this publisher serves."""

    @abstractmethod
    def source(self) -> Source:
        """Return the publisher as a source to crawl."""

    @abstractmethod
    def sitemap_path(self) -> str:
        """Return what robots.txt names as the sitemap, empty for none."""

    @abstractmethod
    def path(self, article: Written) -> str:
        """Return the address of an article within the site."""

    async def start(self, host: str, port: int) -> None:
        """Start to serve; `base` tells where."""
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        address = self._runner.addresses[0]
        self.base = f"http://{address[0]}:{address[1]}"

    async def stop(self) -> None:
        """Stop to serve."""
        await self._runner.cleanup()

    def out(self) -> Sequence[Written]:
        """Return what is out by now, newest first."""
        return self.publisher.out(self._clock())

    def find(self, identity: str) -> Written:
        """Return an article that is out; raise a 404 for any other."""
        for article in self.out():
            if article.id == identity:
                return article
        raise web.HTTPNotFound

    async def _robots(self, request: web.Request) -> web.Response:
        path = self.sitemap_path()
        sitemap_line = f"\nSitemap: {self.base}{path}\n" if path else ""
        return answer(request, f"User-agent: *\nDisallow: /search/\n{sitemap_line}", "text/plain")


class ZakonSite(SampleSite):
    """The publisher in zakon.kz's layout."""

    def add_routes(self, app: web.Application) -> None:
        """Add listings, tags, sitemaps, articles and pictures."""
        app.router.add_get("/", self._front)
        app.router.add_get("/news/", self._listing)
        app.router.add_get("/tags/{tag}/", self._tag)
        app.router.add_get("/sitemap/index.xml", self._index)
        app.router.add_get("/sitemap/1.xml", self._sitemap)
        app.router.add_get("/pbi/SVG/{day}/file-{identity}/800x450.svg", picture_of)
        app.router.add_get(r"/{section:[a-z-]+}/{identity:\d+}-{slug}.html", self._article)

    def path(self, article: Written) -> str:
        """Return the address of an article within the site."""
        return zakon_layout.path(article)

    def sitemap_path(self) -> str:
        """Return the path of the index, or of the news sitemap."""
        return "/sitemap/index.xml"

    def source(self) -> Source:
        """Return the source, its addresses on loopback."""
        news = f"{self.base}/news/"
        return replace(
            zakon_kz.SOURCE,
            title=self.publisher.title,
            listings=(Listing(url=f"{news}?handler=LoadMoreNews&p=1&type=list"), Listing(url=news)),
            backfill=(Listing(url=f"{self.base}/sitemap/index.xml", kind=ListingKind.SITEMAP),),
            hosts=frozenset({self.base.removeprefix("http://").partition(":")[0]}),
        )

    async def _front(self, _request: web.Request) -> web.Response:
        raise web.HTTPFound("/news/")

    async def _listing(self, request: web.Request) -> web.Response:
        """Serve the listing, or page `p` (from 1) of what it loads while a reader scrolls."""
        if request.query.get("handler") != "LoadMoreNews":
            html = zakon_layout.listing(self.publisher, self.out()[: zakon_layout.PAGE_SIZE], now=self._clock())
            return answer(request, html)
        page = request.query.get("p", "1")
        first = (int(page) - 1) * zakon_layout.PAGE_SIZE if page.isdecimal() and len(page) < 6 and int(page) else 0
        return answer(
            request, zakon_layout.cards(self.out()[first : first + zakon_layout.PAGE_SIZE], now=self._clock())
        )

    async def _tag(self, request: web.Request) -> web.Response:
        wanted = request.match_info["tag"]
        tagged = [(article, tag) for article in self.out() for tag in article.tags if articles.slug(tag) == wanted]
        if not tagged:
            raise web.HTTPNotFound
        found = [article for article, _ in tagged]
        return answer(request, zakon_layout.listing(self.publisher, found, now=self._clock(), title=tagged[0][1]))

    async def _index(self, request: web.Request) -> web.Response:
        return answer(request, zakon_layout.sitemap_index(self.base), "application/xml")

    async def _sitemap(self, request: web.Request) -> web.Response:
        return answer(request, zakon_layout.sitemap(self.out(), base=self.base), "application/xml")

    async def _article(self, request: web.Request) -> web.Response:
        article = self.find(request.match_info["identity"])
        return answer(request, zakon_layout.article_page(self.publisher, article, base=self.base))


class PressSite(SampleSite):
    """A publisher that lists its articles in a feed or a sitemap."""

    def __init__(self, publisher: SamplePublisher, clock: Clock, way: SampleFeed) -> None:
        self._feed = way
        super().__init__(publisher, clock)

    def add_routes(self, app: web.Application) -> None:
        """Add the front page, the feed, articles and pictures."""
        app.router.add_get("/", self._front)
        app.router.add_get(self._feed.path, self._list)
        app.router.add_get("/pictures/{identity}.svg", picture_of)
        app.router.add_get("/news/{identity}/{slug}/", self._article)

    def path(self, article: Written) -> str:
        """Return the address of an article within the site."""
        return press_layout.path(article)

    def sitemap_path(self) -> str:
        """Return the path of the index, or of the news sitemap."""
        return self._feed.path if self._feed.kind is ListingKind.SITEMAP else ""

    def source(self) -> Source:
        """Return the source, its addresses on loopback."""
        name = self.publisher.name
        return Source(
            name=name,
            title=self.publisher.title,
            language=self.publisher.language,
            listings=(Listing(url=self.base + self._feed.path, kind=self._feed.kind),),
            list_links=self._feed.read,
            parse_article=partial(parse_article, site=name),
            owner=_OWNERS.get(name, name),
            region="KZ",
            zone=str(articles.ZONE),
            hosts=frozenset({self.base.removeprefix("http://").partition(":")[0]}),
        )

    async def _front(self, request: web.Request) -> web.Response:
        advertised = "" if self._feed.kind is ListingKind.SITEMAP else self._feed.content_type
        html = press_layout.front_page(self.publisher, self.out(), feed=self._feed.path, feed_type=advertised)
        return answer(request, html)

    async def _list(self, request: web.Request) -> web.Response:
        text = self._feed.write(self.publisher, self.out(), base=self.base)
        return answer(request, text, self._feed.content_type)

    async def _article(self, request: web.Request) -> web.Response:
        article = self.find(request.match_info["identity"])
        return answer(request, press_layout.article_page(self.publisher, article, base=self.base))


def answer(request: web.Request, text: str, content_type: str = "text/html") -> web.Response:
    """Return a page, or that it has not changed since the reader last had it."""
    tag = hashlib.sha256(text.encode()).hexdigest()[:16]
    known = {etag.value for etag in request.if_none_match or ()}
    response = web.Response(status=304) if tag in known else web.Response(text=text, content_type=content_type)
    response.etag = tag
    return response


async def picture_of(request: web.Request) -> web.Response:
    """Draw the picture of what the address names."""
    return answer(request, picture.draw(request.match_info["identity"]), "image/svg+xml")


async def style(request: web.Request) -> web.Response:
    """Serve what all pages look like."""
    css = resources.files(__package__).joinpath("newsroom.css").read_text("utf-8")
    return answer(request, css, "text/css")
