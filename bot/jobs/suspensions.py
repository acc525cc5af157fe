"""Tells those who configured a group or a channel, once and in private, that it is suspended and what to do.

At a start it wakes those that an older Svodka suspended at the first refusal.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot import rescheduling, texts
from bot import suspensions as wording
from bot.delivery import outcome
from bot.digest import formatting
from bot.runtime import metrics
from storage.database import Connection, Database
from storage.model import ChatKind, Subscriber
from storage.outbox import outbox
from storage.outbox.outbox import Draft
from storage.subscribers import subscribers, suspensions
from storage.subscribers.suspensions import Configurer

log = logging.getLogger(__name__)

_AT_ONCE: Final = 200


async def announce(database: Database, clock: Callable[[], datetime], *, wake: Callable[[], None]) -> int:
    """Tell of the chats that were suspended since the last time; return how many chats that were."""
    now = clock()
    async with database.transaction() as connection:
        untold = await suspensions.untold(connection)
        for chat in await subscribers.load(connection, untold):
            metrics.suspended.labels(await _tell(connection, chat, now)).inc()
        await suspensions.told(connection, untold, now=now)
    if untold:
        wake()
    return len(untold)


async def wake_by_older_rules(database: Database, clock: Callable[[], datetime]) -> int:
    """Try those again that were suspended at once for what may have passed; return how many there were.

    Whoever still refuses is suspended by today's rule, and its admins are told.
    """
    woken = last = 0
    while True:
        async with database.transaction() as connection:
            found = await suspensions.by_older_rules(connection, after=last, limit=_AT_ONCE)
            passing = [one for one in found if outcome.is_passing(one.suspended_for)]
            for chat in passing:
                await rescheduling.resume(connection, chat, now=clock())
        if not found:
            break
        woken, last = woken + len(passing), found[-1].id
    if woken:
        log.info("Woke %d chats that an older version had suspended at the first refusal", woken)
    return woken


async def _tell(connection: Connection, chat: Subscriber, now: datetime) -> str:
    """Write to everybody who configured a chat; return who was told."""
    if chat.kind is ChatKind.PRIVATE:
        # Its reader would be told in the very chat, and is, as soon as they write.
        return "nobody yet"
    people = await suspensions.configurers(connection, chat.id)
    for person in people:
        await outbox.add(connection, person.id, [_notice(person, chat, now)], now=now)
    if not people:
        log.warning("Nobody to tell that chat %d is suspended: %s", chat.chat_id, chat.suspended_for)
    return "admin" if people else "operator"


def _notice(person: Configurer, chat: Subscriber, now: datetime) -> Draft:
    speak = texts.for_language(person.language)
    said = speak.plain(
        "suspended-channel" if chat.kind is ChatKind.CHANNEL else "suspended-group",
        title=formatting.shorten(formatting.clean(person.title), 80),
        since=wording.since(speak, chat, now),
        why=wording.explain(speak, chat.suspended_for),
    )
    fragment = formatting.text(said)
    return Draft(html=fragment.html, plain=fragment.plain)
