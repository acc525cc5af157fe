"""What surrounds commands with chats that sleep: who configures one wakes it, and is whom we tell when it sleeps."""

from datetime import datetime
from typing import Any

from aiogram import BaseMiddleware
from aiogram.dispatcher.flags import get_flag
from aiogram.enums import ChatType
from aiogram.types import Chat, TelegramObject, User

from bot import rescheduling, suspensions
from bot.handlers.middlewares import OPEN_TO_ALL, STRANGERS, Handler
from bot.handlers.reply import Reply
from storage.admins import group_admins
from storage.database import Database
from storage.model import Subscriber, SubscriberState


class RememberConfigurer(BaseMiddleware):
    """Remembers who of its admins last configured a group."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        """Note the admin and pass the event on."""
        chat: Chat = data["event_chat"]
        user: User | None = data.get("event_from_user")
        subscriber: Subscriber | None = data["subscriber"]
        configures = not (get_flag(data, OPEN_TO_ALL) or get_flag(data, STRANGERS))
        # Who writes as the group itself comes to us as a bot of Telegram's.
        if subscriber and configures and chat.type != ChatType.PRIVATE and user and not user.is_bot:
            await self._remember(subscriber.id, user.id, chat.title or "")
        return await handler(event, data)

    async def _remember(self, subscriber_id: int, user_id: int, title: str) -> None:
        async with self._database.read() as connection:
            if await group_admins.is_configured_by(connection, subscriber_id, user_id, title):
                return
        async with self._database.transaction() as connection:
            await group_admins.configured_by(connection, subscriber_id, user_id, title)


class WakeSuspended(BaseMiddleware):
    """Ends a suspension: who writes has come back, and who configures a channel means it to get digests.

    To be registered after whatever puts a channel in the reader's place.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        """Wake the chat, say in the answer why it slept, and pass the event on."""
        slept: Subscriber | None = data["subscriber"]
        if slept is None or slept.state is not SubscriberState.SUSPENDED or get_flag(data, STRANGERS):
            return await handler(event, data)
        now: datetime = data["now"]
        reply: Reply = data["reply"]
        async with self._database.transaction() as connection:
            data["subscriber"] = await rescheduling.resume(connection, slept, now=now)
        why = suspensions.explain(reply.texts, slept.suspended_for)
        reply.heading += reply.texts("woken", since=suspensions.since(reply.texts, slept, now), why=why) + "\n\n"
        return await handler(event, data)
