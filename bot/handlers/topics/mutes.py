"""/mute: what a reader is never told of, whatever their topics; added by words, taken back by buttons."""

from datetime import datetime
from typing import Final

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, TelegramObject

from bot import keyboards, subscriptions
from bot.handlers import paging
from bot.handlers.registration import command_and_button
from bot.handlers.reply import Reply
from bot.handlers.topics import refusals
from bot.keyboards import PageNumber, RowId
from bot.runtime import metrics
from bot.texts import Texts
from storage.database import Connection, Database
from storage.errors import TooManyTopicsError, TopicSyntaxError
from storage.model import Subscriber
from storage.subscribers import mutes

_LABEL: Final = 30


class UnmuteTap(CallbackData, prefix="unmute"):
    """Takes a muted topic back."""

    topic_id: RowId


class MutesPageTap(CallbackData, prefix="mutes"):
    """Turns to a page of the list of mutes."""

    page: PageNumber


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
    await mute_words(reply, database, subscriber, now, written)


async def mute_words(reply: Reply, database: Database, subscriber: Subscriber, now: datetime, written: str) -> None:
    """Mute a topic and say so, with the way back."""
    texts = reply.texts
    try:
        topic, is_new = await subscriptions.mute(database, subscriber, written, now=now)
    except TooManyTopicsError:
        metrics.refuse("mute", "too-many")
        await reply.say(texts("mute-too-many"))
        return
    except TopicSyntaxError as error:
        await reply.say(refusals.of_topic(texts, written, error))
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
        place = list(muted).index(topic.id) if topic else 0
        if topic is not None:
            await mutes.unmute(connection, subscriber.id, topic.id)
        screen = await _list(connection, reply.texts, subscriber, place=place)
    reply.note = (
        reply.texts.plain("note-unmuted", topic=topic.label) if topic else reply.texts.plain("button-done-already")
    )
    await reply.show(*screen)


async def turn(
    _: CallbackQuery, callback_data: MutesPageTap, reply: Reply, database: Database, subscriber: Subscriber
) -> None:
    """Turn a page of the list."""
    async with database.read() as connection:
        screen = await _list(connection, reply.texts, subscriber, callback_data.page)
    await reply.show(*screen)


async def _list(
    connection: Connection, texts: Texts, subscriber: Subscriber, number: int = 0, *, place: int | None = None
) -> tuple[str, InlineKeyboardMarkup | None]:
    muted = await mutes.for_subscriber(connection, subscriber.id)
    if not muted:
        return texts("mute-none"), None
    rows = [texts("topics-row", topic=topic.label[:_LABEL]) for topic in muted]
    page = paging.page(rows, number) if place is None else paging.page_with(rows, place)
    buttons = (
        keyboards.button(texts.plain("button-unfollow", topic=topic.label), UnmuteTap(topic_id=topic.id))
        for topic in muted[page.start : page.end]
    )
    turns = page.turns(texts, lambda there: MutesPageTap(page=there))
    return texts("mute-list", list=page.html), keyboards.keyboard(*keyboards.in_rows(buttons, 2), turns)


def build_router() -> Router:
    """Route /mute and its buttons."""
    router = Router(name="mutes")
    command_and_button(router, "mute", mute)
    router.callback_query.register(unmute, UnmuteTap.filter())
    router.callback_query.register(turn, MutesPageTap.filter())
    return router
