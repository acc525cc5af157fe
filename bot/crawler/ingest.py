"""From links to stories: which articles are unknown, fetching, reading, saving and matching each; knows no listing."""

import asyncio
import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.crawler import listing_health
from bot.crawler.worker_queue import CATALOGUE
from bot.crawler.workers import Workers
from bot.runtime import metrics, trace, watchdog
from parsers import urls
from parsers.article import Article, Image, Link, Page, ParseError, Source
from parsers.fetch import client, request_headers
from parsers.listings import order
from parsers.page import mending
from storage.articles import articles, tags
from storage.database import Connection, Database
from storage.sources import refusals
from storage.stories import stories, visibility
from storage.stories.clustering.features import ArticleFeatures
from storage.topics import topics

log = logging.getLogger(__name__)

# A listing names some dozens; one that names more than this is read from its newest end.
MOST_LINKS = 200
# Nobody will be told of what is older; a feed that we meet for the first time may reach back for years.
OLDEST = timedelta(days=30)
# What may be different in a minute: such an article is asked for again with its listing, and is not a refusal.
PASSING = frozenset({"timeout", "dns", "refused", "reset", "truncated", "robots-unreachable", "failed"})


@dataclass(slots=True)
class Ingested:
    """What came of the articles of one listing.

    `new` counts those that were, `refused` those that are not asked for again soon; `complete` is False if one failed
    in passing and should be asked for again; `read` says of each page that came whether it gave an article
    (`bot.crawler.listing_health`), `example` of one that had to be read as any page is what was wrong with it.
    """

    new: int = 0
    refused: int = 0
    complete: bool = True
    read: list[str] = field(default_factory=list)
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingestion:
    """Takes articles in. Set `stopping` to stop: no other article is begun.

    `party` is whose sources are read: the catalogue's, or somebody's who added some.
    `private_id` is the private source that is read, None for one that is everybody's.
    `reserved` are sites ("host:port") whose pages are for others to ask for: links that lead there are left alone,
    redirects are not followed.
    `until`, by the event loop's clock, is when its time is up: nothing is waited for any longer, nothing more is begun.
    """

    database: Database
    fetcher: client.Fetcher
    workers: Workers
    clock: Callable[[], datetime]
    stopping: asyncio.Event
    until: float | None = None
    party: str = CATALOGUE
    private_id: int | None = None
    reserved: frozenset[str] = frozenset()

    @property
    def is_late(self) -> bool:
        """Whether its time is up."""
        return self.until is not None and asyncio.get_running_loop().time() >= self.until

    async def get(
        self, url: str, *, accept: Mapping[str, str], etag: str = "", last_modified: str = ""
    ) -> Page | client.NotModified:
        """Fetch a page, or that it is as an earlier answer knows it. Raises FetchError, also once time is up."""
        try:
            async with asyncio.timeout_at(self.until):
                return await self.fetcher.get(
                    url,
                    accept=accept,
                    etag=etag,
                    last_modified=last_modified,
                    off_limits=self.reserved,
                    now=self.clock(),
                )
        except TimeoutError as error:
            raise client.FetchError(url, "timeout", "the time for its source was up") from error

    async def page(self, url: str, language: str = "") -> Page:
        """Fetch a page whose earlier answers we did not keep, in this language if its server has several.

        Raises:
            FetchError: it could not be had.
            ParseError: the server says that it has not changed, though it was not asked that.
        """
        answer = await self.get(url, accept=request_headers.page(language))
        if isinstance(answer, client.NotModified):
            raise ParseError(url, "answered that nothing has changed, though it was not asked that")
        return answer

    async def take(self, source: Source, links: Iterable[Link], outcomes: Counter[str]) -> Ingested:
        """Read articles in this order, until `stopping` or its time is up; count what came of them in `outcomes`."""
        taken = Ingested()
        for link in links:
            if self.stopping.is_set() or self.is_late:
                taken.complete = False
                break
            try:
                with watchdog.doing(f"article {link.url}"):
                    outcome = await self._article(source, link, taken)
            except Exception:
                outcome = "failed"
                log.exception("Article %s failed by a mistake of ours; it is asked for again", link.url)
            outcomes[outcome] += 1
            metrics.articles.labels(source.name, outcome).inc()
            taken.new += outcome == articles.Outcome.NEW
            taken.complete = taken.complete and outcome not in PASSING
        return taken

    async def unknown(self, source: Source, links: Iterable[Link]) -> list[Link]:
        """Return a source's links that are neither saved nor refused nor too old, oldest first; of many the newest."""
        oldest = self.clock() - OLDEST
        unique = {link.url: link for link in links if self._is_wanted(link, oldest)}
        names = [name for link in unique.values() for name in _names(source, link)]
        async with self.database.read() as connection:
            settled = await articles.known(connection, names)
            settled -= await visibility.unknown_to(connection, self.private_id, settled)
            settled |= await refusals.refused(connection, names, source.name, now=self.clock())
        left = [link for link in unique.values() if settled.isdisjoint(_names(source, link))]
        # What is known leaves room for the rest, or a list that begins with its oldest would never be read to its end.
        # Listings name the newest first; a story should begin with the first who told it.
        return order.newest(left, MOST_LINKS)[::-1]

    def _is_wanted(self, link: Link, oldest: datetime) -> bool:
        is_old = link.published_at is not None and link.published_at <= oldest
        # What its listing carries whole costs nobody a turn.
        is_others = link.article is None and bool(self.reserved) and urls.site(link.url) in self.reserved
        return not is_old and not is_others

    async def _article(self, source: Source, link: Link, taken: Ingested) -> str:
        """Fetch, read and save one article, or save what its listing carries; return what came of it."""
        try:
            if link.article is not None:
                article, extracted = await self.workers.carried(link.article, party=self.party)
            else:
                page = await self.page(link.url, source.language)
                article, extracted, instead = await self.workers.of_source(
                    source, page, title=link.title, party=self.party
                )
                article = _with_picture(article, link)
                taken.read.append(listing_health.MENDED if instead else listing_health.READ)
                if instead:
                    taken.example = taken.example or _example(article, instead)
                    metrics.refuse(source.name, "known-layout")
        except client.FetchError as error:
            if error.reason in PASSING:
                log.info("Article %s: %s; asked for again with its listing", link.url, error)
                return error.reason
            taken.refused += 1
            return await self._refuse(source, link, error.reason, error)
        except ParseError as error:
            taken.read.append(listing_health.UNREAD)
            taken.refused += 1
            return await self._refuse(
                source, link, "-".join(("without", *error.missing)) if error.missing else "unreadable", error
            )
        alias = _alias(source, link)
        return await save(
            self.database,
            article,
            extracted,
            found_at=link.url,
            alias=alias,
            refused_to=source.name,
            private_id=self.private_id,
            now=self.clock(),
        )

    async def _refuse(self, source: Source, link: Link, reason: str, error: Exception) -> str:
        async with self.database.transaction() as connection:
            for name in _names(source, link):
                retry_at = await refusals.refuse(connection, name, source.name, reason, now=self.clock())
        log.warning("Article refused: %s; worth another try from %s", error, retry_at)
        metrics.refuse(source.name, reason)
        return reason


