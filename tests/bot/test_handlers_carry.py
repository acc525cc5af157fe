"""Settings as a file: what goes out comes back the same, and a hostile file changes nothing."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot import belongings
from storage import subscribers, topics
from storage.model import Subscriber

# Fixtures of tests/bot/conftest.py; importlib mode shares no names with it.
Stage = Any
Person = Any

WHOLE: dict[str, Any] = {
    "svodka": 1,
    "language": "kk",
    "zone": "Asia/Aqtau",
    "timetable": [{"at": "08:00", "weekdays": [1, 2, 3]}],
    "topics": ["китай", "нацбанк"],
}


async def _settings(stage: Stage, person: Person) -> tuple[Subscriber, list[str]]:
    async with stage.database.read() as connection:
        subscriber = await subscribers.get(connection, person.id)
        assert subscriber is not None
        return subscriber, [topic.query for topic in await topics.of(connection, subscriber.id)]


def _file_of(stage: Stage, person: Person) -> bytes:
    document = person.last.attachment["document"]
    content: bytes = stage.api.messenger.files[document["file_id"]][1]
    return content


async def test_what_is_exported_comes_back_in_another_chat(stage: Stage, reader: Person) -> None:
    await reader.say("/follow Китай")
    await reader.say('/follow банк NOT "спорт"')
    await reader.say("/schedule будни 9:15")
    await reader.say("/timezone Актау")
    await reader.say("/export")
    content = _file_of(stage, reader)
    other = stage.person(8, "en")
    (answer,) = await other.send_document("svodka.json", content)
    assert "Добавлены 2 темы" in answer.text
    (first, followed), (second, theirs) = await _settings(stage, reader), await _settings(stage, other)
    assert followed == theirs
    assert (first.zone, first.timetable, first.language) == (second.zone, second.timetable, second.language)
    assert first.next_due_at == second.next_due_at


async def test_importing_adds_topics_to_those_that_are_there(stage: Stage, reader: Person) -> None:
    await reader.say("/follow Китай")
    (answer,) = await reader.say("/import")
    assert "/export" in answer.text
    (answer,) = await reader.send_document("svodka.json", json.dumps(WHOLE).encode())
    assert answer.text.startswith("Дайын. 1 тақырып қосылды, бұрыннан бары: 1.")
    subscriber, followed = await _settings(stage, reader)
    assert sorted(followed) == ["китай", "нацбанк"]
    assert subscriber.timetable[0].weekdays == {0, 1, 2}


async def test_a_topic_of_a_file_that_cannot_be_read_does_not_stop_the_others(stage: Stage, reader: Person) -> None:
    document = WHOLE | {"topics": ["китай", "(((", "<b>AND", "нацбанк"], "language": "ru"}
    (answer,) = await reader.send_document("svodka.json", json.dumps(document).encode())
    assert "Добавлены 2 темы" in answer.text
    assert "(2): (((; <b>AND." in answer.text


async def test_a_hostile_file_is_refused_and_changes_nothing(stage: Stage, reader: Person) -> None:
    await reader.say("/follow Китай")
    before = await _settings(stage, reader)
    hostile = [
        b"",
        b"\x00\xff",
        b"[]",
        b"[" * 50_000,
        b"x" * (belongings.MOST_BYTES + 1),
        json.dumps(WHOLE | {"svodka": 2}).encode(),
        json.dumps(WHOLE | {"language": "xx"}).encode(),
        json.dumps(WHOLE | {"zone": "../../etc/passwd"}).encode(),
        json.dumps(WHOLE | {"timetable": [{"at": "25:99", "weekdays": [1]}]}).encode(),
        json.dumps(WHOLE | {"timetable": [{"at": "08:00", "weekdays": [8]}]}).encode(),
        json.dumps(WHOLE | {"topics": ["х"] * 501}).encode(),
        json.dumps(WHOLE | {"chat_id": 1}).encode(),
    ]
    for content in hostile:
        (answer,) = await reader.send_document("svodka.json", content)
        assert "не похоже" in answer.text
    assert await _settings(stage, reader) == before


@given(st.binary(max_size=200) | st.from_regex(r'\{"svodka": ?1,.{0,80}\}', fullmatch=True).map(str.encode))
def test_any_bytes_are_belongings_or_refused(content: bytes) -> None:
    try:
        assert belongings.read(content).svodka == 1
    except belongings.BelongingsError:
        return
