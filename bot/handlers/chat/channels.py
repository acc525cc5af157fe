"""/channel: channels configured from the private chat of an admin; every other command then means the channel."""

import logging
from datetime import datetime
from typing import Any, Final

from aiogram import BaseMiddleware, Bot, F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.dispatcher.flags import get_flag
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.exceptions import TelegramAPIError
from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    CallbackQuery,
    Chat,
    ChatFullInfo,
    ChatMemberUpdated,
    InlineKeyboardMarkup,
    Message,
    MessageOriginChannel,
    TelegramObject,
)

from bot import keyboards
from bot import texts as languages
from bot.handlers.chat import channel_reference
from bot.handlers.chat_admins import ChatAdmins
from bot.handlers.middlewares import OWN, Handler
from bot.handlers.registration import command_and_button
from bot.handlers.reply import ForgedButtonError, Reply
from bot.keyboards import Go, RowId
from bot.runtime import metrics
from bot.sources.registry import Policy, SourceRegistry
from bot.texts import Texts
from bot.updates.chat_queues import ChatQueues
from storage.admins import channels
from storage.admins.channels import Channel
from storage.database import Connection, Database
from storage.model import ChatKind, Preferences, Subscriber
from storage.subscribers import preferences, subscribers

log = logging.getLogger(__name__)

_TITLE: Final = 60
# Its readers follow nothing: it tells the main stories from the beginning, and not what became of the others.
NEW_CHANNEL: Final = Preferences(main=True, footer=False)


class ChannelTap(CallbackData, prefix="channel"):
    """Chooses a channel to configure; 0 for the reader's own digests."""

    channel_id: RowId


class ActingForChannel(BaseMiddleware):
    """In a private chat, lets commands mean the channel that its reader has chosen, as long as they may configure it.

    To be registered after the one that makes the reader a subscriber.
    """

    def __init__(self, database: Database, admins: ChatAdmins) -> None:
        self._database = database
        self._admins = admins
        self._queues = ChatQueues()

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        """Put the channel in the reader's place, or say that they may no longer configure it."""
        chat: Chat = data["event_chat"]
        reader: Subscriber | None = data["subscriber"]
        channel: Channel | None = data["channel"]
        if channel is None or reader is None or get_flag(data, OWN):
            return await handler(event, data)
        async with self._database.read() as connection:
            subscriber = await subscribers.get(connection, channel.chat_id)
        if subscriber is None:
            return await handler(event, data)
        reply: Reply = data["reply"]
        if not await self._admins.may(data["bot"], channel.chat_id, chat.id, data["now"]):
            async with self._database.transaction() as connection:
                await channels.unlink(connection, reader.id, channel.id)
            await reply.say(reply.texts("channel-lost", title=channel.title))
            return None
        reply.heading = reply.texts("channel-heading", title=channel.title) + "\n\n"
        # Its other admins write in chats of their own: each finds what the one before has changed.
        async with self._queues.turn(channel.chat_id, chat.id):
            return await handler(event, data | {"subscriber": await self._as_it_is(subscriber)})

    async def _as_it_is(self, subscriber: Subscriber) -> Subscriber:
        async with self._database.read() as connection:
            return await subscribers.get(connection, subscriber.chat_id) or subscriber


async def channel(
    _: TelegramObject,
    bot: Bot,
    admins: ChatAdmins,
    reply: Reply,
    database: Database,
    subscriber: Subscriber,
    now: datetime,
    written: str,
    event_chat: Chat,
) -> None:
    """/channel @name, or a link: configure that channel; without one, say how and list those that are known."""
    if event_chat.type != ChatType.PRIVATE:
        await reply.show(reply.texts("channel-private"))
        return
    if not written:
        async with database.read() as connection:
            known = await channels.listed(connection, subscriber.id)
        await reply.show(reply.texts("channel-how"), _choices(reply.texts, known))
        return
    found = await _find(bot, written)
    if found is None:
        await _refuse(reply, written[:_TITLE])
    elif await _both_may(admins, bot, found.id, subscriber.chat_id, now):
        await _take_on(reply, database, subscriber, found, now)
    else:
        await _refuse(reply, _title(found))


async def forwarded(
    message: Message,
    bot: Bot,
    admins: ChatAdmins,
    reply: Reply,
    database: Database,
    registry: SourceRegistry,
    subscriber: Subscriber,
    now: datetime,
) -> None:
    """Configure the channel that a forwarded message is from; one that is not theirs may be a source to read."""
    origin = message.forward_origin
    assert isinstance(origin, MessageOriginChannel)  # noqa: S101 - the filter of this handler
    if await _both_may(admins, bot, origin.chat.id, subscriber.chat_id, now):
        await _take_on(reply, database, subscriber, origin.chat, now)
    elif origin.chat.username and registry.policy is not Policy.CLOSED:
        raise SkipHandler
    else:
        await _refuse(reply, _title(origin.chat))


