"""Bad input of every kind a reader can give: explained to them, counted for the operator, and nothing changed by it."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from bot.runtime import metrics
from storage.subscribers import preferences, subscribers
from storage.topics import topics

if TYPE_CHECKING:
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Stage


GROUP = -1_001_000_000_001


def _refusals() -> float:
    return sum(
        sample.value for metric in metrics.refused.collect() for sample in metric.samples if "total" in sample.name
    )


async def _everything(stage: Stage, chat_id: int) -> tuple[object, ...] | None:
    async with stage.database.read() as connection:
        own = await subscribers.get(connection, chat_id)
        if own is None:
            return None
        return own, await preferences.get(connection, own.id), await topics.for_subscriber(connection, own.id)


WRITTEN = {
    "/follow " + "(" * 1000 + "банк" + ")" * 1000: "слишком длинная",
    "/follow " + "(" * 60 + "банк" + ")" * 60: "слишком много скобок",
    '/follow "банк': "кавычка не закрыта",
    "/follow и в на не": "служебные слова",
    "/follow NOT спорт": "добавьте, что надо",
    "/mute NOT спорт": "добавьте, что надо",
    '/search "банк': "кавычка не закрыта",
    "/schedule 25:99": "не бывает",
    "/quiet с утра": "23:00–7:00",
    "/pause вчера": "/pause 3 дня",
    "/timezone Нигдеград": "ближайший большой город",
    "/holidays когда-нибудь": "/holidays 11:00",
    "/why https://nowhere.example/1": "не читал",
    "/start " + "x" * 64: "не действует",
    "/start ../../etc/passwd": "не действует",
    "/nosuchcommand": "/help",
}


async def test_what_cannot_be_used_is_explained_and_counted_and_changes_nothing(stage: Stage, reader: Person) -> None:
    for text in ("/follow Китай", "/schedule 8:00", "/quiet 23:00-7:00"):
        await reader.say(text)
    before = await _everything(stage, reader.id)
    for written, why in WRITTEN.items():
        counted = _refusals()
        answers = await reader.say(written)
        assert any(why in answer.text for answer in answers), written[:60]
        assert _refusals() > counted, written[:60]
    assert await _everything(stage, reader.id) == before


FORGED = (
    "times:0800:0", "times:9999:1", "zone:Mars/Base:almaty", "language:xx:0", "prefer:stories:-1", "prefer:style:loud",
    "quiet:9999:0700", "quiet:0700:0700", "holiday:at:99", "country:XX", "topic:f:1:0:forged", "keep:s:999999",
    "topic:f:99999999999999999999:0:", "delete", "share:a:nosuchtoken", "import:a", "x" * 64,
)  # fmt: skip


async def test_buttons_that_no_keyboard_of_ours_carries_change_nothing(stage: Stage, reader: Person) -> None:
    for text in ("/follow Китай", "/schedule 8:00", "/quiet 23:00-7:00"):
        await reader.say(text)
    before = await _everything(stage, reader.id)
    for data in FORGED:
        said, toasts = await stage.press(reader, data), len(reader.toasts)
        assert said or (toasts and reader.toasts[-1].text), data
    assert await _everything(stage, reader.id) == before


async def test_in_a_group_neither_a_member_nor_a_former_admin_changes_anything(stage: Stage) -> None:
    admin, member, stranger = (stage.person(user_id) for user_id in (11, 12, 13))
    group = stage.api.group(GROUP, "Редакция", admins=[admin], members=[member])
    await admin.say("/schedule 8:00", chat=group)
    await admin.say("/settings", chat=group)
    await admin.tap("Когда", chat=group)
    before, counted = await _everything(stage, GROUP), _refusals()
    await member.say("/schedule 9:00", chat=group)
    await member.tap("Часовой пояс", chat=group)
    assert "только администраторы" in member.toasts[-1].text
    group.people[admin.id] = "member"
    stage.clock.forward(minutes=1)
    await admin.tap("Пауза", chat=group)
    assert "только администраторы" in admin.toasts[-1].text
    assert _refusals() == counted + 3
    assert await _everything(stage, GROUP) == before
    assert await _everything(stage, stranger.id) is None


async def test_as_many_topics_as_one_may_follow_are_followed_and_the_next_is_refused(
    stage: Stage, reader: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    # With the real number it would take seconds.
    most = 30
    monkeypatch.setattr(topics, "MAX_FOLLOWED", most)
    document = {
        "svodka": 2,
        "language": "ru",
        "zone": "Asia/Almaty",
        "timetable": [],
        "topics": [f"слово{number}" for number in range(most + 2)],
    }
    await reader.send_document("svodka.json", json.dumps(document).encode())
    (answer,) = await reader.tap("Взять всё")
    assert f"тем: {most}" in answer.text
    assert f"Не удалось добавить (2): слово{most}; слово{most + 1}" in answer.text
    (answer,) = await reader.say("/follow Китай")
    assert "достигнут предел" in answer.text
    (listed,) = await reader.say("/topics")
    assert f"за {most} тем" in listed.text
    assert len(listed.text) < 4096
    async with stage.database.read() as connection:
        own = await subscribers.get(connection, reader.id)
        assert own is not None
        assert len(await topics.for_subscriber(connection, own.id)) == most


@pytest.mark.parametrize(
    ("command", "button"), [("/topics", "✕ Китай"), ("/schedule", "08:00"), ("/pause", "На 3 дня")]
)
async def test_a_button_pressed_twice_does_its_work_once(
    stage: Stage, reader: Person, command: str, button: str
) -> None:
    await reader.say("/follow Китай")
    (shown,) = await reader.say(command)
    await reader.tap(button, message=shown)
    after = await _everything(stage, reader.id)
    # The first press has changed the message; the second is on the way by then.
    await stage.press(reader, next(one.data for one in shown.buttons if one.label == button))
    assert await _everything(stage, reader.id) == after


def _too_long(person: Person, chat: dict[str, object], **parts: object) -> dict[str, object]:
    return {"message_id": 1_000, "date": 0, "chat": chat, "from": person.wire, **parts}


@pytest.mark.parametrize("field", ["text", "caption"])
async def test_more_than_telegram_lets_anybody_write_is_refused_with_a_word(
    stage: Stage, reader: Person, field: str
) -> None:
    counted = _refusals()
    message = _too_long(reader, {"id": reader.id, "type": "private"}, **{field: "/pause " + " " * 1_000_000 + "б"})
    stage.api.messenger.updates.put("message", message)
    await reader.say("/help")
    async with asyncio.timeout(20):
        while not any("/follow" in one.text for one in reader.messages):
            await asyncio.sleep(0.02)
    (said,) = [one for one in reader.messages if "слишком длинное" in one.text]
    assert "4096" in said.text.replace("\xa0", "")
    assert _refusals() == counted + 1


async def test_what_is_too_long_in_a_group_is_answered_only_where_it_is_for_us(stage: Stage) -> None:
    admin = stage.person(11)
    group = stage.api.group(GROUP, "Редакция", admins=[admin])
    await admin.say("/help", chat=group)
    before = len(group.from_bot())
    for text in ("а" * 5_000, "/pause " + "б" * 5_000):
        chat: dict[str, object] = {"id": GROUP, "type": "supergroup"}
        stage.api.messenger.updates.put("message", _too_long(admin, chat, text=text))
    await admin.say("/help", chat=group)
    words = [one.text for one in group.from_bot()[before:]]
    assert ["слишком длинное" in text for text in words] == [True, False]


async def test_a_tap_with_more_than_a_button_carries_is_answered_and_does_nothing(stage: Stage, reader: Person) -> None:
    await reader.say("/follow Китай")
    before = await _everything(stage, reader.id)
    await stage.press(reader, "topic:" + "1" * 5_000)
    assert "старого сообщения" in reader.toasts[-1].text
    assert await _everything(stage, reader.id) == before
