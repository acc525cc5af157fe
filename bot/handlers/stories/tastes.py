"""What a reader wants more and less of: said under a story, listed, explained, and taken back by one tap."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, TelegramObject

from bot import keyboards
from bot.digest import tellers
from bot.handlers.middlewares import OWN
from bot.handlers.reply import ForgedButtonError, Reply
from bot.handlers.stories import actions
from bot.handlers.topics import topic_list
from bot.keyboards import Go, PageNumber, RowId
from bot.texts import Html, Texts
from storage.database import Connection, Database
from storage.digests import explain
from storage.model import StoryCandidate, Subscriber
from storage.subscribers import saved_stories, tastes
from storage.subscribers.tastes import Taste

PER_PAGE: Final = 10


class TasteAct(StrEnum):
    """What to say of a story: more like it, less, not this source on this topic; and the contrary of each."""

    MORE = "m"
    LESS = "l"
    UNSAY = "u"
    EXCLUDE = "b"
    READMIT = "o"


class TasteTap(CallbackData, prefix="taste"):
    """Says something of the story of a card."""

    act: TasteAct
    story_id: RowId


class ForgetTap(CallbackData, prefix="forget"):
    """Shows a page of what was learned, first forgetting one thing if one is named (0 for none).

    A site stands for the one that is excluded from the topic at that place of the list: its name may be too long.
    """

    page: PageNumber
    topic_id: RowId = 0
    tag_id: RowId = 0
    place: PageNumber = 0


async def say(
    _: CallbackQuery, callback_data: TasteTap, reply: Reply, database: Database, subscriber: Subscriber, now: datetime
) -> None:
    """Do what a card's button says, say what that was, and let the card offer the contrary."""
    async with database.transaction() as connection:
        found = await explain.story(connection, subscriber.id, callback_data.story_id)
        if found is None:
            raise ForgedButtonError
        reply.note = await _say(connection, reply.texts, found, subscriber, callback_data.act, now)
        kept = await saved_stories.marks(connection, subscriber.id, found.story.id)
        offered = await rows(connection, reply.texts, subscriber, found)
    await reply.replace_keyboard(actions.keyboard(reply.texts, found.story.id, kept, offered))


async def rows(
    connection: Connection, texts: Texts, subscriber: Subscriber, found: StoryCandidate
) -> list[list[InlineKeyboardButton]]:
    """Return the buttons of a card that say what is wanted, with what was said marked."""
    story, topic_ids = found.story, [match.topic.id for match in found.matches]
    said = await tastes.said(connection, subscriber.id, story, topic_ids)

    def button(act: TasteAct, label: str, *, is_said: bool) -> InlineKeyboardButton:
        shown = texts.plain("button-chosen", topic=label) if is_said else label
        return keyboards.button(shown, TasteTap(act=act, story_id=story.id))

    more = button(
        TasteAct.UNSAY if said.verdict > 0 else TasteAct.MORE, texts.plain("button-more-like"), is_said=said.verdict > 0
    )
    less = button(
        TasteAct.UNSAY if said.verdict < 0 else TasteAct.LESS, texts.plain("button-less-like"), is_said=said.verdict < 0
    )
    site = tastes.site_of(story)
    if not found.matches or not site:
        return [[more, less]]
    label = texts.plain("button-exclude", site=tellers.name(site), topic=found.matches[0].topic.label)
    exclude = button(TasteAct.READMIT if said.is_excluded else TasteAct.EXCLUDE, label, is_said=said.is_excluded)
    return [[more, less], [exclude]]


async def explained(connection: Connection, texts: Texts, subscriber: Subscriber, found: StoryCandidate) -> list[str]:
    """Say what of that which was learned bears on a story."""
    tag_ids = {tag.id for tag in found.story.tags}
    topic_ids = {match.topic.id for match in found.matches}
    sites = {member.site for member in found.story.members}
    bearing = [
        one
        for one in await tastes.listed(connection, subscriber.id)
        if (one.site in sites and one.topic_id in topic_ids)
        or (not one.site and (one.tag_id in tag_ids or one.topic_id in topic_ids))
    ]
    if not bearing:
        return []
    return [texts("why-tastes", tastes=Html("; ".join(_written(texts, one) for one in bearing)))]


async def listed(_: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber) -> None:
    """Show all that was learned, each with a button that forgets it."""
    async with database.read() as connection:
        learned = await tastes.listed(connection, subscriber.id)
    await _show(reply, learned, 0)


