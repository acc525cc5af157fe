"""Reading pages away from the event loop: worker processes parse and analyse, and a stuck one is killed."""

import asyncio
import logging
import multiprocessing
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import Literal, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from parsers.article import Article, Link, Page, ParseError
from parsers.listings import sitemap
from storage.stories.clustering import embedding, features
from storage.stories.clustering.features import ArticleFeatures

log = logging.getLogger(__name__)

T = TypeVar("T")
F = TypeVar("F")

# An unknown page takes some tenths of a second on a busy machine; one that takes this long is broken or hostile.
TIME_LIMIT = 10.0
# The model is loaded from the disk in a fraction of a second, or the disk is very busy.
_LOADING = 60.0


def read(function: Callable[[Page], T], page: Page) -> T:
    """Return what a function of `parsers` makes of a page (runs in a worker)."""
    return function(page)


def read_article(
    extract: Callable[[Article], ArticleFeatures], parse_article: Callable[[Page], Article], page: Page
) -> tuple[Article, ArticleFeatures]:
    """Return an article and what its story is decided by (runs in a worker)."""
    article = parse_article(page)
    return article, extract(article)


class Workers:
    """A pool of worker processes; used as an async context manager.

    Every method raises ParseError: for a page that is not what it should be, that takes too long, or that kills its
    reader. None of these stops the others.

    `semantic` is the setting of that name; `without_meaning` says why articles are read without their meaning, if so.
    """

    without_meaning = "it was not asked for"

    def __init__(
        self, workers: int = 1, *, time_limit: float = TIME_LIMIT, semantic: Literal["auto", "on", "off"] = "off"
    ) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["bot.crawler.workers"])
        self._pool = ProcessPool(max_workers=workers, max_tasks=2000, context=context)
        self._time_limit = time_limit
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

    async def read(self, function: Callable[[Page], T], page: Page) -> T:
        """Return what a pure function makes of a page; the function has to survive pickling."""
        return await self._run(read, function, page)

    async def links(self, list_links: Callable[[Page], list[Link]], page: Page) -> list[Link]:
        """Return the links that a listing page names."""
        return await self.read(list_links, page)

    async def children(self, page: Page) -> list[str]:
        """Return the sitemaps that a sitemap's index names, the newest first."""
        return await self.read(sitemap.children, page)

    async def article(self, parse_article: Callable[[Page], Article], page: Page) -> tuple[Article, ArticleFeatures]:
        """Return the article of a page, and its features."""
        extract = features.extract if self.without_meaning else embedding.extract
        return await self._run(partial(read_article, extract), parse_article, page)

    async def _run(self, work: Callable[[F, Page], T], function: F, page: Page) -> T:
        future = self._pool.schedule(work, args=(function, page), timeout=self._time_limit)
        try:
            result: T = await asyncio.wrap_future(future)
        except TimeoutError:
            raise ParseError(page.url, f"reading it took more than {self._time_limit:g} s") from None
        except ProcessExpired as error:
            raise ParseError(page.url, f"it stopped its reader ({error})") from error
        return result
