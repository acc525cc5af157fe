"""What readers do about public holidays, and that every "next digest" knows of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from storage.model import HolidayRule, OnHolidays, Subscriber
from storage.subscribers import subscribers

if TYPE_CHECKING:
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Clock, Stage


EVE = datetime(2026, 12, 15, 9, 5, tzinfo=UTC)  # of Independence Day


@pytest.fixture
async def reader(stage: Stage, clock: Clock) -> Person:
    clock.now = EVE
    person = stage.person()
    await person.say("/schedule 8:00")
    return person


async def _subscriber(stage: Stage, person: Person) -> Subscriber:
    async with stage.database.read() as connection:
        found = await subscribers.get(connection, person.id)
    assert found is not None
    return found


async def test_the_next_digest_is_after_the_holiday_wherever_it_is_shown(stage: Stage, reader: Person) -> None:
    await reader.say("/schedule")
    await reader.tap("Праздники")
    assert "По праздникам как обычно." in reader.last.text
    assert "Казахстан, ближайшие: завтра; пятница, 1 января; суббота, 2 января" in reader.last.text
    (answer,) = await reader.tap("Без сводки")
    assert "Следующая сводка — четверг, 17 декабря, 08:00" in answer.text
    assert "✓ Без сводки" in answer.labels
    for command in ("/schedule", "/settings"):
        (shown,) = await reader.say(command)
        assert "каждый день в 08:00 (по праздникам сводки нет)" in shown.text
        assert "четверг, 17 декабря, 08:00" in shown.text
    (moved,) = await reader.say("/schedule 9:00")
    assert "четверг, 17 декабря, 09:00" in moved.text
    (back,) = await reader.say("/resume")
    assert "четверг, 17 декабря, 09:00" in back.text


async def test_a_later_time_is_a_button_or_a_word(stage: Stage, reader: Person) -> None:
    await reader.say("/holidays")
    (answer,) = await reader.tap("11:00")
    assert "Следующая сводка — завтра, 11:00" in answer.text
    (answer,) = await reader.say("/schedule будни 9:15; по праздникам 12:30")
    assert "по будням в 09:15 (по праздникам в 12:30)" in answer.text
    assert "завтра, 12:30" in answer.text
    (answer,) = await reader.say("/schedule по праздникам как в воскресенье")
    assert "по будням в 09:15 (по праздникам как в воскресенье)" in answer.text
    (answer,) = await reader.say("/holidays как обычно")
    assert "завтра, 09:15" in answer.text


async def test_whose_holidays_count_can_be_changed(stage: Stage, reader: Person) -> None:
    await reader.say("/holidays no")  # a word, and no Norway
    await reader.tap("Другая страна")
    assert "Чьи праздники считать? Сейчас: Казахстан." in reader.last.text
    (answer,) = await reader.tap("Россия")
    assert "Россия, ближайшие: четверг, 31 декабря" in answer.text
    assert "завтра, 08:00" in answer.text
    assert (await _subscriber(stage, reader)).holidays == HolidayRule(kind=OnHolidays.OFF, country="RU")
    (answer,) = await reader.say("/holidays Қазақстан")
    assert "17 декабря" in answer.text
    await reader.say("/holidays Германия")
    await reader.tap("Другая страна")
    (answer,) = await reader.tap("По часовому поясу")
    assert answer.text.startswith("По праздникам сводки нет.\nКазахстан")


async def test_a_new_zone_brings_the_holidays_of_its_country(stage: Stage, reader: Person) -> None:
    await reader.say("/holidays нет")
    (answer,) = await reader.say("/timezone Москва")
    assert "завтра, 08:00" in answer.text
    (answer,) = await reader.say("/timezone UTC")
    (answer,) = await reader.say("/holidays")
    assert "/holidays Казахстан" in answer.text


async def test_what_cannot_be_read_changes_nothing_and_says_what_to_write(stage: Stage, reader: Person) -> None:
    await reader.say("/holidays нет")
    for written in ("когда-нибудь", "25:00", "<b>x"):
        (answer,) = await reader.say(f"/holidays {written}")
        assert "/holidays 11:00" in answer.text
        assert "Без сводки" in " ".join(answer.labels)
    (answer,) = await reader.say("/schedule 8:00; праздники когда-нибудь")
    assert "/holidays 11:00" in answer.text
    (answer,) = await reader.say("/holidays Диего-Гарсия")
    assert "праздников этой страны я не знаю" in answer.text
    assert (await _subscriber(stage, reader)).holidays.kind is OnHolidays.OFF


async def test_forged_buttons_are_refused(stage: Stage, reader: Person) -> None:
    for data in ("holiday:at:99", "country:XX"):
        await stage.press(reader, data)
        assert reader.toasts[-1].alert
    assert (await _subscriber(stage, reader)).holidays == HolidayRule()
