"""Each trouble is told once, and once when it is over; a new start repeats nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.operator import alerts
from bot.operator.alerts import Alerts, Facts, troubles
from bot.operator.vitals import Vitals
from bot.runtime.progress import Progress
from storage.database import Database
from storage.maintenance.overview import Overview
from tests.bot.conftest import Clock

if TYPE_CHECKING:
    from bot.demo.telegram.people import Person

NOW = Clock().now
WELL = Facts(vitals=Vitals(at=NOW))
LONG = Overview(waiting=5, oldest_wait=901, sent_at=NOW)


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (alerts.SILENCE, replace(WELL, vitals=Vitals(at=NOW, overview=Overview(waiting=5, oldest_wait=700)))),
        (alerts.BACKLOG, replace(WELL, vitals=Vitals(at=NOW, overview=LONG))),
        (alerts.CONFLICT, replace(WELL, conflicts=1)),
        (alerts.FLOODS, replace(WELL, floods=5)),
        (alerts.DISK, replace(WELL, vitals=Vitals(at=NOW, disk_free=0.099))),
        (alerts.BACKUP, replace(WELL, backup_trouble="there is no room for it")),
        (alerts.POLLING, replace(WELL, not_polled=181)),
    ],
)  # fmt: skip
def test_each_trouble_is_seen(kind: str, facts: Facts) -> None:
    assert list(troubles(facts)) == [kind]


@pytest.mark.parametrize(
    "facts",
    [
        WELL,
        replace(WELL, floods=4),
        replace(WELL, vitals=Vitals(at=NOW, disk_free=0.1)),
        # A fan-out of ten thousand: many wait, and messages leave all the time.
        replace(WELL, vitals=Vitals(at=NOW, overview=Overview(waiting=9000, oldest_wait=390, sent_at=NOW))),
    ],
)
def test_what_is_usual_is_no_trouble(facts: Facts) -> None:
    assert troubles(facts) == {}


@asynccontextmanager
async def _telling(database: Database) -> AsyncIterator[tuple["Person", Alerts, list[str]]]:
    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    from bot.demo.telegram.bot_api import BotApi

    async with BotApi(busy=lambda: False) as api:
        session = AiohttpSession(api=TelegramAPIServer.from_base(api.url))
        trouble = [""]
        telling = Alerts(
            database=database,
            bot=Bot(api.token, session=session),
            chat_id=99,
            progress=Progress(),
            backup_trouble=lambda: trouble[0],
        )
        yield api.person(99, "Оператор", "ru"), telling, trouble
        if session._session is not None:
            await session._session.close()


async def test_a_trouble_is_told_once_and_once_when_it_is_over(database: Database) -> None:
    async with _telling(database) as (operator, telling, trouble):
        trouble[0] = "there is no <room> for it"
        for seconds in range(0, 300, 15):
            await telling.tell(Vitals(at=NOW + timedelta(seconds=seconds)))
        (begun,) = operator.messages
        assert begun.text == "⚠ Нужно внимание\nКопия базы не сделана: there is no <room> for it"

        trouble[0] = ""
        for seconds in range(300, 700, 15):
            await telling.tell(Vitals(at=NOW + timedelta(seconds=seconds)))
        assert len(operator.messages) == 2
        assert operator.last.text == "✓ Снова в порядке\nКопия базы: длилось 7 мин."


async def test_what_comes_and_goes_is_told_once(database: Database) -> None:
    async with _telling(database) as (operator, telling, _):
        for number in range(40):
            disk_free = 0.05 if number % 2 else 0.5
            await telling.tell(Vitals(at=NOW + timedelta(seconds=15 * number), disk_free=disk_free))
        assert len(operator.messages) == 1


async def test_a_new_start_repeats_nothing_and_tells_the_end(database: Database) -> None:
    async with _telling(database) as (operator, telling, _):
        await telling.tell(Vitals(at=NOW, disk_free=0.05))
        again = Alerts(database=database, bot=telling.bot, chat_id=99, progress=Progress(), backup_trouble=lambda: "")
        await again.tell(Vitals(at=NOW + timedelta(minutes=1), disk_free=0.05))
        assert len(operator.messages) == 1
        for minutes in (2, 5):
            await again.tell(Vitals(at=NOW + timedelta(minutes=minutes)))
        assert "Снова в порядке" in operator.last.text


async def test_what_could_not_be_told_is_told_at_the_next_look(database: Database) -> None:
    async with _telling(database) as (operator, telling, _):
        telegram = operator.actor.messenger
        chat = telegram.chats.pop(99)
        await telling.tell(Vitals(at=NOW, disk_free=0.05))
        telegram.chats[99] = chat
        await telling.tell(Vitals(at=NOW + timedelta(seconds=15), disk_free=0.05))
        assert "На диске осталось 5.0%" in operator.last.text
