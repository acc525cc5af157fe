"""/why and /search: what became of an article and by which words, and stories by words."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot import keyboards, subscriptions
from bot.digest import tellers
from bot.handlers import paging
from bot.handlers.budgets import BUDGET, Work
from bot.handlers.registration import command_and_button
from bot.handlers.reply import Reply
from bot.handlers.stories import actions, tastes
from bot.handlers.topics import follow as topic_handlers
from bot.handlers.topics import refusals, topic_list
from bot.intents import intents
from bot.runtime import metrics
from bot.sources.registry import Policy, SourceRegistry
from bot.texts import Texts
from parsers import url_finder
from parsers.listings import discovery
from parsers.telegram import addresses as channels
from storage.database import Connection, Database
from storage.digests import explain
from storage.errors import TopicSyntaxError
from storage.model import ChatKind, StoryCandidate, Subscriber, SubscriberState
from storage.subscribers import mutes, reading_languages, saved_stories

FOUND_AT_MOST: Final = 10
SEARCHED: Final = timedelta(days=30)
_PLACES: Final = frozenset({"title", "lead", "text", "tag", "source", "language"})
_SOURCES_SHOWN: Final = 8
_MATCHES_SHOWN: Final = 6
_HEADLINE: Final = 160


class FoundTap(CallbackData, prefix="found"):
    """Follows what was searched for."""


async def why(
    _: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber, now: datetime, written: str
) -> None:
    """/why ADDRESS: which story it is, on which topics and by which words, and what was told of it."""
    addresses = discovery.addresses_in(written)
    if not addresses:
        await reply.say(reply.texts("why-what"))
        return
    found = await _found(database, subscriber, addresses[0])
    if found is None:
        await _not_read(reply)
    else:
        await _show(reply, database, subscriber, now, found)


async def link(
    _: Message,
    reply: Reply,
    database: Database,
    registry: SourceRegistry,
    subscriber: Subscriber,
    now: datetime,
    written: str,
) -> None:
    """Explain the story of an address that was sent by itself; one of no article we read may be that of a source."""
    addresses = discovery.addresses_in(written)
    found = await _found(database, subscriber, addresses[0]) if len(addresses) == 1 else None
    if found is not None:
        await _show(reply, database, subscriber, now, found)
    elif registry.policy is Policy.CLOSED:
        await _not_read(reply)
    else:
        raise SkipHandler


async def search(
    _: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber, now: datetime, written: str
) -> None:
    """/search Китай: the newest stories with these words in any form."""
    texts = reply.texts
    if not written:
        await reply.say(texts("search-what"))
        return
    try:
        found = await subscriptions.search(database, subscriber, written, since=now - SEARCHED, limit=FOUND_AT_MOST)
    except TopicSyntaxError as error:
        await reply.say(refusals.of_topic(texts, written, error))
        return
    rows = [
        texts("trial-example", url=one.url, headline=paging.shortened(one.headline, _HEADLINE))
        for one in found.examples
    ]
    partly = [texts("search-partly", count=found.looked)] if found.looked else []
    text = "\n".join([texts("search-found", count=found.count, topic=topic_list.cut(written)), *rows, *partly])
    await reply.quote(text, keyboards.keyboard([keyboards.button(texts.plain("button-follow"), FoundTap())]))


async def follow_found(
    callback: CallbackQuery, reply: Reply, database: Database, subscriber: Subscriber, now: datetime
) -> None:
    """Follow what was searched for: the command that the message with the button answers."""
    asked = callback.message.reply_to_message if isinstance(callback.message, Message) else None
    written = _searched((asked.text if asked else None) or "")
    if not written:
        reply.alert(reply.texts.plain("search-gone"))
        return
    await topic_handlers.follow(callback, reply, database, subscriber, now, written)


def _searched(text: str) -> str:
    """Return what a message searched for, as a command or in plain words."""
    if not text.startswith("/"):
        intent = intents.read(text)
        return intent.about if intent else ""
    _, _, written = text.partition(" ")
    return written.strip()


async def _not_read(reply: Reply) -> None:
    metrics.refuse("why", "not-read")
    await reply.say(reply.texts("why-not-read"))


async def _found(database: Database, subscriber: Subscriber, address: str) -> StoryCandidate | None:
    async with database.read() as connection:
        return await explain.why(connection, subscriber.id, channels.canonical(address))


async def _show(reply: Reply, database: Database, subscriber: Subscriber, now: datetime, found: StoryCandidate) -> None:
    async with database.read() as connection:
        kept = await saved_stories.marks(connection, subscriber.id, found.story.id)
        muted = bool(await mutes.hidden(connection, subscriber.id, [found.story]))
        found = await spoken(connection, subscriber, found)
        learned = await tastes.explained(connection, reply.texts, subscriber, found)
        offered = await tastes.rows(connection, reply.texts, subscriber, found)
    text = "\n".join([explained(reply.texts, found, subscriber, now, muted=muted), *learned])
    # Those buttons are about the reader (`OWN`), and this message about a channel.
    is_channel = subscriber.kind is ChatKind.CHANNEL
    await reply.say(text, None if is_channel else actions.keyboard(reply.texts, found.story.id, kept, offered))


async def spoken(connection: Connection, subscriber: Subscriber, found: StoryCandidate) -> StoryCandidate:
    """Return a story in the words of its reader's languages."""
    read = await subscriptions.read_by(connection, subscriber)
    return replace(found, story=reading_languages.in_language(found.story, *read))


