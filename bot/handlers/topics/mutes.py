"""/mute: what a reader is never told of, whatever their topics; added by words, taken back by buttons."""

import re
from datetime import datetime
from typing import Final

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, TelegramObject

from bot import keyboards, subscriptions
from bot.handlers import paging
from bot.handlers.budgets import BUDGET, Work
from bot.handlers.registration import command_and_button
from bot.handlers.reply import Reply
from bot.handlers.topics import refusals, topic_list
from bot.handlers.topics.wishes import Wish
from bot.keyboards import PageNumber, RowId, TopicAct, TopicTap
from bot.runtime import metrics
from bot.texts import Texts
from storage.database import Connection, Database
from storage.errors import TooManyTopicsError, TopicSyntaxError
from storage.model import Subscriber, Topic
from storage.subscribers import mutes

# A topic that is one source and nothing else.
_SOURCE: Final = re.compile(r"source:(\S+)")
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
    await reply.say(*_muted(texts, topic, is_new=is_new))


async def ask(reply: Reply, database: Database, subscriber: Subscriber, now: datetime, wish: Wish) -> None:
    """Ask whether to mute what somebody may not want, or to follow what they wrote. Raises TopicSyntaxError."""
    texts = reply.texts
    unwanted = await subscriptions.keep_topic(database, subscriber, wish.unwanted, now=now)
    label = topic_list.cut(unwanted.label)
    mute_it = keyboards.button(
        texts.plain("button-mute-topic", topic=label), reply.offer(unwanted.id, act=TopicAct.MUTE)
    )
    try:
        wanted = await subscriptions.keep_topic(database, subscriber, wish.instead, now=now)
    except TopicSyntaxError:
        decline = TopicTap(act=TopicAct.DECLINE, topic_id=unwanted.id)
        other = keyboards.button(texts.plain("button-no"), decline)
    else:
        follow_it = texts.plain("button-follow-topic", topic=topic_list.cut(wanted.label))
        other = keyboards.button(follow_it, reply.offer(wanted.id))
    await reply.say(texts("mute-ask", topic=label), keyboards.keyboard([mute_it], [other]))


async def mute_tap(
    _: CallbackQuery, callback_data: TopicTap, reply: Reply, database: Database, subscriber: Subscriber, now: datetime
) -> None:
    """Mute the topic of a button."""
    reply.verify_offered(callback_data)
    try:
        muted = await subscriptions.mute_again(database, subscriber, callback_data.topic_id, now=now)
    except TooManyTopicsError:
        metrics.refuse("mute", "too-many")
        await reply.say(reply.texts("mute-too-many"))
        return
    if muted is None:
        await reply.say(reply.texts("topic-gone"))
        return
    topic, is_new = muted
    await reply.replace(*_muted(reply.texts, topic, is_new=is_new))


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


def _muted(texts: Texts, topic: Topic, *, is_new: bool) -> tuple[str, InlineKeyboardMarkup]:
    unmute = keyboards.button(texts.plain("button-unfollow", topic=topic.label[:_LABEL]), UnmuteTap(topic_id=topic.id))
    if is_new and (source := _SOURCE.fullmatch(topic.query)):
        return texts("muted-source", source=source[1]), keyboards.keyboard([unmute])
    label = topic.label.removeprefix("#").strip('"')
    return texts("muted" if is_new else "muted-already", topic=label), keyboards.keyboard([unmute])


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
    router.callback_query.register(mute_tap, TopicTap.filter(F.act == TopicAct.MUTE), flags={BUDGET: Work.TOPIC})
    router.callback_query.register(unmute, UnmuteTap.filter())
    router.callback_query.register(turn, MutesPageTap.filter())
    return router
