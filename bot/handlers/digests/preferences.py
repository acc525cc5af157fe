"""/quiet and how a digest looks: what storage.model.Preferences holds, as buttons on one message edited in place."""

from dataclasses import replace
from datetime import datetime, time
from typing import Final

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, TelegramObject

from bot import keyboards
from bot.handlers.digests import rich_sample
from bot.handlers.registration import command_and_button
from bot.handlers.reply import ForgedButtonError, Reply
from bot.keyboards import Clock, Go
from bot.runtime import metrics
from bot.schedule import quiet_hours, vocabulary
from bot.schedule.timetable_lexer import TimetableSyntaxError
from bot.texts import Texts
from storage.database import Database
from storage.model import Breaking, Preferences, QuietHours, Style, Subscriber, WhenEmpty
from storage.subscribers import preferences

STORIES: Final = (5, 7, 12)
MINUTES: Final = (3, 5)
# With a limit in minutes the number of stories only keeps very short ones from filling a second message.
_MOST_BY_MINUTES: Final = 40
_USUAL: Final = tuple(
    QuietHours(start=time(start), end=time(end)) for start, end in ((22, 7), (23, 7), (23, 8), (0, 9))
)


class PreferenceTap(CallbackData, prefix="prefer"):
    """Chooses one value of one preference: `what` is "stories", "minutes", "style", "empty" or "breaking"."""

    what: str
    value: str


class QuietTap(CallbackData, prefix="quiet"):
    """Sets quiet hours, as "2300" and "0700"; both empty for none."""

    start: Clock
    end: Clock


async def show(_: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber) -> None:
    """Show how digests look, with every choice as a button."""
    async with database.read() as connection:
        chosen = await preferences.get(connection, subscriber.id)
    await reply.show(_screen(reply.texts, chosen), _choices(reply.texts, chosen))


async def prefer(
    _: CallbackQuery, callback_data: PreferenceTap, reply: Reply, database: Database, subscriber: Subscriber
) -> None:
    """Choose what a button says and show it chosen; one rich message is first tried."""
    if rich_sample.is_asked(callback_data.what, callback_data.value):
        await rich_sample.ask(reply, subscriber)
        return
    async with database.transaction() as connection:
        chosen = chosen_by(await preferences.to_change(connection, subscriber.id), callback_data)
        if chosen is not None:
            await preferences.save(connection, subscriber.id, chosen)
    if chosen is None:
        raise ForgedButtonError
    reply.note = reply.texts.plain("note-chosen")
    await reply.show(_screen(reply.texts, chosen), _choices(reply.texts, chosen))


async def quiet(
    _: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber, now: datetime, written: str
) -> None:
    """/quiet 23:00-7:00, /quiet off; without hours, show them and the usual ones as buttons."""
    texts = reply.texts
    if not written:
        async with database.read() as connection:
            hours = (await preferences.get(connection, subscriber.id)).quiet
        await reply.show(_quiet_screen(texts, subscriber, hours, now), _hours(texts, hours))
        return
    try:
        hours = None if written.casefold() in vocabulary.OFF else quiet_hours.parse(written)
    except TimetableSyntaxError as error:
        metrics.refuse("quiet", error.reason)
        await reply.say(_misread(texts, error), _hours(texts, None))
        return
    await _keep_quiet(reply, database, subscriber, now, hours)


async def quiet_tap(
    _: CallbackQuery, callback_data: QuietTap, reply: Reply, database: Database, subscriber: Subscriber, now: datetime
) -> None:
    """Set the quiet hours of a button."""
    await _keep_quiet(reply, database, subscriber, now, _unpack(callback_data))


def chosen_by(chosen: Preferences, tap: PreferenceTap) -> Preferences | None:
    """Return the preferences after a button; None for one that no keyboard of ours carries."""
    try:
        if tap.what == "stories" and int(tap.value) in STORIES:
            return replace(chosen, stories=int(tap.value), minutes=None)
        if tap.what == "minutes" and int(tap.value) in MINUTES:
            return replace(chosen, stories=_MOST_BY_MINUTES, minutes=int(tap.value))
        if tap.what == "style":
            return replace(chosen, style=Style(tap.value))
        if tap.what == "empty":
            return replace(chosen, when_empty=WhenEmpty(tap.value))
        if tap.what == "breaking":
            return replace(chosen, breaking=Breaking(tap.value))
    except ValueError:
        return None
    return None


