"""Puts the bot's handlers together: routers in order, and what surrounds them; opens and polls nothing."""

from collections.abc import Callable
from datetime import datetime

from aiogram import Dispatcher

from bot.handlers import (
    account,
    cards,
    carry,
    channels,
    digest,
    holidays,
    inline,
    insight,
    keeping,
    membership,
    mutes,
    preferences,
    recap,
    rich_sample,
    schedule,
    settings,
    sharing,
    source_batches,
    sources,
    start,
    strays,
    thread,
    topic_list,
    topics,
    zone,
)
from bot.handlers.middlewares import Access, Acquaintance, Introduction, InTurn, Moment
from bot.handlers.schedule import DigestNow
from bot.source_desk import SourceDesk
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
