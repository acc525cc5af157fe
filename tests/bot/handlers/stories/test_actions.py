"""The card of a story and what a reader keeps: saved, followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from bot.digest_builder import builder
from storage.digests import digests, explain
from storage.digests.digests import NewDigest
from storage.model import Preferences, Subscriber
from storage.schema import tables
from storage.subscribers import saved_stories, subscribers

if TYPE_CHECKING:
    from bot.demo.telegram.chats import Sent
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Judge, Stage


async def _subscriber(stage: Stage, person: Person) -> Subscriber:
    async with stage.database.read() as connection:
        subscriber = await subscribers.get(connection, person.id)
    assert subscriber is not None
    return subscriber


async def _open(stage: Stage, reader: Person, story_id: int = 1) -> Sent:
    (card,) = await stage.press(reader, f"story:{story_id}")
    return card


async def test_a_card_says_why_names_the_sources_and_offers_what_can_be_done(
    stage: Stage, reader: Person, judge: Judge
) -> None:
    await reader.say("/follow Китай")
    await stage.write("Торговля с Китаем выросла вдвое")
    card = await _open(stage, reader)
    assert "Тема «Китай»: нашлось «Китаем» в заголовке." in card.text
    assert "https://zakon.kz/1" in card.links
    assert card.labels == (
        "Следить за этим сюжетом", "Сохранить", "Больше не рассказывать об этом", "Больше такого", "Меньше такого",
        "Без zakon.kz: Китай",
    )  # fmt: skip
    assert judge(card.html).text == card.text


async def test_the_numbers_under_a_digest_open_its_stories(stage: Stage, reader: Person) -> None:
    await reader.say("/follow Китай")
    await stage.write("Торговля с Китаем выросла вдвое", hours_ago=2)
    (digest, *_) = await reader.say("/preview")
    assert digest.labels == ("1",)
    (card,) = await reader.tap("1", message=digest)
    assert "Торговля с Китаем выросла вдвое" in card.text


async def test_a_story_is_saved_from_its_card_listed_with_its_link_and_removed(
    stage: Stage, reader: Person, judge: Judge
) -> None:
    await reader.say("/saved")
    assert reader.last.text.startswith("Ничего не сохранено.")
    await stage.write("Китай <b>и</b> мост")
    await _open(stage, reader)
    (card,) = await reader.tap("Сохранить")
    assert reader.toasts[-1].text.startswith("Сохранено")
    assert card.labels[1] == "Убрать из сохранённого"
    (listed,) = await reader.say("/saved")
    assert listed.text.startswith("Сохранён 1 сюжет, последние сверху:\n1. Китай <b>и</b> мост")
    assert listed.links == ("https://zakon.kz/1",)
    assert judge(listed.html).text == listed.text
    (emptied,) = await reader.tap("✕ 1")
    assert emptied.id == listed.id
    assert emptied.text.startswith("Ничего не сохранено.")
    await reader.tap("Убрать из сохранённого", message=card)
    assert reader.toasts[-1].text == "Уже сделано."


async def test_what_is_saved_is_turned_page_by_page(stage: Stage, reader: Person) -> None:
    await reader.say("/saved")
    names = ("снег", "мост", "суд", "рынок", "порт", "банк", "театр", "школа", "лес", "космос", "хоккей", "метро")
    await stage.write(*(f"{name.title()} номер {number}" for number, name in enumerate(names)))
    subscriber = await _subscriber(stage, reader)
    async with stage.database.transaction() as connection:
        for number in range(1, 13):
            found = await explain.why(connection, subscriber.id, f"https://zakon.kz/{number}")
            assert found is not None
            await saved_stories.save(connection, subscriber.id, found.story.id, now=stage.clock())
        count = await saved_stories.count(connection, subscriber.id)
    (listed,) = await reader.say("/saved")
    assert listed.text.startswith(f"Сохранено {count} сюжет")
    assert "Ещё ›" in listed.labels
    (second,) = await reader.tap("Ещё ›")
    assert second.labels[-2:] == ("‹ Предыдущие", "‹ Назад")
    assert "\n11. " in second.text
    (first,) = await reader.tap("‹ Предыдущие")
    assert "\n1. " in first.text


async def test_a_story_is_followed_to_its_end_off_every_topic(stage: Stage, reader: Person) -> None:
    title = "Торговля Казахстана с Китаем выросла вдвое за год, сообщил Минторговли"
    await reader.say("/saved")
    await stage.write(title, hours_ago=30)
    await _open(stage, reader)
    (card,) = await reader.tap("Следить за этим сюжетом")
    assert card.labels[0] == "Не следить за этим сюжетом"
    subscriber = await _subscriber(stage, reader)
    async with stage.database.transaction() as connection:
        found = await explain.why(connection, subscriber.id, "https://zakon.kz/1")
        assert found is not None
        await digests.record(
            connection,
            NewDigest(subscriber_id=subscriber.id, told=(found.story,), due_at=stage.clock()),
            now=stage.clock(),
        )
    stage.clock.forward(hours=3)
    await stage.write(title, site="tengrinews.kz", hours_ago=1)
    async with stage.database.read() as connection:
        digest = await builder.current(connection, subscriber, Preferences(), now=stage.clock())
    assert [story.headline for story in digest.stories] == [title]
    await reader.tap("Не следить за этим сюжетом")
    async with stage.database.read() as connection:
        digest = await builder.current(connection, subscriber, Preferences(), now=stage.clock())
    assert digest.empty


async def test_explanations_carry_the_same_buttons(stage: Stage, reader: Person) -> None:
    await stage.write("Китай построил мост")
    (answer,) = await reader.say("/why https://zakon.kz/1")
    assert answer.labels[:2] == ("Следить за этим сюжетом", "Сохранить")


async def test_a_story_is_muted_from_its_card_and_taken_back(stage: Stage, reader: Person) -> None:
    await reader.say("/follow Китай")
    await stage.write("Торговля с Китаем выросла вдвое", hours_ago=2)
    await _open(stage, reader)
    (card,) = await reader.tap("Больше не рассказывать об этом")
    (answer,) = await reader.say("/preview")
    assert "ничего не набралось" in answer.text
    (answer,) = await reader.say("/why https://zakon.kz/1")
    assert "вы просили об этом молчать" in answer.text
    await reader.tap("Снова рассказывать об этом", message=card)
    (digest, _) = await reader.say("/preview")
    assert "Торговля с Китаем" in digest.text


async def test_buttons_of_a_story_that_is_no_more_are_answered(stage: Stage, reader: Person) -> None:
    await reader.say("/saved")
    for data in ("keep:s:999", "keep:f:999", "story:999", "keep:s:99999999999999999999"):
        assert await stage.press(reader, data) == []
        assert reader.toasts[-1].alert


async def test_a_card_is_the_story_s_history_and_says_what_is_withdrawn_and_what_one_alone_says(
    stage: Stage, reader: Person, judge: Judge
) -> None:
    await reader.say("/follow Шымкент")
    lead = "Пожар на рынке Шымкента охватил 300 квадратных метров."
    await stage.write("Пожар на рынке в Шымкенте", lead=lead)
    await stage.write(
        "Пожар на рынке Шымкента: 45 млн тенге ущерба",
        site="vlast.kz",
        hours_ago=4,
        lead=f"{lead} Ущерб – 45 млн тенге.",
    )
    async with stage.database.transaction() as connection:
        await connection.execute(
            update(tables.articles).where(tables.articles.c.site == "zakon.kz").values(withdrawn_at=stage.clock.now)
        )
        await connection.execute(
            update(tables.articles)
            .where(tables.articles.c.site == "vlast.kz")
            .values(story_id=1, member_kind="follow-up")
        )
        await connection.execute(update(tables.stories).values(withdrawn_at=stage.clock.now, member_count=2))
    card = await _open(stage, reader)
    assert "Снято источником: прочесть это больше негде." in card.text
    assert "zakon.kz: Пожар на рынке в Шымкенте (снято источником)" in card.text
    assert "vlast.kz (продолжение): Пожар на рынке Шымкента" in card.text
    assert judge(card.html).text == card.text
    async with stage.database.transaction() as connection:
        await connection.execute(update(tables.articles).values(withdrawn_at=None))
    card = await _open(stage, reader)
    assert "\n\nТолько у vlast.kz: Ущерб – 45 млн тенге." in card.text
