"""What is a reader's own as a file: all of it comes back, after a look at it, and a hostile file changes nothing."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import SettingsError
from bot.export import file_format
from bot.handlers import documents
from storage.model import (
    Breaking,
    ChatKind,
    Preferences,
    QuietHours,
    Style,
    Subscriber,
    SubscriberState,
    WhenEmpty,
)
from storage.subscribers import mutes, portable, preferences, saved_stories, subscribers
from storage.subscribers.portable import KeptStories
from storage.topics import topics

if TYPE_CHECKING:
    from bot.demo.telegram.people import Person
    from bot.demo.telegram.state import Wire
    from tests.bot.conftest import Stage


FIRST: dict[str, Any] = {
    "svodka": 1,
    "language": "kk",
    "zone": "Asia/Aqtau",
    "timetable": [{"at": "08:00", "weekdays": [1, 2, 3]}],
    "topics": ["китай", "нацбанк"],
}
WHOLE: dict[str, Any] = FIRST | {"svodka": 2, "language": "ru"}
CHOSEN = Preferences(
    stories=5, style=Style.HEADLINES, when_empty=WhenEmpty.SAY, breaking=Breaking.WAKE,
    quiet=QuietHours(start=time(23), end=time(7, 30)),
)  # fmt: skip


def _bytes(document: object) -> bytes:
    return json.dumps(document).encode()


async def _subscriber(stage: Stage, person: Person) -> Subscriber:
    async with stage.database.read() as connection:
        subscriber = await subscribers.get(connection, person.id)
    assert subscriber is not None
    return subscriber


async def _settings(stage: Stage, person: Person) -> tuple[Any, ...]:
    """Return everything that a file carries."""
    own = await _subscriber(stage, person)
    async with stage.database.read() as connection:
        kept = await portable.kept(connection, own.id)
        return (
            (own.language, own.zone, own.timetable, own.holidays, own.next_due_at),
            await preferences.get(connection, own.id),
            sorted(topic.query for topic in await topics.for_subscriber(connection, own.id)),
            sorted(topic.query for topic in await mutes.for_subscriber(connection, own.id)),
            [[one.url for one in ones] for ones in (kept.saved, kept.followed, kept.muted)],
        )


async def _file_of(stage: Stage, person: Person) -> bytes:
    await person.say("/export")
    document = cast("Wire", person.last.attachment["document"])
    return stage.api.messenger.files[str(document["file_id"])][1]


async def _settle(stage: Stage, reader: Person) -> None:
    """Set and keep everything that can be."""
    await stage.write("Канатная дорога над Алматы", "Нацбанк снизил ставку", "Снегопад в горах")
    for text in ("/follow Китай", '/follow банк NOT "спорт"', "/mute футбол", "/schedule будни 9:15"):
        await reader.say(text)
    await reader.say("/timezone Актау")
    await reader.say("/holidays 11:00")
    own = await _subscriber(stage, reader)
    async with stage.database.transaction() as connection:
        await preferences.save(connection, own.id, CHOSEN)
        await saved_stories.save(connection, own.id, 1, now=stage.clock.now)
        await saved_stories.follow(connection, own.id, 2, now=stage.clock.now)
        await saved_stories.mute(connection, own.id, 3, now=stage.clock.now)


async def test_everything_that_is_exported_comes_back_in_another_chat(stage: Stage, reader: Person) -> None:
    await _settle(stage, reader)
    content = await _file_of(stage, reader)
    other = stage.person(8, "en")
    (offer,) = await other.send_document("svodka.json", content)
    for line in ("topics: 2", "mutes: 1", "saved stories: 1", "stories you follow: 1", "stories you muted: 1"):
        assert line in offer.text
    assert "timetable: weekdays at 09:15 (on public holidays at 11:00)" in offer.text
    (answer,) = await other.tap("Take everything")
    assert "topics: 2" in answer.text
    assert (await _settings(stage, other))[0][0] == "en"
    (answer,) = await other.tap("Switch to Русский")
    assert answer.text.startswith("Буду писать по-русски")
    assert await _settings(stage, other) == await _settings(stage, reader)
    assert (await _settings(stage, other))[1] == CHOSEN


async def test_nothing_is_replaced_before_the_reader_says_so(stage: Stage, reader: Person) -> None:
    await reader.say("/follow Китай")
    await reader.say("/schedule 7:00")
    before = await _settings(stage, reader)
    await reader.send_document("svodka.json", _bytes(WHOLE))
    assert await _settings(stage, reader) == before
    (answer,) = await reader.tap("Ничего не брать")
    assert "ничего не взято" in answer.text
    assert await _settings(stage, reader) == before
    await reader.send_document("svodka.json", _bytes(WHOLE))
    (answer,) = await reader.tap("Только добавить")
    assert "остались ваши" in answer.text
    assert "тем: 1" in answer.text
    assert "уже было: 1" in answer.text
    after = await _settings(stage, reader)
    assert after[0] == before[0]
    assert after[2] == ["китай", "нацбанк"]
    # The same file again holds nothing new.
    (answer,) = await reader.tap("Только добавить", message=(await reader.send_document("s.json", _bytes(WHOLE)))[0])
    assert "всё это у вас уже есть" in answer.text


async def test_a_file_of_the_first_version_still_comes_in_and_leaves_what_it_did_not_hold(
    stage: Stage, reader: Person
) -> None:
    await _settle(stage, reader)
    (answer,) = await reader.say("/import")
    assert "/export" in answer.text
    before = await _settings(stage, reader)
    await reader.send_document("svodka.json", _bytes(FIRST))
    (answer,) = await reader.tap("Взять всё")
    assert answer.text.startswith("Готово.")
    after = await _settings(stage, reader)
    assert after[0][:2] == ("ru", "Asia/Aqtau")
    assert "Перейти на: Қазақша" in answer.labels
    assert after[0][2][0].weekdays == {0, 1, 2}
    assert (after[0][3], after[1], after[3:]) == (before[0][3], before[1], before[3:])


async def test_saved_stories_that_we_never_read_are_kept_as_links(stage: Stage, reader: Person) -> None:
    await stage.write("Канатная дорога над Алматы")
    foreign = [{"url": f"https://far.example/{n}", "title": f"Далёкая новость {n}"} for n in range(12)]
    document = WHOLE | {
        "saved": [{"url": "http://www.zakon.kz/1?utm_source=x", "title": "старый заголовок"}, *foreign],
        "followed_stories": foreign[:2],
        "sources": [{"url": "https://far.example/feed", "title": "Далёкое"}],
    }
    await reader.send_document("svodka.json", _bytes(document))
    (answer,) = await reader.tap("Взять всё")
    assert "сохранённых новостей: 13" in answer.text
    assert "этих новостей я не читал: 12" in answer.text
    assert "не слежу и не скрываю: 2" in answer.text
    assert "https://far.example/feed" in answer.text
    (listed,) = await reader.say("/saved")
    assert listed.text.startswith("Сохранено 13 сюжетов")
    assert "1. Канатная дорога над Алматы\n2. Далёкая новость 0\n" in listed.text
    await reader.tap("✕ 2")
    assert "Далёкая новость 0" not in reader.last.text
    await reader.tap("Ещё")
    assert "12. Далёкая новость 11" in reader.last.text
    again = json.loads(await _file_of(stage, reader))
    assert len(again["saved"]) == 12
    assert again["saved"][1] == foreign[1]


async def test_a_topic_of_a_file_that_cannot_be_read_does_not_stop_the_others(stage: Stage, reader: Person) -> None:
    document = WHOLE | {"topics": ["китай", "(((", "китай AND", "нацбанк"], "muted": ["NOT", "спорт"]}
    await reader.send_document("svodka.json", _bytes(document))
    (answer,) = await reader.tap("Взять всё")
    assert "тем: 2" in answer.text
    assert "исключений: 1" in answer.text
    assert "(3): (((; китай AND; NOT." in answer.text


async def test_how_important_topics_are_is_carried_too(stage: Stage, reader: Person) -> None:
    document = WHOLE | {"topics": ["китай", "нацбанк", "погода"], "important": ["китай"], "if_room": ["погода"]}
    await reader.send_document("svodka.json", _bytes(document))
    await reader.tap("Взять всё")
    again = json.loads(await _file_of(stage, reader))
    assert (again["important"], again["if_room"]) == (["китай"], ["погода"])
    # Who only adds keeps what they chose; who takes all of it takes that too.
    other = _bytes(document | {"topics": ["китай", "спорт"], "important": ["спорт"], "if_room": []})
    for button, important in (("Только добавить", ["китай", "спорт"]), ("Взять всё", ["спорт"])):
        await reader.tap(button, message=(await reader.send_document("svodka.json", other))[0])
        assert json.loads(await _file_of(stage, reader))["important"] == important


HOSTILE: list[tuple[bytes, str]] = [
    (b"", "не похоже"),
    (b"\x00\xff", "не похоже"),
    (b"[]", "не похоже"),
    (b"[" * 50_000, "не похоже"),
    (b'{"svodka": true}', "не похоже"),
    (b"x" * (file_format.MOST_BYTES + 1), "слишком велик"),
    (_bytes(WHOLE | {"svodka": 3}), "более новый бот"),
    (_bytes(WHOLE | {"language": "xx"}), "ошибка: language"),
    (_bytes(WHOLE | {"zone": "../../etc/passwd"}), "ошибка: zone"),
    (_bytes(WHOLE | {"timetable": [{"at": "25:99", "weekdays": [1]}]}), "ошибка: timetable.0.at"),
    (_bytes(WHOLE | {"timetable": [{"at": "08:00", "weekdays": [8]}]}), "ошибка: timetable.0.weekdays.0"),
    (_bytes(WHOLE | {"topics": ["х"] * 501}), "ошибка: topics"),
    (_bytes(WHOLE | {"chat_id": 1}), "ошибка: chat_id"),
    (_bytes(FIRST | {"chat_id": 1}), "ошибка: chat_id"),
    (_bytes(WHOLE | {"saved": [{"url": "javascript:alert(1)"}]}), "ошибка: saved.0.url"),
    (_bytes(WHOLE | {"saved": [{"url": "https://x.kz/" + "a" * 2000}]}), "ошибка: saved.0.url"),
    (_bytes(WHOLE | {"saved": [{"url": "https://user:secret@x.kz/1"}]}), "ошибка: saved.0.url"),
    (_bytes(WHOLE | {"sources": [{"url": "https://user@x.kz/rss"}]}), "ошибка: sources.0.url"),
    (_bytes(WHOLE | {"saved": [{"url": "https://x.kz/1\n"}]}), "ошибка: saved.0.url"),
    (_bytes(WHOLE | {"saved": [{"url": "https://x.kz/1"}] * 1001}), "ошибка: saved"),
    (_bytes(WHOLE | {"preferences": {"stories": -1}}), "ошибка: preferences.stories"),
    (_bytes(WHOLE | {"preferences": {"subscriber_id": 1}}), "ошибка: preferences.subscriber_id"),
    (_bytes(WHOLE | {"preferences": {"quiet": {"start": "23:00:01", "end": "07:00"}}}), "ошибка: preferences.quiet"),
    (_bytes(WHOLE | {"holidays": {"kind": "at"}}), "ошибка: holidays.at"),
    (_bytes(WHOLE | {"holidays": {"kind": "at", "at": "11:00+05:00"}}), "ошибка: holidays.at"),
    (_bytes(WHOLE | {"holidays": {"kind": "off", "country": "XX"}}), "ошибка: holidays.country"),
    (b'{"svodka": 1, "language": "\\ud800"}', "ошибка: JSON"),
]


async def test_a_hostile_file_is_explained_and_changes_nothing(stage: Stage, reader: Person) -> None:
    await reader.say("/follow Китай")
    before = await _settings(stage, reader)
    for content, why in HOSTILE:
        (answer,) = await reader.send_document("svodka.json", content)
        assert why in answer.text, content[:60]
        assert "Ничего не изменилось" in answer.text
    assert await _settings(stage, reader) == before


async def test_a_button_whose_file_is_gone_or_of_somebody_else_takes_nothing(stage: Stage, reader: Person) -> None:
    await reader.say("/follow Китай")
    before = await _settings(stage, reader)
    (offer,) = await reader.send_document("svodka.json", _bytes(WHOLE))
    chat = stage.api.messenger.chats[reader.chat.id]
    stage.api.messenger.delete(chat.messages[offer.reply_to])
    (answer,) = await reader.tap("Взять всё")
    assert "Пришлите его ещё раз" in answer.text
    # A forged button, pressed below a message that answers no file.
    await reader.say("/help")
    (answer,) = await stage.press(reader, "import:a")
    assert "Пришлите его ещё раз" in answer.text
    assert await _settings(stage, reader) == before


async def test_a_file_that_was_broken_between_question_and_answer_is_refused(stage: Stage, reader: Person) -> None:
    await reader.send_document("svodka.json", _bytes(WHOLE))
    files = stage.api.messenger.files
    files[next(reversed(files))] = ("svodka.json", b"{")
    (answer,) = await reader.tap("Взять всё")
    assert "не похоже" in answer.text


def test_a_file_never_refuses_itself() -> None:
    own = Subscriber(
        id=1,
        chat_id=1,
        kind=ChatKind.PRIVATE,
        language="ru",
        zone="Asia/Almaty",
        state=SubscriberState.ACTIVE,
        timetable=(),
        created_at=datetime(2026, 11, 22, tzinfo=UTC),
    )
    odd = portable.KeptAddress(url="https://x.kz/a b", headline="x")
    good = replace(odd, url="https://x.kz/a")
    document = file_format.document(
        own, CHOSEN, KeptStories(saved=(odd, good)), topics=["китай"], important=[], if_room=[], muted=[], sources=()
    )
    read = file_format.read(file_format.write(document))
    assert [one.url for one in read.saved] == ["https://x.kz/a"]
    assert read.preferences == CHOSEN
    assert {one.name for one in fields(Preferences)} <= json.loads(file_format.write(document))["preferences"].keys()


@given(st.binary(max_size=200) | st.from_regex(r'\{"svodka": ?[12],.{0,80}\}', fullmatch=True).map(str.encode))
def test_any_bytes_are_belongings_or_refused(content: bytes) -> None:
    try:
        assert file_format.read(content).svodka == file_format.VERSION
    except file_format.BelongingsError:
        return


async def test_a_file_that_a_local_bot_api_server_keeps_on_its_disk_is_read_there(
    stage: Stage, reader: Person, tmp_path: Path
) -> None:
    stage.api.messenger.disk = tmp_path
    (offer,) = await reader.send_document("svodka.json", _bytes(WHOLE))
    assert "Только добавить" in offer.labels
    assert (tmp_path / "file-1").exists()


def test_a_file_that_cannot_be_read_there_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="let it see the same folder"):
        documents._read(tmp_path / "file-1", 10)
