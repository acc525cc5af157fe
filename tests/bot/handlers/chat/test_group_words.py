"""What is said in a group fits a group: no message asks for what the bot would then not hear there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import texts
from storage.subscribers import subscribers
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


async def _labels(stage: Stage) -> list[str]:
    async with stage.database.read() as connection:
        own = await subscribers.get(connection, GROUP)
        return [one.label for one in await topics.for_subscriber(connection, own.id)] if own else []


@pytest.mark.parametrize("command", ["/topics", "/unfollow", "/digest", "/share", "/start", "/help", "/follow"])
async def test_a_group_is_told_the_command_that_adds_a_topic(group: Chat, admin: Person, command: str) -> None:
    (answer,) = await admin.say(command, chat=group)
    assert "/follow" in answer.text
    assert "обычным сообщением" not in answer.text
    assert "напишите свою" not in answer.text


async def test_a_group_is_not_told_to_press_numbers_or_to_send_a_location(group: Chat, admin: Person) -> None:
    (saved,) = await admin.say("/saved", chat=group)
    assert "номер" not in saved.text
    assert "/why" in saved.text
    for command in ("/timezone", "/timezone Нигдеград"):
        (zone,) = await admin.say(command, chat=group)
        assert "геопозици" not in zone.text


async def test_a_reader_alone_is_told_so(reader: Person) -> None:
    (answer,) = await reader.say("/topics")
    assert "обычным сообщением" in answer.text
    (answer,) = await reader.say("/timezone")
    assert "геопозицию" in answer.text


async def test_an_admins_reply_to_a_question_is_read_as_in_a_private_chat(
    stage: Stage, group: Chat, admin: Person
) -> None:
    (asked,) = await admin.say("/topics", chat=group)
    (offer,) = await admin.say("Китай", chat=group, reply_to=asked.id)
    assert "Китай" in offer.text
    await admin.tap("Следить", message=offer, chat=group)
    assert await _labels(stage) == ["Китай"]


async def test_what_people_say_to_each_other_is_not_answered(
    stage: Stage, group: Chat, admin: Person, member: Person
) -> None:
    (asked,) = await admin.say("/topics", chat=group)
    assert await member.say("Китай", chat=group, reply_to=asked.id) == []
    talk = stage.api.messenger.post(
        group, stage.api.messenger.bot, _plain("Сводка: Китай построил мост"), _no_buttons()
    )
    assert await admin.say("Ничего себе", chat=group, reply_to=talk.id) == []
    said = stage.api.messenger.post(group, member.wire, _plain("Китай"), _no_buttons())
    assert await admin.say("Согласен", chat=group, reply_to=said.id) == []


async def test_a_file_is_taken_in_a_group_as_a_reply_to_the_question(stage: Stage, group: Chat, admin: Person) -> None:
    await admin.say("/follow Китай")
    (exported,) = await admin.say("/export")
    assert exported.attachment["document"]
    ((_, content),) = stage.api.messenger.files.values()
    (asked,) = await admin.say("/import", chat=group)
    assert "в ответ на это сообщение" in asked.text
    assert await admin.send_document("svodka.json", content, chat=group) == []
    (offer,) = await admin.send_document("svodka.json", content, chat=group, reply_to=asked.id)
    await admin.tap("Взять всё", message=offer, chat=group)
    assert [label.casefold() for label in await _labels(stage)] == ["китай"]


async def test_a_link_that_adds_the_bot_to_a_group_is_a_plain_start(group: Chat, admin: Person) -> None:
    answers = await admin.say("/start@svodka_demo_bot true", chat=group)
    assert [answer.text.startswith("Здравствуйте!") for answer in answers] == [True]


async def test_channels_are_set_up_in_private(group: Chat, admin: Person) -> None:
    (answer,) = await admin.say("/channel @gorod", chat=group)
    assert "в личном чате" in answer.text


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize("key", ["topics-none", "digest-no-topics", "share-nothing", "welcome", "saved-none"])
def test_each_language_says_another_thing_in_a_group(language: str, key: str) -> None:
    speak = texts.for_language(language)
    private, group = (speak(key, chat=chat) for chat in ("private", "group"))
    assert private != group
    assert "/follow" in group or "/why" in group


def _plain(text: str) -> Formatted:
    from bot.demo.telegram.formatting import message_text

    return message_text.plain(text)


def _no_buttons() -> Markup:
    from bot.demo.telegram.formatting import keyboards

    return keyboards.NOTHING
