"""Who is an admin of a group, also where Telegram hides its members, and where admins are anonymous."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from storage.subscribers import subscribers

if TYPE_CHECKING:
    from bot.demo.telegram.chats import Chat
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Stage


GROUP = -1_001_000_000_001
# https://t.me/GroupAnonymousBot and https://t.me/Channel_Bot
ANONYMOUS = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
AS_CHANNEL = {"id": 136_817_688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}


@pytest.fixture
def admin(stage: Stage) -> Person:
    return stage.person(11)


@pytest.fixture
def member(stage: Stage) -> Person:
    return stage.person(12)


@pytest.fixture
def group(stage: Stage, admin: Person, member: Person) -> Chat:
    return stage.api.group(GROUP, "Редакция", admins=[admin], members=[member])


async def test_an_admin_of_a_group_that_hides_its_members_is_known(
    stage: Stage, group: Chat, admin: Person, member: Person
) -> None:
    group.hides_members = True
    (answer, *_) = await admin.say("/schedule 8:00", chat=group)
    assert "каждый день в 08:00" in answer.text
    (answer,) = await member.say("/schedule 9:00", chat=group)
    assert "только администраторы" in answer.text


@pytest.mark.parametrize("said", ["CHAT_ADMIN_REQUIRED", "PARTICIPANT_ID_INVALID", "member list is inaccessible"])
async def test_whatever_telegram_calls_it_the_admins_are_asked_for(
    stage: Stage, group: Chat, admin: Person, member: Person, said: str
) -> None:
    stage.api.fail("getChatMember", 400, f"Bad Request: {said}", times=2)
    (answer, *_) = await admin.say("/schedule 8:00", chat=group)
    assert "каждый день в 08:00" in answer.text
    (answer,) = await member.say("/schedule 9:00", chat=group)
    assert "только администраторы" in answer.text


async def test_where_admins_are_hidden_too_it_is_said_what_to_do(
    stage: Stage, group: Chat, admin: Person, caplog: pytest.LogCaptureFixture
) -> None:
    group.hides_members = group.hides_admins = True
    (answer,) = await admin.say("/schedule 8:00", chat=group)
    assert "Сделайте меня администратором" in answer.text
    (shown,) = await admin.say("/help", chat=group)
    assert await admin.tap("Темы", message=shown, chat=group) == []
    assert "Сделайте меня администратором" in admin.toasts[-1].text
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
    await admin.change_bot(group, "administrator")
    (answer, *_) = await admin.say("/schedule 8:00", chat=group)
    assert "каждый день в 08:00" in answer.text


async def test_an_anonymous_admin_writes_and_taps(stage: Stage, group: Chat, admin: Person) -> None:
    (shown, *_) = await _say_as(stage, group, admin, "/schedule", ANONYMOUS, group)
    assert "Нажмите на время" in shown.text
    pressed = next(one.data for one in shown.buttons if one.label == "08:00")
    query = {"id": stage.api.messenger.ask(admin.id, shown), "from": ANONYMOUS, "data": pressed, "chat_instance": "1"}
    await admin._do("callback_query", {**query, "message": stage.api.messenger.wire(shown)}, group)
    async with stage.database.read() as connection:
        found = await subscribers.get(connection, GROUP)
    assert found is not None
    assert [f"{entry.at:%H:%M}" for entry in found.timetable] == ["08:00"]
    assert stage.api.called("getChatMember") == []


async def test_who_writes_as_a_channel_of_theirs_is_no_admin(stage: Stage, group: Chat, admin: Person) -> None:
    channel = stage.api.group(-1_001_000_000_021, "Город", kind="channel", admins=[admin])
    (answer,) = await _say_as(stage, group, admin, "/schedule 8:00", AS_CHANNEL, channel)
    assert "только администраторы" in answer.text


async def _say_as(
    stage: Stage, group: Chat, person: Person, text: str, account: dict[str, Any], sender: Chat
) -> list[Any]:
    from bot.demo.telegram.formatting import keyboards, message_text

    message = stage.api.messenger.post(group, account, message_text.plain(text), keyboards.NOTHING)
    return await person._do("message", stage.api.messenger.wire(message) | {"sender_chat": sender.wire}, group)