async def choose(
    _: CallbackQuery, callback_data: ChannelTap, reply: Reply, database: Database, subscriber: Subscriber
) -> None:
    """Configure the channel of a button from now on, or one's own digests again."""
    async with database.transaction() as connection:
        await channels.choose(connection, subscriber.id, callback_data.channel_id or None)
        chosen = await channels.chosen(connection, subscriber.id)
        if chosen is None and callback_data.channel_id:
            # Leaves the transaction, so that what was chosen stays so.
            raise ForgedButtonError
    reply.subject_id = chosen.chat_id if chosen else subscriber.chat_id
    if chosen is not None:
        await reply.replace(reply.texts("channel-chosen", title=chosen.title), _next_steps(reply.texts))
    else:
        await reply.show(reply.texts("channel-left"))


async def added(event: ChatMemberUpdated, bot: Bot, database: Database, now: datetime) -> None:
    """Greet an admin, in private, who has just let us into their channel."""
    async with database.transaction() as connection:
        reader = await subscribers.get(connection, event.from_user.id)
        if reader is None:
            log.info("A channel was added by somebody we have no chat with")
            return
        await _link(connection, reader, event.chat, now)
    texts = languages.for_language(reader.language)
    try:
        await bot.send_message(
            reader.chat_id,
            texts("channel-chosen", title=_title(event.chat)),
            parse_mode="HTML",
            reply_markup=keyboards.mark_keyboard(_next_steps(texts), event.chat.id),
        )
    except TelegramAPIError as refusal:
        log.info("An admin was not told of their channel: %s", refusal.message)


async def _take_on(reply: Reply, database: Database, reader: Subscriber, chat: Chat, now: datetime) -> None:
    """Configure a channel from now on."""
    async with database.transaction() as connection:
        await _link(connection, reader, chat, now)
    reply.subject_id = chat.id
    await reply.say(reply.texts("channel-chosen", title=_title(chat)), _next_steps(reply.texts))


async def _link(connection: Connection, reader: Subscriber, chat: Chat, now: datetime) -> None:
    is_new = await subscribers.get(connection, chat.id) is None
    found = await subscribers.add(connection, chat.id, ChatKind.CHANNEL, reader.language, reader.zone, now=now)
    if is_new:
        await preferences.save(connection, found.id, NEW_CHANNEL)
    await channels.link(connection, reader.id, found.id, _title(chat))


async def _find(bot: Bot, written: str) -> Chat | ChatFullInfo | None:
    """Return the channel that is written; None if it names none that we can see."""
    reference = channel_reference.parse(written)
    if reference is None:
        return None
    try:
        found = await bot.get_chat(reference)
    except TelegramAPIError as refusal:
        log.info("A channel was not found: %s", refusal.message)
        return None
    return found if found.type == ChatType.CHANNEL else None


async def _both_may(admins: ChatAdmins, bot: Bot, chat_id: int, user_id: int, now: datetime) -> bool:
    """Say whether both the bot and somebody are admins of a channel."""
    try:
        mine = await bot.get_chat_member(chat_id, bot.id)
    except TelegramAPIError:
        return False
    return mine.status == ChatMemberStatus.ADMINISTRATOR and await admins.may(bot, chat_id, user_id, now)


async def _refuse(reply: Reply, title: str) -> None:
    metrics.refuse("channel", "no-admin")
    await reply.say(reply.texts("channel-refused", title=title))


def _title(chat: Chat) -> str:
    return (chat.title or str(chat.id))[:_TITLE]


def _choices(texts: Texts, known: list[Channel]) -> InlineKeyboardMarkup | None:
    rows = [
        [
            keyboards.button(
                texts.plain("button-chosen", topic=one.title) if one.chosen else one.title,
                ChannelTap(channel_id=one.id),
            )
        ]
        for one in known
    ]
    own = [[keyboards.button(texts.plain("button-channel-own"), ChannelTap(channel_id=0))]] if known else []
    return keyboards.keyboard(*rows, *own) if known else None


def _next_steps(texts: Texts) -> InlineKeyboardMarkup:
    return keyboards.keyboard(
        [keyboards.button(texts.plain(f"button-{place}"), Go(to=place)) for place in ("topics", "schedule")],
        [keyboards.button(texts.plain(f"button-{place}"), Go(to=place)) for place in ("publication", "preview")],
        [keyboards.button(texts.plain("button-channel-own"), ChannelTap(channel_id=0))],
    )


def build_router() -> Router:
    """Route /channel, its buttons and messages forwarded from channels; to be included before plain words."""
    router = Router(name="channels")
    private = F.chat.type == ChatType.PRIVATE
    command_and_button(router, "channel", channel, own=True)
    router.message.register(forwarded, private, F.forward_origin.type == "channel", flags={OWN: True})
    router.callback_query.register(choose, ChannelTap.filter(), flags={OWN: True})
    return router
