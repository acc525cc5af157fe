"""/start: three taps from a stranger to the first digest: a rubric or a topic, "done", a time."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from aiogram import F, Router
from aiogram.filters import CommandStart
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, TelegramObject

from bot import keyboards, subscriptions
from bot import texts as languages
from bot.handlers.digests import reading
from bot.handlers.registration import Says
from bot.handlers.reply import Reply
from bot.handlers.schedule import schedule
from bot.handlers.topics import rubrics
from bot.keyboards import DoneTap, Go, LanguageTap, TopicAct, TopicTap
from storage.database import Database
from storage.errors import TooManyTopicsError
from storage.model import Subscriber, Topic
from storage.subscribers import preferences
from storage.topics import topics

# Beside the rubrics, so many topics that are in the news now.
_LIVELY: Final = 7


class MainTap(CallbackData, prefix="main"):
    """Asks for the main stories of the day, or no longer."""


async def start(_: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber, now: datetime) -> None:
    """Welcome and offer rubrics, the main stories, and topics that are alive now.

    A payload of a link we have not made is a plain start.
    """
    lively = await subscriptions.alive(database, subscriber, now=now)
    general = await rubrics.offered(database, reply.texts, subscriber, now=now)
    async with database.read() as connection:
        followed = await topics.for_subscriber(connection, subscriber.id)
        read = await subscriptions.read_by(connection, subscriber)
        has_main = (await preferences.get(connection, subscriber.id)).main
    texts, count = reply.texts, len(followed)
    text = texts("welcome-back", topics=count) if followed else texts("welcome", chat=reply.place)
    if not followed:
        text += "\n\n" + texts("welcome-languages", languages=reading.named(texts, read))
    chosen = {topic.id for topic in followed}
    await reply.say(text, _welcome_keyboard(reply, (general, lively[:_LIVELY]), chosen, has_main=has_main))


async def main_stories(callback: CallbackQuery, reply: Reply, database: Database, subscriber: Subscriber) -> None:
    """Tell the main stories of the day too, or no longer, and show on the button which."""
    async with database.transaction() as connection:
        chosen = await preferences.to_change(connection, subscriber.id)
        chosen = replace(chosen, main=not chosen.main)
        await preferences.save(connection, subscriber.id, chosen)
    reply.note = reply.texts.plain("note-main-on" if chosen.main else "note-main-off")
    if reply.tapped is not None and reply.tapped.reply_markup is not None and callback.data is not None:
        pressed = _main_button(reply, is_chosen=chosen.main)
        await reply.replace_keyboard(_with(reply.tapped.reply_markup, callback.data, pressed))


async def tick(
    callback: CallbackQuery,
    callback_data: TopicTap,
    reply: Reply,
    database: Database,
    subscriber: Subscriber,
    now: datetime,
) -> None:
    """Follow the topic of a button, or stop following it, and show on the button which."""
    reply.verify_offered(callback_data)
    try:
        ticked = await subscriptions.tick(
            database, subscriber, callback_data.topic_id, now=now, called=partial(rubrics.own_label, reply.texts)
        )
    except TooManyTopicsError:
        reply.alert(reply.texts.plain("topic-too-many"))
        return
    if ticked is None:
        reply.note = reply.texts.plain("topic-gone")
        return
    topic, is_followed = ticked
    topic = replace(topic, label=rubrics.own_label(reply.texts, topic) or topic.label)
    reply.note = reply.texts.plain("note-followed" if is_followed else "note-unfollowed", topic=topic.label)
    if reply.tapped is not None and reply.tapped.reply_markup is not None and callback.data is not None:
        pressed = _topic_button(reply, topic, is_chosen=is_followed)
        await reply.replace_keyboard(_with(reply.tapped.reply_markup, callback.data, pressed))


async def done(_: CallbackQuery, reply: Reply, database: Database, subscriber: Subscriber, now: datetime) -> None:
    """Go on to the time. Who chose nothing is told the main stories."""
    async with database.transaction() as connection:
        followed = await topics.for_subscriber(connection, subscriber.id)
        chosen = await preferences.to_change(connection, subscriber.id)
        if not followed and not chosen.main:
            await preferences.save(connection, subscriber.id, replace(chosen, main=True))
    clock = f"{now.astimezone(ZoneInfo(subscriber.zone)):%H:%M}"
    text = reply.texts("choose-time", zone=reply.texts.zone(subscriber.zone, now=now), clock=clock)
    if not followed:
        text = reply.texts("chosen-main") + "\n\n" + text
    await reply.say(text, schedule.presets(reply.texts))


def _welcome_keyboard(
    reply: Reply, offered: tuple[tuple[Topic, ...], tuple[Topic, ...]], chosen: set[int], *, has_main: bool
) -> InlineKeyboardMarkup:
    general, lively = (
        [_topic_button(reply, topic, is_chosen=topic.id in chosen) for topic in some] for some in offered
    )
    others = [language for language in languages.LANGUAGES if language != reply.texts.language]
    return keyboards.keyboard(
        # Two in a row: Telegram cuts what is longer than its button.
        *keyboards.in_rows([_main_button(reply, is_chosen=has_main), *general, *lively], 2),
        [
            keyboards.button(reply.texts.plain("button-done"), DoneTap()),
            keyboards.button(reply.texts.plain("button-languages"), Go(to="languages")),
        ],
        [
            keyboards.button(
                languages.for_language(language).plain("language-name"), LanguageTap(language=language, again=True)
            )
            for language in others
        ]
        + [keyboards.button(reply.texts.plain("button-help"), Go(to="help"))],
    )


def _main_button(reply: Reply, *, is_chosen: bool) -> InlineKeyboardButton:
    label = reply.texts.plain("button-main-stories")
    return keyboards.button(reply.texts.plain("button-chosen", topic=label) if is_chosen else label, MainTap())


def _topic_button(reply: Reply, topic: Topic, *, is_chosen: bool) -> InlineKeyboardButton:
    label = reply.texts.plain("button-chosen", topic=topic.label) if is_chosen else topic.label
    return keyboards.button(label, reply.offer(topic.id, TopicAct.TICK))


def _with(keyboard: InlineKeyboardMarkup, data: str, pressed: InlineKeyboardButton) -> InlineKeyboardMarkup:
    rows = [[pressed if one.callback_data == data else one for one in row] for row in keyboard.inline_keyboard]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def build_router() -> Router:
    """Route /start, its topics and its "done"."""
    router = Router(name="start")
    router.message.register(start, CommandStart(ignore_case=True))
    router.message.register(start, Says("start"))
    router.callback_query.register(start, Go.filter(F.to == "start"))
    router.callback_query.register(tick, TopicTap.filter(F.act == TopicAct.TICK))
    router.callback_query.register(main_stories, MainTap.filter())
    router.callback_query.register(done, DoneTap.filter())
    return router
