"""/settings and /help: what is set, everything else in groups of at most six buttons, and what the bot is for."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Chat, InlineKeyboardButton, TelegramObject

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


class SettingsGroup(StrEnum):
    """What stands together in the settings: one thought a screen."""

    WHEN = "when"
    LOOK = "look"
    READ = "read"
    FROM = "from"
    MORE = "more"


class SettingsGroupTap(CallbackData, prefix="group"):
    """Opens a group of the settings."""

    group: SettingsGroup


# Six buttons with the way back: what a phone shows without scrolling, and an eye takes in at once.
_PLACES: Final = {
    SettingsGroup.WHEN: ("schedule", "timezone", "quiet", "holidays", "pause"),
    SettingsGroup.LOOK: ("preferences", "publication", "mute", "languages", "language"),
    SettingsGroup.READ: ("digest", "preview", "catchup", "saved", "deliveries"),
    SettingsGroup.FROM: ("sources", "tastes", "channel", "thread"),
    SettingsGroup.MORE: ("share", "export", "changes", "help", "delete"),
}


async def settings(_: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber, now: datetime) -> None:
    """/settings: what is set, and a button for each group of it."""
    texts = reply.texts
    async with database.read() as connection:
        followed = await topics.for_subscriber(connection, subscriber.id)
    text = texts(
        "settings",
        topics=len(followed),
        schedule=_schedule(texts, subscriber),
        next=_next(texts, subscriber, now),
        zone=texts.zone(subscriber.zone, now=now),
        language=texts.plain("language-name"),
    )
    if subscriber.barred_since is not None:
        why = suspensions.explain(texts, subscriber.suspended_for)
        text += "\n\n" + texts("settings-barred", since=suspensions.since(texts, subscriber, now), why=why)
    if subscriber.kind is ChatKind.CHANNEL:
        await _show_channel(reply, database, subscriber, now, text)
        return
    topics_button = keyboards.button(texts.plain("button-topics"), Go(to="topics"))
    await reply.replace(text, keyboards.keyboard(*keyboards.in_rows([topics_button, *_group_buttons(texts)], 2)))


async def open_group(
    _: CallbackQuery, callback_data: SettingsGroupTap, reply: Reply, subscriber: Subscriber, event_chat: Chat
) -> None:
    """Open a group of the settings."""
    texts, group = reply.texts, callback_data.group
    elsewhere = _elsewhere(subscriber, event_chat)
    places = [place for place in _PLACES[group] if place not in elsewhere]
    if subscriber.state is SubscriberState.PAUSED and "pause" in places:
        places[places.index("pause")] = "resume"
    buttons = (keyboards.button(texts.plain(f"button-{place}"), Go(to=place)) for place in places)
    await reply.show(texts(f"settings-group-{group}"), keyboards.keyboard(*keyboards.in_rows(buttons, 2)))


def _elsewhere(subscriber: Subscriber, chat: Chat) -> set[str]:
    """Return the places that make no sense where the settings are opened: a button there would only say so."""
    places = set()
    if subscriber.kind is ChatKind.PRIVATE:
        places.add("changes")
    else:
        # What is learned is learned of a person.
        places.add("tastes")
    if chat.type != ChatType.PRIVATE:
        places.add("channel")
    if not chat.is_forum or chat.type == ChatType.PRIVATE:
        places.add("thread")
    return places


async def everything(_: TelegramObject, reply: Reply) -> None:
    """Show whatever else of a channel can be set."""
    await reply.show(
        reply.texts("settings-more"), keyboards.keyboard(*keyboards.in_rows(_group_buttons(reply.texts), 2))
    )


def _group_buttons(texts: Texts) -> list[InlineKeyboardButton]:
    return [
        keyboards.button(texts.plain(f"button-group-{group}"), SettingsGroupTap(group=group)) for group in SettingsGroup
    ]


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
            "settings-paused-until",
            until=texts.appointment(subscriber.next_due_at or subscriber.paused_until, subscriber.zone, now=now),
        )
    if subscriber.next_due_at is None:
        return texts.plain("settings-no-next")
    return texts.moment(subscriber.next_due_at, subscriber.zone, now=now)


def build_router() -> Router:
    """Route /settings and /help."""
    router = Router(name="settings")
    router.callback_query.register(open_group, SettingsGroupTap.filter())
    command_and_button(router, "settings", settings)
    router.callback_query.register(everything, Go.filter(F.to == "more"))
    command_and_button(router, "help", show_help, open_to_all=True, to_strangers=True)
    return router
