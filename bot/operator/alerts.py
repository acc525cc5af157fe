"""Tells the operator's chat of trouble: each once, and once when it is over, whatever is started anew meanwhile."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from prometheus_client import Counter

from bot import texts
from bot.operator import health
from bot.operator.vitals import Vitals
from bot.runtime import metrics
from bot.runtime.progress import Progress
from bot.texts import Html, Texts
from storage.database import Database, Migration
from storage.operator import alerts as known_alerts
from storage.subscribers import subscribers

log = logging.getLogger(__name__)

# Digests leave late in a fan-out (10,000 take six and a half minutes), and that is no trouble.
_OLDEST_WAIT: Final = 900.0
_NOTHING_SENT: Final = timedelta(minutes=10)
_NOT_POLLED: Final = 180.0
_LEAST_FREE: Final = 0.1
# So many flood waits between two looks: one chat that wants a rest is none of the operator's business.
_FLOODS: Final = 5
# What comes and goes is told once: it is over when it has been away for so long.
_AWAY: Final = timedelta(minutes=2)
_LONGEST_DETAIL: Final = 300

SILENCE, BACKLOG, CONFLICT, FLOODS = "silence", "backlog", "conflict", "floods"
DISK, BACKUP, POLLING = "disk", "backup", "polling"
KINDS: Final = (SILENCE, BACKLOG, CONFLICT, FLOODS, DISK, BACKUP, POLLING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is judged: a look at the bot, and how much happened since the look before it."""

    vitals: Vitals
    not_polled: float = 0.0
    conflicts: float = 0.0
    floods: float = 0.0
    backup_trouble: str = ""


def troubles(facts: Facts) -> dict[str, str]:
    """Return what is in trouble, each with a detail to show."""
    seen, now = facts.vitals.overview, facts.vitals.at
    found = {}
    if seen.waiting and (seen.sent_at is None or now - seen.sent_at > _NOTHING_SENT) and seen.oldest_wait > 600:
        found[SILENCE] = f"{seen.oldest_wait / 60:.0f}"
    if seen.oldest_wait > _OLDEST_WAIT:
        found[BACKLOG] = f"{seen.waiting}"
    if facts.conflicts:
        found[CONFLICT] = ""
    if facts.floods >= _FLOODS:
        found[FLOODS] = f"{facts.floods:.0f}"
    if facts.vitals.disk_free < _LEAST_FREE:
        found[DISK] = f"{facts.vitals.disk_free:.1%}"
    if facts.backup_trouble:
        found[BACKUP] = facts.backup_trouble[:_LONGEST_DETAIL]
    if facts.not_polled > _NOT_POLLED:
        found[POLLING] = f"{facts.not_polled / 60:.0f}"
    return found


@dataclass(slots=True, kw_only=True)
class Alerts:
    """Tells one chat; `backup_trouble` says why the last copy failed, `migration` is what this start has changed."""

    database: Database
    bot: Bot
    chat_id: int
    progress: Progress
    backup_trouble: Callable[[], str]
    migration: Migration | None = None
    _counted: dict[str, float] = field(default_factory=dict)
    _last_seen: dict[str, datetime] = field(default_factory=dict)

    async def tell(self, vitals: Vitals) -> None:
        """Look at what was seen, and tell what is new and what is over; what cannot be told waits for the next look."""
        now = vitals.at
        found = troubles(
            Facts(
                vitals=vitals,
                not_polled=self.progress.age(health.POLLED),
                conflicts=self._since_last(CONFLICT, _conflicts()),
                floods=self._since_last(FLOODS, _value(metrics.floods)),
                backup_trouble=self.backup_trouble(),
            )
        )
        self._last_seen |= dict.fromkeys(found, now)
        async with self.database.read() as connection:
            known = await known_alerts.told(connection)
            operator = await subscribers.get(connection, self.chat_id)
        speak = texts.for_language(operator.language if operator else texts.DEFAULT)
        await self._begin({kind: detail for kind, detail in found.items() if kind not in known}, speak, now)
        await self._end({kind: at for kind, at in known.items() if self._is_over(kind, found, now)}, speak, now)
        await self._tell_of_migration(speak)

    def _is_over(self, kind: str, found: Mapping[str, str], now: datetime) -> bool:
        return kind not in found and now - self._last_seen.setdefault(kind, now) >= _AWAY

    def _since_last(self, name: str, count: float) -> float:
        """Return how much a counter has grown since the last look; the first look knows of nothing before it."""
        before = self._counted.get(name, count)
        self._counted[name] = count
        return count - before

    async def _begin(self, new: Mapping[str, str], speak: Texts, now: datetime) -> None:
        lines = [speak(f"alert-{kind}", detail=detail) for kind, detail in new.items()]
        if lines and await self._say(speak("alert-begun", list=Html("\n".join(lines)))):
            async with self.database.transaction() as connection:
                await known_alerts.begin(connection, new, now=now)

    async def _end(self, over: Mapping[str, datetime], speak: Texts, now: datetime) -> None:
        lines = [
            speak(
                "alert-over-line",
                name=speak.plain(f"alert-name-{kind}"),
                minutes=max(1, round((now - at).total_seconds() / 60)),
            )
            for kind, at in over.items()
            if kind in KINDS
        ]
        if over and (not lines or await self._say(speak("alert-over", list=Html("\n".join(lines))))):
            async with self.database.transaction() as connection:
                await known_alerts.end(connection, over)

    async def _tell_of_migration(self, speak: Texts) -> None:
        done = self.migration
        if done is None or done.before is None:
            return
        copy = str(done.copy) if done.copy else "-"
        if await self._say(speak("alert-migrated", before=done.before, after=done.after, copy=copy)):
            self.migration = None

    async def _say(self, html: str) -> bool:
        try:
            await self.bot.send_message(self.chat_id, html, parse_mode="HTML")
        except TelegramAPIError as error:
            log.warning("The operator's chat cannot be told: %s", error)
            return False
        return True


def _conflicts() -> float:
    return _value(metrics.refused.labels("polling", "TelegramConflictError"))


def _value(counter: Counter) -> float:
    return float(counter._value.get())  # noqa: SLF001 - the library shows a counter to Prometheus only
