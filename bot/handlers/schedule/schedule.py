"""/schedule: when digests come, in free words or by a button; the first timetable brings the first digest at once."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, time
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, TelegramObject

from bot import keyboards, rescheduling
from bot.handlers.registration import command_and_button
from bot.handlers.reply import ForgedButtonError, Reply
from bot.handlers.schedule import holidays
from bot.keyboards import Go, TimesTap
from bot.runtime import metrics
from bot.schedule import holiday_rules, next_due, timetable_parser, vocabulary
from bot.schedule.timetable import EVERY_DAY, WORKING_DAYS
from bot.schedule.timetable_lexer import TimetableSyntaxError
from bot.texts import Texts
from storage.database import Database
from storage.model import Subscriber, SubscriberState, TimetableEntry
from storage.subscribers import preferences
from storage.topics import topics

DigestNow: TypeAlias = Callable[..., Awaitable[bool]]
"""`due_digests.digest_now(database, subscriber, now=...)`: whether there was anything to tell."""

# Each takes five of the 64 bytes.
_MOST_ON_A_BUTTON: Final = 10
_PRESETS: Final = (
    (((7, 0),), EVERY_DAY),
    (((8, 0),), EVERY_DAY),
    (((9, 0),), EVERY_DAY),
    (((12, 0),), EVERY_DAY),
    (((19, 0),), EVERY_DAY),
    (((21, 0),), EVERY_DAY),
    (((8, 0), (19, 0)), EVERY_DAY),
    (((9, 0),), WORKING_DAYS),
)


async def schedule(
    _: TelegramObject,
    reply: Reply,
    database: Database,
    subscriber: Subscriber,
    digest_now: DigestNow,
    now: datetime,
    written: str,
) -> None:
    """/schedule 8:00 19:30, /schedule off; without times, show the timetable and the usual times as buttons."""
    texts = reply.texts
    if not written:
        keyboard = presets(texts, with_none=bool(subscriber.timetable))
        await reply.show(_screen(texts, subscriber, now), keyboard)
        return
    try:
        changed = _read(subscriber, written)
    except TimetableSyntaxError as error:
        if guess := _guessed(written):
            await _suggest(reply, guess)
            return
        metrics.refuse("schedule", error.reason)
        limit = timetable_parser.MAX_TIMES
        await reply.say(texts(error.reason, text=error.found or written[:40], limit=limit), presets(texts))
        return
    changed = await save(database, subscriber, changed, now)
    await reply.show(saved(texts, changed, now), None if changed.timetable else _back_to(texts, subscriber))
    if is_first(subscriber, changed):
        await begin(reply, database, changed, digest_now, now)


async def suggest(reply: Reply, written: str, offer: Callable[[], Awaitable[InlineKeyboardButton]]) -> bool:
    """Answer plain words that say when, "каждые 2 часа" or "по вечерам", with how to set it; False for all others.

    `offer` makes the button for words that name no hour, "воскресенье": they may as well be a topic.
    """
    try:
        # A number alone may be a year, or anything.
        entries = () if written.isdigit() else timetable_parser.parse(written)
    except TimetableSyntaxError as error:
        if guess := _guessed(written):
            await _suggest(reply, guess, await offer())
            return True
        if once := _once(written):
            await _suggest_once(reply, once)
            return True
        if error.reason != "schedule-interval" or not vocabulary.is_interval(written):
            return False
        await reply.say(reply.texts(error.reason, text=error.found), presets(reply.texts))
        return True
    if entries:
        await _suggest(reply, entries)
    return bool(entries)


def _guessed(written: str) -> tuple[TimetableEntry, ...]:
    """Read a timetable that names days or parts of them and no hours; empty where it is none."""
    try:
        return timetable_parser.parse(written, usual=True)
    except TimetableSyntaxError:
        return ()


def _once(written: str) -> tuple[TimetableEntry, ...]:
    """Read an hour of one day, "сегодня в 9 утра"; empty where it is none."""
    words = written.split()
    rest = [word for word in words if word.casefold().strip(",.") not in vocabulary.ONE_DAY]
    if not rest or len(rest) == len(words):
        return ()
    try:
        return timetable_parser.parse(" ".join(rest))
    except TimetableSyntaxError:
        return ()


async def _suggest_once(reply: Reply, entries: tuple[TimetableEntry, ...]) -> None:
    """Offer every day, or a digest now, to whoever wants one at an hour of one day."""
    meant = timetable_parser.write(entries, reply.texts.language)
    fits = len({entry.weekdays for entry in entries}) == 1 and len(entries) <= _MOST_ON_A_BUTTON
    daily = [keyboards.button(reply.texts.plain("button-once-daily"), _pack(list(entries)))] if fits else []
    now = [keyboards.button(reply.texts.plain("button-digest"), Go(to="digest"))]
    await reply.say(reply.texts("schedule-once", schedule=meant), keyboards.keyboard(daily, now))


async def _suggest(
    reply: Reply, entries: tuple[TimetableEntry, ...], other: InlineKeyboardButton | None = None
) -> None:
    meant = timetable_parser.write(entries, reply.texts.language)
    # A button has room for one set of days.
    fits = len({entry.weekdays for entry in entries}) == 1 and len(entries) <= _MOST_ON_A_BUTTON
    rows = [[keyboards.button(reply.texts.plain("button-schedule-set"), _pack(list(entries)))]] if fits else []
    others = [keyboards.button(reply.texts.plain("button-other-times"), Go(to="schedule")), *([other] if other else [])]
    await reply.say(reply.texts("schedule-suggest", schedule=meant), keyboards.keyboard(*rows, others))


async def times_tap(
    _: CallbackQuery,
    callback_data: TimesTap,
    reply: Reply,
    database: Database,
    subscriber: Subscriber,
    digest_now: DigestNow,
    now: datetime,
) -> None:
    """Set the timetable of a button."""
    changed = await save(database, subscriber, replace(subscriber, timetable=_unpack(callback_data)), now)
    undo = None if changed.timetable else _back_to(reply.texts, subscriber)
    await reply.show(saved(reply.texts, changed, now), undo)
    if is_first(subscriber, changed):
        await begin(reply, database, changed, digest_now, now)


def presets(texts: Texts, *, with_none: bool = False) -> InlineKeyboardMarkup:
    """Offer the usual times."""
    buttons = []
    for moments, days in _PRESETS:
        entries = [TimetableEntry(at=time(*moment), weekdays=days) for moment in moments]
        label = (
            " + ".join(f"{entry.at:%H:%M}" for entry in entries)
            if days == EVERY_DAY
            else timetable_parser.write(entries, texts.language)
        )
        buttons.append(keyboards.button(label, _pack(entries)))
    places = ("timezone", "holidays") if with_none else ("timezone",)
    none = [keyboards.button(texts.plain("button-schedule-off"), TimesTap(times="", days=0))] if with_none else []
    others = [keyboards.button(texts.plain(f"button-{place}"), Go(to=place)) for place in places]
    return keyboards.keyboard(*keyboards.in_rows(buttons[:6], 3), buttons[6:], others, none)


async def save(database: Database, subscriber: Subscriber, changed: Subscriber, now: datetime) -> Subscriber:
    """Write the timetable of `changed`, and what holidays do to it; return it with its next due moment."""
    async with database.transaction() as connection:
        return await rescheduling.change(connection, subscriber, changed, now=now)


def is_first(subscriber: Subscriber, changed: Subscriber) -> bool:
    """Say whether a timetable is the first that a subscriber has."""
    return bool(changed.timetable) and not subscriber.timetable


async def begin(reply: Reply, database: Database, subscriber: Subscriber, digest_now: DigestNow, now: datetime) -> None:
    """Bring the first digest at once to one whose first timetable was just saved."""
    async with database.read() as connection:
        followed = await topics.for_subscriber(connection, subscriber.id)
        chosen = await preferences.get(connection, subscriber.id)
    if followed or chosen.main:
        composed = await digest_now(database, subscriber, now=now)
        await reply.say(reply.texts("first-digest-coming" if composed else "first-digest-empty"))


def saved(texts: Texts, subscriber: Subscriber, now: datetime) -> str:
    """Say what is set, and when the next digest comes by it."""
    if not subscriber.timetable:
        return texts("schedule-off")
    written = _described(texts, subscriber)
    if subscriber.next_due_at is None:
        return texts("schedule-set-paused", schedule=written) + "\n" + texts("paused-still")
    return texts(
        "schedule-set",
        schedule=written,
        next=texts.moment(subscriber.next_due_at, subscriber.zone, now=now),
        zone=texts.zone(subscriber.zone, now=now),
    )


def _back_to(texts: Texts, subscriber: Subscriber) -> InlineKeyboardMarkup | None:
    """Make the button that takes a removed timetable back, where one button has room for it."""
    entries = list(subscriber.timetable)
    if len({entry.weekdays for entry in entries}) != 1 or len(entries) > _MOST_ON_A_BUTTON:
        return None
    return keyboards.keyboard([keyboards.button(texts.plain("button-schedule-again"), _pack(entries))])


def _screen(texts: Texts, subscriber: Subscriber, now: datetime) -> str:
    clock = f"{now.astimezone(ZoneInfo(subscriber.zone)):%H:%M}"
    if not subscriber.timetable:
        return texts("schedule-none", zone=texts.zone(subscriber.zone, now=now), clock=clock)
    at = subscriber.next_due_at or next_due.first_slot(subscriber, now)
    text = texts(
        "schedule",
        schedule=_described(texts, subscriber),
        next=texts.moment(at or now, subscriber.zone, now=now),
        zone=texts.zone(subscriber.zone, now=now),
        clock=clock,
    )
    return text + "\n\n" + texts("paused-still") if subscriber.state is SubscriberState.PAUSED else text


def _described(texts: Texts, subscriber: Subscriber) -> str:
    written = timetable_parser.write(subscriber.timetable, texts.language)
    return holidays.described(texts, written, subscriber.holidays)


def _pack(entries: list[TimetableEntry]) -> TimesTap:
    days = sum(1 << day for day in entries[0].weekdays)
    return TimesTap(times=".".join(f"{entry.at:%H%M}" for entry in entries), days=days)


def _read(subscriber: Subscriber, written: str) -> Subscriber:
    """Return the subscriber with the times and the holiday rule that are written. Raises TimetableSyntaxError."""
    if written.strip(" .!").casefold() in vocabulary.OFF:
        return replace(subscriber, timetable=())
    times, rule = holiday_rules.split(written)
    return replace(
        subscriber,
        timetable=timetable_parser.parse(times) if times else subscriber.timetable,
        holidays=holidays.with_country(subscriber, rule) if rule else subscriber.holidays,
    )


def _unpack(tap: TimesTap) -> tuple[TimetableEntry, ...]:
    """Read a button's timetable. Raises ForgedButtonError."""
    days = frozenset(day for day in range(7) if tap.days >> day & 1)
    times = [time(int(one[:2]), int(one[2:])) for one in tap.times.split(".") if one]
    if times and not days:
        raise ForgedButtonError
    return tuple(TimetableEntry(at=at, weekdays=days) for at in times)


def build_router() -> Router:
    """Route /schedule and its buttons."""
    router = Router(name="schedule")
    command_and_button(router, "schedule", schedule)
    router.callback_query.register(times_tap, TimesTap.filter())
    return router