async def forget(
    _: CallbackQuery, callback_data: ForgetTap, reply: Reply, database: Database, subscriber: Subscriber
) -> None:
    """Turn a page of what was learned, or forget one thing."""
    tap = callback_data
    async with database.transaction() as connection:
        learned = await tastes.listed(connection, subscriber.id)
        wanted = [one for one in learned if (one.topic_id or 0, one.tag_id or 0) == (tap.topic_id, tap.tag_id)]
        if tap.topic_id or tap.tag_id:
            done = False
            for one in wanted:
                if one.is_excluded == bool(tap.place) and (not tap.place or learned.index(one) == tap.place - 1):
                    done = await tastes.forget(
                        connection, subscriber.id, topic_id=one.topic_id, tag_id=one.tag_id, site=one.site
                    )
            reply.note = reply.texts.plain("note-forgotten" if done else "button-done-already")
            learned = await tastes.listed(connection, subscriber.id)
    await _show(reply, learned, tap.page)


async def _say(
    connection: Connection, texts: Texts, found: StoryCandidate, subscriber: Subscriber, act: TasteAct, now: datetime
) -> str:
    """Say it, and return in words what it does."""
    story, topic_ids = found.story, [match.topic.id for match in found.matches]
    if act in {TasteAct.MORE, TasteAct.LESS}:
        verdict = 1 if act is TasteAct.MORE else -1
        labels = await tastes.say(connection, subscriber.id, story, verdict, topic_ids, now=now)
        if not labels:
            return texts.plain("note-taste-none")
        key = "note-taste-more" if verdict > 0 else "note-taste-less"
        return texts.plain(key, what=", ".join(map(topic_list.cut, labels)))
    if act is TasteAct.UNSAY:
        done = await tastes.take_back(connection, subscriber.id, story.id)
        return texts.plain("note-taste-unsaid" if done else "button-done-already")
    site = tastes.site_of(story)
    if not topic_ids or not site:
        raise ForgedButtonError
    topic = found.matches[0].topic
    if act is TasteAct.EXCLUDE:
        await tastes.exclude(connection, subscriber.id, story.id, topic.id, site, now=now)
        return texts.plain("note-excluded", site=tellers.name(site), topic=topic_list.cut(topic.label))
    await tastes.forget(connection, subscriber.id, topic_id=topic.id, site=site)
    return texts.plain("note-taste-unsaid")


async def _show(reply: Reply, learned: list[Taste], number: int) -> None:
    texts = reply.texts
    if not learned:
        await reply.show(texts("tastes-none"))
        return
    number = max(0, min(number, (len(learned) - 1) // PER_PAGE))
    start = number * PER_PAGE
    shown = learned[start : start + PER_PAGE]
    lines = Html("\n".join(f"{place}. {_written(texts, one)}" for place, one in enumerate(shown, start=start + 1)))
    drops = (
        keyboards.button(texts.plain("button-saved-drop", number=place), _forgetting(number, place, one))
        for place, one in enumerate(shown, start=start + 1)
    )
    turns = [
        keyboards.button(texts.plain(key), ForgetTap(page=there))
        for key, there in (("button-earlier-topics", number - 1), ("button-more-topics", number + 1))
        if 0 <= there * PER_PAGE < len(learned)
    ]
    await reply.show(texts("tastes", list=lines), keyboards.keyboard(*keyboards.in_rows(drops, 5), turns))


def _forgetting(number: int, place: int, taste: Taste) -> ForgetTap:
    return ForgetTap(
        page=number,
        topic_id=taste.topic_id or 0,
        tag_id=taste.tag_id or 0,
        place=place if taste.is_excluded else 0,
    )


def _written(texts: Texts, taste: Taste) -> str:
    """Write what was learned of one thing."""
    label = topic_list.cut(taste.label)
    if taste.is_excluded:
        return texts("taste-excluded", site=tellers.name(taste.site), topic=label)
    return texts("taste-more" if taste.weight > 0 else "taste-less", what=label, weight=abs(taste.weight))


def build_router() -> Router:
    """Route the buttons of cards and the list."""
    router = Router(name="tastes")
    router.callback_query.register(say, TasteTap.filter(), flags={OWN: True})
    router.callback_query.register(forget, ForgetTap.filter(), flags={OWN: True})
    router.callback_query.register(listed, Go.filter(F.to == "tastes"), flags={OWN: True})
    return router
