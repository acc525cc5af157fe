"""Gives readers whose time zone is known no more one that shows the same hour, and tells them; a digest waits for none.

Zones are removed and renamed between two versions of tzdata: with one that is unknown nothing of theirs can be told.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot import keyboards, texts
from bot.digest import formatting
from bot.keyboards import Go
from bot.places import timezones
from storage.database import Connection, Database
from storage.maintenance import zones
from storage.maintenance.zones import Slotted
from storage.model import ChatKind, Subscriber
from storage.outbox import outbox
from storage.outbox.outbox import Draft
from storage.subscribers import subscribers, suspensions

log = logging.getLogger(__name__)

_AT_ONCE: Final = 200


async def replace_all(database: Database, clock: Callable[[], datetime]) -> int:
    """Give each reader of a zone that is known no more another one; return how many there were."""
    async with database.read() as connection:
        unknown = [zone for zone in await zones.in_use(connection) if not timezones.is_zone(zone)]
    replaced = 0
    for zone in unknown:
        last = 0
        while found := await _replace_some(database, zone, last, clock()):
            replaced, last = replaced + len(found), found[-1].subscriber.id
        log.warning("The time zone %r is known no more: its readers have another, and are told", zone)
    return replaced


async def _replace_some(database: Database, zone: str, after: int, now: datetime) -> Sequence[Slotted]:
    async with database.transaction() as connection:
        found = await zones.having(connection, zone, after=after, limit=_AT_ONCE)
        for subscriber, offset in found:
            ahead = offset if offset is not None else zones.by_timetable(subscriber)
            other = timezones.current(zone)
            if not timezones.is_zone(other):
                other = timezones.USUAL[0] if ahead is None else timezones.in_place_of(zone, ahead, now)
            # The moment when they are due next stays: their clock shows what it did.
            await subscribers.set_zone(connection, subscriber.id, other, subscriber.next_due_at)
            await _tell(connection, subscriber, replace(subscriber, zone=other), now)
    return found


async def _tell(connection: Connection, before: Subscriber, after: Subscriber, now: datetime) -> None:
    """Tell a chat of its new zone, with a button to choose another; of a channel's, those who configured it."""
    if after.kind is not ChatKind.CHANNEL:
        button = keyboards.button(texts.for_language(after.language).plain("button-timezone"), Go(to="timezone"))
        marked = keyboards.mark_keyboard(keyboards.keyboard([button]), after.chat_id)
        keyboard = marked.model_dump_json(exclude_none=True)
        await outbox.add(
            connection, after.id, [_notice(after.language, before, after, now, keyboard=keyboard)], now=now
        )
        return
    for person in await suspensions.configurers(connection, after.id):
        draft = _notice(person.language, before, after, now, title=formatting.shorten(person.title, 80))
        await outbox.add(connection, person.id, [draft], now=now)


def _notice(
    language: str, before: Subscriber, after: Subscriber, now: datetime, *, title: str = "", keyboard: str = ""
) -> Draft:
    said = texts.for_language(language).plain(
        "timezone-removed-channel" if title else "timezone-removed",
        title=title,
        removed=formatting.clean(before.zone),
        zone=after.zone,
        clock=f"{now.astimezone(ZoneInfo(after.zone)):%H:%M}",
    )
    fragment = formatting.text(said)
    return Draft(html=fragment.html, plain=fragment.plain, keyboard=keyboard)
