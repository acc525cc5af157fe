"""Words that nobody writes, mistyped words and lists: asked about before anything is followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.intents import listing

if TYPE_CHECKING:
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Stage


async def _quakes(stage: Stage) -> None:
    await stage.write("Землетрясение произошло в Алматы", "Землетрясение ощутили в Бишкеке и Ташкенте")


@pytest.mark.parametrize("words", ["землетресение", "землятрясение", "/follow землетрясеине", "землетрясние"])
async def test_a_mistyped_word_is_offered_as_it_is_written_in_the_news(
    stage: Stage, reader: Person, words: str
) -> None:
    await _quakes(stage)
    (answer,) = await reader.say(words)
    assert "за 30 дней никто из моих источников не написал" in answer.text
    assert "Может быть, «землетрясение»?" in answer.text
    (answer,) = await reader.tap("Следить: землетрясение")
    assert answer.text.startswith("Слежу за темой «землетрясение».")
    assert "нашлось 2 сюжета" in answer.text


async def test_a_word_that_is_known_is_followed_without_questions(stage: Stage, reader: Person) -> None:
    await _quakes(stage)
    (answer,) = await reader.say("/follow землетрясения")
    assert answer.text.startswith("Слежу за темой")


async def test_a_topic_that_cannot_match_says_so_before_it_is_saved(stage: Stage, reader: Person) -> None:
    from bot.handlers.topics import doubts

    for number in range(doubts._READ // 50):
        await stage.write(*(f"Новость {number} {place}: {'абвгдежзик'[place % 10] * 5}" for place in range(50)))
    (answer,) = await reader.say("/follow жмызрык")
    assert "за 30 дней никто из моих источников не написал" in answer.text
    assert answer.labels == ("Всё равно следить", "Нет", "Справка")
    assert "Вы пока ни за чем не следите" in (await reader.say("/topics"))[0].text
    (answer,) = await reader.tap("Всё равно следить")
    assert answer.text.startswith("Слежу за темой «жмызрык»")


async def test_a_list_is_several_topics_or_one_as_the_reader_says(stage: Stage, reader: Person) -> None:
    await reader.say("банк, нефть и футбол, спорт")
    await reader.say("банк, нефть, футбол")
    (answer,) = await reader.tap("Следить за каждой")
    assert "Слежу за темами «банк», «нефть», «футбол»." in answer.text
    assert "Вы следите за 3 темами" in (await reader.say("/topics"))[0].text
    await reader.say("/follow Астана, метро")
    await reader.tap("Следить за каждой")
    assert "Вы следите за 5 темами" in (await reader.say("/topics"))[0].text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("банк, нефть, футбол", ("банк", "нефть", "футбол")),
        ("банк; нефть", ("банк", "нефть")),
        ("- банк\n- нефть\n- курс тенге", ("банк", "нефть", "курс тенге")),
        ("1. банк\n2. нефть", ("банк", "нефть")),
        ("спорт, спорт, СПОРТ", ()),
        ("банк, но не нефть", ()),
        ("банк OR нефть, газ", ()),
        ('"банк, нефть"', ()),
        ("1,5 млрд", ()),
        ("как быть, если отключили свет в доме", ()),
        (", ,", ()),
        (",".join(f"тема{number}" for number in range(11)), ()),
        ("x," * 400, ()),
    ],
)
def test_a_list_is_read_as_topics(text: str, expected: tuple[str, ...]) -> None:
    assert listing.topics(text) == expected
