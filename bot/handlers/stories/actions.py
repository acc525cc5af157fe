"""What a reader keeps of one story: saved for later, followed to its end, muted; /saved lists what is saved."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, TelegramObject

from bot import keyboards, subscriptions
from bot.handlers.middlewares import OWN
from bot.handlers.registration import command_and_button
from bot.handlers.reply import ForgedButtonError, Reply
from bot.keyboards import PageNumber, RowId
from bot.texts import Html, Texts
from storage.database import Connection, Database
from storage.model import Story, Subscriber
from storage.stories import stories, visibility
from storage.subscribers import portable, reading_languages, saved_stories
from storage.subscribers.portable import KeptAddress
from storage.subscribers.saved_stories import StoryMarks

PER_PAGE: Final = 10
_IN_A_ROW: Final = 5
_HEADLINE: Final = 200


class KeepAct(StrEnum):
    """What to do with a story: save, follow or mute it, and the contrary of each."""

    SAVE = "s"
    DROP = "d"
    FOLLOW = "f"
    UNFOLLOW = "u"
    MUTE = "m"
    UNMUTE = "r"


class KeepTap(CallbackData, prefix="keep"):
    """Does something with the story of a card."""

    act: KeepAct
    story_id: RowId


class SavedTap(CallbackData, prefix="saved"):
    """Shows a page of what is saved, first removing a story or a link if one is named (0 for none)."""

    page: PageNumber
    story_id: RowId = 0
    link_id: RowId = 0


async def mark(
    _: CallbackQuery, callback_data: KeepTap, reply: Reply, database: Database, subscriber: Subscriber, now: datetime
) -> None:
    """Do what a card's button says and let the card offer the contrary."""
    async with database.transaction() as connection:
        # The button may name a story that has become a part of another one since.
        story = await stories.get(connection, callback_data.story_id)
        if story is not None and not await visibility.may_see(connection, subscriber.id, story.id):
            story = None
        story_id = story.id if story else callback_data.story_id
        done = story is not None and await _do(connection, subscriber.id, callback_data.act, story_id, now)
        kept = await saved_stories.marks(connection, subscriber.id, story_id)
    if story is None:
        raise ForgedButtonError
    reply.note = reply.texts.plain(f"note-keep-{callback_data.act.name.lower()}" if done else "button-done-already")
    await reply.replace_keyboard(keyboard(reply.texts, story_id, kept, _kept_rows(reply.tapped)))


async def list_saved(_: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber) -> None:
    """/saved: what was saved, each with a link and a button to remove it."""
    async with database.read() as connection:
        screen = await _list(connection, reply, subscriber, 0)
    await reply.show(*screen)


async def turn(
    _: CallbackQuery, callback_data: SavedTap, reply: Reply, database: Database, subscriber: Subscriber
) -> None:
    """Turn a page of what is saved, or remove a story from it."""
    async with database.transaction() as connection:
        if callback_data.story_id or callback_data.link_id:
            dropped = await _drop(connection, subscriber.id, callback_data)
            reply.note = reply.texts.plain("note-keep-drop" if dropped else "button-done-already")
        screen = await _list(connection, reply, subscriber, callback_data.page)
    await reply.show(*screen)


def keyboard(
    texts: Texts, story_id: int, kept: StoryMarks, tastes: Sequence[Sequence[InlineKeyboardButton]] = ()
) -> InlineKeyboardMarkup:
    """Offer what can be done with a story, and the rows of `tastes`."""
    follow = KeepAct.UNFOLLOW if kept.followed else KeepAct.FOLLOW
    save = KeepAct.DROP if kept.saved else KeepAct.SAVE
    mute = KeepAct.UNMUTE if kept.muted else KeepAct.MUTE
    follow_it, save_it, mute_it = (_button(texts, story_id, act) for act in (follow, save, mute))
    return keyboards.keyboard([follow_it], [save_it], [mute_it], *tastes)


