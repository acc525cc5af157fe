"""The buttons under a digest: a number for each story, which opens why it was told and where it can be read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.digest import formatting, tellers
from bot.handlers.middlewares import OWN
from bot.handlers.reply import ForgedButtonError, Reply
from bot.handlers.stories import actions, search, tastes
from bot.keyboards import StoryTap
from bot.texts import Texts
from storage.database import Database
from storage.digests import explain
from storage.model import Member, MemberKind, Subscriber
from storage.stories import added_facts
from storage.subscribers import mutes, saved_stories

_SOURCES: Final = 10
# What more of them say alone is an article, not a card.
_ALONE: Final = 3
_FACT_UNITS: Final = 200
_HEADLINE_UNITS: Final = 160


async def card(
    _: CallbackQuery, callback_data: StoryTap, reply: Reply, database: Database, subscriber: Subscriber, now: datetime
) -> None:
    """Say of a story why it was told, name every source with its own page, and offer what can be done with it."""
    texts = reply.texts
    async with database.read() as connection:
        found = await explain.story(connection, subscriber.id, callback_data.story_id)
        kept = await saved_stories.marks(connection, subscriber.id, found.story.id) if found else None
        only = await added_facts.only(connection, found.story) if found else []
        muted = bool(found and await mutes.hidden(connection, subscriber.id, [found.story]))
        found = await search.spoken(connection, subscriber, found) if found else None
        learned = await tastes.explained(connection, texts, subscriber, found) if found else []
        offered = await tastes.rows(connection, texts, subscriber, found) if found else []
    if found is None or kept is None:
        raise ForgedButtonError
    links = [_source(texts, member, subscriber.zone, now) for member in found.story.members]
    alone = [texts("card-only", site=tellers.name(site), facts=_facts(words)) for site, words in only[:_ALONE]]
    text = "\n".join(
        [search.explained(texts, found, subscriber, now, muted=muted), *learned, "", *links[:_SOURCES], *_apart(alone)]
    )
    await reply.say(text, actions.keyboard(texts, found.story.id, kept, offered))


def _apart(lines: Sequence[str]) -> list[str]:
    """Set lines off from those above, if there are any."""
    return ["", *lines] if lines else []


def _source(texts: Texts, member: Member, zone: str, now: datetime) -> str:
    """Write one line of the story's history: when, who, as what."""
    key = f"card-source-{member.kind}" if member.kind in (MemberKind.COPY, MemberKind.FOLLOW_UP) else "card-source"
    when = texts.moment(member.published_at, zone, now=now)
    headline = formatting.shorten(formatting.clean(member.title), _HEADLINE_UNITS)
    line = texts(key, when=when, url=member.url, site=tellers.name(member.site), headline=headline)
    return f"{line} {texts('digest-withdrawn-mark')}" if member.withdrawn_at else line


def _facts(words: Sequence[str]) -> str:
    return " ".join(formatting.shorten(formatting.clean(one), _FACT_UNITS) for one in words)


def build_router() -> Router:
    """Route the numbers under digests."""
    router = Router(name="cards")
    router.callback_query.register(card, StoryTap.filter(), flags={OWN: True})
    return router
