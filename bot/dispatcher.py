"""Puts the bot's handlers together: routers in order, and what surrounds them; opens and polls nothing."""

from collections.abc import Callable
from datetime import datetime

from aiogram import Dispatcher

from bot.handlers import fallback, suspensions
from bot.handlers.budgets import Budgets, WithinBudget
from bot.handlers.chat import (
    account,
    channels,
    chat_member,
    forum_thread,
    settings,
    sharing,
    small_talk,
    start,
    transfer,
)
from bot.handlers.chat_admins import ChatAdmins
from bot.handlers.digests import catchup, digest, preferences, reading, rich_sample
from bot.handlers.middlewares import (
    AdminsOnly,
    CallbackSubject,
    ChatContext,
    CommandArguments,
    CurrentTime,
    EnsureSubscriber,
    OneAtATime,
    RefuseBanned,
    SubjectCheck,
    WithinLimits,
)
from bot.handlers.operator import router as operator_router
from bot.handlers.operator.status import Vitality
from bot.handlers.publishing import changes, proposals, publication
from bot.handlers.repeated_taps import OneTap
from bot.handlers.schedule import holidays, schedule, timezone
from bot.handlers.schedule.schedule import DigestNow
from bot.handlers.sources import bulk, passwords, sources
from bot.handlers.stories import actions, cards, inline, search, tastes
from bot.handlers.topics import doubts, follow, mutes, plain_words, topic_list
from bot.operator.bans import Bans
from bot.sources.registry import SourceRegistry
from storage.database import Database

_MODULES = (
    passwords,
    channels,
    sharing,
    start,
    search,
    bulk,
    sources,
    topic_list,
    follow,
    doubts,
    schedule,
    holidays,
    timezone,
    digest,
    cards,
    actions,
    tastes,
    catchup,
    rich_sample,
    account,
    transfer,
    forum_thread,
    settings,
    preferences,
    publication,
    reading,
    proposals,
    changes,
    mutes,
    chat_member,
    inline,
    small_talk,
    plain_words,
)


def build(
    database: Database,
    *,
    clock: Callable[[], datetime],
    digest_now: DigestNow,
    registry: SourceRegistry | None = None,
    vitality: Vitality | None = None,
) -> Dispatcher:
    """Build the dispatcher that answers readers.

    Args:
        database: where subscribers and topics are.
        clock: the aware time.
        digest_now: `due_digests.digest_now`: puts a digest into the outbox; whether there was anything to tell.
        registry: where sources are added; where there is none, nobody adds any.
        vitality: what the operator is shown, in the chat that the registry names; nobody where there is none.
    """
    # No conversation has a state: every button carries what it needs, so nothing grows with the number of readers.
    registry = registry or SourceRegistry(database=database)
    dispatcher = Dispatcher(disable_fsm=True, database=database, digest_now=digest_now, registry=registry)
    bans = Bans(database=database)
    dispatcher["bans"] = bans
    dispatcher.update.outer_middleware(RefuseBanned(bans))
    # Before the queue: what somebody typed earlier is given up, not waited for.
    dispatcher.update.outer_middleware(inline.LatestOnly())
    dispatcher.update.outer_middleware(OneAtATime())
    dispatcher.update.outer_middleware(OneTap())
    dispatcher.update.outer_middleware(WithinLimits())
    dispatcher.update.outer_middleware(CurrentTime(clock))
    admins = ChatAdmins()
    access, acquaintance = AdminsOnly(admins), EnsureSubscriber(database)
    steering = channels.ActingForChannel(database, admins)
    dispatcher["admins"] = admins
    dispatcher["budgets"] = allowed = Budgets()
    dispatcher.callback_query.outer_middleware(CallbackSubject())
    for observer in (dispatcher.message, dispatcher.callback_query):
        observer.outer_middleware(ChatContext(database))
        observer.middleware(access)
        if observer is dispatcher.callback_query:
            observer.middleware(SubjectCheck(database))
        observer.middleware(acquaintance)
        observer.middleware(suspensions.RememberConfigurer(database))
        observer.middleware(steering)
        observer.middleware(suspensions.WakeSuspended(database))
        observer.middleware(changes.LogChanges(database))
        observer.middleware(CommandArguments())
        observer.middleware(WithinBudget(allowed))
    if vitality is not None and registry.operator_chat_id is not None:
        dispatcher["vitality"] = vitality
        dispatcher.include_router(operator_router.build_router(registry.operator_chat_id))
    # Strays come last: they take what nobody else did.
    for module in (*_MODULES, fallback):
        dispatcher.include_router(module.build_router())
    return dispatcher
