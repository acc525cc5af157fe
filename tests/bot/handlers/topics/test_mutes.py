"""What a reader never wants to be told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.subscribers import mutes

if TYPE_CHECKING:
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Judge, Stage


async def test_a_mute_wins_over_every_topic_and_is_taken_back_by_a_button(stage: Stage, reader: Person) -> None:
    await reader.say("/follow Китай")
    await stage.write("Китай выиграл матч по футболу", hours_ago=2)
    (answer,) = await reader.say("/mute футбол")
    assert answer.text.startswith("Пропускаю всё на тему «футбол»")
    (answer,) = await reader.say("/preview")
    assert "ничего не набралось" in answer.text
    (answer,) = await reader.say("/why https://zakon.kz/1")
    assert "вы просили об этом молчать" in answer.text
    (listed,) = await reader.say("/mute")
    assert "Не рассказываю на темы:\n• футбол" in listed.text
    (emptied,) = await reader.tap("✕ футбол", message=listed)
    assert emptied.text.startswith("Исключений нет.")
    (digest, _) = await reader.say("/preview")
    assert "Китай выиграл матч" in digest.text


async def test_what_is_written_later_is_muted_too(stage: Stage, reader: Person) -> None:
    await reader.say("/follow Китай")
    await reader.say("/mute футбол")
    await stage.write("Китай сыграл с соседями в футбол", "Китай построил мост через реку", hours_ago=1)
    (digest, _) = await reader.say("/preview")
    assert "мост через реку" in digest.text
    assert "футбол" not in digest.text


async def test_muting_twice_and_taking_back_twice_say_so(stage: Stage, reader: Person) -> None:
    await reader.say("/mute футбол")
    (answer,) = await reader.say("/mute Футбол")
    assert "и так пропускаю" in answer.text
    await reader.tap("✕ футбол", message=answer)
    assert reader.toasts[-1].text == "Снова рассказываю: футбол"
    await stage.press(reader, "unmute:1")
    assert reader.toasts[-1].text == "Уже сделано."


async def test_mutes_that_cannot_be_read_or_are_too_many_are_explained(
    reader: Person, judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    for written, reason in {'"футбол': "кавычка", "и": "служебные", "!!!": "ни одного слова"}.items():
        (answer,) = await reader.say(f"/mute {written}")
        assert reason in answer.text
        assert judge(answer.html).text == answer.text
    monkeypatch.setattr(mutes, "MAX_MUTED", 1)
    await reader.say("/mute <b>футбол</b>")
    (answer,) = await reader.say("/mute хоккей")
    assert "достигнут предел" in answer.text


async def test_many_mutes_are_paged_and_each_can_be_taken_back(stage: Stage, reader: Person) -> None:
    for number in range(45):
        await reader.say(f"/mute слово{number}")
    (first,) = await reader.say("/mute")
    assert first.text.count("•") == 40
    await reader.tap("Ещё")
    assert reader.last.text.count("•") == 5
    await reader.tap("слово44")
    assert reader.last.text.count("•") == 4  # and not the first page again
    await reader.tap("Предыдущие")
    assert reader.last.text.count("•") == 40
