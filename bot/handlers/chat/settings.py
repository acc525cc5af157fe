"""/settings and /help: everything on one message of buttons, and what the bot is for."""

from datetime import datetime

from aiogram import Router
from aiogram.enums import ChatType
from aiogram.types import Chat, TelegramObject

from bot import commands, keyboards, suspensions
from bot.handlers.registration import command_and_button
from bot.handlers.reply import Reply
from bot.handlers.schedule import holidays
from bot.keyboards import Go
from bot.schedule import timetable_parser
from bot.texts import Texts
from storage.database import Database
from storage.model import Subscriber, SubscriberState
from storage.topics import topics


async def settings(_: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber, now: datetime) -> None:
    """/settings: what is set, and a button for each."""
    texts = reply.texts
    async with database.read() as connection:
        followed = await topics.for_subscriber(connection, subscriber.id)
    is_paused = subscriber.state is SubscriberState.PAUSED
    places = ("topics", "mute", "schedule", "timezone", "preferences", "quiet", "language",
              "resume" if is_paused else "pause", "digest", "preview", "catchup", "saved", "deliveries", "sources",
              "channel", "share", "export", "help", "delete")  # fmt: skip
    buttons = (keyboards.button(texts.plain(f"button-{place}"), Go(to=place)) for place in places)
    text = texts(
        "settings",
        topics=len(followed),
        schedule=_schedule(texts, subscriber),
        next=_next(texts, subscriber, now),
        zone=subscriber.zone,
        language=texts.plain("language-name"),
    )
    if subscriber.barred_since is not None:
        why = suspensions.explain(texts, subscriber.suspended_for)
        text += "\n\n" + texts("settings-barred", since=suspensions.since(texts, subscriber, now), why=why)
    await reply.replace(text, keyboards.keyboard(*keyboards.in_rows(buttons, 2)))


async def show_help(_: TelegramObject, reply: Reply, event_chat: Chat) -> None:
    """/help: what this is, how to write a topic, every command."""
    texts = reply.texts
    text = texts("help", commands=commands.listed(texts), chat=reply.place)
    if event_chat.type != ChatType.PRIVATE:
        text += "\n\n" + texts("help-group")
    places = ("topics", "schedule", "digest", "settings")
    buttons = (keyboards.button(texts.plain(f"button-{place}"), Go(to=place)) for place in places)
    await reply.say(text, keyboards.keyboard(*keyboards.in_rows(buttons, 2)))


def _schedule(texts: Texts, subscriber: Subscriber) -> str:
    if not subscriber.timetable:
        return texts.plain("settings-no-schedule")
    return holidays.described(texts, timetable_parser.write(subscriber.timetable, texts.language), subscriber.holidays)


def _next(texts: Texts, subscriber: Subscriber, now: datetime) -> str:
    if subscriber.state is SubscriberState.PAUSED:
        if subscriber.paused_until is None:
            return texts.plain("settings-paused")
        return texts.plain(
            "settings-paused-until", until=texts.moment(subscriber.paused_until, subscriber.zone, now=now)
        )
    if subscriber.next_due_at is None:
        return texts.plain("settings-no-next")
    return texts.moment(subscriber.next_due_at, subscriber.zone, now=now)


def build_router() -> Router:
    """Route /settings and /help."""
    router = Router(name="settings")
    command_and_button(router, "settings", settings)
    command_and_button(router, "help", show_help, open_to_all=True, to_strangers=True)
    return router
