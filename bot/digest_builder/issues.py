"""The issues of one moment: what may be told then, read and prepared once for everybody whose digest is due."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.digest.issue import Issue
from storage.articles import articles
from storage.articles.articles import Readings
from storage.database import Connection
from storage.digests import windows
from storage.model import ReadingTotals

# How far back windows reach: a day, as nearly all digests do, and ever further for those who had none for longer.
_REACHES: Final = (timedelta(hours=25), timedelta(hours=50), timedelta(days=4), timedelta(days=7, hours=1))


class Issues:
    """What may be told at a moment, as far back as somebody asks; who was away makes nobody else's digest long.

    Args:
        now: the moment, aware: nothing that came later is told, and digests are composed as of then.
        of: the readers for whom alone it is read; None for everybody, which pays from some dozens of them on.
    """

    def __init__(self, now: datetime, of: Collection[int] | None = None) -> None:
        self.now = now
        self._readers = of
        self._issues: dict[datetime, Issue] = {}
        self._readings: Readings | None = None

    @property
    def partial(self) -> bool:
        """Whether it is for some readers alone."""
        return self._readers is not None

    async def prepare(
        self, connection: Connection, reach: Mapping[int, datetime]
    ) -> list[tuple[Issue, dict[int, datetime]]]:
        """Return issues that reach back as far as each reader's digest, with those readers."""
        by_start: dict[datetime, dict[int, datetime]] = {}
        for each, since in reach.items():
            by_start.setdefault(self._start(since), {})[each] = since
        return [(await self._issue(connection, start), alike) for start, alike in by_start.items()]

    async def reading(self, connection: Connection, since: datetime) -> ReadingTotals:
        """Return what was read after a moment, up to now."""
        if self._readers is not None:
            return await articles.reading(connection, since, self.now)
        if self._readings is None or since < self._readings.since:
            self._readings = await articles.readings(connection, self._start(since), self.now)
        return self._readings.totals(since)

    def _start(self, since: datetime) -> datetime:
        return next((self.now - reach for reach in _REACHES if self.now - reach <= since), since)

    async def _issue(self, connection: Connection, start: datetime) -> Issue:
        if start not in self._issues:
            self._issues[start] = Issue(
                await windows.read(connection, since=start, now=self.now, readers=self._readers)
            )
        return self._issues[start]
