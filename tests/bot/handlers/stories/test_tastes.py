"""More like this, less like this, not this source for this topic: what it does is seen, listed, and undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from sqlalchemy import func, select

from storage.schema import saved_tables
from storage.subscribers import tastes

if TYPE_CHECKING:
    from bot.demo.telegram.people import Person
    from bot.demo.telegram.state import Wire
    from tests.bot.conftest import Stage

TRAINS = ("Новые поезда закупит перевозчик", "Железнодорожники открыли депо в пустыне")
BANKS = ("Банк снизил ставку по кредитам", "Ипотека подешевела впервые с весны")


@pytest.fixture
async def told(stage: Stage, reader: Person) -> Person:
    """A reader who follows two topics that four stories are on."""
    await stage.write(*TRAINS, hours_ago=3, tags=("железные дороги",))
    await stage.write(*BANKS, hours_ago=2, tags=("банковское дело",))
    await reader.say("/follow source:zakon.kz OR source:inform.kz")
    return reader


async def _open(reader: Person, headline: str) -> None:
    """Open the card of a story by its number in a preview."""
    messages = await reader.say("/preview")
    digest = next(one for one in messages if headline in one.text)
    number = next(line.partition(".")[0] for line in digest.text.splitlines() if headline in line and line[0].isdigit())
    await reader.tap(number, message=digest)


async def _order(reader: Person) -> list[str]:
    text = (await reader.say("/preview"))[0].text
    return sorted((title for title in (*TRAINS, *BANKS) if title in text), key=text.index)


async def _learned(reader: Person) -> str:
    await reader.say("/settings")
    await reader.tap("Источники и каналы")
    await reader.tap("Что я учёл")
    return reader.last.text


async def test_more_of_something_comes_first_and_less_of_it_last(told: Person) -> None:
    before = await _order(told)
    assert set(before[:2]) == set(BANKS)
    await _open(told, TRAINS[0])
    await told.tap("Больше такого")
    assert "Чаще: " in told.toasts[-1].text
    assert set((await _order(told))[:2]) == set(TRAINS)
    await _open(told, TRAINS[0])
    await told.tap("Меньше такого")
    assert "Реже: " in told.toasts[-1].text
    assert set((await _order(told))[2:]) == set(TRAINS)


async def test_what_was_said_is_marked_listed_explained_and_undone_by_one_tap(told: Person) -> None:
    before = await _order(told)
    await _open(told, TRAINS[0])
    await told.tap("Больше такого")
    assert "✓ Больше такого" in told.last.labels
    assert "чаще: железные дороги (+1)" in await _learned(told)
    await _open(told, TRAINS[1])
    assert "Учтено: чаще: железные дороги (+1)" in told.last.text
    await _open(told, TRAINS[0])
    await told.tap("✓ Больше такого")
    assert "Больше такого" in told.last.labels
    assert "Пока ничего" in await _learned(told)
    assert await _order(told) == before


async def test_one_thing_is_forgotten_from_the_list(told: Person) -> None:
    await _open(told, TRAINS[0])
    await told.tap("Больше такого")
    await _learned(told)
    while "1" in " ".join(told.last.labels):
        await told.tap("✕ 1")
    assert "Пока ничего" in told.last.text


async def test_a_source_is_kept_out_of_a_topic_and_let_in_again(told: Person, stage: Stage) -> None:
    await stage.write("Канцлер подал в отставку после выборов", site="inform.kz", hours_ago=1)
    await _open(told, TRAINS[0])
    await told.tap("Без zakon.kz")
    text = (await told.say("/preview"))[0].text
    assert "Канцлер подал в отставку" in text
    assert TRAINS[0] not in text
    assert "скрыто вами 4" in text
    assert "без zakon.kz в теме" in await _learned(told)
    await told.tap("✕ 1")
    assert TRAINS[0] in (await told.say("/preview"))[0].text


async def test_a_thousand_likes_weigh_no_more_than_a_few_and_are_bounded(told: Person, stage: Stage) -> None:
    async with stage.database.transaction() as connection:
        reader_id = await connection.scalar(select(func.max(saved_tables.tastes.c.subscriber_id))) or 1
        from storage.stories import stories

        story = await stories.get(connection, 1)
        assert story is not None
        for number in range(1000):
            await tastes.say(connection, reader_id, story, 1 if number % 3 else -1, [1], now=stage.clock.now)
        one = await tastes.listed(connection, reader_id)
        assert {each.weight for each in one} <= {-1, 1}
        for number in range(1000):
            await tastes.exclude(connection, reader_id, 1, 1, f"site{number}.kz", now=stage.clock.now)
        count = await connection.scalar(select(func.count()).select_from(saved_tables.tastes))
    assert count == tastes.MOST


async def test_many_likes_of_one_thing_lean_only_so_far(told: Person, stage: Stage) -> None:
    for title in ("Метро продлили на север", "Трамвай вернулся в Усть-Каменогорск", "Вокзал Актобе закрыт на ремонт"):
        await stage.write(title, hours_ago=1, tags=("железные дороги",))
    async with stage.database.transaction() as connection:
        from storage.stories import stories

        for story_id in range(1, 11):
            if story := await stories.get(connection, story_id):
                await tastes.say(connection, 1, story, 1, [1], now=stage.clock.now)
        learned = await tastes.listed(connection, 1)
    assert max(one.weight for one in learned) == tastes.STRONGEST


async def test_a_mute_is_stronger_than_a_like(told: Person) -> None:
    await _open(told, TRAINS[0])
    await told.tap("Больше такого")
    await told.say('/mute #"железные дороги"')
    text = (await told.say("/preview"))[0].text
    assert not any(title in text for title in TRAINS)


async def _exported(stage: Stage, person: Person) -> bytes:
    await person.say("/export")
    document = cast("Wire", person.last.attachment["document"])
    return stage.api.messenger.files[str(document["file_id"])][1]


async def test_what_was_learned_is_exported_and_comes_back(told: Person, stage: Stage) -> None:
    await _open(told, TRAINS[0])
    await told.tap("Больше такого")
    await told.tap("Без zakon.kz")
    learned = await _learned(told)
    content = await _exported(stage, told)
    other = stage.person(8)
    await other.send_document("svodka.json", content)
    await other.tap("Взять всё")
    assert await _learned(other) == learned
    # Once more changes nothing.
    await other.send_document("svodka.json", content)
    await other.tap("Взять всё")
    assert await _learned(other) == learned


@pytest.mark.parametrize("data", ["taste:m:999", "taste:x:1", "taste:m:-1", "forget:0:5:0:0", "forget:99:0:0:0"])
async def test_a_forged_tap_changes_nothing(told: Person, stage: Stage, data: str) -> None:
    await stage.press(told, data)
    assert "Пока ничего" in await _learned(told)
