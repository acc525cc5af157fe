"""/share and the links it makes: a set of topics and times that somebody else may take, after seeing what is in it."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from aiogram import Bot, Router
from aiogram.filters import CommandStart
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, TelegramObject

from bot import keyboards, subscriptions
from bot.deep_links import invitations
from bot.handlers.chat import start
from bot.handlers.registration import command_and_button
from bot.handlers.reply import Reply
from bot.handlers.schedule import schedule
from bot.handlers.schedule.schedule import DigestNow
from bot.keyboards import Go
from bot.runtime import metrics
from bot.schedule import timetable_parser
from bot.texts import Html, Texts
from storage.database import Connection, Database
from storage.model import ChatKind, Subscriber
from storage.subscribers import preferences, shared_setups, subscribers
from storage.subscribers.shared_setups import Share, SharedTopic
from storage.topics import topics

LASTS: Final = timedelta(days=30)
# 192 random bits are 32 characters; Telegram takes 64 after "start=".
_BYTES: Final = 24
# What Telegram writes after /start where a link with "?startgroup=true" has added the bot to a group.
ADDED_TO_GROUP: Final = "true"
_SHOWN: Final = 30
_LABEL: Final = 80


class ShareAct(StrEnum):
    """What to do with a shared setup: take all of it, its topics only, nothing; or withdraw one's own."""

    ALL = "a"
    TOPICS = "t"
    NOTHING = "n"
    WITHDRAW = "w"


class ShareTap(CallbackData, prefix="share"):
    """Does something with a shared setup; the token is empty for one's own."""

    act: ShareAct
    token: str = ""


async def share(
    _: TelegramObject, bot: Bot, reply: Reply, database: Database, subscriber: Subscriber, now: datetime
) -> None:
    """/share: make a link that carries the topics and the timetable."""
    texts = reply.texts
    async with database.transaction() as connection:
        followed = await topics.for_subscriber(connection, subscriber.id)
        made = followed and await shared_setups.put(
            connection,
            subscriber.id,
            followed,
            subscriber.timetable,
            token=secrets.token_urlsafe(_BYTES),
            expires_at=now + LASTS,
        )
    if not made:
        ideas = keyboards.button(texts.plain("button-topics"), Go(to="follow"))
        await reply.show(texts("share-nothing", chat=reply.place), keyboards.keyboard([ideas]))
        return
    me = await bot.me()
    link = f"https://t.me/{me.username}?start={made.token}"
    text = texts("share", link=link, content=_content(texts, made), days=LASTS.days)
    await reply.show(text, _own_buttons(texts, link))


async def open_link(
    message: Message,
    bot: Bot,
    reply: Reply,
    database: Database,
    subscriber: Subscriber,
    digest_now: DigestNow,
    now: datetime,
    written: str,
) -> None:
    """/start TOKEN: show what a link carries and ask; a link of nobody's, or too old, is explained.

    Who comes from a chat's digest, and follows nothing yet, has that digest for themselves at once.
    """
    if written == ADDED_TO_GROUP:
        await start.start(message, reply, database, subscriber, now)
        return
    texts = reply.texts
    async with database.read() as connection:
        found = await _find(connection, bot, written[:64], now)
        is_new = not await topics.for_subscriber(connection, subscriber.id) and not subscriber.timetable
    is_invited = invitations.invited_by(written, bot.token) is not None
    if found is not None and is_invited and is_new and found.subscriber_id != subscriber.id:
        await _take(reply, database, subscriber, found, digest_now, now, times=True)
    elif found is None:
        metrics.refuse("share", "unknown")
        await reply.say(texts("share-unknown"))
        await start.start(message, reply, database, subscriber, now)
    elif found.subscriber_id == subscriber.id:
        await reply.say(texts("share-own", content=_content(texts, found)))
    else:
        await reply.say(texts("share-offer", content=_content(texts, found)), _offer_buttons(texts, found))


async def accept(
    _: CallbackQuery,
    callback_data: ShareTap,
    bot: Bot,
    reply: Reply,
    database: Database,
    subscriber: Subscriber,
    digest_now: DigestNow,
    now: datetime,
) -> None:
    """Take what a link carries, or nothing; withdraw one's own link."""
    texts = reply.texts
    if callback_data.act is ShareAct.NOTHING:
        await reply.show(texts("share-declined"))
        return
    if callback_data.act is ShareAct.WITHDRAW:
        await _withdraw(reply, database, subscriber)
        return
    async with database.read() as connection:
        found = await _find(connection, bot, callback_data.token, now)
    if found is None:
        await reply.replace(texts("share-unknown"))
        return
    await _take(reply, database, subscriber, found, digest_now, now, times=callback_data.act is ShareAct.ALL)


