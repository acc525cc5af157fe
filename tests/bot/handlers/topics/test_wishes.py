"""Words that ask not to be told of something, as readers write them."""

from typing import Any

import pytest

from bot.handlers.topics import wishes
from storage.subscribers import mutes, subscribers

# Fixtures of tests/bot/conftest.py; importlib mode shares no names with it.
Stage = Any
Person = Any


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("-спорт", "спорт"),
        ("−футбол -хоккей", "футбол OR хоккей"),
        ("не присылай спорт", "спорт"),
        ("Не присылайте мне новости про футбол!", "футбол"),
        ("больше не показывай шоу-бизнес", "шоу-бизнес"),
        ("не хочу читать о политике", "политике"),
        ("не интересует криминал", "криминал"),
        ("спорт не надо", "спорт"),
        ("исключи гороскопы", "гороскопы"),
        ("спорт жіберме", "спорт"),
        ("футбол туралы жаңалықтар жібермеңіз", "футбол"),
        ("спорт керек емес", "спорт"),
        ("don't send me sports", "sports"),
        ("Please don’t show me any news about crime.", "crime"),
        ("no more football", "football"),
        ("stop sending horoscopes", "horoscopes"),
    ],
)
def test_such_a_wish_is_read_in_three_languages(text: str, words: str) -> None:
    assert wishes.unwanted(text) == words


@pytest.mark.parametrize(
    "text",
    ["Китай", "Китай -спорт", "-5", "не", "-", "спорт", "send me sports", "каждый день", "не присылай", "x" * 5000],
)
def test_other_words_are_no_such_wish(text: str) -> None:
    assert wishes.unwanted(text) == ""


async def _muted(stage: Stage, person: Person) -> list[str]:
    async with stage.database.read() as connection:
        own = await subscribers.get(connection, person.id)
        return [topic.query for topic in await mutes.for_subscriber(connection, own.id)] if own else []


@pytest.mark.parametrize("text", ["-спорт", "/follow -спорт", "не присылай спорт", "/follow не присылай спорт"])
async def test_a_wish_mutes_and_can_be_taken_back(stage: Stage, reader: Person, text: str) -> None:
    (answer,) = await reader.say(text)
    assert "Пропускаю всё на тему «спорт»" in answer.text
    assert await _muted(stage, reader) == ["спорт"]
    await reader.tap("спорт", message=answer)
    assert await _muted(stage, reader) == []


async def test_a_minus_within_a_topic_leaves_those_words_out(stage: Stage, reader: Person) -> None:
    await stage.write("Китай строит дорогу", "Китай выиграл кубок: спорт")
    (answer,) = await reader.say("/follow Китай -спорт")
    assert "Слежу за темой «Китай -спорт»." in answer.text
    assert "нашёлся 1 сюжет" in answer.text
