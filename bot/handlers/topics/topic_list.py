"""The list of topics: drop one, say how important it is, send it to a forum thread; each edited in place."""

from typing import Final

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, TelegramObject

from bot import keyboards
from bot.handlers.registration import command_and_button
from bot.handlers.reply import Reply
from bot.keyboards import Go, ImportanceTap, PageTap, ThreadTap, TopicAct, TopicTap
from bot.texts import Html, Texts
from storage.database import Database
from storage.model import Follow, Importance, Subscriber, Topic
from storage.subscribers import follows
from storage.topics import topics

PER_PAGE: Final = 10
_ROW_LIMIT: Final = 100
# What a press makes of it.
_NEXT: Final = {
    Importance.NORMAL: Importance.HIGH,
    Importance.HIGH: Importance.LOW,
    Importance.LOW: Importance.NORMAL,
}


async def list_topics(_: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber) -> None:
    """/topics: what is followed, each with buttons to drop it and to say where it stands."""
    await reply.show(*await page(reply, database, subscriber, 0))


async def turn(
    _: CallbackQuery, callback_data: PageTap, reply: Reply, database: Database, subscriber: Subscriber
) -> None:
    """Turn a page of the list."""
    shown = await page(reply, database, subscriber, callback_data.page)
    await reply.show(*shown)


async def weigh(
    _: CallbackQuery, callback_data: ImportanceTap, reply: Reply, database: Database, subscriber: Subscriber
) -> None:
    """Say how important a topic is."""
    importance = callback_data.importance
    async with database.transaction() as connection:
        known = await follows.set_importance(connection, subscriber.id, callback_data.topic_id, importance)
    reply.note = reply.texts.plain(f"note-{_name(importance)}" if known else "button-done-already")
    shown = await page(reply, database, subscriber, callback_data.page)
    await reply.show(*shown)


async def route(
    _: CallbackQuery, callback_data: ThreadTap, reply: Reply, database: Database, subscriber: Subscriber
) -> None:
    """Send a topic's stories to the forum thread that the button stands in, or no longer."""
    wanted = reply.thread_id if callback_data.here else None
    async with database.transaction() as connection:
        known = await follows.set_thread(connection, subscriber.id, callback_data.topic_id, wanted)
    note = "note-here" if wanted is not None else "note-not-here"
    reply.note = reply.texts.plain(note if known else "button-done-already")
    shown = await page(reply, database, subscriber, callback_data.page)
    await reply.show(*shown)


async def page(
    reply: Reply, database: Database, subscriber: Subscriber, number: int
) -> tuple[str, InlineKeyboardMarkup]:
    """Write a page of the list with all its buttons, and in a forum thread those of threads."""
    texts, here = reply.texts, reply.thread_id
    followed, ties = await _followed(database, subscriber)
    if not followed:
        return _none(reply)
    number, shown = _page_of(followed, number)
    lines = Html("\n".join(_row(texts, topic, ties[topic.id], here) for topic in shown))
    text = texts("topics-list", topics=len(followed), chat=reply.place, list=lines)
    if here is not None:
        text += "\n" + texts("topics-here")
    rows = [_buttons(texts, topic, ties[topic.id], number, here) for topic in shown]
    return text, keyboards.keyboard(*rows, _turns(texts, number, len(followed)))


async def drops(reply: Reply, database: Database, subscriber: Subscriber) -> tuple[str, InlineKeyboardMarkup]:
    """Ask which topic to drop."""
    texts = reply.texts
    followed, _ = await _followed(database, subscriber)
    if not followed:
        return _none(reply)
    number, shown = _page_of(followed, 0)
    buttons = [_drop(texts, topic, number) for topic in shown]
    return texts("unfollow-what"), keyboards.keyboard(
        *keyboards.in_rows(buttons, 2), _turns(texts, number, len(followed))
    )


def _none(reply: Reply) -> tuple[str, InlineKeyboardMarkup]:
    """Say how to follow something. The button lists topics; in a group it lets an answer to this message reach us."""
    ideas = keyboards.button(reply.texts.plain("button-topics"), Go(to="follow"))
    return reply.texts("topics-none", chat=reply.place), keyboards.keyboard([ideas])


def cut(label: str) -> str:
    """Shorten a topic for a message."""
    return label if len(label) <= _ROW_LIMIT else label[: _ROW_LIMIT - 1] + "…"


async def _followed(database: Database, subscriber: Subscriber) -> tuple[list[Topic], dict[int, Follow]]:
    async with database.read() as connection:
        return await topics.for_subscriber(connection, subscriber.id), await follows.for_subscriber(
            connection, subscriber.id
        )


def _page_of(followed: list[Topic], number: int) -> tuple[int, list[Topic]]:
    number = max(0, min(number, (len(followed) - 1) // PER_PAGE))
    return number, followed[number * PER_PAGE : (number + 1) * PER_PAGE]


def _row(texts: Texts, topic: Topic, follow: Follow, here: int | None) -> str:
    notes = []
    if follow.importance is not Importance.NORMAL:
        notes.append(texts(_name(follow.importance)))
    if follow.thread_id is not None:
        notes.append(texts("thread-here" if follow.thread_id == here else "thread-other"))
    row = texts("topics-row", topic=cut(topic.label))
    return f"{row} — {', '.join(notes)}" if notes else row


def _buttons(texts: Texts, topic: Topic, follow: Follow, number: int, here: int | None) -> list[InlineKeyboardButton]:
    weight = ImportanceTap(topic_id=topic.id, importance=_NEXT[follow.importance], page=number)
    buttons = [_drop(texts, topic, number), keyboards.button(texts.plain(_name(follow.importance)), weight)]
    if here is not None:
        goes_here = follow.thread_id == here
        tap = ThreadTap(topic_id=topic.id, here=not goes_here, page=number)
        buttons.append(keyboards.button(texts.plain("button-not-here" if goes_here else "button-here"), tap))
    return buttons


def _drop(texts: Texts, topic: Topic, number: int) -> InlineKeyboardButton:
    tap = TopicTap(act=TopicAct.UNFOLLOW, topic_id=topic.id, page=number)
    return keyboards.button(texts.plain("button-unfollow", topic=topic.label), tap)


def _name(importance: Importance) -> str:
    return f"importance-{importance.name.lower()}"


def _turns(texts: Texts, number: int, count: int) -> list[InlineKeyboardButton]:
    turns = []
    if number > 0:
        turns.append(keyboards.button(texts.plain("button-earlier-topics"), PageTap(page=number - 1)))
    if (number + 1) * PER_PAGE < count:
        turns.append(keyboards.button(texts.plain("button-more-topics"), PageTap(page=number + 1)))
    return turns


def build_router() -> Router:
    """Route /topics and the buttons of the list."""
    router = Router(name="topic_list")
    command_and_button(router, "topics", list_topics)
    router.callback_query.register(turn, PageTap.filter())
    router.callback_query.register(weigh, ImportanceTap.filter())
    router.callback_query.register(route, ThreadTap.filter())
    return router
