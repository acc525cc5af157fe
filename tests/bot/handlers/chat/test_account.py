"""Pausing, resuming, language, deletion, settings and help, as a reader meets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from bot import commands, texts
from storage.model import Subscriber
from storage.subscribers import subscribers

if TYPE_CHECKING:
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Stage


async def test_help_lists_every_command_in_the_readers_language(stage: Stage) -> None:
    for user_id, language in ((1, "ru"), (2, "kk"), (3, "en")):
        (answer,) = await stage.person(user_id, language).say("/help")
        for command in commands.COMMANDS:
            assert f"/{command.name} — {texts.for_language(language).plain(f'command-{command.name}')}" in answer.text


async def test_the_command_menu_is_in_the_readers_language_and_within_telegrams_limits(stage: Stage) -> None:
    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    session = AiohttpSession(api=TelegramAPIServer.from_base(stage.api.url))
    async with Bot(stage.api.token, session=session) as bot:
        await commands.set_menus(bot)
    for user_id, language in ((1, "ru"), (2, "kk"), (3, "en"), (4, "en")):
        code = "de" if user_id == 4 else language
        menu = stage.person(user_id, code).commands
        assert menu == {
            name: texts.for_language(language).plain(f"command-{name}")
            for name in ("start", "digest", "topics", "saved", "search", "schedule", "settings", "help")
        }
        assert all(len(name) <= 32 and len(description) <= 256 for name, description in menu.items())


async def test_an_unknown_command_points_to_help(reader: Person) -> None:
    (answer,) = await reader.say("/subscribe")
    assert "/help" in answer.text


async def test_commands_may_be_typed_in_capitals(reader: Person) -> None:
    (answer,) = await reader.say("/Help")
    assert "/follow" in answer.text


async def test_the_language_is_changed_by_a_button_and_kept(reader: Person) -> None:
    await reader.say("/language")
    (answer,) = await reader.tap("Қазақша")
    assert answer.text == "Енді қазақша жазамын."
    (answer,) = await reader.say("/topics")
    assert answer.text.startswith("Сіз әзірге")


async def test_a_language_button_that_no_keyboard_of_ours_has_is_answered(stage: Stage, reader: Person) -> None:
    from bot.keyboards import LanguageTap

    await reader.say("/language")
    forged = LanguageTap(language="xx").pack()
    assert await stage.press(reader, forged) == []
    assert "языка" in reader.toasts[-1].text


async def test_a_pause_has_no_end_until_resumed(stage: Stage, reader: Person) -> None:
    await reader.say("/schedule 8:00")
    (answer,) = await reader.say("/pause")
    assert answer.text.startswith("Пауза.")
    assert (await _subscriber(stage, reader)).next_due_at is None
    (answer,) = await reader.tap("Возобновить")
    assert answer.text == "Сводки снова приходят. Следующая — завтра, 08:00."
    assert (await _subscriber(stage, reader)).state == "active"


async def test_a_pause_may_end_by_itself(stage: Stage, reader: Person) -> None:
    await reader.say("/schedule 8:00")
    ends = {"3 дня": "в среду, 25 ноября, в 08:00", "до 15.12": "вторник, 15 декабря", "завтра": "завтра"}
    for written, until in ends.items():
        (answer,) = await reader.say(f"/pause {written}")
        assert until in answer.text
        subscriber = await _subscriber(stage, reader)
        assert subscriber.state == "paused"
        assert subscriber.next_due_at is not None
        assert subscriber.paused_until is not None
        assert subscriber.next_due_at >= subscriber.paused_until


async def test_a_pause_by_button_replaces_the_one_without_end(stage: Stage, reader: Person) -> None:
    await reader.say("/schedule 8:00")
    await reader.say("/pause")
    (answer,) = await reader.tap("На неделю")
    assert "в воскресенье, 29 ноября, в 08:00" in answer.text
    (answer,) = await reader.say("/settings")
    assert "пауза, сводки возобновятся в воскресенье, 29 ноября, в 08:00" in answer.text


async def test_a_pause_that_cannot_be_read_changes_nothing(stage: Stage, reader: Person) -> None:
    await reader.say("/schedule 8:00")
    for written, expected in {"вчера": "«вчера»", "до 1.1.2020": "1.1.2020", "9999": "не больше года"}.items():
        (answer,) = await reader.say(f"/pause {written}")
        assert expected in answer.text
    assert (await _subscriber(stage, reader)).state == "active"


async def test_resuming_without_a_pause_says_when_the_next_digest_comes(reader: Person) -> None:
    await reader.say("/schedule 8:00")
    (answer,) = await reader.say("/resume")
    assert answer.text == "Паузы и не было. Следующая сводка — завтра, 08:00."


async def test_resuming_without_a_timetable_says_what_is_missing(reader: Person) -> None:
    await reader.say("/pause")
    (answer,) = await reader.say("/resume")
    assert "/schedule" in answer.text


async def test_settings_show_everything_and_lead_everywhere(reader: Person) -> None:
    (answer,) = await reader.say("/settings")
    assert "без расписания" in answer.text
    await reader.say("/schedule 8:00 19:30")
    (answer,) = await reader.say("/settings")
    assert "08:00 и 19:30" in answer.text
    assert "сегодня, 19:30" in answer.text
    assert "Алматы, UTC+5" in answer.text
    reached = set()
    for group in answer.buttons:
        await reader.say("/settings")
        (screen,) = await reader.tap(group.label)
        assert len(screen.buttons) <= 6, group.label
        for button in screen.buttons:
            await reader.say("/settings")
            await reader.tap(group.label)
            await reader.tap(button.data)
            reached.add(button.data.partition("~")[0].removeprefix("go:"))
    everywhere = (
        "schedule timezone quiet holidays pause preferences mute language digest preview catchup saved deliveries"
        " sources channel share export help delete settings"
    )
    assert reached >= set(everywhere.split())


async def test_settings_say_that_there_is_a_pause(reader: Person) -> None:
    await reader.say("/pause")
    (answer,) = await reader.say("/settings")
    assert "Следующая: пауза" in answer.text
    (answer,) = await reader.tap("Когда")
    assert "Возобновить" in answer.labels


async def test_deleting_asks_first(stage: Stage, reader: Person) -> None:
    await reader.say("/schedule 8:00")
    await reader.say("/delete")
    (answer,) = await reader.tap("Отмена")
    assert answer.text == "Хорошо, всё осталось как было."
    assert (await _subscriber(stage, reader)).timetable


async def test_deleting_leaves_nothing_and_gives_a_receipt(stage: Stage, reader: Person) -> None:
    await reader.say("/follow Китай")
    await reader.say("/delete")
    (answer,) = await reader.tap("Да, удалить всё")
    assert "1 тема, 0 сводок, 0 сообщений" in answer.text
    assert not await _is_known(stage, reader)


async def test_deleting_deletes_the_words_of_topics_that_are_nobody_elses(stage: Stage, reader: Person) -> None:
    other = stage.person(8)
    for words in ("/follow мой диагноз", "/mute сосед Иван", "/follow Китай"):
        await reader.say(words)
    await reader.say("мечта о доме")  # tried, and neither followed nor declined
    await other.say("/follow Китай")
    await other.say("/mute Иван сосед")
    await reader.say("/delete")
    await reader.tap("Да, удалить всё")
    async with stage.database.read() as connection:
        kept = set(await connection.scalars(text("SELECT query FROM topics")))
    assert kept == {"китай", "иван сосед"}


async def test_deleting_twice_deletes_once(stage: Stage, reader: Person) -> None:
    await reader.say("/schedule 8:00")
    await reader.say("/delete")
    await reader.tap("Да, удалить всё")
    (answer,) = await stage.press(reader, "delete:1")
    assert answer.text.startswith("Удалять нечего")


async def test_a_timetable_set_during_a_pause_with_an_end_begins_after_it(stage: Stage, reader: Person) -> None:
    await reader.say("/pause 3 дня")
    (answer,) = await reader.say("/schedule 8:00")
    assert "среда, 25 ноября, 08:00" in answer.text


async def test_a_stranger_has_nothing_to_delete_and_stays_a_stranger(stage: Stage, reader: Person) -> None:
    (answer,) = await reader.say("/delete")
    assert answer.text.startswith("Удалять нечего")
    assert not await _is_known(stage, reader)


async def _is_known(stage: Stage, person: Person) -> bool:
    async with stage.database.read() as connection:
        return await subscribers.get(connection, person.id) is not None


async def _subscriber(stage: Stage, person: Person) -> Subscriber:
    async with stage.database.read() as connection:
        found = await subscribers.get(connection, person.id)
    assert found is not None
    return found


async def test_the_slot_with_which_a_pause_ends_is_kept_whatever_is_changed_meanwhile(
    stage: Stage, reader: Person
) -> None:
    await reader.say("/schedule 0:00")
    await reader.say("/pause 3 дня")
    for changed in ("/timezone Алматы", "/holidays 11:00", "/schedule 0:00 12:00"):
        await reader.say(changed)
        subscriber = await _subscriber(stage, reader)
        assert subscriber.next_due_at == subscriber.paused_until, changed
