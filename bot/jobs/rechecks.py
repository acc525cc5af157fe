"""Asks publishers once more for articles that readers are told of: still there, edited, withdrawn, or back."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime
from itertools import groupby
from operator import attrgetter
from typing import Final

from bot.crawler import ingest
from bot.crawler.worker_queue import CATALOGUE
from bot.crawler.workers import Workers
from bot.runtime import metrics
from bot.sources import catalogue
from parsers.article import Page, ParseError, Source
from parsers.fetch import client
from parsers.page import headline
from storage.articles import articles
from storage.database import Database
from storage.maintenance import rechecks
from storage.maintenance.rechecks import Recheck

log = logging.getLogger(__name__)

# So many each time: with a look every ten minutes, some 8,000 a day.
AT_ONCE: Final = 60
# Only these say that the page is gone; whatever else goes wrong says something of the server.
_GONE: Final = frozenset({404, 410})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rechecker:
    """Asks for articles once more. Set `stopping` to stop: no other article is begun.

    `catalogue` are the sources by name, among which an edited page finds its reader.
    """

    database: Database
    fetcher: client.Fetcher
    workers: Workers
    catalogue: Mapping[str, Source]
    clock: Callable[[], datetime]
    stopping: asyncio.Event

    async def recheck(self, *, limit: int = AT_ONCE) -> Counter[str]:
        """Ask for what is due, each host's pages one after the other; return what came of it, by outcome."""
        async with self.database.transaction() as connection:
            due = await rechecks.claim(connection, now=self.clock(), limit=limit)
            complete = await catalogue.complete(connection, self.catalogue)
        outcomes: Counter[str] = Counter()
        by_site = groupby(sorted(due, key=attrgetter("site")), key=attrgetter("site"))
        async with asyncio.TaskGroup() as group:
            for _, same in by_site:
                group.create_task(self._site(complete, list(same), outcomes))
        if outcomes:
            log.info("Articles asked for again: %s", dict(outcomes))
        return outcomes

    async def _site(self, known: Mapping[str, Source], due: Iterable[Recheck], outcomes: Counter[str]) -> None:
        for one in due:
            if self.stopping.is_set():
                return
            try:
                outcome = await self._ask(known, one)
            except Exception:
                outcome = "failed"
                log.exception("Asking again for %s failed by a mistake of ours; it is repeated", one.url)
            outcomes[outcome] += 1
            metrics.rechecked.labels(outcome).inc()

    async def _ask(self, known: Mapping[str, Source], one: Recheck) -> str:
        """Ask for one article, with the time at which we read it, and record the answer."""
        since = format_datetime(one.known_since.replace(microsecond=0), usegmt=True)
        try:
            answer = await self.fetcher.get(one.url, last_modified=since, now=self.clock())
        except client.FetchError as error:
            return await self._refused(one, error)
        edited = isinstance(answer, Page) and await self._edited(known, one, answer)
        async with self.database.transaction() as connection:
            returned = await rechecks.present(connection, one)
        if returned:
            log.info("Article %s is back", one.url)
        return "returned" if returned else "edited" if edited else "unchanged"

    async def _refused(self, one: Recheck, error: client.FetchError) -> str:
        now = self.clock()
        async with self.database.transaction() as connection:
            if error.status not in _GONE:
                await rechecks.unknown(connection, one, now=now)
                return error.reason
            withdrawn = await rechecks.missing(connection, one, now=now)
        if withdrawn:
            log.warning("Article %s was withdrawn by its source (%s)", one.url, error)
        return "withdrawn" if withdrawn else "missing"

    async def _edited(self, known: Mapping[str, Source], one: Recheck, page: Page) -> bool:
        """Bring an article up to date with its page, if that still is this article and says something else."""
        source = catalogue.source_of(known, one.url, one.site)
        if source is None:
            return False
        try:
            party = CATALOGUE if source.name in self.catalogue else source.name
            article, extracted, _ = await self.workers.of_source(source, page, title=one.title, party=party)
        except ParseError as error:
            log.info("Article %s cannot be read any more: %s", one.url, error)
            return False
        if (article.site, article.site_id) != (one.site, one.site_id):
            return False
        if source.parse_otherwise is None and headline.is_longer(article.title, one.title):
            # A feed that carried the article whole leaves out the kicker that the page adds: that is no correction.
            article = replace(article, title=one.title)
        outcome = await ingest.save(
            self.database, article, extracted, found_at=one.url, is_listed=False, now=self.clock()
        )
        return outcome == articles.Outcome.UPDATED
