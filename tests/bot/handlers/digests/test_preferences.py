"""Quiet hours and the look of digests, as a reader chooses them."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

import pytest

from storage.model import Breaking, Preferences, QuietHours, Style, WhenEmpty
from storage.subscribers import preferences, subscribers

if TYPE_CHECKING:
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Judge, Stage


async def _chosen(stage: Stage, person: Person) -> Preferences:
    async with stage.database.read() as connection:
        subscriber = await subscribers.get(connection, person.id)
        assert subscriber is not None
        return await preferences.get(connection, subscriber.id)


async def test_quiet_hours_are_set_in_words_and_dropped(stage: Stage, reader: Person) -> None:
    (answer,) = await reader.say("/quiet")
    assert answer.text.startswith("Тихих часов нет.")
    for written in ("23:00-7:00", "с 23 до 7"):
        (answer,) = await reader.say(f"/quiet {written}")
        assert answer.text.startswith("Тихие часы: 23:00–07:00 (Алматы, UTC+5).")
        assert (await _chosen(stage, reader)).quiet == QuietHours(start=time(23), end=time(7))
    for written in ("нет", "OFF"):
        await reader.say("/quiet 22-6")
        (answer,) = await reader.say(f"/quiet {written}")
        assert answer.text.startswith("Тихих часов нет.")
        assert (await _chosen(stage, reader)).quiet is None


async def test_quiet_hours_are_set_by_a_button_in_place(stage: Stage, reader: Person) -> None:
    (answer,) = await reader.say("/quiet")
    (changed,) = await reader.tap("23:00–08:00")
    assert changed.id == answer.id
    assert "✓ 23:00–08:00" in changed.labels
    (changed,) = await reader.tap("Без тихих часов")
    assert (await _chosen(stage, reader)).quiet is None
    assert "Без тихих часов" not in changed.labels


@pytest.mark.parametrize("written", ["всегда", "23:00", "25:00-7:00", "7-7", "будни 22-6", "<b>", "23-7-9"])
async def test_quiet_hours_that_are_none_are_explained(
    stage: Stage, reader: Person, judge: Judge, written: str
) -> None:
    (answer,) = await reader.say(f"/quiet {written}")
    assert "23:00–7:00" in answer.text
    assert judge(answer.html).text == answer.text
    assert (await _chosen(stage, reader)).quiet is None


async def test_a_digest_that_falls_into_quiet_hours_is_said_to_come_later(reader: Person) -> None:
    await reader.say("/schedule 6:00")
    (answer,) = await reader.say("/quiet 23-7")
    assert "Сводка по расписанию (завтра, 06:00) попадает в тихие часы и придёт позже: завтра, 07:00." in answer.text
    (answer,) = await reader.say("/quiet 23-5")
    assert "придёт позже" not in answer.text


async def test_every_choice_about_digests_is_a_button_of_one_message(stage: Stage, reader: Person) -> None:
    (settings,) = await reader.say("/settings")
    await reader.tap("Вид и язык")
    (screen,) = await reader.tap("Вид сводки")
    assert screen.id == settings.id
    for label in ("12 сюжетов", "Заголовки", "Нет нового: сказать", "И в тихие часы"):
        (changed,) = await reader.tap(label)
        assert changed.id == settings.id
        assert f"✓ {label}" in changed.labels
    assert await _chosen(stage, reader) == Preferences(
        stories=12, style=Style.HEADLINES, when_empty=WhenEmpty.SAY, breaking=Breaking.WAKE
    )
    (changed,) = await reader.tap("5 минут")
    assert "на 5 минут чтения" in changed.text
    assert "✓ 12 сюжетов" not in changed.labels
    assert (await _chosen(stage, reader)).minutes == 5
    await reader.tap("5 сюжетов")
    assert (await _chosen(stage, reader)).minutes is None
    await reader.tap("Тихие часы")
    (back,) = await reader.tap("‹ Назад")
    assert back.id == settings.id


async def test_choosing_the_same_twice_says_so_and_changes_nothing(stage: Stage, reader: Person) -> None:
    await reader.say("/settings")
    await reader.tap("Вид и язык")
    await reader.tap("Вид сводки")
    for _ in range(2):
        await reader.tap("Заголовки")
        assert reader.toasts[-1].text == "Запомнено"
    assert (await _chosen(stage, reader)).style is Style.HEADLINES


FORGED = (
    "prefer:stories:9999", "prefer:stories:x", "prefer:style:neon", "prefer:what:1",
    "quiet:2500:0700", "quiet:xx:07", "quiet:0700:0700", "quiet::0700",
    "quiet:9223372036854775807:9223372036854775807", "quiet:-100:0700",
)  # fmt: skip


async def test_buttons_nobody_made_choose_nothing(stage: Stage, reader: Person) -> None:
    await reader.say("/quiet")
    for data in FORGED:
        assert await stage.press(reader, data) == []
        assert reader.toasts[-1].alert
    assert await _chosen(stage, reader) == Preferences()
