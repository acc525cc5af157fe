"""What a reader may have meant by words that nobody writes, or by several topics at once: asked, not followed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot import keyboards, subscriptions
from bot.handlers.budgets import BUDGET, Work
from bot.handlers.reply import Reply
from bot.handlers.schedule import schedule
from bot.handlers.topics import topic_list
from bot.intents import listing
from bot.keyboards import Go, TopicAct, TopicTap
from storage.database import Database
from storage.model import Subscriber, Topic
from storage.topics import spelling

MONTH: Final = timedelta(days=30)
# A bot that has read less than this knows nothing of what is written.
_READ: Final = 200


class ListTap(CallbackData, prefix="list"):
    """Follows every topic of the message that the message with this button answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A topic of which nothing was written for a month; `meant` is one that was, in other letters, if there is one."""

    topic: Topic
    meant: Topic | None = None


async def doubt(database: Database, subscriber: Subscriber, written: str, *, now: datetime) -> Doubt | None:
    """Look whether a topic can match at all; None if it did within a month, or we have read too little to say.

    Raises TopicSyntaxError.
    """
    since = now - MONTH
    if await subscriptions.newest(database, None, written, since=since, limit=1):
        return None
    tried = await subscriptions.consider(database, subscriber, written, now=now, since=since, limit=0)
    if tried.trial.count or tried.trial.looked:
        return None
    async with database.search() as connection:
        better = await spelling.corrected(connection, written, since=since)
    if better is None:
        return Doubt(topic=tried.topic) if tried.trial.total >= _READ else None
    meant = await subscriptions.consider(database, subscriber, better, now=now, since=since, limit=0)
    return Doubt(topic=tried.topic, meant=meant.topic if meant.trial.count else None)


async def ask(reply: Reply, doubted: Doubt) -> None:
    """Say that nothing was written of a topic, and what may be meant; never a dead topic without a word."""
    texts, topic, meant = reply.texts, doubted.topic, doubted.meant
    text = texts("doubt", topic=topic_list.cut(topic.label))
    rows: list[list[InlineKeyboardButton]] = []
    if meant is not None:
        text += " " + texts("doubt-meant", topic=topic_list.cut(meant.label))
        rows.append([keyboards.button(texts.plain("button-follow-topic", topic=meant.label), reply.offer(meant.id))])
    rows.append([keyboards.button(texts.plain("button-follow-anyway"), reply.offer(topic.id))])
    rows.append(
        [
            keyboards.button(texts.plain("button-no"), TopicTap(act=TopicAct.DECLINE, topic_id=topic.id)),
            keyboards.button(texts.plain("button-help"), Go(to="help")),
        ]
    )
    await reply.say(text, keyboards.keyboard(*rows))


async def ask_which(
    reply: Reply, database: Database, subscriber: Subscriber, now: datetime, written: str, listed: tuple[str, ...]
) -> None:
    """Ask whether a message names several topics or one. Raises TopicSyntaxError."""
    texts = reply.texts
    one = await subscriptions.keep_topic(database, subscriber, written, now=now)
    names = ", ".join(texts.plain("quoted", topic=topic_list.cut(name)) for name in listed)
    await reply.quote(
        texts("list-topics", count=len(listed), topics=names),
        keyboards.keyboard(
            [keyboards.button(texts.plain("button-list-all", count=len(listed)), ListTap())],
            [
                keyboards.button(texts.plain("button-list-one"), reply.offer(one.id)),
                keyboards.button(texts.plain("button-no"), TopicTap(act=TopicAct.DECLINE, topic_id=one.id)),
            ],
        ),
    )


async def follow_listed(
    callback: CallbackQuery, reply: Reply, database: Database, subscriber: Subscriber, now: datetime
) -> None:
    """Follow every topic that a message named."""
    asked = callback.message.reply_to_message if isinstance(callback.message, Message) else None
    written = (asked.text if asked else None) or ""
    if written.startswith("/"):
        written = written.partition(" ")[2]
    listed = listing.topics(written)
    if not listed:
        reply.alert(reply.texts.plain("search-gone"))
        return
    done = await subscriptions.follow_many(database, subscriber, listed, now=now)
    refused = {name.casefold() for name in done.refused}
    taken = [topic_list.cut(name) for name in listed if name.casefold() not in refused]
    names = ", ".join(reply.texts.plain("quoted", topic=name) for name in taken)
    text = reply.texts("list-followed", topics=names) if names else reply.texts("topic-too-many")
    if names and refused:
        text += " " + reply.texts("list-refused", topics=", ".join(map(topic_list.cut, done.refused)))
    await reply.show(text, _next_step(reply, subscriber))


def _next_step(reply: Reply, subscriber: Subscriber) -> InlineKeyboardMarkup:
    if not subscriber.timetable:
        return schedule.presets(reply.texts)
    return keyboards.keyboard([keyboards.button(reply.texts.plain("button-topics"), Go(to="topics"))])


def build_router() -> Router:
    """Route the button of a list."""
    router = Router(name="doubts")
    router.callback_query.register(follow_listed, ListTap.filter(), flags={BUDGET: Work.TOPIC})
    return router
