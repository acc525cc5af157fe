"""/thread: the forum thread that digests of a group go to."""

from aiogram import Router
from aiogram.enums import ChatType
from aiogram.types import Chat, TelegramObject

from bot import keyboards
from bot.handlers.registration import command_and_button
from bot.handlers.reply import Reply
from storage.database import Database
from storage.model import Subscriber
from storage.subscribers import subscribers


async def thread(_: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber, event_chat: Chat) -> None:
    """/thread: digests come to the thread the command is given in; outside a thread, to the group itself."""
    if event_chat.type == ChatType.PRIVATE:
        await reply.say(reply.texts("thread-private"))
        return
    async with database.transaction() as connection:
        await subscribers.set_thread(connection, subscriber.id, reply.thread_id)
    keyboard = keyboards.keyboard([keyboards.back(reply.texts)])
    await reply.say(reply.texts("thread-set" if reply.thread_id is not None else "thread-none"), keyboard)


def build_router() -> Router:
    """Route /thread."""
    router = Router(name="thread")
    command_and_button(router, "thread", thread)
    return router
