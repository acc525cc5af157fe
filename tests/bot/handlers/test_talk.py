"""The talk table: what people say in plain words, in three languages, and what the bot answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot import commands, texts
from bot.intents import intents, phrases

if TYPE_CHECKING:
    from tests.bot.conftest import Stage

_ROWS = [
    tuple(map(str.strip, line.split("|")))
    for line in (Path(__file__).parent / "talk.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
_FOLLOWED = {"ru": "спорт", "kk": "спорт", "en": "sport"}
_DIGEST = ">digest"


def test_the_table_is_long_enough() -> None:
    assert len(_ROWS) >= 150
    assert {row[0] for row in _ROWS} == set(texts.LANGUAGES)


@pytest.mark.parametrize("language", texts.LANGUAGES)
async def test_what_people_say_is_understood(stage: Stage, language: str) -> None:
    await stage.write("Нацбанк проверил банки", "Ракета вывела спутник на орбиту")
    wrong = {}
    for number, (_, said, expected) in enumerate(row for row in _ROWS if row[0] == language):
        reader = stage.person(100 + number, language)
        await reader.say(f"/follow {_FOLLOWED[language]}")
        stage.asked.clear()
        answers = await reader.say(said)
        answered = " ".join(answer.text for answer in answers) if not stage.asked else _DIGEST
        if expected not in answered:
            wrong[said] = (expected, answered[:120])
    assert wrong == {}


async def test_a_greeting_welcomes_who_follows_nothing(stage: Stage) -> None:
    (answer,) = await stage.person(8).say("привет")
    assert "Это «Сводка»" in answer.text


async def test_a_search_in_words_is_followed_by_its_button(stage: Stage) -> None:
    reader = stage.person(9)
    await reader.say("что нового про банки?")
    answers = await reader.tap("Следить")
    assert "Слежу за темой «банки»" in answers[0].text


async def test_words_of_a_group_are_its_own(stage: Stage) -> None:
    admin = stage.person(11)
    group = stage.api.group(-1_001_000_000_001, "Редакция", admins=[admin])
    assert await admin.say("привет", chat=group) == []
    assert await admin.say("настройки", chat=group) == []


def test_every_command_is_reached_by_words() -> None:
    # A forum thread is where one stands: no words outside of it can mean it.
    reached = {name for name, _ in phrases.PHRASES}
    assert {command.name for command in commands.COMMANDS} - reached == {"thread"}


@pytest.mark.parametrize(
    "text",
    [
        "Стоп-кран",
        "привет из Алматы",
        "Да Винчи",
        "язык программирования",
        "пауза в переговорах",
        "hello kitty",
        "x" * 500,
    ],
)
def test_a_phrase_is_the_whole_message(text: str) -> None:
    assert intents.read(text) is None