async def _find(connection: Connection, bot: Bot, token: str, now: datetime) -> Share | None:
    """Return what a link carries: the copy that somebody shared, or what a chat has just now, if it invites."""
    invited_by = invitations.invited_by(token, bot.token)
    if invited_by is None:
        return await shared_setups.get(connection, token, now=now)
    chat = next(iter(await subscribers.load(connection, [invited_by])), None)
    chosen = await preferences.get(connection, invited_by)
    if chat is None or chat.kind is ChatKind.PRIVATE or not chosen.invite:
        return None
    followed = await topics.for_subscriber(connection, chat.id)
    return Share(
        subscriber_id=chat.id,
        token=token,
        topics=tuple(SharedTopic(query=topic.query, label=topic.label) for topic in followed),
        timetable=chat.timetable,
        expires_at=now + LASTS,
        main=chosen.main,
    )


async def _take(
    reply: Reply,
    database: Database,
    subscriber: Subscriber,
    found: Share,
    digest_now: DigestNow,
    now: datetime,
    *,
    times: bool,
) -> None:
    """Take what a link carries, its times too if wanted."""
    texts = reply.texts
    labels = {topic.query: topic.label for topic in found.topics}
    many = await subscriptions.follow_many(database, subscriber, labels, now=now, labels=labels)
    if found.main:
        async with database.transaction() as connection:
            chosen = await preferences.to_change(connection, subscriber.id)
            await preferences.save(connection, subscriber.id, replace(chosen, main=True))
    text = texts("share-taken", topics=many.added, known=many.known)
    if found.main:
        text += "\n" + texts("share-main-taken")
    if many.refused:
        text += "\n" + texts("share-refused", count=len(many.refused))
    if times and found.timetable:
        changed = await schedule.save(database, subscriber, replace(subscriber, timetable=found.timetable), now)
        await reply.show(text + "\n" + schedule.saved(texts, changed, now))
        if not subscriber.timetable:
            await schedule.begin(reply, database, changed, digest_now, now)
    elif subscriber.timetable:
        await reply.show(text)
    else:
        await reply.replace(text + "\n\n" + texts("choose-time-short"), schedule.presets(texts))


async def _withdraw(reply: Reply, database: Database, subscriber: Subscriber) -> None:
    async with database.transaction() as connection:
        withdrawn = await shared_setups.withdraw(connection, subscriber.id)
    reply.note = None if withdrawn else reply.texts.plain("button-done-already")
    await reply.show(reply.texts("share-withdrawn"))


def _content(texts: Texts, shared: Share) -> Html:
    """List what a link carries."""
    main = [texts("topics-row", topic=texts.plain("digest-main"))] if shared.main else []
    rows = main + [texts("topics-row", topic=topic.label[:_LABEL]) for topic in shared.topics[:_SHOWN]]
    more = len(shared.topics) - _SHOWN
    if more > 0:
        rows.append(texts("share-more", count=more))
    if shared.timetable:
        rows.append(texts("share-times", schedule=timetable_parser.write(shared.timetable, texts.language)))
    return Html("\n".join(rows))


def _own_buttons(texts: Texts, link: str) -> InlineKeyboardMarkup:
    send = "https://t.me/share/url?" + urlencode({"url": link, "text": texts.plain("share-invitation")})
    return keyboards.keyboard(
        [InlineKeyboardButton(text=texts.plain("button-share-send"), url=send)],
        [keyboards.button(texts.plain("button-share-withdraw"), ShareTap(act=ShareAct.WITHDRAW))],
    )


def _offer_buttons(texts: Texts, shared: Share) -> InlineKeyboardMarkup:
    def button(act: ShareAct, key: str) -> InlineKeyboardButton:
        return keyboards.button(texts.plain(key), ShareTap(act=act, token=shared.token))

    everything = [button(ShareAct.ALL, "button-share-all")] if shared.timetable else []
    return keyboards.keyboard(
        everything,
        [button(ShareAct.TOPICS, "button-share-topics"), button(ShareAct.NOTHING, "button-no")],
        [keyboards.button(texts.plain("button-help"), Go(to="help"))],
    )


def build_router() -> Router:
    """Route /share, links that carry a setup, and their buttons; to be included before the plain /start."""
    router = Router(name="sharing")
    command_and_button(router, "share", share)
    router.message.register(open_link, CommandStart(deep_link=True, ignore_case=True))
    router.callback_query.register(accept, ShareTap.filter())
    return router
