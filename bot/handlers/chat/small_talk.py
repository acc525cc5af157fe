"""What people say to a bot besides: a greeting, thanks, "stop", a "yes" that belongs under a button."""

from datetime import datetime

from aiogram import Router
from aiogram.types import InlineKeyboardButton, Message

from bot import keyboards
from bot.handlers.chat import start
from bot.handlers.registration import Says
from bot.handlers.reply import Reply
from bot.keyboards import Go, TimesTap
from bot.texts import Texts
from storage.database import Database
from storage.model import Subscriber
from storage.topics import topics


async def hello(message: Message, reply: Reply, database: Database, subscriber: Subscriber, now: datetime) -> None:
    """A greeting: welcome who follows nothing yet, and remind everybody else of what is set."""
    async with database.read() as connection:
        followed = await topics.for_subscriber(connection, subscriber.id)
    if not followed:
        await start.start(message, reply, database, subscriber, now)
        return
    text = reply.texts("talk-hello", topics=len(followed))
    if subscriber.next_due_at is not None:
        next_one = reply.texts.moment(subscriber.next_due_at, subscriber.zone, now=now)
        text += " " + reply.texts("timezone-next", next=next_one)
    places = [_go(reply.texts, place) for place in ("digest", "topics", "settings")]
    await reply.say(text, keyboards.keyboard(places[:1], places[1:]))


async def thanks(_: Message, reply: Reply) -> None:
    """Thanks."""
    await reply.say(reply.texts("talk-thanks"))


async def bye(_: Message, reply: Reply) -> None:
    """A goodbye."""
    await reply.say(reply.texts("talk-bye"))


async def answer(_: Message, reply: Reply) -> None:
    """A "yes" or a "no": buttons are answered by pressing them."""
    await reply.say(reply.texts("talk-answer"))


async def stop(_: Message, reply: Reply, subscriber: Subscriber) -> None:
    """A "stop" may mean three things: ask which."""
    texts = reply.texts
    off = keyboards.button(texts.plain("button-schedule-off"), TimesTap(times="", days=0))
    await reply.say(
        texts("talk-stop"),
        keyboards.keyboard([_go(texts, "pause"), *([off] if subscriber.timetable else [])], [_go(texts, "delete")]),
    )


def _go(texts: Texts, place: str) -> InlineKeyboardButton:
    return keyboards.button(texts.plain(f"button-{place}"), Go(to=place))


def build_router() -> Router:
    """Route small talk."""
    router = Router(name="small-talk")
    for name, handler in (("hello", hello), ("thanks", thanks), ("bye", bye), ("answer", answer), ("stop", stop)):
        router.message.register(handler, Says(name))
    return router
