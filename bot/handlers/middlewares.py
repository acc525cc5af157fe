"""What surrounds every handler: one event of a chat at a time, who speaks and in which tongue, who may; no command."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from typing import Any, Final

from aiogram import BaseMiddleware, Bot
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.dispatcher.flags import get_flag
from aiogram.enums import ChatType
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Chat, Message, TelegramObject, Update, User

from bot import texts
from bot.handlers import callback_subject
from bot.handlers.chat_admins import AdminsHiddenError, ChatAdmins
from bot.handlers.reply import ForgedButtonError, Reply
from bot.operator.bans import Bans
from bot.runtime import metrics
from bot.updates.chat_queues import ChatQueues
from storage.admins import channels
from storage.admins.channels import Channel
from storage.database import Database
from storage.model import ChatKind, Subscriber
from storage.subscribers import subscribers

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

# Most publishers we read are in Kazakhstan, all of which has had one time since 2024.
FIRST_ZONE: Final = "Asia/Almaty"

# What Telegram lets through, in characters: a message or caption; an inline query or the data of a button.
MOST_TEXT: Final = 4_096
MOST_QUERY: Final = 256

# Flags of handlers: in a group everyone may use it; it needs no subscriber and makes none; it is about the reader
# even while they configure a channel.
OPEN_TO_ALL: Final = "open_to_all"
STRANGERS: Final = "strangers"
OWN: Final = "own"


class CurrentTime(BaseMiddleware):
    """Gives handlers `now`."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        """Read the clock once for the whole event."""
        return await handler(event, data | {"now": self._clock()})


class WithinLimits(BaseMiddleware):
    """Takes no update whose text is longer than Telegram lets anybody write: what reads it relies on that.

    To be registered within the queue: who floods the bot with such updates is answered as others are.
    """

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        """Pass the update on, or say what is wrong with it to whoever would have been answered."""
        assert isinstance(event, Update)  # noqa: S101 - registered for updates only
        if all(len(text or "") <= most for text, most in _texts(event)):
            return await handler(event, data)
        metrics.refuse("update", "too-long")
        asked = event.message or event.callback_query
        if asked is None or (isinstance(asked, Message) and _is_chatter(asked, data["bot"])):
            return UNHANDLED
        user = asked.from_user
        reply = Reply(asked, texts.for_language(texts.guess(user.language_code if user else None)))
        if isinstance(asked, Message):
            await reply.say(reply.texts("message-too-long", limit=MOST_TEXT))
        else:
            reply.alert(reply.texts.plain("unknown-button"))
            await reply.acknowledge()
        return None


def _texts(update: Update) -> Iterator[tuple[str | None, int]]:
    """Yield what people wrote in an update, each with the most characters it may have."""
    for message in (update.message, update.edited_message, update.channel_post, update.edited_channel_post):
        if message is not None:
            yield message.text, MOST_TEXT
            yield message.caption, MOST_TEXT
    if update.inline_query is not None:
        yield update.inline_query.query, MOST_QUERY
    if update.callback_query is not None:
        yield update.callback_query.data, MOST_QUERY


class RefuseBanned(BaseMiddleware):
    """Takes nothing from chats and people whom the operator has banned, and answers them nothing."""

    def __init__(self, bans: Bans) -> None:
        self._bans = bans

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        """Pass the update on, or count it and let it go."""
        chat: Chat | None = data.get("event_chat")
        user: User | None = data.get("event_from_user")
        if await self._bans.holds(chat.id if chat else None, user.id if user else None):
            metrics.refuse("update", "banned")
            return UNHANDLED
        return await handler(event, data)


class OneAtATime(BaseMiddleware):
    """Handles the updates of one chat one after another, those of different chats side by side."""

    def __init__(self) -> None:
        self._queues = ChatQueues()

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        """Wait for the chat's turn; without a chat, for its sender's. Raises QueueFullError where too many wait."""
        chat: Chat | None = data.get("event_chat")
        user: User | None = data.get("event_from_user")
        sender_id = user.id if user else chat.id if chat else 0
        async with self._queues.turn(chat.id if chat else sender_id, sender_id):
            return await handler(event, data)


class ChatContext(BaseMiddleware):
    """Gives handlers `subscriber` (None for a stranger), `channel` and `reply`; answers every tap at the end.

    `channel` is the one that the reader of a private chat configures just now, None for their own digests. In a group,
    what is neither a command nor a reply to a question of ours is none of our business and goes no further.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        """Look the chat up and pass the event on."""
        assert isinstance(event, (Message, CallbackQuery))  # noqa: S101 - registered for these two only
        chat: Chat | None = data.get("event_chat")
        if chat is None or (isinstance(event, Message) and _is_chatter(event, data["bot"])):
            return UNHANDLED
        async with self._database.read() as connection:
            subscriber = await subscribers.get(connection, chat.id)
            channel = await channels.chosen(connection, subscriber.id) if subscriber else None
        user: User | None = data.get("event_from_user")
        language = subscriber.language if subscriber else texts.guess(user.language_code if user else None)
        home_id = subscriber.thread_id if subscriber else None
        subject_id = channel.chat_id if channel else None
        reply = Reply(event, texts.for_language(language), home_id=home_id, subject_id=subject_id)
        try:
            return await handler(event, data | {"subscriber": subscriber, "channel": channel, "reply": reply})
        except ForgedButtonError:
            metrics.refuse("button", "forged")
            reply.alert(reply.texts.plain("unknown-button"))
            return None
        finally:
            await reply.acknowledge()


