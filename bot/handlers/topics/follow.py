"""Topics: follow and drop."""

from datetime import datetime

from aiogram import F, Router
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, TelegramObject

from bot import keyboards, subscriptions
from bot.handlers import paging
from bot.handlers.budgets import BUDGET, Work
from bot.handlers.registration import command_and_button
from bot.handlers.reply import Reply
from bot.handlers.schedule import schedule
from bot.handlers.topics import doubts, mutes, refusals, topic_list, wishes
from bot.intents import listing
from bot.keyboards import Go, ThreadTap, TopicAct, TopicTap
from bot.subscriptions import Tried
from bot.texts import Texts
from storage.database import Database
from storage.errors import TooManyTopicsError, TopicSyntaxError
from storage.model import Subscriber, Topic

# A digest has room for some twenty stories; a topic that fills three a day is worth a word.
TOO_MUCH = 60
_HEADLINE = 160


async def follow(
    _: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber, now: datetime, written: str
) -> None:
    """/follow Китай: follow it and show what it would have caught last week."""
    if not written:
        await reply.say(*await _what_to_follow(reply, database, subscriber, now))
        return
    wish = wishes.read(written)
    try:
        # A command says what to do, whatever its words look like: "Hide Park" is followed, and nothing is muted.
        if wish and wish.is_certain and wish.unwanted:
            await mutes.ask(reply, database, subscriber, now, wish)
            return
        if listed := listing.topics(written):
            await doubts.ask_which(reply, database, subscriber, now, written, listed)
            return
        if doubted := await doubts.doubt(database, subscriber, written, now=now):
            await doubts.ask(reply, doubted)
            return
        tried = await subscriptions.follow(database, subscriber, written, now=now)
    except (TopicSyntaxError, TooManyTopicsError) as error:
        await reply.say(refusals.of_topic(reply.texts, written, error))
        return
    await reply.say(*_followed(reply, tried, subscriber))


async def follow_tap(
    _: CallbackQuery, callback_data: TopicTap, reply: Reply, database: Database, subscriber: Subscriber, now: datetime
) -> None:
    """Follow the topic of a button."""
    reply.verify_offered(callback_data)
    try:
        tried = await subscriptions.follow_again(database, subscriber, callback_data.topic_id, now=now)
    except TooManyTopicsError as error:
        await reply.say(refusals.of_topic(reply.texts, "", error))
        return
    if tried is None:
        await reply.say(reply.texts("topic-gone"))
    else:
        await reply.replace(*_followed(reply, tried, subscriber))


async def decline(_: CallbackQuery, reply: Reply) -> None:
    """Take an offer back."""
    await reply.show(reply.texts("declined"))


async def unfollow(_: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber, written: str) -> None:
    """/unfollow Китай: drop it; without a topic, ask which."""
    if not written:
        await reply.say(*await topic_list.drops(reply, database, subscriber))
        return
    topic = await subscriptions.unfollow_written(database, subscriber, written)
    if topic is None:
        await reply.say(reply.texts("not-followed", topic=topic_list.cut(written)))
    else:
        await reply.say(reply.texts("unfollowed", topic=topic.label), _regret(reply, topic))


async def unfollow_tap(
    _: CallbackQuery, callback_data: TopicTap, reply: Reply, database: Database, subscriber: Subscriber
) -> None:
    """Drop the topic of a button and show what is left."""
    topic = await subscriptions.unfollow(database, subscriber, callback_data.topic_id)
    reply.note = (
        reply.texts.plain("note-unfollowed", topic=topic.label) if topic else reply.texts.plain("button-done-already")
    )
    shown = await topic_list.page(reply, database, subscriber, callback_data.page)
    await reply.show(*shown)


def _followed(reply: Reply, tried: Tried, subscriber: Subscriber) -> tuple[str, InlineKeyboardMarkup]:
    texts, here = reply.texts, reply.thread_id
    text = texts("followed" if tried.is_new else "follows-already", topic=topic_list.cut(tried.topic.label))
    text += "\n" + trial_lines(texts, tried)
    # Where digests go there needs no thread of its own.
    elsewhere = here is not None and here != subscriber.thread_id
    to_here = [keyboards.button(texts.plain("button-send-here"), ThreadTap(topic_id=tried.topic.id, here=True))]
    if not subscriber.timetable:
        times = schedule.presets(texts).inline_keyboard
        return text + "\n\n" + texts("choose-time-short"), keyboards.keyboard(*([to_here] if elsewhere else []), *times)
    drop = TopicTap(act=TopicAct.UNFOLLOW, topic_id=tried.topic.id)
    if tried.also:
        text += "\n\n" + texts("trial-also", topics=", ".join(topic_list.cut(topic.label) for topic in tried.also))
    beside = [keyboards.button(texts.plain("button-also", topic=one.label), reply.offer(one.id)) for one in tried.also]
    return text, keyboards.keyboard(
        *keyboards.in_rows(beside, 2),
        to_here if elsewhere else [],
        [
            keyboards.button(texts.plain("button-unfollow-this"), drop),
            keyboards.button(texts.plain("button-topics"), Go(to="topics")),
        ],
    )


def trial_lines(texts: Texts, tried: Tried) -> str:
    """Say what a topic would have caught, with examples."""
    lines = [texts("trial", count=tried.trial.count)]
    lines += [
        texts("trial-example", url=one.url, headline=paging.shortened(one.headline, _HEADLINE))
        for one in tried.trial.examples
    ]
    if tried.trial.looked:
        lines.append(texts("search-partly", count=tried.trial.looked))
    if tried.trial.count > TOO_MUCH:
        lines.append(
            texts(
                "trial-too-much", example=texts.plain("trial-narrow-example", topic=topic_list.cut(tried.topic.label))
            )
        )
    return "\n".join(lines)


async def _what_to_follow(
    reply: Reply, database: Database, subscriber: Subscriber, now: datetime
) -> tuple[str, InlineKeyboardMarkup | None]:
    lively = await subscriptions.alive(database, subscriber, now=now)
    if not lively:
        return reply.texts("follow-what-empty"), None
    buttons = (keyboards.button(one.label, reply.offer(one.id)) for one in lively)
    return reply.texts("follow-what"), keyboards.keyboard(*keyboards.in_rows(buttons, 2))


def _regret(reply: Reply, topic: Topic) -> InlineKeyboardMarkup:
    again = keyboards.button(reply.texts.plain("button-refollow", topic=topic.label), reply.offer(topic.id))
    return keyboards.keyboard([again])


def build_router() -> Router:
    """Route the commands and their buttons."""
    router = Router(name="topics")
    command_and_button(router, "follow", follow)
    command_and_button(router, "unfollow", unfollow)
    router.callback_query.register(follow_tap, TopicTap.filter(F.act == TopicAct.FOLLOW), flags={BUDGET: Work.TOPIC})
    router.callback_query.register(unfollow_tap, TopicTap.filter(F.act == TopicAct.UNFOLLOW))
    router.callback_query.register(decline, TopicTap.filter(F.act == TopicAct.DECLINE))
    return router
