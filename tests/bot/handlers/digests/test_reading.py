"""The languages that a reader reads: which stories they are told, in whose words, and what they hear of the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.subscribers import reading_languages

if TYPE_CHECKING:
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Stage

RUSSIAN = "Нацбанк снизил базовую ставку"
KAZAKH = "Ұлттық банк жаңа банкнота шығарды"


async def _languages(reader: Person, *presses: str) -> str:
    await reader.say("/settings")
    await reader.tap("Вид и язык")
    await reader.tap("Языки новостей")
    for press in presses:
        await reader.tap(press)
    return reader.last.text


async def _follow_banks(stage: Stage, reader: Person) -> None:
    await reader.say("/follow банк OR нацбанк OR банкнота")
    await stage.write(RUSSIAN, hours_ago=1)
    await stage.write(KAZAKH, hours_ago=1, site="egemen.kz", language="kk")


async def test_whoever_has_said_nothing_is_told_everything_their_own_language_first(
    stage: Stage, reader: Person
) -> None:
    await _follow_banks(stage, reader)
    text = await _languages(reader)
    assert "на русском, затем на казахском, затем на английском" in text
    assert "на казахском 50 %" in text
    preview = (await reader.say("/preview"))[0].text
    assert RUSSIAN in preview
    assert KAZAKH in preview
    assert "на казахском" not in preview


async def test_what_is_told_only_in_other_languages_is_left_out_and_counted(stage: Stage, reader: Person) -> None:
    await _follow_banks(stage, reader)
    text = await _languages(reader, "Қазақша", "English")
    assert "в сводку она не войдёт" in text
    preview = (await reader.say("/preview"))[0].text
    assert RUSSIAN in preview
    assert KAZAKH not in preview
    assert "только на других языках 1" in preview


async def test_what_is_told_only_in_other_languages_comes_with_a_mark_for_whoever_wants_it(
    stage: Stage, reader: Person
) -> None:
    await _follow_banks(stage, reader)
    text = await _languages(reader, "Қазақша", "English", "Другие с пометкой")
    assert "с пометкой" in text
    preview = (await reader.say("/preview"))[0].text
    assert KAZAKH in preview
    assert "egemen.kz · на казахском" in preview
    assert "на русском" not in preview


async def test_a_reader_whose_language_nobody_writes_in_hears_so_and_is_not_left_in_silence(
    stage: Stage, reader: Person
) -> None:
    stage.composes = False
    await _follow_banks(stage, reader)
    text = await _languages(reader, "Русский", "Қазақша")
    assert "на английском сейчас не пишет ни один" in text
    assert "сводка будет пустой" in text
    (answer,) = await reader.say("/digest")
    assert "Сюжетов: 2" in answer.text
    assert "Языки новостей" in answer.labels
    assert "Языки новостей" in (await reader.say("/preview"))[0].labels


async def test_a_language_that_is_pressed_again_comes_last(stage: Stage, reader: Person) -> None:
    await stage.write(RUSSIAN)
    text = await _languages(reader, "Русский", "Русский")
    assert "на казахском, затем на английском, затем на русском" in text
    assert reader.last.labels[0] == "✓ 3. Русский"
    # As it was is no choice of one's own.
    text = await _languages(reader, "Қазақша", "Қазақша", "English", "English")
    assert "на русском, затем на казахском, затем на английском" in text


async def test_the_last_language_cannot_be_taken_away(stage: Stage, reader: Person) -> None:
    await _languages(reader, "Қазақша", "English", "Русский")
    assert [label for label in reader.last.labels if label.startswith("✓")][:3] == [
        "✓ 1. Русский", "✓ 2. Қазақша", "✓ 3. English",
    ]  # fmt: skip


@pytest.mark.parametrize("what", ["de", "", "ru,kk", "все"])
async def test_a_forged_button_changes_nothing(stage: Stage, reader: Person, what: str) -> None:
    await _languages(reader)
    await stage.press(reader, f"reading:{what}")
    assert "на русском, затем на казахском" in await _languages(reader)


async def test_the_start_says_in_which_languages_and_offers_others(stage: Stage) -> None:
    kazakh = stage.person(9, "kk")
    (welcome,) = await kazakh.say("/start")
    assert "қазақша, одан кейін орысша, одан кейін ағылшынша" in welcome.text
    await kazakh.tap("Жаңалық тілдері")
    assert "Қай тілдерде оқисыз?" in kazakh.last.text


async def test_topics_to_begin_with_are_those_of_the_readers_language(stage: Stage) -> None:
    for number in range(3):
        await stage.write(f"Қазақстан Қытаймен келісім жасады {number}", site="egemen.kz", language="kk")
        await stage.write(f"Германия закупит поезда, сообщили в Берлине {number}")
    german = {"Германия", "Берлин"}
    russian, kazakh = stage.person(8, "ru"), stage.person(9, "kk")
    offered = (await russian.say("/start"))[0].labels
    first = min(offered.index(label) for label in german)
    # What is written in Kazakh comes first for whoever reads Kazakh; the rest fills up.
    begins = (await kazakh.say("/start"))[0].labels
    assert offered[first] in german
    assert begins[first] not in german


@pytest.mark.parametrize(
    ("own", "zone", "expected"),
    [
        ("kk", "Asia/Almaty", ("kk", "ru", "en")),
        ("ru", "Asia/Almaty", ("ru", "kk", "en")),
        ("ru", "Europe/Berlin", ("ru", "en", "kk")),
        ("en", "Asia/Almaty", ("en", "ru", "kk")),
    ],
)
def test_the_order_is_guessed_from_language_and_zone(own: str, zone: str, expected: tuple[str, ...]) -> None:
    assert reading_languages.guess(own, zone) == expected
    assert reading_languages.order(("en",), own, zone) == ("en",)