def explained(texts: Texts, found: StoryCandidate, subscriber: Subscriber, now: datetime, *, muted: bool) -> str:
    """Say which story it is, on which topics and by which words, and what was, or is never, told of it."""
    is_withheld = muted and found.told is None
    fate = texts("why-muted") if is_withheld else _fate(texts, found, subscriber, now)
    return "\n".join([*_about(texts, found), *_matched(texts, found), fate])


def _about(texts: Texts, found: StoryCandidate) -> list[str]:
    story = found.story
    sites = list(dict.fromkeys(tellers.name(member.site) for member in story.members))
    lines = [texts("why-story", url=story.url, headline=paging.shortened(story.headline, _HEADLINE))]
    if len(sites) > 1:
        told_by, shown = tellers.count(story.members), ", ".join(sites[:_SOURCES_SHOWN])
        if told_by.sites and told_by.channels:
            lines.append(texts("why-sites-and-channels", sites=told_by.sites, channels=told_by.channels, sources=shown))
        else:
            lines.append(texts("why-sources", count=len(sites), sources=shown))
    if story.withdrawn_at:
        lines.append(texts("why-withdrawn"))
    return lines


def _matched(texts: Texts, found: StoryCandidate) -> list[str]:
    lines = []
    for match in found.matches:
        place = texts.plain(f"place-{match.place}" if match.place in _PLACES else "place-text")
        topic, form = topic_list.cut(match.topic.label), topic_list.cut(match.form)
        if match.place == "rubric":
            lines.append(texts("why-rubric", topic=topic))
            continue
        lines.append(texts("why-match", topic=topic, form=form, place=place))
    return list(paging.page(lines, 0, most=_MATCHES_SHOWN).rows) or [texts("why-no-match")]


def _fate(texts: Texts, found: StoryCandidate, subscriber: Subscriber, now: datetime) -> str:
    if found.told is not None:
        return texts("why-told", when=texts.moment(found.told.told_at, subscriber.zone, now=now))
    if not found.matches:
        return texts("why-untold-no-match")
    if subscriber.state is SubscriberState.PAUSED or subscriber.next_due_at is None:
        return texts("why-untold-no-schedule")
    return texts("why-untold", next=texts.moment(subscriber.next_due_at, subscriber.zone, now=now))


def build_router() -> Router:
    """Route /why, /search and addresses sent by themselves."""
    router = Router(name="insight")
    command_and_button(router, "why", why)
    command_and_button(router, "search", search)
    router.callback_query.register(follow_found, FoundTap.filter(), flags={BUDGET: Work.TOPIC})
    router.message.register(link, F.text.func(url_finder.consists_of_urls))
    return router
