"""Explanations, search, previews and recaps, as a reader asks for them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from storage.digests import digests, explain
from storage.digests.digests import NewDigest
from storage.outbox import outbox
from storage.schema import tables
from storage.subscribers import subscribers
from tests.archive import keep_articles

if TYPE_CHECKING:
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Judge, Stage


async def _tell(stage: Stage, person: Person, *addresses: str) -> None:
    """Let the reader have been told of the stories of some articles."""
    async with stage.database.transaction() as connection:
        subscriber = await subscribers.get(connection, person.id)
        assert subscriber is not None
        found = [await explain.why(connection, subscriber.id, address) for address in addresses]
        stories = [one.story for one in found if one is not None]
        parts = [outbox.Draft("сводка", "сводка")]
        now = stage.clock()
        await digests.record(
            connection,
            NewDigest(subscriber_id=subscriber.id, told=tuple(stories), parts=tuple(parts), due_at=now),
            now=now,
        )


async def test_why_names_the_topic_the_words_and_the_place(stage: Stage, reader: Person) -> None:
    await reader.say("/follow Китай")
    await reader.say("/schedule 8:00")
    await stage.write("Торговля с Китаем выросла вдвое")
    (answer,) = await reader.say("/why https://zakon.kz/1?utm_source=telegram")
    assert answer.text == (
        "Сюжет: Торговля с Китаем выросла вдвое\n"
        "Тема «Китай»: нашлось «Китаем» в заголовке.\n"
        "Ещё не рассказано. Следующая сводка — завтра, 08:00."
    )


async def test_why_says_what_was_merged_and_when_it_was_told(stage: Stage, reader: Person) -> None:
    title = "Торговля Казахстана с Китаем выросла вдвое за год, сообщил Минторговли"
    await reader.say("/follow Китай")
    await stage.write(title)
    await stage.write(title, site="tengrinews.kz")
    await _tell(stage, reader, "https://zakon.kz/1")
    (answer,) = await reader.say("https://tengrinews.kz/2")
    assert "2 источника собраны в один сюжет: zakon.kz, tengrinews.kz." in answer.text
    assert "Рассказано: сегодня, 14:05." in answer.text


async def test_why_says_that_no_topic_is_found_or_that_nothing_is_scheduled(stage: Stage, reader: Person) -> None:
    await stage.write("Нацбанк снизил базовую ставку")
    (answer,) = await reader.say("/why https://zakon.kz/1")
    assert "Ни одна из ваших тем" in answer.text
    assert "не попало" in answer.text
    await reader.say("/follow Нацбанк")
    (answer,) = await reader.say("/why https://zakon.kz/1")
    assert "расписания нет" in answer.text


async def test_why_of_what_was_never_read_and_of_nothing(reader: Person) -> None:
    (answer,) = await reader.say("/why https://example.com/1")
    assert "не читал" in answer.text
    (answer,) = await reader.say("/why Китай")
    assert "Пришлите её ссылку" in answer.text


async def test_search_finds_word_forms_newest_first_and_offers_to_follow(stage: Stage, reader: Person) -> None:
    await stage.write("Торговля с Китаем выросла вдвое", hours_ago=200)
    await stage.write("Китай построил канатную дорогу", hours_ago=2)
    (answer,) = await reader.say("/search китай")
    assert "нашлось 2 сюжета" in answer.text
    assert answer.links == ("https://zakon.kz/2", "https://zakon.kz/1")
    (answer,) = await reader.tap("Следить")
    assert "Слежу за темой" in answer.text


async def test_a_search_leaves_no_topic_behind_until_its_words_are_followed(stage: Stage, reader: Person) -> None:
    async def count() -> int:
        async with stage.database.read() as connection:
            return await connection.scalar(select(func.count()).select_from(tables.topics)) or 0

    await stage.write("Китай построил канатную дорогу", hours_ago=2)
    (answer,) = await reader.say("/search китай")
    assert await count() == 0
    await reader.tap("Следить")
    assert await count() == 1
    # The search was deleted meanwhile: its words are gone with it.
    stage.api.messenger.delete(reader.chat.messages[answer.reply_to])
    assert await stage.press(reader, "found") == []
    assert "/follow" in reader.toasts[-1].text


async def test_search_without_words_or_with_bad_ones_is_answered(reader: Person) -> None:
    (answer,) = await reader.say("/search")
    assert "/search Китай" in answer.text
    (answer,) = await reader.say("/search (китай")
    assert "скобка" in answer.text
    (answer,) = await reader.say("/search марсоход")
    assert "ничего нет" in answer.text


async def test_a_preview_shows_the_next_digest_and_marks_nothing_as_told(stage: Stage, reader: Person) -> None:
    (answer,) = await reader.say("/preview")
    assert "ничего не набралось" in answer.text
    await reader.say("/follow Китай")
    await stage.write("Торговля с Китаем выросла вдвое", hours_ago=2)
    for _ in range(2):
        (digest, note) = await reader.say("/preview")
        assert "Торговля с Китаем выросла вдвое" in digest.text
        assert "предпросмотр" in note.text
    async with stage.database.read() as connection:
        subscriber = await subscribers.get(connection, reader.id)
        assert subscriber is not None
        assert await digests.last_composed_at(connection, subscriber.id) is None


async def test_a_recap_brings_back_what_was_told(stage: Stage, reader: Person, judge: Judge) -> None:
    await reader.say("/follow Китай")
    await stage.write("Торговля с Китаем выросла вдвое", hours_ago=50)
    await stage.write("Китай построил канатную дорогу", hours_ago=20)
    await _tell(stage, reader, "https://zakon.kz/1", "https://zakon.kz/2")
    await reader.say("/catchup")
    (digest, note) = await reader.tap("За 3 дня")
    assert "Торговля с Китаем выросла вдвое" in digest.text
    assert "канатную дорогу" in digest.text
    assert judge(digest.html).text == digest.text
    assert "повтор" in note.text
    (digest, _) = await reader.say("/catchup 1")
    assert "Торговля" not in digest.text


async def test_a_recap_of_a_quiet_or_an_unreadable_span_is_answered(stage: Stage, reader: Person) -> None:
    (answer,) = await reader.say("/catchup 7")
    assert "ничего не было" in answer.text
    (answer,) = await reader.say("/catchup вчера")
    assert "«вчера»" in answer.text
    await stage.write("Китай построил канатную дорогу", hours_ago=timedelta(days=20) / timedelta(hours=1))
    await reader.say("/follow Китай")
    (answer,) = await reader.say("/catchup 300")
    assert "ничего не было" in answer.text


async def test_long_words_and_headlines_are_answered_in_one_message(stage: Stage, reader: Person) -> None:
    await stage.write(*("Китай " + f"слово{number} " * 300 for number in range(12)))
    (answer,) = await reader.say("/search китай")
    assert len(answer.text) <= 4096
    (answer,) = await reader.say("/search " + "марсоход " * 400)
    assert len(answer.text) <= 4096
    (answer,) = await reader.say("/why https://zakon.kz/1")
    assert len(answer.text) <= 4096


async def test_a_search_for_too_many_words_says_how_far_it_looked(stage: Stage, reader: Person) -> None:
    async with stage.database.transaction() as connection:
        await keep_articles(connection, 10_000, "Открыли мост", now=stage.clock())
    (answer,) = await reader.say("/search мост")
    assert "нашлось 10000 сюжетов" in answer.text.replace("\xa0", "")
    assert "свежие статьи" not in answer.text
    words = " OR ".join(f"{letter}{other}рк" for letter in "бвг" for other in "аеиоу")
    for command in ("/search", "/follow"):
        answer = (await reader.say(f"{command} мост OR {words}"))[0]
        assert "самые свежие статьи (" in answer.text.replace("\xa0", ""), command
