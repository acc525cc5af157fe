"""/export and /import: a reader's settings are theirs, as a file to take along and to bring back."""

import logging
from datetime import datetime
from io import BytesIO
from typing import Final

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.types import BufferedInputFile, Message, TelegramObject

from bot import belongings, following, metrics, taps
from bot.belongings import Belongings, BelongingsError
from bot.handlers import due
from bot.handlers.routes import command_and_button
from bot.handlers.talk import Talk
from bot.texts import Texts
from bot.texts import of as speaking
from storage import subscribers, topics
from storage.database import Database
from storage.model import Subscriber

log = logging.getLogger(__name__)

_NAMES_SHOWN: Final = 5


async def export(_: TelegramObject, talk: Talk, texts: Texts, database: Database, subscriber: Subscriber) -> None:
    """/export: send the settings as a file."""
    async with database.read() as connection:
        followed = await topics.of(connection, subscriber.id)
    content = belongings.write(subscriber, followed)
    await talk.hand(BufferedInputFile(content, belongings.FILE_NAME), texts("export"))


async def ask(_: TelegramObject, talk: Talk, texts: Texts) -> None:
    """/import: say how."""
    await talk.say(texts("import-how"))


async def take(
    message: Message,
    bot: Bot,
    talk: Talk,
    texts: Texts,
    database: Database,
    subscriber: Subscriber,
    now: datetime,
) -> None:
    """Take settings back from a file: topics are added, the rest is replaced; a broken file changes nothing."""
    document = message.document
    assert document is not None  # noqa: S101 - the filter of this handler
    if (document.file_size or 0) > belongings.MOST_BYTES:
        await _refuse(talk, texts, f"{document.file_size} bytes")
        return
    content = BytesIO()
    await bot.download(document, destination=content)
    try:
        read = belongings.read(content.getvalue())
    except BelongingsError as error:
        await _refuse(talk, texts, str(error))
        return
    kept = await _apply(database, subscriber, read, now)
    speak = speaking(read.language)
    text = speak("imported", topics=kept.added, known=kept.known)
    if kept.refused:
        text += "\n" + speak("import-refused", topics="; ".join(kept.refused[:_NAMES_SHOWN]), count=len(kept.refused))
    await talk.say(text, taps.keyboard([taps.back(speak)]))


async def _refuse(talk: Talk, texts: Texts, reason: str) -> None:
    metrics.refuse("import", "unreadable")
    log.info("A file of settings was refused: %s", reason)
    await talk.say(texts("import-unreadable"))


async def _apply(database: Database, subscriber: Subscriber, read: Belongings, now: datetime) -> following.FollowedMany:
    at = due.next_due(subscriber, now=now, entries=read.entries, zone=read.zone)
    async with database.transaction() as connection:
        await subscribers.set_language(connection, subscriber.id, read.language)
        await subscribers.set_zone(connection, subscriber.id, read.zone, at)
        await subscribers.set_timetable(connection, subscriber.id, read.entries, at)
        return await following.follow_many(connection, subscriber, read.topics, now=now)


def build_router() -> Router:
    """Route /export, /import and files sent in a private chat."""
    router = Router(name="carry")
    command_and_button(router, "export", export)
    command_and_button(router, "import", ask)
    router.message.register(take, F.document, F.chat.type == ChatType.PRIVATE)
    return router
