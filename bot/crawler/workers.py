"""Reading pages away from the event loop: worker processes parse and analyse, and a stuck one is killed."""

import asyncio
import logging
import multiprocessing
import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing import forkserver
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from bot.crawler.worker_queue import CATALOGUE, WorkerQueue
from bot.runtime import metrics
from parsers import article_limits
from parsers.article import Article, Link, Page, ParseError, Source
from parsers.article_limits import Bounded
from parsers.listings import sitemap
from parsers.page import mending
from parsers.page.mending import Reading
from parsers.telegram import posts
from parsers.telegram.posts import ReadChannel
from storage.stories.clustering import embedding, features
from storage.stories.clustering.features import ArticleFeatures

log = logging.getLogger(__name__)

T = TypeVar("T")
S = TypeVar("S", Page, Article)

# An unknown page takes some tenths of a second on a busy machine; one that takes this long is broken or hostile.
TIME_LIMIT = 10.0
# What somebody added has the same tenths, and is worth less of everybody's time.
TIME_LIMIT_OF_ADDED = 3.0
# What reading one page may take above what a worker has from the start. Hostile pages of 9 MB went to 1 GB; forty real
# ones of half a megabyte and more took 63 MB one after the other.
MEMORY = 384 * 2**20
# All that a worker is told of where it runs: the service's settings and secrets are not its business.
_ENVIRONMENT = frozenset({"PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "PYTHONPATH", "PYTHONTZPATH", "VIRTUAL_ENV"})
_NICE = 5
# The model is loaded from the disk in a fraction of a second, or the disk is very busy.
_LOADING = 60.0


def read(function: Callable[[Page], T], page: Page) -> T:
    """Return what a function of `parsers` makes of a page (runs in a worker)."""
    return function(page)


def read_links(list_links: Callable[[Page], list[Link]], page: Page) -> list[Link]:
    """Return the links of a listing, within their limits (runs in a worker)."""
    return article_limits.links(list_links(page))


def read_article(
    extract: Callable[[Article], ArticleFeatures], parse_article: Callable[[Page], Article], page: Page
) -> tuple[Bounded, ArticleFeatures]:
    """Return an article within its limits, and what its story is decided by (runs in a worker)."""
    bounded = article_limits.bounded(parse_article(page))
    return bounded, extract(bounded.article)


def read_source(
    extract: Callable[[Article], ArticleFeatures], attempt: Callable[[Page], Reading], page: Page
) -> tuple[Bounded, ArticleFeatures, str]:
    """Return an article of a source as `read_article` does, and why it was not read as its pages are known."""
    reading = attempt(page)
    bounded = article_limits.bounded(reading.article)
    return bounded, extract(bounded.article), reading.instead


def read_carried(extract: Callable[[Article], ArticleFeatures], article: Article) -> tuple[Bounded, ArticleFeatures]:
    """Return a carried article within its limits, and what its story is decided by (runs in a worker)."""
    bounded = article_limits.bounded(article)
    return bounded, extract(bounded.article)


def confine(memory: int) -> None:
    """Take from this process what a page could misuse: memory without end, a picture of it on the disk, the last word.

    Readers are answered first where there are few processors.
    """
    os.nice(_NICE)
    # The pool's handler would wait for what is stuck in a library, which is killed only three seconds later.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextmanager
def _without_secrets() -> Iterator[None]:
    """Hide the environment while the server of workers is started, which hands on the one it was born with."""
    whole = dict(os.environ)
    for name in whole.keys() - _ENVIRONMENT:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(whole)


class Workers:
    """A pool of worker processes: some for the catalogue, one for what people add; used as an async context manager.

    Every method raises ParseError: for a page that is not what it should be, that takes too long, or that kills its
    reader. None of these stops the others.

    Every method takes the `party` whose page it is (see `worker_queue`). The catalogue waits for nobody else's pages;
    of the others none can keep their worker from the rest.

    `semantic` is the setting of that name; `without_meaning` says why articles are read without their meaning, if so.
    """

    without_meaning = "it was not asked for"

    def __init__(
        self,
        workers: int = 1,
        *,
        time_limit: float = TIME_LIMIT,
        time_limit_of_added: float = TIME_LIMIT_OF_ADDED,
        memory: int = MEMORY,
        semantic: Literal["auto", "on", "off"] = "off",
    ) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["bot.crawler.workers"])
        with _without_secrets():
            forkserver.ensure_running()
        self._pool = ProcessPool(
            max_workers=workers + 1, max_tasks=2000, initializer=confine, initargs=(memory,), context=context
        )
        self._own, self._added = WorkerQueue(workers), WorkerQueue(1)
        self._time_limit = time_limit
        self._time_limit_of_added = min(time_limit, time_limit_of_added)
        self._semantic = semantic

    async def __aenter__(self) -> Self:
        if self._semantic == "on" or (self._semantic == "auto" and embedding.installed()):
            self.without_meaning = await self._try_meaning()
            if self.without_meaning:
                log.warning("Articles are compared without their meaning: %s", self.without_meaning)
        return self

    async def _try_meaning(self) -> str:
        """Let a worker load the model and read something; return why it could not, if so."""
        if not embedding.installed():
            return "the model is not installed; `make semantic` does that"
        # Its code is compiled for processors of the last ten years, and an older one kills the worker.
        future = self._pool.schedule(embedding.vector, args=(("сводка", ""), "ru"), timeout=_LOADING)
        try:
            await asyncio.wrap_future(future)
        except Exception as error:  # noqa: BLE001 - whatever happened, articles can be read without it
            return f"the model does not work on this machine ({type(error).__name__}: {error})"
        return ""

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call] # pebble types only half of its methods
        await asyncio.to_thread(self._pool.join)

    async def read(self, function: Callable[[Page], T], page: Page, *, party: str = CATALOGUE) -> T:
        """Return what a pure function makes of a page; the function has to survive pickling."""
        return await self._run(partial(read, function), page, party)

    async def links(
        self, list_links: Callable[[Page], list[Link]], page: Page, *, party: str = CATALOGUE
    ) -> list[Link]:
        """Return the links that a listing page names."""
        return await self._run(partial(read_links, list_links), page, party)

    async def children(self, page: Page, *, party: str = CATALOGUE) -> list[str]:
        """Return the sitemaps that a sitemap's index names, the newest first."""
        return await self.read(sitemap.children, page, party=party)

    async def channel(self, page: Page, *, name: str, party: str = CATALOGUE) -> ReadChannel:
        """Return the posts of a channel's page; of the channel called `name`, whatever it is called now."""
        return await self.read(partial(posts.read, name=name), page, party=party)

    async def article(
        self, parse_article: Callable[[Page], Article], page: Page, *, party: str = CATALOGUE
    ) -> tuple[Article, ArticleFeatures]:
        """Return the article of a page, and its features."""
        return _counted(*await self._run(partial(read_article, self._extract, parse_article), page, party))

    async def of_source(
        self, source: Source, page: Page, *, title: str = "", party: str = CATALOGUE
    ) -> tuple[Article, ArticleFeatures, str]:
        """Return the article of a source's page, listed as `title`, its features, and why it was read otherwise."""
        attempt = partial(mending.attempt, source.parse_article, source.parse_otherwise, title=title)
        bounded, extracted, instead = await self._run(partial(read_source, self._extract, attempt), page, party)
        return *_counted(bounded, extracted), instead

    async def carried(self, article: Article, *, party: str = CATALOGUE) -> tuple[Article, ArticleFeatures]:
        """Return an article that its listing carried, and its features."""
        return _counted(*await self._run(partial(read_carried, self._extract), article, party))

    @property
    def _extract(self) -> Callable[[Article], ArticleFeatures]:
        return features.extract if self.without_meaning else embedding.extract

    async def _run(self, work: Callable[[S], T], page: S, party: str) -> T:
        is_own = party == CATALOGUE
        limit = self._time_limit if is_own else self._time_limit_of_added
        async with (self._own if is_own else self._added).turn(party):
            future = self._pool.schedule(work, args=(page,), timeout=limit)
            try:
                result: T = await asyncio.wrap_future(future)
            except TimeoutError:
                raise ParseError(page.url, f"reading it took more than {limit:g} s") from None
            except MemoryError:
                raise ParseError(page.url, "reading it took too much memory") from None
            except ProcessExpired as error:
                raise ParseError(page.url, f"it stopped its reader ({error})") from error
        return result


def _counted(bounded: Bounded, extracted: ArticleFeatures) -> tuple[Article, ArticleFeatures]:
    """Count what of an article was cut."""
    for name in bounded.cut:
        metrics.refuse("article", f"{name}-cut")
    return bounded.article, extracted
