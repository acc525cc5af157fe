"""/settings and /help: everything on one message of buttons, and what the bot is for."""

from datetime import datetime
from typing import Final

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.types import Chat, TelegramObject

from bot import commands, keyboards, suspensions
from bot.handlers.publishing import changes
from bot.handlers.registration import command_and_button
from bot.handlers.reply import Reply
from bot.handlers.schedule import holidays
from bot.keyboards import Go
from bot.schedule import timetable_parser
from bot.texts import Html, Texts
from storage.admins import proposals, setting_changes
from storage.database import Database
from storage.model import ChatKind, Subscriber, SubscriberState
from storage.topics import topics

# Of what was changed of a channel, so much stands on its first screen.
_LATEST: Final = 3


async def settings(_: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber, now: datetime) -> None:
    """/settings: what is set, and a button for each."""
    texts = reply.texts
    async with database.read() as connection:
        followed = await topics.for_subscriber(connection, subscriber.id)
    is_paused = subscriber.state is SubscriberState.PAUSED
    places: tuple[str, ...] = ("topics", "mute", "schedule", "timezone", "preferences", "quiet", "language",
              "resume" if is_paused else "pause", "digest", "preview", "catchup", "saved", "deliveries", "sources",
              "channel", "share", "publication", "export", "help", "delete")  # fmt: skip
    if subscriber.kind is not ChatKind.PRIVATE:
        places = (*places, "changes")
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
    if subscriber.kind is ChatKind.CHANNEL:
        await _show_channel(reply, database, subscriber, now, text)
        return
    await reply.replace(text, keyboards.keyboard(*keyboards.in_rows(buttons, 2)))


async def everything(_: TelegramObject, reply: Reply, subscriber: Subscriber) -> None:
    """Show whatever else of a channel can be set."""
    places = ("timezone", "language", "mute", "preferences", "quiet", "holidays",
              "resume" if subscriber.state is SubscriberState.PAUSED else "pause", "digest", "sources", "deliveries",
              "share", "export", "changes", "delete")  # fmt: skip
    buttons = (keyboards.button(reply.texts.plain(f"button-{place}"), Go(to=place)) for place in places)
    await reply.show(reply.texts("settings-more"), keyboards.keyboard(*keyboards.in_rows(buttons, 2)))


async def _show_channel(reply: Reply, database: Database, subscriber: Subscriber, now: datetime, text: str) -> None:
    """Show a channel's settings: what is set of it most, what was changed last, and whether a digest waits."""
    texts = reply.texts
    async with database.read() as connection:
        waits = await proposals.waiting(connection, subscriber.id)
        past = await setting_changes.latest(connection, subscriber.id, _LATEST)
    if past:
        rows = Html("\n".join(changes.row(texts, one, subscriber.zone, now) for one in past))
        text += "\n\n" + texts("changes", list=rows)
    places = ("topics", "schedule", "publication", "preview" if waits is None else "proposal", "channel", "more")
    buttons = (keyboards.button(texts.plain(f"button-{place}"), Go(to=place)) for place in places)
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
    router.callback_query.register(everything, Go.filter(F.to == "more"))
    command_and_button(router, "help", show_help, open_to_all=True, to_strangers=True)
    return router