def _screen(texts: Texts, chosen: Preferences) -> str:
    by_minutes = chosen.minutes is not None
    return texts(
        "preferences",
        length=texts.plain("length-minutes", count=chosen.minutes or 0)
        if by_minutes
        else texts.plain("length-stories", count=chosen.stories),
        style=texts.plain(f"style-{chosen.style}"),
        empty=texts.plain(f"empty-{chosen.when_empty}"),
        breaking=texts.plain(
            f"breaking-{chosen.breaking}", sources=chosen.breaking_sources, minutes=chosen.breaking_minutes
        ),
    )


def _choices(texts: Texts, chosen: Preferences) -> InlineKeyboardMarkup:
    by_minutes = chosen.minutes is not None
    stories = [
        _choice(
            texts,
            texts.plain("button-stories", count=count),
            PreferenceTap(what="stories", value=str(count)),
            is_chosen=not by_minutes and chosen.stories == count,
        )
        for count in STORIES
    ]
    minutes = [
        _choice(
            texts,
            texts.plain("button-minutes", count=count),
            PreferenceTap(what="minutes", value=str(count)),
            is_chosen=chosen.minutes == count,
        )
        for count in MINUTES
    ]
    return keyboards.keyboard(
        stories,
        minutes,
        *keyboards.in_rows(_kinds(texts, "style", Style, chosen.style), 2),
        _kinds(texts, "empty", WhenEmpty, chosen.when_empty),
        _kinds(texts, "breaking", Breaking, chosen.breaking),
        [keyboards.button(texts.plain("button-quiet"), Go(to="quiet"))],
    )


def _kinds(
    texts: Texts, what: str, kinds: type[Style] | type[WhenEmpty] | type[Breaking], now: Style | WhenEmpty | Breaking
) -> list[InlineKeyboardButton]:
    return [
        _choice(
            texts,
            texts.plain(f"button-{what}-{kind}"),
            PreferenceTap(what=what, value=str(kind)),
            is_chosen=kind == now,
        )
        for kind in kinds
    ]


def _choice(texts: Texts, label: str, tap: CallbackData, *, is_chosen: bool) -> InlineKeyboardButton:
    return keyboards.button(texts.plain("button-chosen", topic=label) if is_chosen else label, tap)


async def _keep_quiet(
    reply: Reply, database: Database, subscriber: Subscriber, now: datetime, hours: QuietHours | None
) -> None:
    async with database.transaction() as connection:
        chosen = await preferences.to_change(connection, subscriber.id)
        await preferences.save(connection, subscriber.id, replace(chosen, quiet=hours))
    await reply.show(_quiet_screen(reply.texts, subscriber, hours, now), _hours(reply.texts, hours))


def _quiet_screen(texts: Texts, subscriber: Subscriber, hours: QuietHours | None, now: datetime) -> str:
    if hours is None:
        return texts("quiet-none")
    text = texts("quiet", hours=quiet_hours.write(hours), zone=texts.zone(subscriber.zone, now=now))
    slot = subscriber.next_due_at
    held_until = quiet_hours.ends_at(hours, subscriber.zone, slot) if slot else None
    if slot is None or held_until is None:
        return text
    return (
        text
        + "\n"
        + texts(
            "quiet-holds",
            slot=texts.moment(slot, subscriber.zone, now=now),
            until=texts.moment(held_until, subscriber.zone, now=now),
        )
    )


def _hours(texts: Texts, hours: QuietHours | None) -> InlineKeyboardMarkup:
    buttons = [_choice(texts, quiet_hours.write(one), _pack(one), is_chosen=one == hours) for one in _USUAL]
    off = [keyboards.button(texts.plain("button-quiet-off"), QuietTap(start="", end=""))] if hours else []
    return keyboards.keyboard(*keyboards.in_rows(buttons, 2), off)


def _misread(texts: Texts, error: TimetableSyntaxError) -> str:
    example = texts("quiet-two-times")
    if error.reason != "schedule-bad-time":
        return example
    return texts(error.reason, text=error.found[:40]) + "\n" + example


def _pack(hours: QuietHours) -> QuietTap:
    return QuietTap(start=f"{hours.start:%H%M}", end=f"{hours.end:%H%M}")


def _unpack(tap: QuietTap) -> QuietHours | None:
    """Read a button's hours. Raises ForgedButtonError."""
    if not tap.start and not tap.end:
        return None
    if not tap.start or not tap.end or tap.start == tap.end:
        raise ForgedButtonError
    start, end = (time(int(one[:2]), int(one[2:])) for one in (tap.start, tap.end))
    return QuietHours(start=start, end=end)


def build_router() -> Router:
    """Route /quiet and the choices about digests."""
    router = Router(name="preferences")
    command_and_button(router, "quiet", quiet)
    router.callback_query.register(show, Go.filter(F.to == "preferences"))
    router.callback_query.register(prefer, PreferenceTap.filter())
    router.callback_query.register(quiet_tap, QuietTap.filter())
    return router