def _kept_rows(tapped: Message | None) -> list[list[InlineKeyboardButton]]:
    """Return the rows of a card below those that this module makes: other modules' stay as they are."""
    shown = tapped.reply_markup.inline_keyboard if tapped is not None and tapped.reply_markup else []
    return [row for row in shown if not any((one.callback_data or "").startswith("keep:") for one in row)]


def _button(texts: Texts, story_id: int, act: KeepAct) -> InlineKeyboardButton:
    return keyboards.button(texts.plain(f"button-keep-{act.name.lower()}"), KeepTap(act=act, story_id=story_id))


async def _do(connection: Connection, subscriber_id: int, act: KeepAct, story_id: int, now: datetime) -> bool:
    match act:
        case KeepAct.SAVE:
            return await saved_stories.save(connection, subscriber_id, story_id, now=now)
        case KeepAct.DROP:
            return await saved_stories.drop(connection, subscriber_id, story_id)
        case KeepAct.FOLLOW:
            return await saved_stories.follow(connection, subscriber_id, story_id, now=now)
        case KeepAct.UNFOLLOW:
            return await saved_stories.unfollow(connection, subscriber_id, story_id)
        case KeepAct.MUTE:
            return await saved_stories.mute(connection, subscriber_id, story_id, now=now)
        case KeepAct.UNMUTE:
            return await saved_stories.unmute(connection, subscriber_id, story_id)


async def _list(
    connection: Connection, reply: Reply, subscriber: Subscriber, page: int
) -> tuple[str, InlineKeyboardMarkup | None]:
    texts = reply.texts
    stories_count = await saved_stories.count(connection, subscriber.id)
    count = stories_count + await portable.count_links(connection, subscriber.id)
    if not count:
        return texts("saved-none", chat=reply.place), None
    page = max(0, min(page, (count - 1) // PER_PAGE))
    start = page * PER_PAGE
    read = await subscriptions.read_by(connection, subscriber)
    found: list[Story | KeptAddress] = [
        reading_languages.in_language(story, *read)
        for story in await saved_stories.page(connection, subscriber.id, start=start, limit=PER_PAGE)
    ]
    # Links that came with a file stand behind the stories.
    found += await portable.links(
        connection, subscriber.id, start=max(0, start - stories_count), limit=PER_PAGE - len(found)
    )
    numbered = list(enumerate(found, start=start + 1))
    rows = Html(
        "\n".join(
            texts("saved-row", number=number, url=story.url, headline=story.headline[:_HEADLINE])
            for number, story in numbered
        )
    )
    drops = (
        keyboards.button(texts.plain("button-saved-drop", number=number), _dropping(page, one))
        for number, one in numbered
    )
    turns = [
        keyboards.button(texts.plain(key), SavedTap(page=there))
        for key, there in (("button-earlier-topics", page - 1), ("button-more-topics", page + 1))
        if 0 <= there * PER_PAGE < count
    ]
    return texts("saved-list", count=count, list=rows), keyboards.keyboard(*keyboards.in_rows(drops, _IN_A_ROW), turns)


async def _drop(connection: Connection, subscriber_id: int, tap: SavedTap) -> bool:
    if tap.link_id:
        return await portable.drop_link(connection, subscriber_id, tap.link_id)
    return await saved_stories.drop(connection, subscriber_id, tap.story_id)


def _dropping(page: int, one: Story | KeptAddress) -> SavedTap:
    if isinstance(one, Story):
        return SavedTap(page=page, story_id=one.id)
    return SavedTap(page=page, link_id=one.id)


def build_router() -> Router:
    """Route /saved and the buttons of stories."""
    router = Router(name="keeping")
    command_and_button(router, "saved", list_saved, own=True)
    router.callback_query.register(turn, SavedTap.filter(), flags={OWN: True})
    router.callback_query.register(mark, KeepTap.filter(), flags={OWN: True})
    return router