def _is_chatter(message: Message, bot: Bot) -> bool:
    is_upgrade = message.migrate_to_chat_id is not None or message.migrate_from_chat_id is not None
    if message.chat.type == ChatType.PRIVATE or _is_command(message) or is_upgrade:
        return False
    return not _answers_question(message, bot)


def _answers_question(message: Message, bot: Bot) -> bool:
    """Say whether it is a reply to a question of ours, by its buttons: digests ask nothing, people discuss them."""
    asked = message.reply_to_message
    if asked is None or asked.reply_markup is None or asked.from_user is None or asked.from_user.id != bot.id:
        return False
    # A digest has a button, too, but one that only leads elsewhere.
    return any(button.callback_data for row in asked.reply_markup.inline_keyboard for button in row)


def _is_command(message: Message) -> bool:
    return bool(message.text and message.text.startswith("/"))


class AdminsOnly(BaseMiddleware):
    """In a group, lets only admins through."""

    def __init__(self, admins: ChatAdmins) -> None:
        self._admins = admins

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        """Pass the event on, or say who may."""
        refusal = await self._refusal(event, data)
        if refusal is None:
            return await handler(event, data)
        metrics.refuse("chat", "not-admin")
        reply: Reply = data["reply"]
        if isinstance(event, CallbackQuery):
            reply.alert(reply.texts.plain(refusal))
        elif isinstance(event, Message) and _is_command(event):
            await reply.say(reply.texts(refusal))
        return None

    async def _refusal(self, event: TelegramObject, data: dict[str, Any]) -> str | None:
        """Return the key of what is said to whom this is not for; None for everybody else."""
        chat: Chat = data["event_chat"]
        if chat.type == ChatType.PRIVATE or get_flag(data, OPEN_TO_ALL):
            return None
        try:
            return None if await self._may(event, chat, data) else "admins-only"
        except AdminsHiddenError:
            return "admins-hidden"

    async def _may(self, event: TelegramObject, chat: Chat, data: dict[str, Any]) -> bool:
        if isinstance(event, Message) and event.sender_chat is not None:
            # An admin who writes as the group itself.
            return event.sender_chat.id == chat.id
        user: User | None = data.get("event_from_user")
        return user is not None and await self._admins.is_admin(data["bot"], chat.id, user.id, data["now"])


class CallbackSubject(BaseMiddleware):
    """Takes off a tap what its button says it is about, and gives it to `SubjectCheck` as `made_for`."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        """Pass the tap on as handlers read it."""
        assert isinstance(event, CallbackQuery)  # noqa: S101 - registered for taps only
        query, data["made_for"] = callback_subject.read(event)
        return await handler(query, data)


class SubjectCheck(BaseMiddleware):
    """Lets a tap change only what its button was made for: the settings of this chat, or those of one channel.

    What is about the reader whatever they configure needs no check. To be registered before anything that writes.
    """

    TITLE: Final = 30

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        """Pass the tap on, or say what its button is about and what is configured now."""
        made_for: int | None = data["made_for"]
        reply: Reply = data["reply"]
        if get_flag(data, OWN) or made_for == reply.subject_id:
            return await handler(event, data)
        if made_for is None:
            metrics.refuse("button", "unmarked")
            reply.alert(reply.texts.plain("button-unmarked"))
            return None
        metrics.refuse("button", "other-subject")
        known = await self._channels(data["subscriber"])
        names = {one.chat_id: reply.texts.plain("subject-channel", title=self._cut(one.title)) for one in known}
        names[data["event_chat"].id] = reply.texts.plain("subject-own")
        other = reply.texts.plain("subject-other")
        made_for_name, now_name = names.get(made_for, other), names.get(reply.subject_id, other)
        reply.alert(reply.texts.plain("button-other-subject", subject=made_for_name, current=now_name))
        return None

    async def _channels(self, reader: Subscriber | None) -> list[Channel]:
        if reader is None:
            return []
        async with self._database.read() as connection:
            return await channels.listed(connection, reader.id)

    def _cut(self, title: str) -> str:
        return title if len(title) <= self.TITLE else title[: self.TITLE - 1].rstrip() + "…"


class CommandArguments(BaseMiddleware):
    """Gives handlers `written`: what follows a command, all of a message that is none, nothing for a tap."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        """Take the words out of the event and pass it on."""
        command: CommandObject | None = data.get("command")
        message = event.text if isinstance(event, Message) else None
        written = command.args if command else message
        return await handler(event, data | {"written": (written or "").strip()})


class EnsureSubscriber(BaseMiddleware):
    """Makes the chat a subscriber before a handler that needs one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        """Make sure of the subscriber and pass the event on."""
        subscriber: Subscriber | None = data["subscriber"]
        if subscriber is None and not get_flag(data, STRANGERS):
            data["subscriber"] = await self._add(data["reply"], data["event_chat"], data["now"])
        return await handler(event, data)

    async def _add(self, reply: Reply, chat: Chat, now: datetime) -> Subscriber:
        async with self._database.transaction() as connection:
            return await subscribers.add(
                connection,
                chat.id,
                ChatKind(chat.type),
                reply.texts.language,
                FIRST_ZONE,
                now=now,
                thread_id=reply.thread_id,
            )
