"""Channels, configured from the private chat of their admins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.model import Subscriber
from storage.subscribers import subscribers, suspensions
from storage.topics import topics

if TYPE_CHECKING:
    from bot.demo.telegram.chats import Chat, Sent
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Stage


CHANNEL = -1_001_000_000_021


@pytest.fixture
def channel(stage: Stage, reader: Person) -> Chat:
    made = stage.api.group(CHANNEL, "Новости <города>", kind="channel", bot="administrator", admins=[reader])
    made.username = "gorod"
    return made


async def _subscriber(stage: Stage, chat_id: int) -> Subscriber | None:
    async with stage.database.read() as connection:
        return await subscribers.get(connection, chat_id)


async def _labels(stage: Stage, chat_id: int) -> list[str]:
    subscriber = await _subscriber(stage, chat_id)
    async with stage.database.read() as connection:
        return [topic.label for topic in await topics.for_subscriber(connection, subscriber.id)] if subscriber else []


async def _forward(person: Person, chat: Chat) -> Sent:
    origin = {"type": "channel", "date": 1_700_000_000, "chat": chat.wire, "message_id": 5}
    (answer,) = await person.send(text="Новость", attachment={"forward_origin": origin})
    return answer


async def test_a_forwarded_message_makes_its_channel_the_one_that_is_configured(
    stage: Stage, reader: Person, channel: Chat
) -> None:
    await reader.say("/follow Нацбанк")
    answer = await _forward(reader, channel)
    assert "Настраиваем канал «Новости <города>»." in answer.text
    (answer,) = await reader.say("/follow Китай")
    assert answer.text.startswith("Канал «Новости <города>»\n\nСлежу за темой «Китай».")
    await reader.say("/schedule 8:00")
    subscriber = await _subscriber(stage, CHANNEL)
    assert subscriber is not None
    assert (subscriber.kind, len(subscriber.timetable)) == ("channel", 1)
    assert await _labels(stage, CHANNEL) == ["Китай"]
    assert await _labels(stage, reader.id) == ["Нацбанк"]
    assert stage.asked == [CHANNEL]
    assert channel.from_bot() == []


async def test_a_channel_is_named_and_left(stage: Stage, reader: Person, channel: Chat) -> None:
    (answer,) = await reader.say("/channel")
    assert "/channel @имя_канала" in answer.text
    for written in (
        "@gorod",
        "https://t.me/gorod",
        "t.me/gorod/55",
        f"https://t.me/c/{-CHANNEL - 10**12}/5",
        str(CHANNEL),
    ):
        (answer,) = await reader.say(f"/channel {written}")
        assert "Настраиваем канал" in answer.text
    (answer,) = await reader.tap("К моим сводкам")
    assert answer.text.startswith("Снова настраиваем ваши собственные")
    await reader.say("/follow Нацбанк")
    assert await _labels(stage, reader.id) == ["Нацбанк"]
    await reader.say("/channel")
    (answer,) = await reader.tap("Новости <города>")
    assert "Настраиваем канал" in answer.text
    assert await _labels(stage, CHANNEL) == []


async def test_an_admin_who_adds_the_bot_is_asked_in_private(stage: Stage, reader: Person, channel: Chat) -> None:
    await reader.say("/help")
    await reader.say("/settings")
    channel.bot = "left"
    await reader.change_bot(channel, "administrator")
    assert "Настраиваем канал «Новости <города>»." in reader.last.text
    await reader.change_bot(channel, "kicked")
    suspended = await _subscriber(stage, CHANNEL)
    assert suspended is not None
    assert suspended.suspended_for == "kicked"
    stranger = stage.person(99)
    before = len(stage.api.called("sendMessage"))
    await stranger.change_bot(channel, "administrator")
    assert len(stage.api.called("sendMessage")) == before


async def test_who_is_no_admin_configures_no_channel(stage: Stage, channel: Chat) -> None:
    stranger = stage.person(8)
    channel.username = ""
    for answer in (await _forward(stranger, channel), *(await stranger.say("/channel @gorod"))):
        assert "настроить не получится" in answer.text
    (answer,) = await stranger.say("/channel @nothing<b>")
    assert "настроить не получится" in answer.text
    assert await _subscriber(stage, CHANNEL) is None


async def test_a_group_is_no_channel(stage: Stage, reader: Person) -> None:
    group = stage.api.group(-1_001_000_000_001, "Редакция", bot="administrator", admins=[reader])
    group.username = "redakcia"
    (answer,) = await reader.say("/channel @redakcia")
    assert "настроить не получится" in answer.text
    assert await _subscriber(stage, group.id) is None


async def test_a_channel_without_the_bot_cannot_be_configured(reader: Person, channel: Chat) -> None:
    for status in ("left", "member"):
        channel.bot = status
        assert "настроить не получится" in (await _forward(reader, channel)).text


async def test_an_admin_who_lost_their_rights_changes_nothing_and_is_told(
    stage: Stage, reader: Person, channel: Chat
) -> None:
    await _forward(reader, channel)
    channel.people[reader.id] = "left"
    stage.clock.forward(minutes=1)
    (answer,) = await reader.say("/follow Китай")
    assert "больше не администрируете" in answer.text
    assert await _labels(stage, CHANNEL) == []
    await reader.say("/follow Китай")
    assert await _labels(stage, reader.id) == ["Китай"]


async def test_others_channels_cannot_be_chosen_by_a_forged_button(stage: Stage, reader: Person, channel: Chat) -> None:
    await _forward(reader, channel)
    subscriber = await _subscriber(stage, CHANNEL)
    assert subscriber is not None
    stranger = stage.person(8)
    await stranger.say("/topics")
    assert await stage.press(stranger, f"channel:{subscriber.id}") == []
    assert stranger.toasts[-1].alert
    await stranger.say("/follow Китай")
    assert await _labels(stage, stranger.id) == ["Китай"]


async def test_what_a_reader_saves_stays_their_own(stage: Stage, reader: Person, channel: Chat) -> None:
    await stage.write("Китай построил мост")
    await _forward(reader, channel)
    (listed,) = await reader.say("/saved")
    assert listed.text.startswith("Ничего не сохранено.")
    await stage.press(reader, "keep:s:1")
    (listed,) = await reader.say("/saved")
    assert "Китай построил мост" in listed.text


async def test_configuring_a_channel_wakes_it_and_says_why_it_slept(
    stage: Stage, reader: Person, channel: Chat
) -> None:
    await _forward(reader, channel)
    known = await _subscriber(stage, CHANNEL)
    assert known is not None
    async with stage.database.transaction() as connection:
        await suspensions.suspend(connection, known.id, "need administrator rights", now=stage.clock.now)
    (answer,) = await reader.say("/settings")
    assert "Канал «Новости <города>»" in answer.text
    assert "не приходили: у бота нет права писать. Началось: сегодня" in answer.text
    woken = await _subscriber(stage, CHANNEL)
    assert woken is not None
    assert woken.state == "active"
