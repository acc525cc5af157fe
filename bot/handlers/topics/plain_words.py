"""Plain words that no command has: days and hours, wishes, and topics, which are offered to be followed."""

from datetime import datetime

from aiogram import F, Router
from aiogram.types import InlineKeyboardButton, Message

from bot import keyboards, subscriptions
from bot.handlers.budgets import BUDGET, Work
from bot.handlers.reply import Reply
from bot.handlers.schedule import schedule
from bot.handlers.topics import doubts, follow, mutes, refusals, topic_list, wishes
from bot.handlers.topics.wishes import Wish
from bot.intents import listing
from bot.keyboards import Go, TopicAct, TopicTap
from storage.database import Database
from storage.errors import TopicSyntaxError
from storage.model import Subscriber


async def plain_words(
    _: Message, reply: Reply, database: Database, subscriber: Subscriber, now: datetime, written: str
) -> None:
    """Plain words: try them as a topic and ask whether to follow it; or heed what they ask not to be told of."""

    async def as_topic() -> InlineKeyboardButton:
        topic = await subscriptions.keep_topic(database, subscriber, written, now=now)
        return keyboards.button(reply.texts.plain("button-follow-topic", topic=topic.label), reply.offer(topic.id))

    try:
        if await schedule.suggest(reply, written, as_topic):
            return
        wish = wishes.read(written)
        if wish:
            await _heed(reply, database, subscriber, now, wish)
        else:
            await _offer(reply, database, subscriber, now, written)
    except TopicSyntaxError as error:
        await reply.say(refusals.of_topic(reply.texts, written, error))


async def _offer(reply: Reply, database: Database, subscriber: Subscriber, now: datetime, written: str) -> None:
    """Ask whether to follow a topic, with what it would have caught. Raises TopicSyntaxError."""
    texts = reply.texts
    if listed := listing.topics(written):
        await doubts.ask_which(reply, database, subscriber, now, written, listed)
        return
    tried = await subscriptions.consider(database, subscriber, written, now=now)
    if not tried.trial.count and (doubted := await doubts.doubt(database, subscriber, written, now=now)):
        await doubts.ask(reply, doubted)
        return
    text = texts("offer", topic=topic_list.cut(tried.topic.label)) + "\n" + follow.trial_lines(texts, tried)
    await reply.say(
        text,
        keyboards.keyboard(
            [
                keyboards.button(texts.plain("button-follow"), reply.offer(tried.topic.id)),
                keyboards.button(texts.plain("button-no"), TopicTap(act=TopicAct.DECLINE, topic_id=tried.topic.id)),
            ]
        ),
    )


async def _heed(reply: Reply, database: Database, subscriber: Subscriber, now: datetime, wish: Wish) -> None:
    """Mute what is not wanted, ask where that is not sure; who wants nothing at all is shown the pause."""
    if not wish.unwanted:
        pause = keyboards.button(reply.texts.plain("button-pause"), Go(to="pause"))
        await reply.say(reply.texts("mute-everything"), keyboards.keyboard([pause]))
    elif wish.is_certain:
        await mutes.mute_words(reply, database, subscriber, now, wish.unwanted)
    else:
        await mutes.ask(reply, database, subscriber, now, wish)


def build_router() -> Router:
    """Route plain words; to be included behind all that takes some of them."""
    router = Router(name="plain-words")
    router.message.register(plain_words, F.text, ~F.text.startswith("/"), flags={BUDGET: Work.TOPIC})
    return router
