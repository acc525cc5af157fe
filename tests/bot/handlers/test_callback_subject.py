"""A button changes only what its message is about, whatever its reader configures by the time they press it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import texts
from storage.model import Subscriber
from storage.subscribers import subscribers
from storage.topics import topics

if TYPE_CHECKING:
    from bot.demo.telegram.chats import Chat
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Stage


FIRST, SECOND = -1_001_000_000_021, -1_001_000_000_022


@pytest.fixture
def channel(stage: Stage, reader: Person) -> Chat:
    made = stage.api.group(FIRST, "Город", kind="channel", bot="administrator", admins=[reader])
    made.username = "gorod"
    return made


@pytest.fixture
def other(stage: Stage, reader: Person) -> Chat:
    made = stage.api.group(SECOND, "Область", kind="channel", bot="administrator", admins=[reader])
    made.username = "oblast"
    return made


async def _subscriber(stage: Stage, chat_id: int) -> Subscriber | None:
    async with stage.database.read() as connection:
        return await subscribers.get(connection, chat_id)


async def _labels(stage: Stage, chat_id: int) -> list[str]:
    subscriber = await _subscriber(stage, chat_id)
    async with stage.database.read() as connection:
        return [topic.label for topic in await topics.for_subscriber(connection, subscriber.id)] if subscriber else []


async def test_the_question_about_a_channel_does_not_delete_its_readers_account(
    stage: Stage, reader: Person, channel: Chat
) -> None:
    await reader.say("/follow Нацбанк")
    await reader.say("/channel @gorod")
    (question,) = await reader.say("/delete")
    await reader.say("/channel")
    await reader.tap("К моим сводкам")
    assert await reader.tap("Да, удалить всё", message=question) == []
    assert reader.toasts[-1].alert
    assert "канал «Город», а сейчас вы настраиваете ваши сводки" in reader.toasts[-1].text
    assert await _labels(stage, reader.id) == ["Нацбанк"]
    assert await _subscriber(stage, FIRST) is not None


async def test_the_question_about_a_reader_does_not_delete_the_channel_they_have_just_added(
    stage: Stage, reader: Person, channel: Chat
) -> None:
    (question,) = await reader.say("/delete") and await reader.say("/settings") and await reader.say("/delete")
    channel.bot = "left"
    await reader.change_bot(channel, "administrator")
    await reader.say("/follow Китай")
    assert await reader.tap("Да, удалить всё", message=question) == []
    assert "ваши сводки, а сейчас вы настраиваете канал «Город»" in reader.toasts[-1].text
    assert await _labels(stage, FIRST) == ["Китай"]
    assert await _subscriber(stage, reader.id) is not None


async def test_a_channels_list_drops_nothing_from_another_channel(
    stage: Stage, reader: Person, channel: Chat, other: Chat
) -> None:
    for name in ("gorod", "oblast"):
        await reader.say(f"/channel @{name}")
        await reader.say("/follow Китай")
    await reader.say("/channel @gorod")
    (shown,) = await reader.say("/topics")
    await reader.say("/channel @oblast")
    assert await reader.tap("✕ Китай", message=shown) == []
    assert "канал «Город», а сейчас вы настраиваете канал «Область»" in reader.toasts[-1].text
    assert await _labels(stage, FIRST) == await _labels(stage, SECOND) == ["Китай"]
    await reader.say("/channel @gorod")
    await reader.tap("✕ Китай", message=shown)
    assert await _labels(stage, FIRST) == []


async def test_the_keyboard_of_ones_own_times_sets_no_channels_times(
    stage: Stage, reader: Person, channel: Chat
) -> None:
    (shown,) = await reader.say("/schedule")
    await reader.say("/channel @gorod")
    assert await reader.tap("08:00", message=shown) == []
    found = await _subscriber(stage, FIRST)
    assert found is not None
    assert found.timetable == ()
    await reader.say("/channel")
    await reader.tap("К моим сводкам")
    (answer, *_) = await reader.tap("08:00", message=shown)
    assert "каждый день в 08:00" in answer.text


async def test_a_location_is_its_senders_own_whatever_they_configure(
    stage: Stage, reader: Person, channel: Chat
) -> None:
    await reader.say("/timezone")
    await reader.tap("Отправить геопозицию")
    await reader.say("/channel @gorod")
    await reader.share_location(55.75, 37.62)
    own, city = await _subscriber(stage, reader.id), await _subscriber(stage, FIRST)
    assert own is not None
    assert city is not None
    assert (own.zone, city.zone) == ("Europe/Moscow", "Asia/Almaty")


async def test_an_explanation_to_a_channel_offers_nothing_that_is_kept_for_its_reader(
    stage: Stage, reader: Person, channel: Chat
) -> None:
    await stage.write("Китай построил мост")
    (own,) = await reader.say("/why https://zakon.kz/1")
    assert "Сохранить" in own.labels
    await reader.say("/channel @gorod")
    (answer,) = await reader.say("/why https://zakon.kz/1")
    assert answer.text.startswith("Канал «Город»")
    assert answer.labels == ()


async def test_a_button_of_an_older_bot_says_that_it_cannot_be_told_what_it_is_about(
    stage: Stage, reader: Person
) -> None:
    await reader.say("/follow Китай")
    for data in ("topic:u:1:0:", "delete:1", "go:pause"):
        assert await stage.press(reader, data, about=0) == []
        assert "непонятно, к чему она относится" in reader.toasts[-1].text
    assert await _labels(stage, reader.id) == ["Китай"]


async def test_the_numbers_below_a_digest_open_its_readers_stories_whatever_they_configure(
    stage: Stage, reader: Person, channel: Chat
) -> None:
    await stage.write("Китай построил мост")
    await reader.say("/channel @gorod")
    (card,) = await stage.press(reader, "story:1", about=0)
    assert "Китай построил мост" in card.text


async def test_a_channel_that_is_not_ones_own_is_not_chosen_and_what_was_chosen_stays_so(
    reader: Person, stage: Stage, channel: Chat
) -> None:
    await reader.say("/channel @gorod")
    await stage.press(reader, "channel:999")
    (answer,) = await reader.say("/topics")
    assert answer.text.startswith("Канал «Город»")


async def test_a_group_is_not_changed_by_a_button_about_another_chat(stage: Stage) -> None:
    admin = stage.person(11)
    group = stage.api.group(-1_001_000_000_001, "Редакция", admins=[admin])
    (shown, *_) = await admin.say("/schedule", chat=group)
    marked = next(one.data for one in shown.buttons if one.label == "08:00")
    assert marked.endswith(f"~{group.id:x}")
    await admin.say("/schedule")
    assert await stage.press(admin, marked) == []
    assert "другой чат, а сейчас вы настраиваете ваши сводки" in admin.toasts[-1].text
    own = await _subscriber(stage, admin.id)
    assert own is not None
    assert own.timetable == ()


@pytest.mark.parametrize(
    "written", ["~", "~zz", "~1~2", "~-", "~99999999999999999999", "go:settings~", "~~", "go:pause~x"]
)
async def test_a_forged_mark_is_no_mark_and_breaks_nothing(stage: Stage, reader: Person, written: str) -> None:
    await reader.say("/settings")
    before = await _subscriber(stage, reader.id)
    assert await stage.press(reader, written, about=0) == []
    assert reader.toasts[-1].alert
    assert await _subscriber(stage, reader.id) == before


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_longest_titles_fit_into_the_note_on_a_button(language: str) -> None:
    from bot.handlers.middlewares import SubjectCheck

    speak = texts.for_language(language)
    name = speak.plain("subject-channel", title="Ж" * SubjectCheck.TITLE)
    assert len(speak.plain("button-other-subject", subject=name, current=name)) <= 200
    assert len(speak.plain("button-unmarked")) <= 200
