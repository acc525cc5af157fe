"""/start: three taps from a stranger to the first digest: a topic, "done", a time."""

from datetime import datetime
from zoneinfo import ZoneInfo

from aiogram import F, Router
from aiogram.filters import CommandStart
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, TelegramObject

from bot import keyboards, subscriptions
from bot import texts as languages
from bot.handlers.registration import Says
from bot.handlers.reply import Reply
from bot.handlers.schedule import schedule
from bot.keyboards import DoneTap, Go, LanguageTap, TopicAct, TopicTap
from storage.database import Database
from storage.errors import TooManyTopicsError
from storage.model import Subscriber, Topic
from storage.topics import topics


async def start(_: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber, now: datetime) -> None:
    """Welcome and offer topics that are alive now. A payload of a link we have not made is a plain start."""
    lively = await subscriptions.alive(database, now=now)
    async with database.read() as connection:
        followed = await topics.for_subscriber(connection, subscriber.id)
    if followed:
        text = reply.texts("welcome-back", topics=len(followed))
    else:
        text = reply.texts("welcome" if lively else "welcome-empty", chat=reply.place)
    await reply.say(text, _welcome_keyboard(reply, lively, {topic.id for topic in followed}))


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
        ticked = await subscriptions.tick(database, subscriber, callback_data.topic_id, now=now)
    except TooManyTopicsError:
        reply.alert(reply.texts.plain("topic-too-many"))
        return
    if ticked is None:
        reply.note = reply.texts.plain("topic-gone")
        return
    topic, is_followed = ticked
    reply.note = reply.texts.plain("note-followed" if is_followed else "note-unfollowed", topic=topic.label)
    if reply.tapped is not None and reply.tapped.reply_markup is not None and callback.data is not None:
        pressed = _topic_button(reply, topic, is_chosen=is_followed)
        await reply.replace_keyboard(_with(reply.tapped.reply_markup, callback.data, pressed))


async def done(_: CallbackQuery, reply: Reply, database: Database, subscriber: Subscriber, now: datetime) -> None:
    """Go on to the time, once there is a topic to send digests about."""
    async with database.read() as connection:
        followed = await topics.for_subscriber(connection, subscriber.id)
    if not followed:
        reply.alert(reply.texts.plain("choose-topic-first"))
        return
    clock = f"{now.astimezone(ZoneInfo(subscriber.zone)):%H:%M}"
    await reply.say(reply.texts("choose-time", zone=subscriber.zone, clock=clock), schedule.presets(reply.texts))


def _welcome_keyboard(reply: Reply, lively: tuple[Topic, ...], chosen: set[int]) -> InlineKeyboardMarkup:
    others = [language for language in languages.LANGUAGES if language != reply.texts.language]
    return keyboards.keyboard(
        *keyboards.in_rows((_topic_button(reply, topic, is_chosen=topic.id in chosen) for topic in lively), 2),
        [keyboards.button(reply.texts.plain("button-done"), DoneTap())],
        [
            keyboards.button(
                languages.for_language(language).plain("language-name"), LanguageTap(language=language, again=True)
            )
            for language in others
        ]
        + [keyboards.button(reply.texts.plain("button-help"), Go(to="help"))],
    )


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
    router.callback_query.register(done, DoneTap.filter())
    return router
