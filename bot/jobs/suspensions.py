"""Tells those who configured a group or a channel, once and in private, that it is suspended and what to do."""

import logging
from collections.abc import Callable
from datetime import datetime

from bot import suspensions as wording
from bot import texts
from bot.digest import formatting
from bot.runtime import metrics
from storage.database import Connection, Database
from storage.model import ChatKind, Subscriber
from storage.outbox import outbox
from storage.outbox.outbox import Draft
from storage.subscribers import subscribers, suspensions
from storage.subscribers.suspensions import Configurer

log = logging.getLogger(__name__)


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
