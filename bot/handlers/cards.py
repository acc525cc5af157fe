"""The buttons under a digest: a number for each story, which opens why it was told and where it can be read."""

from datetime import datetime
from typing import Final

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.handlers import insight, keeping
from bot.handlers.middlewares import OWN
from bot.handlers.talk import Talk
from bot.taps import StoryTap
from bot.texts import Texts
from storage import explain, mutes, saved
from storage.database import Database
from storage.model import Member, Subscriber

_SOURCES: Final = 10


async def card(
    _: CallbackQuery,
    callback_data: StoryTap,
    talk: Talk,
    texts: Texts,
    database: Database,
    subscriber: Subscriber,
    now: datetime,
) -> None:
    """Say of a story why it was told, name every source with its own page, and offer what can be done with it."""
    async with database.read() as connection:
        found = await explain.story(connection, subscriber.id, callback_data.story_id)
        kept = await saved.kept(connection, subscriber.id, found.story.id) if found else None
        muted = bool(found and await mutes.hidden(connection, subscriber.id, [found.story]))
    if found is None or kept is None:
        talk.note, talk.alert = texts.plain("unknown-button"), True
        return
    links = [_source(texts, member) for member in found.story.members]
    text = "\n".join([insight.explained(texts, found, subscriber, now, muted=muted), "", *links[:_SOURCES]])
    await talk.say(text, keeping.keyboard(texts, found.story.id, kept))


def _source(texts: Texts, member: Member) -> str:
    line = texts("card-source", url=member.url, site=member.site, headline=member.title)
    return f"{line} {texts('digest-withdrawn-mark')}" if member.withdrawn_at else line


def build_router() -> Router:
    """Route the numbers under digests."""
    router = Router(name="cards")
    router.callback_query.register(card, StoryTap.filter(), flags={OWN: True})
    return router
