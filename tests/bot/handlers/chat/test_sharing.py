"""Sharing a setup by a link, and opening one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storage.subscribers import subscribers
from storage.topics import topics

if TYPE_CHECKING:
    import pytest

    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Judge, Stage


async def _labels(stage: Stage, person: Person) -> list[str]:
    async with stage.database.read() as connection:
        subscriber = await subscribers.get(connection, person.id)
        return [topic.label for topic in await topics.for_subscriber(connection, subscriber.id)] if subscriber else []


async def _link(reader: Person) -> str:
    """Let a reader share Китай and Нацбанк at 8:05; return the payload of the link."""
    for text in ("/follow Китай", "/follow Нацбанк", "/schedule 8:05"):
        await reader.say(text)
    return await _token(reader)


async def _token(reader: Person) -> str:
    (answer,) = await reader.say("/share")
    found = re.search(r"https://t\.me/\w+\?start=([A-Za-z0-9_-]{32})\s", answer.text)
    assert found, answer.text
    return found[1]


async def test_a_link_shows_what_it_carries_and_asks(stage: Stage, reader: Person, judge: Judge) -> None:
    token = await _link(reader)
    assert "• Китай\n• Нацбанк\nСводка: каждый день в 08:05" in reader.last.text
    assert judge(reader.last.html).text == reader.last.text
    friend = stage.person(8)
    (offer,) = await friend.say(f"/start {token}")
    assert "• Китай\n• Нацбанк\nСводка: каждый день в 08:05" in offer.text
    assert await _labels(stage, friend) == []
    (done, first) = await friend.tap("Взять темы и время")
    assert "Добавлены 2 темы, уже были: 0." in done.text
    assert "каждый день в 08:05" in done.text
    assert first.text.startswith("Первая сводка")
    assert await _labels(stage, friend) == ["Китай", "Нацбанк"]
    assert stage.asked[-1] == friend.id


async def test_topics_alone_can_be_taken(stage: Stage, reader: Person) -> None:
    token = await _link(reader)
    friend = stage.person(8)
    await friend.say("/follow Китай")
    await friend.say(f"/start {token}")
    (done,) = await friend.tap("Взять темы")
    assert "Добавлена 1 тема, уже были: 1." in done.text
    assert "Когда присылать сводку?" in done.text
    await friend.tap("08:00")
    await friend.say(f"/start {token}")
    (done,) = await friend.tap("Взять темы")
    assert "уже были: 2." in done.text
    async with stage.database.read() as connection:
        subscriber = await subscribers.get(connection, friend.id)
    assert subscriber is not None
    assert [f"{entry.at:%H:%M}" for entry in subscriber.timetable] == ["08:00"]


async def test_an_offer_can_be_refused(stage: Stage, reader: Person) -> None:
    token = await _link(reader)
    friend = stage.person(8)
    await friend.say(f"/start {token}")
    (answer,) = await friend.tap("Нет")
    assert answer.text == "Хорошо, ничего не изменилось."
    assert await _labels(stage, friend) == []


async def test_a_forged_an_expired_and_a_withdrawn_link_are_explained(stage: Stage, reader: Person) -> None:
    token = await _link(reader)
    friend = stage.person(8)
    for payload in ("abc", "topics_1-2-3", "x" * 64, "-_-", "<b>", "y" * 3000):
        (why, welcome) = await friend.say(f"/start {payload}")
        assert "не действует" in why.text
        assert welcome.text.startswith("Здравствуйте!")
    (offer,) = await friend.say(f"/start {token}")
    await reader.tap("Отозвать ссылку")
    (answer,) = await friend.tap("Взять темы", message=offer)
    assert "не действует" in answer.text
    (why, _) = await friend.say(f"/start {token}")
    assert "не действует" in why.text
    renewed = await _token(reader)
    assert renewed != token
    stage.clock.forward(days=31)
    (why, _) = await friend.say(f"/start {renewed}")
    assert "не действует" in why.text
    assert await _labels(stage, friend) == []


async def test_an_empty_payload_is_a_plain_start(reader: Person) -> None:
    (welcome,) = await reader.say("/start ")
    assert welcome.text.startswith("Здравствуйте!")


async def test_one_s_own_link_is_known_and_stays_the_same(reader: Person) -> None:
    token = await _link(reader)
    await reader.say("/unfollow Нацбанк")
    assert await _token(reader) == token
    (answer,) = await reader.say(f"/start {token}")
    assert "ваша собственная ссылка" in answer.text
    assert "Нацбанк" not in answer.text


async def test_who_follows_nothing_has_nothing_to_share(reader: Person) -> None:
    (answer,) = await reader.say("/share")
    assert answer.text.startswith("Делиться пока нечем")


async def test_a_withdrawn_link_withdrawn_again_says_so(stage: Stage, reader: Person) -> None:
    await _link(reader)
    for _ in range(2):
        (answer, *_rest) = await stage.press(reader, "share:w:") or [reader.last]
        assert answer.text.startswith("Ссылка больше не действует")
    assert reader.toasts[-1].text == "Уже сделано."


async def test_topics_without_room_are_counted(stage: Stage, reader: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    token = await _link(reader)
    friend = stage.person(8)
    await friend.say(f"/start {token}")
    monkeypatch.setattr(topics, "MAX_FOLLOWED", 1)
    (done,) = await friend.tap("Взять темы")
    assert "Не поместилось тем: 1." in done.text
