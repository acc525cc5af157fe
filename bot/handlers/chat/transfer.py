"""/export and /import: what is a reader's own, as a file to take along and to bring back, after a look at it."""

import asyncio
import logging
from collections.abc import Sized
from datetime import datetime
from enum import StrEnum
from typing import Final

from aiogram import Bot, F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    Document,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    TelegramObject,
)

from bot import keyboards
from bot.export import file_format, transfer
from bot.export.file_format import Belongings, BelongingsError
from bot.export.transfer import ImportResult
from bot.handlers import documents
from bot.handlers.budgets import BUDGET, Work
from bot.handlers.registration import command_and_button
from bot.handlers.reply import Reply
from bot.handlers.schedule import holidays
from bot.keyboards import Go, LanguageTap
from bot.runtime import metrics
from bot.schedule import timetable_parser
from bot.texts import Texts
from bot.texts import for_language as speaking
from storage.database import Database
from storage.model import HolidayRule, Subscriber

log = logging.getLogger(__name__)

_NAMES_SHOWN: Final = 5
_ADDRESS: Final = 200


class ImportAct(StrEnum):
    """What to do with a file: take all of it, only add what it lists, or nothing."""

    ALL = "a"
    ADD = "d"
    NOTHING = "n"


class ImportTap(CallbackData, prefix="import"):
    """Does something with the file that the message with this button answers."""

    act: ImportAct


async def export(_: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber) -> None:
    """/export: send everything as a file."""
    async with database.read() as connection:
        content = file_format.write(await transfer.gather(connection, subscriber))
    await reply.send_file(BufferedInputFile(content, file_format.FILE_NAME), reply.texts("export"))


async def ask(_: TelegramObject, reply: Reply) -> None:
    """/import: say how."""
    await reply.show(reply.texts("import-how", chat=reply.place), keyboards.keyboard([_go(reply.texts, "export")]))


async def look(message: Message, bot: Bot, reply: Reply) -> None:
    """Say what a file holds and ask; a broken one is explained and changes nothing."""
    document = message.document
    assert document is not None  # noqa: S101 - the filter of this handler
    read = await _read(bot, document, reply)
    if read is not None:
        await reply.quote(reply.texts("import-offer", content=_content(reply.texts, read)), _offer(reply.texts))


async def import_confirmed(
    callback: CallbackQuery,
    callback_data: ImportTap,
    bot: Bot,
    reply: Reply,
    database: Database,
    subscriber: Subscriber,
    now: datetime,
) -> None:
    """Take what the file holds, or nothing of it."""
    if callback_data.act is ImportAct.NOTHING:
        await reply.show(reply.texts("import-declined"))
        return
    asked = callback.message.reply_to_message if isinstance(callback.message, Message) else None
    if asked is None or asked.document is None:
        await reply.show(reply.texts("import-gone"))
        return
    read = await _read(bot, asked.document, reply)
    if read is None:
        return
    replaces = callback_data.act is ImportAct.ALL
    taken = await transfer.add(database, subscriber, read, now=now)
    if replaces:
        async with database.transaction() as connection:
            await transfer.replace(connection, subscriber, read, now=now)
    switch = _language_button(reply.texts, read) if replaces else []
    await reply.show(_result(reply, taken, replaces=replaces), keyboards.keyboard(switch) if switch else None)


async def _read(bot: Bot, document: Document, reply: Reply) -> Belongings | None:
    """Download and read a file; None, once its sender knows why, if it is none of ours."""
    try:
        # A megabyte of hostile JSON takes longer than anybody may hold the event loop for.
        return await asyncio.to_thread(file_format.read, await _download(bot, document))
    except BelongingsError as error:
        metrics.refuse("import", error.reason)
        log.info("A file of settings was refused: %s", error)
        text = (
            reply.texts(error.reason, place=error.place)
            if error.reason == "import-broken"
            else reply.texts(error.reason)
        )
        await reply.say(text, keyboards.keyboard([_go(reply.texts, "import")]))
        return None


async def _download(bot: Bot, document: Document) -> bytes:
    if (document.file_size or 0) > file_format.MOST_BYTES:
        raise BelongingsError("import-too-long", str(document.file_size))
    return await documents.download(bot, document, limit=file_format.MOST_BYTES)


def _content(texts: Texts, read: Belongings) -> str:
    """List what a file holds, without markup."""
    schedule = timetable_parser.write(read.entries, texts.language) or texts.plain("settings-no-schedule")
    counted: dict[str, Sized] = {
        "topics": read.topics,
        "muted": read.muted,
        "saved": read.saved,
        "stories": read.followed_stories,
        "silenced": read.muted_stories,
        "sources": read.sources,
    }
    lines = [texts.plain(f"import-{name}", count=len(items)) for name, items in counted.items() if items]
    return "\n".join(
        [
            *lines,
            texts.plain(
                "import-schedule", schedule=holidays.described(texts, schedule, read.holidays or HolidayRule())
            ),
            texts.plain("import-zone", zone=read.zone),
            texts.plain("import-language", language=speaking(read.language).plain("language-name")),
            *([texts.plain("import-preferences")] if read.preferences else []),
        ]
    )


def _result(reply: Reply, taken: ImportResult, *, replaces: bool) -> str:
    """Say what was taken, and what was left and why."""
    texts = reply.texts
    stories = taken.stories
    new = {
        "topics": taken.topics.added,
        "muted": taken.muted.added,
        "saved": stories.stories + stories.links,
    }
    lines = [texts("imported" if replaces else "imported-added")]
    lines += [texts(f"import-{name}", count=count) for name, count in new.items() if count] or [
        texts("import-nothing-new")
    ]
    known = taken.topics.known + taken.muted.known + stories.known
    if known:
        lines.append(texts("import-known", count=known))
    if stories.links:
        lines.append(texts("import-as-links", count=stories.links))
    refused = (*taken.topics.refused, *taken.muted.refused)
    if refused:
        lines.append(texts("import-refused", topics="; ".join(refused[:_NAMES_SHOWN]), count=len(refused)))
    if stories.unknown:
        lines.append(texts("import-unknown", count=stories.unknown))
    if taken.sources:
        shown = ", ".join(url[:_ADDRESS] for url in taken.sources[:_NAMES_SHOWN])
        lines.append(texts("import-sources-left", count=len(taken.sources), addresses=shown, chat=reply.place))
    return "\n".join(lines)


def _language_button(texts: Texts, read: Belongings) -> list[InlineKeyboardButton]:
    """Offer the language of the file, if it is another: nobody's is changed unasked."""
    if read.language == texts.language:
        return []
    name = speaking(read.language).plain("language-name")
    return [keyboards.button(texts.plain("button-speak", language=name), LanguageTap(language=read.language))]


def _offer(texts: Texts) -> InlineKeyboardMarkup:
    everything, only_add, nothing = (
        [keyboards.button(texts.plain(f"button-import-{act.name.lower()}"), ImportTap(act=act))] for act in ImportAct
    )
    return keyboards.keyboard(everything, only_add, nothing)


def _go(texts: Texts, to: str) -> InlineKeyboardButton:
    return keyboards.button(texts.plain(f"button-{to}"), Go(to=to))


def build_router() -> Router:
    """Route /export, /import, files that are sent and the buttons below what is said of them."""
    router = Router(name="carry")
    command_and_button(router, "export", export)
    command_and_button(router, "import", ask)
    router.message.register(look, F.document, flags={BUDGET: Work.FILE})
    router.callback_query.register(import_confirmed, ImportTap.filter(), flags={BUDGET: Work.FILE})
    return router
