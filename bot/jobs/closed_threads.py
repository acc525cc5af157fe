"""Tells a chat once that one of its forum threads is closed, and what comes elsewhere meanwhile."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot import texts
from bot.digest import formatting
from storage.database import Database
from storage.outbox import outbox
from storage.outbox.outbox import Draft
from storage.subscribers import forum_threads, subscribers

_NAMED: Final = 10


async def announce(database: Database, clock: Callable[[], datetime], *, wake: Callable[[], None]) -> int:
    """Tell the chats whose threads were found closed since the last time; return of how many threads."""
    now = clock()
    async with database.transaction() as connection:
        closed = await forum_threads.untold(connection)
        chats = {one.id: one for one in await subscribers.load(connection, {one.subscriber_id for one in closed})}
        for one in closed:
            draft = _notice(chats[one.subscriber_id].language, one.topics)
            await outbox.add(connection, one.subscriber_id, [draft], now=now)
        await forum_threads.told(connection, closed, now=now)
    if closed:
        wake()
    return len(closed)


def _notice(language: str, labels: tuple[str, ...]) -> Draft:
    speak = texts.for_language(language)
    named = ", ".join(formatting.shorten(formatting.clean(label), 80) for label in labels[:_NAMED])
    said = speak.plain("thread-closed-topics", topics=named) if named else speak.plain("thread-closed")
    fragment = formatting.text(said)
    return Draft(html=fragment.html, plain=fragment.plain)
