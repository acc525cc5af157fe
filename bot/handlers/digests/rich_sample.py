"""The digest as one rich message: shown as a sample first, and chosen only once its reader has seen it."""

from dataclasses import replace
from typing import Final

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardMarkup

from bot import keyboards
from bot.digest import render_rich
from bot.handlers.reply import Reply
from bot.keyboards import Go
from bot.runtime import metrics
from storage.database import Database
from storage.model import ChatKind, Style, Subscriber
from storage.subscribers import preferences

_NO_BUTTONS: Final = InlineKeyboardMarkup(inline_keyboard=[])


class SampleTap(CallbackData, prefix="rich"):
    """Says whether the sample above it can be seen."""

    seen: bool


def is_asked(what: str, value: str) -> bool:
    """Say whether a choice is that of one rich message, which no button turns on by itself."""
    return (what, value) == ("style", Style.ONE)


async def ask(reply: Reply, subscriber: Subscriber) -> None:
    """Show the sample and ask whether it can be seen; in private alone, for nobody can answer for others."""
    texts = reply.texts
    if subscriber.kind is not ChatKind.PRIVATE:
        reply.alert(texts.plain("rich-private-only"))
        return
    keyboard = keyboards.keyboard(
        [
            keyboards.button(texts.plain("button-rich-seen"), SampleTap(seen=True)),
            keyboards.button(texts.plain("button-rich-unseen"), SampleTap(seen=False)),
        ]
    )
    if not await reply.say_rich(render_rich.sample(texts), keyboard):
        metrics.refuse("rich", "unavailable")
        reply.alert(texts.plain("rich-unavailable"))


async def answer(
    _: CallbackQuery, callback_data: SampleTap, reply: Reply, database: Database, subscriber: Subscriber
) -> None:
    """Choose one rich message if its sample was seen; if not, everything stays as it was."""
    if subscriber.kind is not ChatKind.PRIVATE:
        reply.alert(reply.texts.plain("rich-private-only"))
        return
    if callback_data.seen:
        async with database.transaction() as connection:
            chosen = await preferences.to_change(connection, subscriber.id)
            await preferences.save(connection, subscriber.id, replace(chosen, style=Style.ONE))
    await reply.replace_keyboard(_NO_BUTTONS)
    look = keyboards.button(reply.texts.plain("button-preferences"), Go(to="preferences"))
    await reply.say(reply.texts("rich-on" if callback_data.seen else "rich-off"), keyboards.keyboard([look]))


def build_router() -> Router:
    """Route the answers to the sample."""
    router = Router(name="rich sample")
    router.callback_query.register(answer, SampleTap.filter())
    return router