async def save(
    database: Database,
    article: Article,
    extracted: ArticleFeatures,
    *,
    found_at: str,
    alias: str = "",
    refused_to: str = "",
    private_id: int | None = None,
    is_listed: bool = True,
    now: datetime,
) -> str:
    """Save an article, give it its story, and match the story with the topics: all of it, or nothing.

    `refused_to` is the source whose refusals of it are over; `private_id` is the private source that lists it, None
    for a public one; not `is_listed`: it was asked for again without a listing, and is known to whom it was.
    """
    async with database.transaction() as connection:
        if private_id is not None and await _is_everybodys(connection, article):
            # What a private source says is never written over what all are told.
            await articles.remember(connection, article, found_at=found_at, alias=alias)
            return articles.Outcome.UNCHANGED
        saved = await articles.save(connection, article, now=now, found_at=found_at, alias=alias)
        for name in filter(None, (found_at, alias)):
            await refusals.accept(connection, name, refused_to)
        is_released = is_listed and await _is_found_again(connection, saved, private_id)
        if saved.outcome is articles.Outcome.UNCHANGED and not is_released:
            return saved.outcome
        await tags.attach(connection, saved.article_id, article, now=now)
        assigned = await stories.assign(connection, saved.article_id, extracted, now=now, source_id=private_id)
        await topics.match(connection, assigned.story_id, now=now)
    log.info(
        "Article %s was saved (%s) in story %d",
        article.url,
        saved.outcome,
        assigned.story_id,
        extra={"trace": trace.of(article.url), "article": saved.article_id, "story": assigned.story_id},
    )
    if saved.outcome is articles.Outcome.NEW:
        metrics.merged.labels("new" if assigned.created else "known").inc()
    return saved.outcome


async def _is_found_again(connection: Connection, saved: articles.Saved, private_id: int | None) -> bool:
    """Let those know of an article's story who may now; say whether the article has left it, for it is everybody's."""
    if saved.story_id is None:
        return False
    if private_id is None:
        return await stories.release(connection, saved.article_id, saved.story_id)
    await visibility.find_again(connection, saved.story_id, private_id)
    return False


async def _is_everybodys(connection: Connection, article: Article) -> bool:
    story_id = await articles.story_of(connection, article)
    return story_id is not None and await visibility.is_everybodys(connection, story_id)


def _example(article: Article, instead: str) -> str:
    """Say what was wrong with a page as its source's are known, and what it gave as any page."""
    return f"{article.url}: {instead}; as any page: “{article.title[:80]}”, {mending.letters(article)} letters"


def _with_picture(article: Article, link: Link) -> Article:
    """Give an article that shows no picture the one that its listing shows with it."""
    if not link.image or len(link.image) > urls.MAX_LENGTH or any(image.url for image in article.images):
        return article
    return replace(article, images=(Image(url=link.image), *article.images))


def _names(source: Source, link: Link) -> list[str]:
    """Return what a link is remembered by: its address, and its alias if it has one."""
    return [name for name in (link.url, _alias(source, link)) if name]


def _alias(source: Source, link: Link) -> str:
    """Return what stays the same of a link whose address is new at each crawl, "" if nothing is sure to.

    A feed's own name for an article counts together with its title: some feeds number their places instead.
    """
    has_question = bool(urlsplit(link.url).query)
    if not link.title or not (link.guid or (link.published_at and has_question)):
        return ""
    told = (link.guid, link.title, "" if link.guid else str(link.published_at))
    digest = hashlib.sha256("\0".join(told).encode("utf-8", "replace")).hexdigest()
    return f"urn:svodka:{source.name}:{digest}"
