"""The composition root: the only module that knows all parts. Builds them from settings and runs them together."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramUnauthorizedError
from aiogram.methods import AnswerInlineQuery, EditMessageText, Response, SendMessage
from aiogram.types import Message, Update

from bot import dispatcher, texts
from bot.config import Settings, SettingsError
from bot.crawler.crawler import Crawler
from bot.crawler.crawler import politeness as usual_politeness
from bot.crawler.worker_queue import READERS
from bot.crawler.workers import Workers
from bot.delivery import limiter, sender, session
from bot.delivery.paid_broadcasts import PaidBroadcasts
from bot.handlers.operator.status import Vitality
from bot.jobs import (
    breaking_news,
    broadcasts,
    closed_threads,
    corrections,
    due_digests,
    greeting,
    housekeeping,
    removed_zones,
    suspensions,
)
from bot.jobs.backups import Backups
from bot.jobs.rechecks import Rechecker
from bot.jobs.scheduler import Job, Scheduler
from bot.operator import health, vitals
from bot.operator.alerts import Alerts
from bot.operator.page.page import OperatorPage
from bot.operator.page.screens import Screens
from bot.runtime import lazy_models
from bot.runtime.progress import Progress
from bot.runtime.watchdog import Watchdog
from bot.sources import health_alerts
from bot.sources.registry import Explore, SourceRegistry, policy
from bot.updates.inbox import Inbox, nobody_is_told
from bot.updates.polling import Poller
from parsers import explorer
from parsers.article import Source
from parsers.explorer import Exploration
from parsers.fetch import client
from parsers.language import lemmas
from storage import run_lock
from storage.database import Database
from storage.errors import AlreadyRunningError
from storage.run_lock import RunLock
from storage.sources import listing_states

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

# How often breaking news and corrected headlines are looked for.
_OFTEN: Final = timedelta(minutes=1)
# How often articles are looked for that are to be asked for once more.
_SOMETIMES: Final = timedelta(minutes=10)
# How often the operator is told of sources that have changed their health.
WATCH: Final = timedelta(minutes=5)
# Every text is HTML unless it says otherwise, and no link in a digest opens a preview.
MANNERS = DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """The running whole. `open` builds it; `run` works until told to stop."""

    settings: Settings
    clock: Clock
    bot: Bot
    poller: Poller
    database: Database
    crawler: Crawler
    rechecker: Rechecker
    sender: sender.Sender
    paid: PaidBroadcasts | None
    registry: SourceRegistry
    backups: Backups
    progress: Progress
    watch: vitals.Watch
    health: health.Health
    page: OperatorPage
    alerts: Alerts | None = None

    async def run(self, stop: asyncio.Event, *, long_poll: int = 25) -> None:
        """Answer readers, crawl, compose and send until `stop`; then finish what is in flight.

        Raises SettingsError if Telegram does not know the token, AlreadyRunningError if another bot runs here.
        """
        async with run_lock.held(self.database) as lock:
            await self._run(stop, lock, long_poll)

    async def _run(self, stop: asyncio.Event, lock: RunLock, long_poll: int) -> None:
        scheduler = Scheduler(self._jobs())
        scheduler.start()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(Watchdog().run(stop))
                group.create_task(self.sender.run(stop))
                group.create_task(self.poller.run(stop, long_poll=long_poll))
                group.create_task(self.registry.background.run(stop))
                group.create_task(lock.watch(stop))
                group.create_task(self.watch.listen(stop))
                group.create_task(greeting.greet(self.bot, self.settings.operator_chat_id, stop))
                await stop.wait()
        except* TelegramUnauthorizedError:
            raise SettingsError("Telegram no longer accepts BOT_TOKEN: ask @BotFather for a new one.") from None
        except* (SettingsError, AlreadyRunningError) as ended:
            raise type(ended.exceptions[0])(*ended.exceptions[0].args) from None
        finally:
            self.crawler.stopping.set()
            await scheduler.stop()

    def _jobs(self) -> tuple[Job, ...]:
        settings, database, clock = self.settings, self.database, self.clock
        keep, wake, moving = timedelta(days=settings.keep_days), self.sender.wake, self.progress.moving
        return (
            Job(
                name="crawl",
                work=moving(health.CRAWLED, self.crawler.crawl),
                every=timedelta(seconds=settings.crawl_seconds),
            ),
            Job(
                name="deliver",
                work=moving(health.DELIVERED, lambda: due_digests.deliver_due(database, clock, wake=self._handed_on)),
                every=timedelta(seconds=settings.deliver_seconds),
            ),
            Job(name="breaking", work=lambda: breaking_news.tell_breaking(database, clock, wake=wake), every=_OFTEN),
            Job(name="threads", work=lambda: closed_threads.announce(database, clock, wake=wake), every=_OFTEN),
            Job(name="suspensions", work=lambda: suspensions.announce(database, clock, wake=wake), every=_OFTEN),
            Job(name="corrections", work=lambda: corrections.put_right(database, now=clock(), wake=wake), every=_OFTEN),
            Job(name="recheck", work=self.rechecker.recheck, every=_SOMETIMES, delay=_SOMETIMES),
            Job(
                name="housekeeping",
                work=lambda: housekeeping.housekeeping(database, keep=keep, now=clock()),
                every=timedelta(hours=6),
                delay=timedelta(minutes=5),
            ),
            Job(name="broadcast", work=self._broadcast, every=timedelta(seconds=2)),
            Job(name="backup", work=self.backups.write_if_due, every=_SOMETIMES, delay=_OFTEN),
            Job(name="vitals", work=self.look, every=vitals.EVERY),
            Job(name="watch", work=self._watch, every=WATCH, delay=WATCH),
            *([Job(name="stars", work=partial(self.paid.look, self.bot), every=_SOMETIMES)] if self.paid else []),
        )

    def _handed_on(self) -> None:
        """Some digests of many were composed: it goes on, however long all of them take."""
        self.progress.moved(health.DELIVERED)
        self.sender.wake()

    async def _broadcast(self) -> None:
        if (operator := self.settings.operator_chat_id) is not None:
            await broadcasts.go_on(self.database, self.bot, operator, clock=self.clock, wake=self.sender.wake)

    async def look(self) -> None:
        """See how all of it is doing, and tell the operator of trouble."""
        await self.watch.look()
        if self.alerts is not None and self.watch.latest is not None:
            await self.alerts.tell(self.watch.latest)

    async def _watch(self) -> None:
        """Notice sources that have fallen silent, and tell the operator what has changed."""
        now = self.clock()
        await health_alerts.housekeeping(self.database, forget_before=now - timedelta(days=1), now=now)
        if self.settings.operator_chat_id is not None:
            await health_alerts.tell(self.database, self.bot, self.settings.operator_chat_id)


@asynccontextmanager
async def open_application(
    settings: Settings,
    *,
    clock: Clock,
    catalogue: Mapping[str, Source],
    politeness: client.Politeness | None = None,
    pace: listing_states.Pace | None = None,
    gate: limiter.Limiter | None = None,
) -> AsyncIterator[Application]:
    """Build every part, the database migrated, and close them all at the end.

    Args:
        settings: what the operator chose.
        clock: the aware time; the demo's runs faster.
        catalogue: the sources to read, by name.
        politeness: how publishers are treated; by the settings if None.
        pace: how often they are asked; the usual if None.
        gate: how fast the bot may speak; as Telegram lets it if None.
    """
    async with (
        await Database.open(settings.database_url, backups=settings.backups) as database,
        client.Fetcher(politeness or usual_politeness(settings)) as fetcher,
        Workers(settings.workers, semantic=settings.semantic) as workers,
    ):
        log.info("The database is %s; bringing its schema up to date", database.name)
        migration = await database.migrate()
        log.info("Loading dictionaries and texts")
        # The first word loads the dictionary, which takes half a second: not on the event loop.
        await asyncio.to_thread(lemmas.normal, "сводка")
        # So do the largest models of Telegram's, of which most others are parts, and the first text of a language.
        lazy_models.build((Update, Message, Response[Message], SendMessage, EditMessageText, AnswerInlineQuery))
        for language in texts.LANGUAGES:
            await asyncio.to_thread(texts.for_language, language)
        await removed_zones.replace_all(database, clock)
        await suspensions.wake_by_older_rules(database, clock)
        gate = gate or limiter.Limiter(per_second=settings.messages_per_second)
        paid = PaidBroadcasts(gate, stars_a_day=settings.stars_a_day) if gate.is_paid else None
        telegram = session.Session(api=TelegramAPIServer.from_base(settings.telegram_api))
        telegram.middleware(session.LimitedSession(gate))
        manners = politeness or usual_politeness(settings)
        registry = SourceRegistry(
            database=database,
            catalogue=catalogue,
            explore=_explorer(fetcher, workers, settings.telegram_preview),
            read=partial(workers.read, party=READERS),
            policy=policy(settings),
            operator_chat_id=settings.operator_chat_id,
            private_hosts=manners.private_hosts,
        )
        crawler = Crawler(
            database=database,
            fetcher=fetcher,
            workers=workers,
            catalogue=catalogue,
            clock=clock,
            pace=pace or listing_states.Pace(),
        )
        async with Bot(settings.token(), session=telegram, default=MANNERS) as bot:
            messenger = sender.Sender(bot, database, gate, clock, paid=paid)
            digest_now = partial(due_digests.digest_now, wake=messenger.wake)
            progress = Progress()
            watch = vitals.Watch(database=database, clock=clock, progress=progress)
            judge = health.Health(progress=progress, ask=database.revision, silence=watch.silence)
            screens = Screens(database=database, clock=clock, watch=watch, health=judge, registry=registry)
            page = OperatorPage(screens=screens, changes=settings.page_changes == "on")
            answers = dispatcher.build(
                database,
                clock=clock,
                digest_now=digest_now,
                registry=registry,
                vitality=Vitality(watch=watch, health=judge, page=page, paid=paid),
            )
            backups = Backups(
                database=database,
                every=timedelta(hours=settings.backup_hours),
                keep=settings.backup_keep,
                clock=clock,
            )
            operator, tell = settings.operator_chat_id, nobody_is_told
            if operator is not None:
                tell = partial(health_alerts.tell_of_set_aside, database, bot, operator)
            inbox = Inbox(database=database, clock=clock, tell=tell)
            yield Application(
                settings=settings,
                clock=clock,
                bot=bot,
                database=database,
                poller=Poller(bot, answers, inbox, moved=progress.moved),
                progress=progress,
                watch=watch,
                health=judge,
                page=page,
                alerts=Alerts(
                    database=database,
                    bot=bot,
                    chat_id=operator,
                    progress=progress,
                    backup_trouble=lambda: backups.trouble,
                    migration=migration,
                )
                if operator is not None
                else None,
                crawler=crawler,
                rechecker=Rechecker(
                    database=database,
                    fetcher=fetcher,
                    workers=workers,
                    catalogue=catalogue,
                    clock=clock,
                    stopping=crawler.stopping,
                ),
                sender=messenger,
                paid=paid,
                registry=registry,
                backups=backups,
            )


def _explorer(fetcher: client.Fetcher, workers: Workers, preview: str) -> Explore:
    async def explore(address: str, now: datetime) -> Exploration:
        read = partial(workers.read, party=READERS)
        return await explorer.explore(address, fetcher=fetcher, read=read, now=now, preview=preview)

    return explore
