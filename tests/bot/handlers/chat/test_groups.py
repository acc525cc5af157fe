"""Groups: only admins configure, nobody is chattered at, being removed or moved loses nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage.admins import group_admins
from storage.model import Subscriber
from storage.subscribers import subscribers, suspensions
from storage.topics import topics

if TYPE_CHECKING:
    from bot.demo.telegram.chats import Chat
    from bot.demo.telegram.formatting.keyboards import Markup
    from bot.demo.telegram.formatting.message_text import Formatted
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Stage


GROUP = -1_001_000_000_001


@pytest.fixture
def admin(stage: Stage) -> Person:
    return stage.person(11)


@pytest.fixture
def member(stage: Stage) -> Person:
    return stage.person(12)


@pytest.fixture
def group(stage: Stage, admin: Person, member: Person) -> Chat:
    return stage.api.group(GROUP, "Редакция", admins=[admin], members=[member])


async def _subscriber(stage: Stage, chat_id: int = GROUP) -> Subscriber:
    async with stage.database.read() as connection:
        found = await subscribers.get(connection, chat_id)
    assert found is not None
    return found


async def _is_known(stage: Stage, chat_id: int = GROUP) -> bool:
    async with stage.database.read() as connection:
        return await subscribers.get(connection, chat_id) is not None


async def test_an_admin_configures_the_group(stage: Stage, group: Chat, admin: Person) -> None:
    await admin.say("/follow@svodka_demo_bot Китай", chat=group)
    (answer, *_) = await admin.say("/schedule 8:00", chat=group)
    assert "каждый день в 08:00" in answer.text
    subscriber = await _subscriber(stage)
    assert subscriber.kind == "supergroup"
    async with stage.database.read() as connection:
        assert [topic.label for topic in await topics.for_subscriber(connection, subscriber.id)] == ["Китай"]
    assert not await _is_known(stage, admin.id)


async def test_a_member_may_not_configure_and_makes_no_subscriber(stage: Stage, group: Chat, member: Person) -> None:
    (answer,) = await member.say("/follow Китай", chat=group)
    assert answer.text == "Настройки в этом чате меняют только администраторы."
    assert not await _is_known(stage)


async def test_a_members_tap_on_an_admins_button_changes_nothing(
    stage: Stage, group: Chat, admin: Person, member: Person
) -> None:
    await admin.say("/schedule", chat=group)
    assert await member.tap("08:00", chat=group) == []
    assert "только администраторы" in member.toasts[-1].text
    assert (await _subscriber(stage)).timetable == ()


async def test_an_admin_who_lost_their_rights_is_soon_a_member(stage: Stage, group: Chat, admin: Person) -> None:
    await admin.say("/schedule 8:00", chat=group)
    group.people[admin.id] = "member"
    stage.clock.forward(minutes=1)
    (answer,) = await admin.say("/schedule 9:00", chat=group)
    assert "только администраторы" in answer.text
    assert f"{(await _subscriber(stage)).timetable[0].at:%H:%M}" == "08:00"


async def test_who_is_admin_is_asked_once_in_a_while(stage: Stage, group: Chat, admin: Person) -> None:
    for _ in range(3):
        await admin.say("/settings", chat=group)
    assert len(stage.api.called("getChatMember")) == 1


async def test_help_is_for_everyone(group: Chat, member: Person) -> None:
    (answer,) = await member.say("/help", chat=group)
    assert "только администраторы" in answer.text


async def test_chatter_of_a_group_is_not_answered(group: Chat, member: Person) -> None:
    for text in ("Всем привет", "Китай", "/weather", "/start@another_bot", "25:99"):
        assert await member.say(text, chat=group) == []


async def test_being_blocked_suspends_and_coming_back_resumes(stage: Stage) -> None:
    reader = stage.person()
    await reader.say("/follow Китай")
    await reader.say("/schedule 8:00")
    await reader.block()
    blocked = await _subscriber(stage, reader.id)
    assert (blocked.state, blocked.suspended_for, blocked.next_due_at) == ("suspended", "blocked", None)
    await reader.unblock()
    back = await _subscriber(stage, reader.id)
    assert back.state == "active"
    assert back.next_due_at is not None
    assert back.timetable


async def test_who_writes_is_no_longer_suspended(stage: Stage) -> None:
    reader = stage.person()
    await reader.say("/schedule 8:00")
    known = await _subscriber(stage, reader.id)
    async with stage.database.transaction() as connection:
        await suspensions.suspend(connection, known.id, "blocked", now=stage.clock.now)
    await reader.say("/settings")
    back = await _subscriber(stage, reader.id)
    assert back.state == "active"
    assert back.next_due_at is not None
    assert back.next_due_at - stage.clock.now < timedelta(days=1)


async def test_a_group_that_adds_the_bot_is_greeted_once_and_one_that_removes_it_is_kept(
    stage: Stage, group: Chat, admin: Person
) -> None:
    group.bot = "left"
    (greeting,) = await admin.change_bot(group, "member")
    assert "администраторы" in greeting.text
    await admin.say("/schedule 8:00", chat=group)
    assert await admin.change_bot(group, "administrator") == []
    await admin.change_bot(group, "kicked")
    assert (await _subscriber(stage)).suspended_for == "kicked"
    assert (await _subscriber(stage)).timetable


async def test_a_group_where_the_bot_may_not_write_is_no_failure(stage: Stage, group: Chat, admin: Person) -> None:
    group.bot = "left"
    stage.api.fail("sendMessage", 400, "Bad Request: not enough rights to send text messages to the chat")
    assert await admin.change_bot(group, "member") == []


async def test_a_group_that_becomes_a_supergroup_keeps_everything(stage: Stage, admin: Person) -> None:
    old = stage.api.group(-500, "Дом", kind="group", admins=[admin])
    await admin.say("/schedule 8:00", chat=old)
    await stage.api.migrate(old, GROUP, admin)
    assert not await _is_known(stage, -500)
    moved = await _subscriber(stage)
    assert (moved.kind, len(moved.timetable)) == ("supergroup", 1)


async def test_digests_go_to_the_thread_a_group_was_set_up_in_and_can_be_moved(stage: Stage, admin: Person) -> None:
    forum = stage.api.group(-1_001_000_000_009, "Форум", admins=[admin], forum=True)
    forum.threads |= {5: "Новости", 6: "Сводки"}
    (answer, *_) = await admin.say("/schedule 8:00", chat=forum, thread_id=5)
    assert answer.thread_id == 5
    assert (await _subscriber(stage, forum.id)).thread_id == 5
    (answer,) = await admin.say("/thread", chat=forum, thread_id=6)
    assert "в эту тему" in answer.text
    assert (await _subscriber(stage, forum.id)).thread_id == 6
    (answer,) = await admin.say("/thread", chat=forum)
    assert "в общий чат" in answer.text
    assert (await _subscriber(stage, forum.id)).thread_id is None


async def test_an_answer_to_a_thread_that_is_closed_meanwhile_comes_beside_it(stage: Stage, admin: Person) -> None:
    forum = stage.api.group(-1_001_000_000_009, "Форум", admins=[admin], forum=True)
    forum.threads |= {5: "Новости"}
    forum.closed_threads.add(5)
    (answer,) = await admin.say("/follow Китай", chat=forum, thread_id=5)
    assert (answer.thread_id, "Слежу" in answer.text) == (0, True)


async def test_an_answer_to_a_closed_thread_comes_first_where_digests_go(stage: Stage, admin: Person) -> None:
    forum = stage.api.group(-1_001_000_000_009, "Форум", admins=[admin], forum=True)
    forum.threads |= {5: "Новости", 6: "Сводки"}
    await admin.say("/thread", chat=forum, thread_id=6)
    forum.closed_threads.add(5)
    (answer,) = await admin.say("/follow Китай", chat=forum, thread_id=5)
    assert answer.thread_id == 6
    forum.closed_threads.add(6)
    (answer,) = await admin.say("/export", chat=forum, thread_id=5)
    assert (answer.thread_id, "пришлите этот файл" in answer.text) == (0, True)


@pytest.mark.parametrize("said", ["TOPIC_DELETED", "TOPIC_ID_INVALID", "message thread not found", "TOPIC_CLOSED"])
async def test_an_answer_to_a_thread_that_is_gone_comes_beside_it_whatever_telegram_calls_it(
    stage: Stage, admin: Person, said: str
) -> None:
    forum = stage.api.group(-1_001_000_000_009, "Форум", admins=[admin], forum=True)
    forum.threads |= {5: "Новости"}
    stage.api.fail("sendMessage", code=400, description=f"Bad Request: {said}", chat_id=forum.id)
    (answer,) = await admin.say("/follow Китай", chat=forum, thread_id=5)
    assert (answer.thread_id, "Слежу" in answer.text) == (0, True)


@pytest.mark.parametrize("said", ["chat not found", "CHAT_WRITE_FORBIDDEN", "not enough rights to send text messages"])
async def test_an_answer_that_a_chat_does_not_take_is_no_failure_of_ours(
    stage: Stage, group: Chat, admin: Person, caplog: pytest.LogCaptureFixture, said: str
) -> None:
    stage.api.fail("sendMessage", code=400, description=f"Bad Request: {said}", chat_id=group.id)
    assert await admin.say("/help", chat=group) == []
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_a_thread_makes_no_sense_in_a_private_chat(stage: Stage, admin: Person) -> None:
    (answer,) = await admin.say("/thread")
    assert "в группе" in answer.text


async def test_an_admin_who_writes_as_the_group_is_an_admin(stage: Stage, group: Chat, admin: Person) -> None:
    message = stage.api.messenger.post(group, admin.wire, _plain("/schedule 8:00"), _no_buttons())
    body = stage.api.messenger.wire(message) | {"sender_chat": group.wire}
    (answer, *_) = await admin._do("message", body, group)
    assert "каждый день" in answer.text
    assert stage.api.called("getChatMember") == []


def _plain(text: str) -> Formatted:
    from bot.demo.telegram.formatting import message_text

    return message_text.plain(text)


def _no_buttons() -> Markup:
    from bot.demo.telegram.formatting import keyboards

    return keyboards.NOTHING


@pytest.mark.parametrize("order", ["left first", "upgrade first", "only the supergroup says so"])
async def test_an_upgrade_wakes_a_group_that_was_left_whatever_comes_first(
    stage: Stage, admin: Person, order: str
) -> None:
    old = stage.api.group(-500, "Дом", kind="group", admins=[admin])
    await admin.say("/schedule 8:00", chat=old)
    if order != "upgrade first":
        await admin.change_bot(old, "left")
        assert (await _subscriber(stage, -500)).state == "suspended"
    if order == "only the supergroup says so":
        new = stage.api.group(GROUP, "Дом", admins=[admin])
        await admin.send(attachment={"migrate_from_chat_id": -500}, chat=new)
    else:
        new = await stage.api.migrate(old, GROUP, admin)
    if order == "upgrade first":
        await admin.change_bot(old, "left")
    new.bot = "left"
    assert await admin.change_bot(new, "member") == [], "a configured group is not greeted as new"
    moved = await _subscriber(stage)
    assert (moved.state, moved.suspended_for, len(moved.timetable)) == ("active", "", 1)
    assert moved.next_due_at is not None


async def test_a_configured_group_is_not_greeted_though_its_supergroup_takes_us_in_before_it_says_so(
    stage: Stage, admin: Person
) -> None:
    old = stage.api.group(-500, "Дом", kind="group", admins=[admin])
    await admin.say("/schedule 8:00", chat=old)
    new = stage.api.group(GROUP, "Дом", admins=[admin], bot="left")
    assert await admin.change_bot(new, "member") == []
    other = stage.api.group(GROUP - 1, "Двор", admins=[admin], bot="left")
    assert len(await admin.change_bot(other, "member")) == 1


async def test_whatever_is_configured_wakes_a_group_and_says_why_it_slept_and_since_when(
    stage: Stage, group: Chat, admin: Person
) -> None:
    await admin.say("/schedule 8:00", chat=group)
    known = await _subscriber(stage)
    async with stage.database.transaction() as connection:
        await suspensions.suspend(connection, known.id, "CHAT_WRITE_FORBIDDEN", now=stage.clock.now)
    stage.clock.forward(days=2)
    (answer,) = await admin.say("/settings", chat=group)
    assert "не приходили: у бота нет права писать" in answer.text
    assert "Началось: воскресенье, 22 ноября, 14:05" in answer.text
    assert (await _subscriber(stage)).state == "active"
    (answer,) = await admin.say("/settings", chat=group)
    assert "права" not in answer.text


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("bot was kicked from the supergroup chat", "бота нет среди участников"),
        ("TOPIC_CLOSED", "тема форума закрыта"),
        ("the group chat was deleted", "такого чата больше нет"),
        ("SOMETHING_NEW", "Telegram отвечает «SOMETHING_NEW»"),
    ],
)
async def test_settings_say_that_a_chat_takes_no_digests_while_it_is_still_tried(
    stage: Stage, group: Chat, admin: Person, said: str, why: str
) -> None:
    await admin.say("/schedule 8:00", chat=group)
    async with stage.database.transaction() as connection:
        await suspensions.bar(connection, (await _subscriber(stage)).id, said, now=stage.clock.now)
    (answer,) = await admin.say("/settings", chat=group)
    assert f"не доходят: {why}" in answer.text
    assert (await _subscriber(stage)).state == "active"


async def test_the_admin_who_last_configured_a_group_is_known_until_they_delete_what_is_theirs(
    stage: Stage, group: Chat, admin: Person, member: Person
) -> None:
    await admin.say("/start")
    await admin.say("/topics")
    await admin.say("/schedule 8:00", chat=group)
    await member.say("/help", chat=group)
    known = await _subscriber(stage)
    async with stage.database.read() as connection:
        (told,) = await suspensions.configurers(connection, known.id)
        assert (told.title, told.id) == ("Редакция", (await _subscriber(stage, admin.id)).id)
    await admin.say("/delete")
    await admin.tap("Да, удалить всё")
    async with stage.database.read() as connection:
        assert await suspensions.configurers(connection, known.id) == []
        assert not await group_admins.is_configured_by(connection, known.id, admin.id, "Редакция")
