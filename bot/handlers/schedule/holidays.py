"""/holidays: what public holidays do to a timetable, and whose they are, in free words or by a button."""

from dataclasses import replace
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, TelegramObject

from bot import keyboards, rescheduling
from bot.handlers.registration import command_and_button
from bot.handlers.reply import ForgedButtonError, Reply
from bot.keyboards import Go, Hour
from bot.places import countries
from bot.runtime import metrics
from bot.schedule import holiday_calendar, holiday_rules
from bot.schedule.timetable_lexer import TimetableSyntaxError
from bot.texts import Texts
from storage.database import Database
from storage.model import HolidayRule, OnHolidays, Subscriber

_SHOWN: Final = 3
_HOURS: Final = (10, 11, 12)
# Where most of our readers live; any other country is written.
_USUAL: Final = ("KZ", "RU", "UZ", "KG", "TR", "DE")


class HolidayTap(CallbackData, prefix="holiday"):
    """Chooses what holidays do; `hour` for a time of their own only."""

    kind: OnHolidays
    hour: Hour = 0


class CountryTap(CallbackData, prefix="country"):
    """Chooses whose holidays count; empty for the country of the reader's zone."""

    code: str


async def holidays(
    _: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber, now: datetime, written: str
) -> None:
    """/holidays 11:00, /holidays нет, /holidays Россия; without words, show the rule and the usual choices."""
    if not written:
        await _show(reply, subscriber, now)
        return
    try:
        rule = _read(subscriber, written)
    except TimetableSyntaxError as error:
        metrics.refuse("holidays", error.reason)
        await reply.say(reply.texts(error.reason, text=error.found), _choices(reply.texts, subscriber.holidays))
        return
    await _keep(reply, database, subscriber, now, rule)


async def holiday_tap(
    _: CallbackQuery, callback_data: HolidayTap, reply: Reply, database: Database, subscriber: Subscriber, now: datetime
) -> None:
    """Set the rule of a button."""
    at = time(callback_data.hour) if callback_data.kind is OnHolidays.AT else None
    await _keep(reply, database, subscriber, now, with_country(subscriber, HolidayRule(kind=callback_data.kind, at=at)))


async def show_countries(_: CallbackQuery, reply: Reply, subscriber: Subscriber) -> None:
    """Offer countries."""
    texts = reply.texts
    buttons = (keyboards.button(countries.name(code, texts.language), CountryTap(code=code)) for code in _USUAL)
    by_zone = [keyboards.button(texts.plain("button-country-by-zone"), CountryTap(code=""))]
    text = texts("holidays-country", country=_country(texts, subscriber))
    back = keyboards.button(texts.plain("button-holidays"), Go(to="holidays"))
    await reply.replace(text, keyboards.keyboard(*keyboards.in_rows(buttons, 2), by_zone, [back]))


async def country_tap(
    _: CallbackQuery, callback_data: CountryTap, reply: Reply, database: Database, subscriber: Subscriber, now: datetime
) -> None:
    """Count the holidays of a country."""
    if callback_data.code not in ("", *_USUAL):
        raise ForgedButtonError
    await _keep(reply, database, subscriber, now, _with_country(subscriber, callback_data.code))


def with_country(subscriber: Subscriber, rule: HolidayRule) -> HolidayRule:
    """Return a rule that is given without a country with the subscriber's."""
    return replace(rule, country=subscriber.holidays.country)


def described(texts: Texts, schedule: str, rule: HolidayRule) -> str:
    """Add what holidays do to a written timetable, if anything; without markup."""
    if rule.kind is OnHolidays.USUAL:
        return schedule
    return texts.plain("schedule-with-holidays", schedule=schedule, rule=_rule(texts, rule))


def _read(subscriber: Subscriber, written: str) -> HolidayRule:
    """Read a rule or else a country: "no" is a wish and no Norway."""
    try:
        return with_country(subscriber, holiday_rules.parse(written))
    except TimetableSyntaxError:
        country = countries.named(written)
        if not country:
            raise
    if not holiday_calendar.is_known(country):
        raise TimetableSyntaxError("holidays-unknown-country", 0, written)
    return _with_country(subscriber, country)


def _with_country(subscriber: Subscriber, country: str) -> HolidayRule:
    return replace(subscriber.holidays, country=country)


async def _keep(reply: Reply, database: Database, subscriber: Subscriber, now: datetime, rule: HolidayRule) -> None:
    async with database.transaction() as connection:
        changed = await rescheduling.change(connection, subscriber, replace(subscriber, holidays=rule), now=now)
    await _show(reply, changed, now)


async def _show(reply: Reply, subscriber: Subscriber, now: datetime) -> None:
    texts = reply.texts
    text = _screen(texts, subscriber, now)
    at, rule = subscriber.next_due_at, subscriber.holidays
    if at is not None:
        text += "\n" + texts("timezone-next", next=texts.moment(at, subscriber.zone, now=now))
    await reply.show(text + "\n\n" + texts("holidays-how"), _choices(texts, rule))


def _screen(texts: Texts, subscriber: Subscriber, now: datetime) -> str:
    rule, country = subscriber.holidays, _country_code(subscriber)
    today = now.astimezone(ZoneInfo(subscriber.zone)).date()
    days = holiday_calendar.upcoming(country, today, _SHOWN) if country else ()
    text = texts("holidays", rule=_rule(texts, rule))
    if not days:
        return text + "\n" + texts("holidays-no-country", zone=subscriber.zone)
    listed = "; ".join(texts.day(day, today=today) for day in days)
    return text + "\n" + texts("holidays-next", country=_country(texts, subscriber), days=listed)


def _rule(texts: Texts, rule: HolidayRule) -> str:
    if rule.kind is OnHolidays.AT:
        return texts.plain("holidays-at", time=f"{rule.at:%H:%M}")
    return texts.plain(f"holidays-{rule.kind}")


def _country_code(subscriber: Subscriber) -> str:
    return subscriber.holidays.country or countries.of_zone(subscriber.zone)


def _country(texts: Texts, subscriber: Subscriber) -> str:
    code = _country_code(subscriber)
    return countries.name(code, texts.language) if code else texts.plain("holidays-country-none")


def _choices(texts: Texts, rule: HolidayRule) -> InlineKeyboardMarkup:
    def choice(label: str, tap: HolidayTap, *, is_chosen: bool) -> InlineKeyboardButton:
        return keyboards.button(texts.plain("button-chosen", topic=label) if is_chosen else label, tap)

    usual, off, sunday = (
        choice(texts.plain(f"button-holidays-{kind}"), HolidayTap(kind=kind), is_chosen=rule.kind is kind)
        for kind in (OnHolidays.USUAL, OnHolidays.OFF, OnHolidays.SUNDAY)
    )
    hours = [
        choice(f"{hour}:00", HolidayTap(kind=OnHolidays.AT, hour=hour), is_chosen=rule.at == time(hour))
        for hour in _HOURS
    ]
    country = keyboards.button(texts.plain("button-country"), Go(to="countries"))
    return keyboards.keyboard([usual, off], [sunday], hours, [country])


def build_router() -> Router:
    """Route /holidays and its buttons."""
    router = Router(name="holidays")
    command_and_button(router, "holidays", holidays)
    router.callback_query.register(show_countries, Go.filter(F.to == "countries"))
    router.callback_query.register(holiday_tap, HolidayTap.filter())
    router.callback_query.register(country_tap, CountryTap.filter())
    return router
