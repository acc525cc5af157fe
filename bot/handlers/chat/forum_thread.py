"""/thread: the forum thread that digests of a group go to."""

from aiogram import Router
from aiogram.enums import ChatType
from aiogram.types import Chat, TelegramObject

from bot import keyboards
from bot.handlers.middlewares import thread_of
from bot.handlers.registration import command_and_button
from bot.handlers.reply import Talk
from bot.texts import Texts
from storage.database import Database
from storage.model import Subscriber
from storage.subscribers import subscribers


async def thread(
    event: TelegramObject, talk: Talk, texts: Texts, database: Database, subscriber: Subscriber, event_chat: Chat
) -> None:
    """/thread: digests come to the thread the command is given in; outside a thread, to the group itself."""
    if event_chat.type == ChatType.PRIVATE:
        await talk.say(texts("thread-private"))
        return
    thread_id = thread_of(event)
    async with database.transaction() as connection:
        await subscribers.set_thread(connection, subscriber.id, thread_id)
    keyboard = keyboards.keyboard([keyboards.back(texts)])
    await talk.say(texts("thread-set" if thread_id is not None else "thread-none"), keyboard)


def build_router() -> Router:
    """Route /thread."""
    router = Router(name="thread")
    command_and_button(router, "thread", thread)
    return router
