"""Saying something to many, in the operator's chat: /broadcast, looked at, its audience chosen, ordered, stopped."""

from datetime import datetime
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot import keyboards
from bot.handlers.reply import Reply
from bot.keyboards import RowId
from bot.texts import Texts
from storage.database import Database
from storage.outbox import broadcasts
from storage.outbox.broadcasts import Audience


class BroadcastAct(StrEnum):
    """What to do with a broadcast: ask once more before it goes to an audience, order it, stop it, or leave it."""

    CHOOSE = "c"
    ORDER = "o"
    STOP = "s"
    LEAVE = "n"


class BroadcastTap(CallbackData, prefix="cast"):
    """Does something with a broadcast."""

    act: BroadcastAct
    broadcast_id: RowId
    audience: Audience = Audience.ALL


async def broadcast(message: Message, written: str, reply: Reply, database: Database, now: datetime) -> None:
    """Show what would be sent, as its readers would see it, and ask to whom: /broadcast text."""
    if not written:
        await reply.say(reply.texts("broadcast-syntax"))
        return
    html = message.html_text.lstrip().partition(message.html_text.split(maxsplit=1)[0])[2].strip()
    async with database.transaction() as connection:
        broadcast_id = await broadcasts.write(connection, html, written, now=now)
        sizes = await broadcasts.sizes(connection)
    await reply.say(html)
    rows = [
        [_button(reply.texts, f"button-broadcast-{one}", BroadcastAct.CHOOSE, broadcast_id, one, count=size)]
        for one, size in sizes.items()
        if size
    ]
    leave = [_button(reply.texts, "button-broadcast-leave", BroadcastAct.LEAVE, broadcast_id)]
    await reply.say(reply.texts("broadcast-preview"), InlineKeyboardMarkup(inline_keyboard=[*rows, leave]))


async def act(_: CallbackQuery, callback_data: BroadcastTap, reply: Reply, database: Database, now: datetime) -> None:
    """Carry out a tap."""
    match callback_data.act:
        case BroadcastAct.CHOOSE:
            await _confirm(callback_data, reply, database)
        case BroadcastAct.ORDER:
            await _order(callback_data, reply, database)
        case BroadcastAct.STOP:
            async with database.transaction() as connection:
                is_stopped = await broadcasts.stop(connection, callback_data.broadcast_id, now=now)
            await _replace(reply, "broadcast-stopped" if is_stopped else "broadcast-over")
        case BroadcastAct.LEAVE:
            await _replace(reply, "broadcast-left")


async def _confirm(tap: BroadcastTap, reply: Reply, database: Database) -> None:
    async with database.read() as connection:
        sizes = await broadcasts.sizes(connection)
    count = sizes[tap.audience]
    order = _button(
        reply.texts, "button-broadcast-order", BroadcastAct.ORDER, tap.broadcast_id, tap.audience, count=count
    )
    leave = _button(reply.texts, "button-broadcast-leave", BroadcastAct.LEAVE, tap.broadcast_id)
    await reply.replace(reply.texts("broadcast-confirm", count=count), keyboards.keyboard([order], [leave]))


async def _order(tap: BroadcastTap, reply: Reply, database: Database) -> None:
    async with database.transaction() as connection:
        total = await broadcasts.order(connection, tap.broadcast_id, tap.audience)
    if total is None:
        await _replace(reply, "broadcast-over")
        return
    stop = _button(reply.texts, "button-broadcast-stop", BroadcastAct.STOP, tap.broadcast_id)
    await reply.replace(reply.texts("broadcast-running", count=total), keyboards.keyboard([stop]))


async def _replace(reply: Reply, key: str) -> None:
    await reply.replace(reply.texts(key))


def _button(
    speak: Texts, key: str, act: BroadcastAct, broadcast_id: int, audience: Audience = Audience.ALL, **values: int
) -> InlineKeyboardButton:
    data = BroadcastTap(act=act, broadcast_id=broadcast_id, audience=audience).pack()
    return InlineKeyboardButton(text=speak.plain(key, **values), callback_data=data)
