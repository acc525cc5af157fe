"""/timezone: the zone by a city, an IANA name or a location; the location itself is never kept."""

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    TelegramObject,
)

from bot import keyboards, rescheduling
from bot.handlers.middlewares import OWN
from bot.handlers.registration import command_and_button
from bot.handlers.reply import ForgedButtonError, Reply
from bot.keyboards import Go, LocationTap, ZoneTap
from bot.places import countries, timezones
from bot.places.timezones import NamedZone, UnknownPlaceError
from bot.runtime import metrics
from bot.texts import Texts
from storage.database import Database
from storage.model import ChatKind, Subscriber

# Cities of the usual zones of our readers; each has a text `city-...`.
_CITIES: Final = (
    ("almaty", "Asia/Almaty"),
    ("astana", "Asia/Almaty"),
    ("aqtobe", "Asia/Aqtobe"),
    ("aqtau", "Asia/Aqtau"),
    ("bishkek", "Asia/Bishkek"),
    ("tashkent", "Asia/Tashkent"),
    ("moscow", "Europe/Moscow"),
    ("istanbul", "Europe/Istanbul"),
    ("berlin", "Europe/Berlin"),
)


# In the place of a city's key: the one that was asked after, whose name a button has no room for.
_MEANT: Final = "meant"


async def timezone(
    _: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber, now: datetime, written: str
) -> None:
    """/timezone Караганда; without a place, show the zone and the usual cities as buttons."""
    texts = reply.texts
    if not written:
        zone = texts.zone(subscriber.zone, now=now)
        text = texts("timezone", zone=zone, clock=_clock(subscriber.zone, now), chat=_chat(subscriber))
        await reply.show(text, _cities(texts, subscriber))
        return
    try:
        place = await asyncio.to_thread(timezones.find, written)
    except UnknownPlaceError as error:
        if error.reason != "timezone-unknown" or not await _named_otherwise(
            reply, database, subscriber, now, error.text
        ):
            metrics.refuse("timezone", error.reason)
            await reply.say(texts(error.reason, text=error.text, chat=_chat(subscriber)), _cities(texts, subscriber))
        return
    await reply.say(await _set(texts, database, subscriber, now, place))


async def _named_otherwise(
    reply: Reply, database: Database, subscriber: Subscriber, now: datetime, written: str
) -> bool:
    """Read a country, or ask after a city whose name was mistyped; False where it is neither."""
    texts = reply.texts
    if country := countries.named(written):
        zone = countries.only_zone(country, now)
        name = countries.name(country, texts.language)
        if zone:
            await reply.say(await _set(texts, database, subscriber, now, NamedZone(zone=zone, city=name)))
        else:
            await reply.say(texts("timezone-country", country=name), _cities(texts, subscriber))
        return True
    meant = await asyncio.to_thread(timezones.nearest, written)
    if meant is None:
        return False
    button = keyboards.button(texts.plain("button-zone-meant", city=meant.city), ZoneTap(zone=meant.zone, city=_MEANT))
    shown = texts("timezone-meant", text=written, city=meant.city, zone=texts.zone(meant.zone, now=now))
    await reply.say(
        shown, keyboards.keyboard([button], [keyboards.button(texts.plain("button-timezone"), Go(to="timezone"))])
    )
    return True


async def zone_tap(
    _: CallbackQuery, callback_data: ZoneTap, reply: Reply, database: Database, subscriber: Subscriber, now: datetime
) -> None:
    """Set the zone of a city's button."""
    city, zone = callback_data.city, callback_data.zone
    if (city, zone) in _CITIES:
        place = NamedZone(zone=zone, city=reply.texts.plain(f"city-{city}"))
    elif city == _MEANT and timezones.is_zone(zone):
        place = NamedZone(zone=timezones.current(zone))
    else:
        raise ForgedButtonError
    await reply.show(await _set(reply.texts, database, subscriber, now, place))


async def ask_location(_: CallbackQuery, reply: Reply) -> None:
    """Show the one button that Telegram lets send a location."""
    send = KeyboardButton(text=reply.texts.plain("button-location"), request_location=True)
    keyboard = ReplyKeyboardMarkup(keyboard=[[send]], resize_keyboard=True, one_time_keyboard=True)
    await reply.say(reply.texts("timezone-press"), keyboard)


async def location(message: Message, reply: Reply, database: Database, subscriber: Subscriber, now: datetime) -> None:
    """Set the zone of a shared location: it is where the reader is, not a channel that they configure."""
    point = message.location
    assert point is not None  # noqa: S101 - the filter of this handler
    try:
        place = await asyncio.to_thread(timezones.at, point.latitude, point.longitude)
    except UnknownPlaceError as error:
        metrics.refuse("timezone", error.reason)
        await reply.say(reply.texts(error.reason), ReplyKeyboardRemove())
        return
    text = await _set(reply.texts, database, subscriber, now, place)
    await reply.say(text + "\n" + reply.texts("timezone-thanks"), ReplyKeyboardRemove())


async def _set(texts: Texts, database: Database, subscriber: Subscriber, now: datetime, place: NamedZone) -> str:
    async with database.transaction() as connection:
        changed = await rescheduling.change(connection, subscriber, replace(subscriber, zone=place.zone), now=now)
    at = changed.next_due_at
    city = texts("timezone-place", city=place.city) if place.city else ""
    text = texts("timezone-set", zone=texts.zone(place.zone, now=now), place=city, clock=_clock(place.zone, now))
    return text if at is None else text + "\n" + texts("timezone-next", next=texts.moment(at, place.zone, now=now))


def _cities(texts: Texts, subscriber: Subscriber) -> InlineKeyboardMarkup:
    cities = (keyboards.button(texts.plain(f"city-{city}"), ZoneTap(zone=zone, city=city)) for city, zone in _CITIES)
    share = keyboards.button(texts.plain("button-location"), LocationTap())
    return keyboards.keyboard(
        *keyboards.in_rows(cities, 3),
        [share] if _may_share(subscriber) else [],
        [keyboards.button(texts.plain("button-schedule"), Go(to="schedule"))],
    )


def _may_share(subscriber: Subscriber) -> bool:
    """Say whether a location may be asked for: in a group Telegram has no button for it, and a channel is nowhere."""
    return subscriber.kind is ChatKind.PRIVATE


def _chat(subscriber: Subscriber) -> str:
    """Return what texts about a location take as `chat`."""
    return "private" if _may_share(subscriber) else "group"


def _clock(zone: str, now: datetime) -> str:
    return f"{now.astimezone(ZoneInfo(zone)):%H:%M}"


def build_router() -> Router:
    """Route /timezone, its buttons and shared locations."""
    router = Router(name="zone")
    command_and_button(router, "timezone", timezone)
    router.callback_query.register(zone_tap, ZoneTap.filter())
    router.callback_query.register(ask_location, LocationTap.filter())
    router.message.register(location, F.location, F.chat.type == ChatType.PRIVATE, flags={OWN: True})
    return router
