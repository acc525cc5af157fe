"""Looks at the whole bot every few seconds, and shows what it saw as gauges; each look is a handful of queries."""

import asyncio
import logging
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from prometheus_client import Gauge

from bot.operator import health
from bot.runtime import metrics
from bot.runtime.progress import Progress
from storage.database import Database
from storage.maintenance import overview
from storage.maintenance.overview import Overview

log = logging.getLogger(__name__)

EVERY: Final = timedelta(seconds=15)
_BEAT: Final = 0.25

_subscribers = Gauge("svodka_subscribers", "Subscribers, by state.", ["state"])
_listings = Gauge("svodka_listings", "Listings, by health.", ["health"])
_due = Gauge("svodka_due", "Subscribers whose digest is due now.")
_waiting = Gauge("svodka_outbox_waiting", "Messages that could be sent now.")
_oldest = Gauge("svodka_outbox_oldest_seconds", "For how long the first of them has been waiting.")
_lateness = Gauge("svodka_slot_lateness_seconds", "How long after its time the newest message of a slot was sent.")
_stories = Gauge("svodka_stories_of_hour", "Stories that began or grew within the last hour.")
_updates = Gauge("svodka_updates_waiting", "Updates of Telegram that are not handled yet.")
_bytes = Gauge("svodka_database_bytes", "Size of the database.")
_free = Gauge("svodka_disk_free_ratio", "Free share of the disk that the database is on.")
_delay = Gauge("svodka_loop_delay_seconds", "The longest that the event loop kept anything waiting, between two looks.")
_age = Gauge("svodka_age_seconds", "Seconds since a part last got on.", ["part"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """What was seen at one moment. `disk_free` is a share of the disk, 1 where there is no file."""

    at: datetime
    overview: Overview = field(default_factory=Overview)
    loop_delay: float = 0.0
    disk_free: float = 1.0


@dataclass(slots=True, kw_only=True)
class Watch:
    """Looks; `latest` is what was seen last."""

    database: Database
    clock: Callable[[], datetime]
    progress: Progress
    latest: Vitals | None = None
    _longest: float = 0.0
    _fetched: float = 0.0

    async def look(self) -> None:
        """Look once, and set the gauges."""
        now = self.clock()
        async with self.database.read() as connection:
            seen = await overview.look(connection, now)
        self.latest = Vitals(
            at=now,
            overview=seen,
            loop_delay=self._longest,
            disk_free=await asyncio.to_thread(_free_share, self.database.path),
        )
        self._longest = 0.0
        self._note_fetches()
        self._show(self.latest)

    def silence(self) -> float:
        """Return for how many seconds messages could have been sent, and none of a slot was; 0 if all is well."""
        if self.latest is None or not self.latest.overview.waiting:
            return 0.0
        seen = self.latest.overview
        if seen.sent_at is None:
            return seen.oldest_wait
        return min(seen.oldest_wait, (self.latest.at - seen.sent_at).total_seconds())

    async def listen(self, stop: asyncio.Event) -> None:
        """Notice until `stop` how late the event loop comes back to who rests."""
        while not stop.is_set():
            before = time.monotonic()
            await asyncio.sleep(_BEAT)
            self._longest = max(self._longest, time.monotonic() - before - _BEAT)

    def _note_fetches(self) -> None:
        """A crawl of everything takes long: it goes on for as long as pages are fetched."""
        fetched = sum(sample.value for metric in metrics.fetches.collect() for sample in metric.samples)
        if fetched != self._fetched:
            self._fetched = fetched
            self.progress.moved(health.CRAWLED)

    def _show(self, vitals: Vitals) -> None:
        seen = vitals.overview
        for gauge, values in ((_subscribers, seen.subscribers), (_listings, seen.listings)):
            gauge.clear()
            for name, count in values.items():
                gauge.labels(name).set(count)
        for gauge, value in (
            (_due, seen.due), (_waiting, seen.waiting), (_oldest, seen.oldest_wait), (_lateness, seen.lateness or 0),
            (_stories, seen.stories_of_hour), (_updates, seen.updates_waiting), (_bytes, seen.bytes),
            (_free, vitals.disk_free), (_delay, vitals.loop_delay),
        ):  # fmt: skip
            gauge.set(value)
        for part in (health.POLLED, health.CRAWLED, health.DELIVERED):
            _age.labels(part).set(self.progress.age(part))


def _free_share(path: Path | None) -> float:
    if path is None:
        return 1.0
    usage = shutil.disk_usage(path.absolute().parent)
    return usage.free / usage.total
