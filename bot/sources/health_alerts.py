"""Tells the operator when a source changes its health: once for each change, never for each failure."""

import logging
from datetime import datetime

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError

from bot import texts
from bot.texts import Html, Texts
from parsers.listings.health import Health
from storage.database import Database
from storage.sources import listing_states, previews
from storage.sources.listing_states import ListingState
from storage.subscribers import subscribers

log = logging.getLogger(__name__)

_LONGEST_NAME = 60
_LONGEST_URL = 120
_LONGEST_DETAIL = 120
# An example of a page before and after tells more than an error does.
_LONGEST_EXAMPLE = 360
# As many of the longest as one message holds.
_AT_ONCE = 10


async def tell(database: Database, bot: Bot, chat_id: int) -> int:
    """Tell the operator's chat of the changes it does not know; return how many.

    They count as told once Telegram has taken the message; until then they wait, and only the latest counts.
    """
    speak = await operators_texts(database, chat_id)
    async with database.read() as connection:
        changed = await listing_states.changes(connection, limit=_AT_ONCE)
    if not changed:
        return 0
    lines = Html("\n".join(_line(speak, state) for state in changed))
    try:
        await bot.send_message(chat_id, speak("health-news", list=lines), parse_mode="HTML")
    except TelegramAPIError as error:
        log.warning("The operator's chat cannot be told of %d sources: %s", len(changed), error)
        return 0
    async with database.transaction() as connection:
        await listing_states.told(connection, changed)
    return len(changed)


async def tell_of_set_aside(database: Database, bot: Bot, chat_id: int, update_id: int) -> None:
    """Tell the operator's chat that an update of Telegram is not tried any more."""
    speak = await operators_texts(database, chat_id)
    try:
        await bot.send_message(chat_id, speak("update-set-aside", id=str(update_id)), parse_mode="HTML")
    except TelegramAPIError as error:
        log.warning("The operator's chat cannot be told of update %d: %s", update_id, error)


async def housekeeping(database: Database, *, forget_before: datetime, now: datetime) -> None:
    """Notice sources that have fallen silent; forget what was looked at and never added."""
    async with database.transaction() as connection:
        silent = await listing_states.fall_silent(connection, Health.STALE, now=now)
        forgotten = await previews.forget(connection, before=forget_before)
    if silent or forgotten:
        log.info("%d listings have fallen silent; %d previews of sources forgotten", silent, forgotten)


async def operators_texts(database: Database, chat_id: int) -> Texts:
    """Return the texts in the language of the operator's chat."""
    async with database.read() as connection:
        operator = await subscribers.get(connection, chat_id)
    return texts.for_language(operator.language if operator else texts.DEFAULT)


def _line(speak: Texts, state: ListingState) -> str:
    source, url = state.source[:_LONGEST_NAME], state.url[:_LONGEST_URL]
    if state.health == Health.OK:
        return speak("health-recovered", source=source, url=url)
    longest = _LONGEST_EXAMPLE if state.health in (Health.CHANGED, Health.MENDED) else _LONGEST_DETAIL
    detail = state.detail.removeprefix(state.url).strip(": ")[:longest]
    return speak("health-worse", source=source, url=url, health=speak.plain(f"health-{state.health}"), detail=detail)
