"""/pause, /resume, /language and /delete: what a subscriber is to us."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, TelegramObject

from bot import keyboards, rescheduling, subscriptions
from bot import texts as languages
from bot.handlers.chat import start
from bot.handlers.middlewares import STRANGERS
from bot.handlers.registration import command_and_button
from bot.handlers.reply import Reply
from bot.keyboards import DeleteTap, Go, LanguageTap, PauseTap
from bot.runtime import metrics
from bot.schedule import pause as untils
from bot.texts import Texts
from storage.database import Database
from storage.model import Subscriber, SubscriberState
from storage.subscribers import subscribers

_PAUSES: Final = (1, 3, 7, 14)


async def pause(
    _: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber, now: datetime, written: str
) -> None:
    """/pause, /pause 3 дня, /pause до 15.12: no digests until then."""
    texts = reply.texts
    if not written:
        text = await _pause(texts, database, subscriber, now, None)
        await reply.show(text + "\n\n" + texts("pause-how-long"), _pauses(texts))
        return
    try:
        day = untils.parse(written, now.astimezone(ZoneInfo(subscriber.zone)).date())
    except untils.UntilError as error:
        metrics.refuse("pause", error.reason)
        await reply.say(*_which_pause(texts, error, now.astimezone(ZoneInfo(subscriber.zone)).date()))
        return
    await reply.say(await _pause(texts, database, subscriber, now, day), _resume(texts))


def _which_pause(texts: Texts, error: untils.UntilError, today: date) -> tuple[str, InlineKeyboardMarkup]:
    """Say what is wrong with an end of a pause; ask where it may be meant all the same."""
    if error.until is None:
        return texts(error.reason, text=error.text[:60]), _pauses(texts)
    day = texts.day(error.until, today=today)
    text = texts(error.reason if error.reason == "pause-which-year" else "pause-far-day", day=day, text=error.text[:60])
    if error.reason != "pause-which-year":
        return text, _pauses(texts)
    until = keyboards.button(texts.plain("button-pause-until", day=day), PauseTap(days=(error.until - today).days))
    return text, keyboards.keyboard([until], *_pauses(texts).inline_keyboard)


async def pause_tap(
    _: CallbackQuery, callback_data: PauseTap, reply: Reply, database: Database, subscriber: Subscriber, now: datetime
) -> None:
    """Pause for the days of a button."""
    days = max(0, min(callback_data.days, untils.LONGEST.days))
    day = now.astimezone(ZoneInfo(subscriber.zone)).date() + timedelta(days=days) if days else None
    await reply.show(await _pause(reply.texts, database, subscriber, now, day), _resume(reply.texts))


async def resume(_: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber, now: datetime) -> None:
    """/resume: digests come again."""
    texts = reply.texts
    async with database.transaction() as connection:
        at = (await rescheduling.resume(connection, subscriber, now=now)).next_due_at
    if at is None:
        await reply.replace(texts("resumed-no-schedule"), keyboards.keyboard([_go(texts, "schedule")]))
        return
    was_paused = subscriber.state is SubscriberState.PAUSED
    text = texts("resumed" if was_paused else "not-paused", next=texts.moment(at, subscriber.zone, now=now))
    await reply.show(text)


async def language(_: TelegramObject, reply: Reply) -> None:
    """/language: choose one of three, each named in itself."""
    buttons = [
        keyboards.button(languages.for_language(one).plain("language-name"), LanguageTap(language=one))
        for one in languages.LANGUAGES
    ]
    await reply.show(reply.texts("language-choose"), keyboards.keyboard(buttons))


async def language_tap(
    callback: CallbackQuery,
    callback_data: LanguageTap,
    reply: Reply,
    database: Database,
    subscriber: Subscriber,
    now: datetime,
) -> None:
    """Speak the language of a button from now on."""
    chosen = callback_data.language
    if chosen not in languages.LANGUAGES:
        reply.alert(reply.texts.plain("language-unknown"))
        return
    async with database.transaction() as connection:
        await subscribers.set_language(connection, subscriber.id, chosen)
    reply.texts = languages.for_language(chosen)
    if callback_data.again:
        await start.start(callback, reply, database, subscriber, now)
    else:
        await reply.show(reply.texts("language-set"))


async def delete(_: TelegramObject, reply: Reply, subscriber: Subscriber | None) -> None:
    """/delete: ask before everything is forgotten."""
    texts = reply.texts
    if subscriber is None:
        await reply.replace(texts("delete-nothing"))
        return
    await reply.replace(
        texts("delete-ask"),
        keyboards.keyboard(
            [keyboards.button(texts.plain("button-delete-yes"), DeleteTap(sure=True))],
            [keyboards.button(texts.plain("button-cancel"), DeleteTap(sure=False))],
        ),
    )


async def delete_tap(
    _: CallbackQuery, callback_data: DeleteTap, reply: Reply, database: Database, subscriber: Subscriber | None
) -> None:
    """Forget everything, and say what it was."""
    if not callback_data.sure:
        await reply.show(reply.texts("delete-kept"))
        return
    if subscriber is None:
        await reply.replace(reply.texts("delete-nothing"))
        return
    gone = await subscriptions.forget_subscriber(database, subscriber)
    await reply.replace(reply.texts("deleted", topics=gone.topics, digests=gone.digests, parts=gone.messages))


async def _pause(texts: Texts, database: Database, subscriber: Subscriber, now: datetime, day: date | None) -> str:
    """Pause until the beginning of a day where the reader lives, or without an end."""
    until = None if day is None else datetime.combine(day, time(), ZoneInfo(subscriber.zone))
    async with database.transaction() as connection:
        resumes_at = (await rescheduling.pause(connection, subscriber, until, now=now)).next_due_at
    if day is None:
        return texts("paused")
    if resumes_at is not None:
        return texts("paused-until", until=texts.appointment(resumes_at, subscriber.zone, now=now))
    today = now.astimezone(ZoneInfo(subscriber.zone)).date()
    return texts("paused-until-day", until=texts.day(day, today=today))


def _pauses(texts: Texts) -> InlineKeyboardMarkup:
    buttons = [keyboards.button(texts.plain(f"button-pause-{days}"), PauseTap(days=days)) for days in _PAUSES]
    always = keyboards.button(texts.plain("button-pause-always"), PauseTap(days=0))
    return keyboards.keyboard(*keyboards.in_rows(buttons, 2), [always, _go(texts, "resume")])


def _resume(texts: Texts) -> InlineKeyboardMarkup:
    return keyboards.keyboard([_go(texts, "resume")])


def _go(texts: Texts, to: str) -> InlineKeyboardButton:
    return keyboards.button(texts.plain(f"button-{to}"), Go(to=to))


def build_router() -> Router:
    """Route the four commands and their buttons."""
    router = Router(name="account")
    command_and_button(router, "pause", pause)
    command_and_button(router, "resume", resume)
    command_and_button(router, "language", language)
    command_and_button(router, "delete", delete, to_strangers=True)
    router.callback_query.register(pause_tap, PauseTap.filter())
    router.callback_query.register(language_tap, LanguageTap.filter())
    router.callback_query.register(delete_tap, DeleteTap.filter(), flags={STRANGERS: True})
    return router
