"""/mute: what a reader is never told of, whatever their topics; added by words, taken back by buttons."""

from datetime import datetime
from typing import Final

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, TelegramObject

from bot import keyboards, subscriptions
from bot.handlers.registration import command_and_button
from bot.handlers.reply import Reply
from bot.handlers.topics import follow as topic_handlers
from bot.keyboards import RowId
from bot.runtime import metrics
from bot.texts import Html, Texts
from storage.database import Connection, Database
from storage.errors import TooManyTopicsError, TopicSyntaxError
from storage.model import Subscriber
from storage.subscribers import mutes

_LABEL: Final = 30
_BUTTONS: Final = 40


class UnmuteTap(CallbackData, prefix="unmute"):
    """Takes a muted topic back."""

    topic_id: RowId


async def mute(
    _: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber, now: datetime, written: str
) -> None:
    """/mute футбол: never tell of it; without words, list what is muted."""
    texts = reply.texts
    if not written:
        async with database.read() as connection:
            screen = await _list(connection, texts, subscriber)
        await reply.show(*screen)
        return
    try:
        topic, is_new = await subscriptions.mute(database, subscriber, written, now=now)
    except TooManyTopicsError:
        metrics.refuse("mute", "too-many")
        await reply.say(texts("mute-too-many"))
        return
    except TopicSyntaxError as error:
        await reply.say(topic_handlers.refusal(texts, written, error))
        return
    unmute = keyboards.button(texts.plain("button-unfollow", topic=topic.label[:_LABEL]), UnmuteTap(topic_id=topic.id))
    await reply.say(texts("muted" if is_new else "muted-already", topic=topic.label), keyboards.keyboard([unmute]))


async def unmute(
    _: CallbackQuery, callback_data: UnmuteTap, reply: Reply, database: Database, subscriber: Subscriber
) -> None:
    """Take the muted topic of a button back and show what is left."""
    async with database.transaction() as connection:
        muted = {topic.id: topic for topic in await mutes.for_subscriber(connection, subscriber.id)}
        topic = muted.get(callback_data.topic_id)
        if topic is not None:
            await mutes.unmute(connection, subscriber.id, topic.id)
        screen = await _list(connection, reply.texts, subscriber)
    reply.note = (
        reply.texts.plain("note-unmuted", topic=topic.label) if topic else reply.texts.plain("button-done-already")
    )
    await reply.show(*screen)


async def _list(
    connection: Connection, texts: Texts, subscriber: Subscriber
) -> tuple[str, InlineKeyboardMarkup | None]:
    muted = await mutes.for_subscriber(connection, subscriber.id)
    if not muted:
        return texts("mute-none"), None
    rows = Html("\n".join(texts("topics-row", topic=topic.label[:_LABEL]) for topic in muted))
    buttons = (
        keyboards.button(texts.plain("button-unfollow", topic=topic.label), UnmuteTap(topic_id=topic.id))
        for topic in muted[:_BUTTONS]
    )
    return texts("mute-list", list=rows), keyboards.keyboard(*keyboards.in_rows(buttons, 2))


def build_router() -> Router:
    """Route /mute and its buttons."""
    router = Router(name="mutes")
    command_and_button(router, "mute", mute)
    router.callback_query.register(unmute, UnmuteTap.filter())
    return router
