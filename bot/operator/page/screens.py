"""What each screen of the operator's page shows, read from the database and from this process; writes nothing."""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

from markupsafe import Markup

from bot.operator.health import Health
from bot.operator.page import charts
from bot.operator.vitals import Watch
from bot.runtime import metrics
from bot.sources.registry import SourceRegistry
from bot.texts import Texts
from storage.database import Database
from storage.maintenance import story_edits
from storage.operator import activity, browsing
from storage.operator.activity import Activity, Counts
from storage.operator.slow_queries import SlowQueries
from storage.sources import added_sources, health_history, listing_states, pauses
from storage.sources.added_sources import AddedState
from storage.stories import explain, stories, visibility

Shown = dict[str, Any]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Counting a day of a hundred thousand messages takes a tenth of a second: a page that is looked at each second may not.
_FRESH_SECONDS: Final = 60.0
_PAGE: Final = 30
_MOST_EXPLAINED: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart, and the same numbers as a table for who cannot see it; each row begins with its label."""

    title: str
    svg: Markup
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(slots=True, kw_only=True)
class Screens:
    """Everything that is shown, in somebody's language."""

    database: Database
    clock: Callable[[], datetime]
    watch: Watch
    health: Health
    registry: SourceRegistry
    slow: SlowQueries = field(default_factory=SlowQueries)
    elapsed: Callable[[], float] = time.monotonic
    _kept: dict[tuple[str, str], tuple[float, list[Chart]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.database.time_statements(self.slow.note)

    async def today(self, speak: Texts) -> Shown:
        """The bot at a glance."""
        if self.watch.latest is None:
            await self.watch.look()
        vitals = self.watch.latest
        assert vitals is not None  # noqa: S101 - looked just now
        drawn = await self._charts("today", speak, self._today)
        return {"vitals": vitals, "seen": vitals.overview, "unready": await self.health.unready(), "charts": drawn}

    async def deliveries(self, speak: Texts) -> Shown:
        """What was sent and failed, how late, and why."""
        now = self.clock()
        async with self.database.read() as connection:
            failures = await activity.failures(connection, since=now - 7 * DAY)
        drawn = await self._charts("deliveries", speak, self._deliveries)
        return {
            "seen": self.watch.latest.overview if self.watch.latest else None,
            "failures": failures,
            "charts": drawn,
        }

    async def growth(self, speak: Texts) -> Shown:
        """Who joined, and what was written, by days."""
        return {"charts": await self._charts("growth", speak, self._growth)}

    async def errors(self, _: Texts) -> Shown:
        """What was refused or went wrong since the start, by kind; statements that took long."""
        kinds = [
            (f"{sample.labels['where']}: {sample.labels['reason']}", int(sample.value))
            for metric in metrics.refused.collect()
            for sample in metric.samples
            if sample.name.endswith("_total")
        ]
        kinds += [
            (name, int(counter._value.get()))  # noqa: SLF001 - the library shows a counter to Prometheus only
            for name, counter in (
                ("flood waits", metrics.floods),
                ("stalls", metrics.stalls),
                ("repeats", metrics.repeats),
            )
        ]
        kinds = sorted(((name, count) for name, count in kinds if count), key=lambda kind: (-kind[1], kind[0]))
        return {"kinds": kinds, "slow": self.slow.worst()}

    async def sources(self, _: Texts) -> Shown:
        """Every source and how it is doing: what is in trouble first."""
        standings = await self.registry.standings()
        async with self.database.read() as connection:
            paused = await pauses.listed(connection)
        ordered = sorted(standings, key=lambda one: (one.well, one.source.name not in paused, one.source.name))
        return {"standings": ordered, "paused": paused}

    async def source(self, name: str) -> Shown | None:
        """One source: its listings, their last answers, how its health went; None if there is none."""
        standing = next((one for one in await self.registry.standings() if one.source.name == name), None)
        if standing is None:
            return None
        async with self.database.read() as connection:
            listings = [one for one in await listing_states.states(connection) if one.source == name]
            history = await health_history.of_listings(connection, [one.url for one in listings])
            added = await added_sources.by_name(connection, name)
            paused = await pauses.listed(connection)
        removable = added is not None and added.state is AddedState.APPROVED
        return {
            "standing": standing, "listings": listings, "history": history, "removable": removable,
            "paused_at": paused.get(name),
        }  # fmt: skip

    async def stories(self, words: str, page: int) -> Shown:
        """The stories that grew last, and what was done to stories by hand."""
        async with self.database.search() as connection:
            found = await browsing.recent(connection, words=words, offset=page * _PAGE, limit=_PAGE + 1)
            edits = await story_edits.listed(connection)
        return {"found": found[:_PAGE], "more": len(found) > _PAGE, "words": words, "page": page, "edits": edits}

    async def story(self, story_id: int) -> Shown | None:
        """One story: its articles, and why each is in it (judged against the first); None if there is none for all."""
        async with self.database.search() as connection:
            story = await stories.get(connection, story_id)
            if story is None or not story.members or not await visibility.is_everybodys(connection, story.id):
                return None
            first, *others = story.members
            why = {
                member.article_id: await explain.why(connection, first.url, member.url)
                for member in islice(others, _MOST_EXPLAINED)
            }
        return {"story": story, "why": why}

    async def _charts(self, name: str, speak: Texts, draw: Callable[[Texts], Awaitable[list[Chart]]]) -> list[Chart]:
        key = (name, speak.language)
        until, drawn = self._kept.get(key, (float("-inf"), []))
        if until < self.elapsed():
            drawn = await draw(speak)
            self._kept[key] = (self.elapsed() + _FRESH_SECONDS, drawn)
        return drawn

    async def _of_day(self) -> tuple[list[datetime], Activity]:
        return await self._activity(HOUR, 24)

    async def _activity(self, span: timedelta, count: int) -> tuple[list[datetime], Activity]:
        seconds = span.total_seconds()
        now = self.clock()
        last = now - timedelta(seconds=now.timestamp() % seconds)
        spans = [last - span * back for back in reversed(range(count))]
        async with self.database.search() as connection:
            return spans, await activity.activity(connection, since=spans[0], span=span)

    async def _today(self, speak: Texts) -> list[Chart]:
        spans, done = await self._of_day()
        return [
            _chart(speak, "sent-of-day", spans, "%H:00", {"sent": done.sent, "failed": done.failed}),
            _chart(speak, "stories-of-day", spans, "%H:00", {"stories": done.stories}),
        ]

    async def _deliveries(self, speak: Texts) -> list[Chart]:
        spans, done = await self._of_day()
        return [
            _chart(speak, "lateness-of-day", spans, "%H:00", {"lateness": done.lateness}),
            _chart(speak, "sent-of-day", spans, "%H:00", {"sent": done.sent, "failed": done.failed}),
        ]

    async def _growth(self, speak: Texts) -> list[Chart]:
        spans, done = await self._activity(DAY, 30)
        return [
            _chart(speak, "joined-of-month", spans, "%d.%m", {"joined": done.joined}),
            _chart(speak, "sent-of-month", spans, "%d.%m", {"sent": done.sent, "failed": done.failed}),
            _chart(speak, "stories-of-month", spans, "%d.%m", {"stories": done.stories}),
        ]


def _chart(speak: Texts, name: str, spans: Sequence[datetime], form: str, series: Mapping[str, Counts]) -> Chart:
    title = speak.plain(f"page-chart-{name}")
    labels = [f"{span:{form}}" for span in spans]
    values = {
        speak.plain(f"page-series-{one}"): [counts.get(span, 0.0) for span in spans] for one, counts in series.items()
    }
    return Chart(
        title=title,
        svg=charts.bars(title, labels, list(values.items())),
        heads=(speak.plain("page-when"), *values),
        rows=tuple(
            (label, *(f"{column[at]:.0f}" for column in values.values()))
            for at, label in enumerate(labels)
            if any(column[at] for column in values.values())
        ),
    )
