"""Puts the bot's handlers together: routers in order, and what surrounds them; opens and polls nothing."""

from collections.abc import Callable
from datetime import datetime

from aiogram import Dispatcher

from bot.handlers import fallback as strays
from bot.handlers.chat import account, channels, settings, sharing, start
from bot.handlers.chat import chat_member as membership
from bot.handlers.chat import forum_thread as thread
from bot.handlers.chat import transfer as carry
from bot.handlers.digests import catchup as recap
from bot.handlers.digests import digest, preferences, rich_sample
from bot.handlers.middlewares import Access, Acquaintance, Introduction, InTurn, Moment
from bot.handlers.schedule import holidays, schedule
from bot.handlers.schedule import timezone as zone
from bot.handlers.schedule.schedule import DigestNow
from bot.handlers.sources import bulk as source_batches
from bot.handlers.sources import sources
from bot.handlers.stories import actions as keeping
from bot.handlers.stories import cards, inline
from bot.handlers.stories import search as insight
from bot.handlers.topics import follow as topics
from bot.handlers.topics import mutes, topic_list
from bot.sources.registry import SourceDesk
from storage.database import Database

_MODULES = (
    channels,
    sharing,
    start,
    insight,
    source_batches,
    sources,
    topic_list,
    topics,
    schedule,
    holidays,
    zone,
    digest,
    cards,
    keeping,
    recap,
    rich_sample,
    account,
    carry,
    thread,
    settings,
    preferences,
    mutes,
    membership,
    inline,
)


def build(
    database: Database, *, clock: Callable[[], datetime], digest_now: DigestNow, desk: SourceDesk | None = None
) -> Dispatcher:
    """Build the dispatcher that answers readers.

    Args:
        database: where subscribers and topics are.
        clock: the aware time.
        digest_now: `jobs.digest_now`: puts a digest into the outbox, and says whether there was anything to tell.
        desk: where sources are added; where there is none, nobody adds any.
    """
    # No conversation has a state: every button carries what it needs, so nothing grows with the number of readers.
    desk = desk or SourceDesk(database=database)
    dispatcher = Dispatcher(disable_fsm=True, database=database, digest_now=digest_now, desk=desk)
    dispatcher.update.outer_middleware(InTurn())
    dispatcher.update.outer_middleware(Moment(clock))
    access, acquaintance = Access(), Acquaintance(database)
    steering = channels.Steering(database, access)
    dispatcher["access"] = access
    for observer in (dispatcher.message, dispatcher.callback_query):
        observer.outer_middleware(Introduction(database))
        observer.middleware(access)
        observer.middleware(acquaintance)
        observer.middleware(steering)
    # Strays come last: they take what nobody else did.
    for module in (*_MODULES, strays):
        dispatcher.include_router(module.build_router())
    return dispatcher
