"""`svodka stories why`: what made two articles meet, and what speaks for and against."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from benchmarks import stories as benchmark
from bot.cli import program
from bot.cli import stories as commands
from parsers.article import Article
from storage.database import Database
from storage.stories import merge_split
from storage.stories.clustering import classifier
from storage.stories.merge_split import Parted
from tests.bot.conftest import Command

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
ONE, OTHER, FIRE = "https://a.kz/1", "https://b.kz/1", "https://b.kz/2"
LEAD = (
    "Подземные толчки почувствовали жители Алматы в ночь на пятницу. Эпицентр находился в 62 километрах к юго-востоку "
    "от города, на территории Кыргызстана, сообщили в Казселезащите. Пострадавших нет."
)
OTHER_LEAD = (
    "Сейсмостанции зафиксировали землетрясение на территории Кыргызстана, в 62 км к юго-востоку от Алматы. "
    "Жители города ощутили толчки ночью, разрушений и пострадавших нет."
)


def article(url: str, title: str, lead: str) -> Article:
    site = url.split("/")[2]
    return Article(url=url, site=site, site_id=url, title=title, lead=lead, published_at=NOW, language="ru")


@pytest.fixture
def read(svodka: Command) -> None:
    """Three articles about two events, in the database that the settings name."""
    articles = [
        article(ONE, "В Алматы ощутили землетрясение магнитудой 4,7", LEAD),
        article(OTHER, "Землетрясение магнитудой 4,7 произошло близ Алматы", OTHER_LEAD),
        article(FIRE, "Пожар на рынке в Шымкенте: сгорели девять бутиков", "Спасатели вывели сорок человек."),
    ]

    async def store() -> None:
        async with await Database.open("sqlite:///svodka.db") as database:
            await database.migrate()
            await benchmark.store(database, articles)

    asyncio.run(store())


@pytest.mark.usefixtures("read")
def test_it_says_what_brought_two_articles_together(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["stories", "why", ONE, OTHER]) == 0
    shown = capsys.readouterr().out
    assert "Met by: " in shown
    assert "the weight of the words of the titles that both have" in shown
    assert "one event" in shown
    assert "They are in one story" in shown


@pytest.mark.usefixtures("read")
def test_it_says_what_keeps_two_articles_apart(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["stories", "why", ONE, FIRE]) == 0
    shown = capsys.readouterr().out
    assert "never compared" in shown
    assert "two events" in shown
    assert "They are in different stories" in shown


@pytest.mark.usefixtures("read")
def test_programs_get_the_same_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["stories", "why", ONE, OTHER, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["together"] is True
    assert found["verdict"]["same"] is True
    assert found["met_by"]
    assert {"name", "value", "weight", "contribution"} == set(found["evidence"][0])


@pytest.mark.usefixtures("read")
def test_an_address_never_read_is_told_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["stories", "why", ONE, "https://nobody.kz/"]) == 1
    assert "never read as an article" in capsys.readouterr().err


@pytest.mark.usefixtures("read")
def test_with_the_model_it_says_how_alike_they_mean(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEMANTIC", "auto")
    assert program.run(["stories", "why", ONE, OTHER]) == 0
    shown = capsys.readouterr().out
    assert "like meanings, by the model" in shown
    assert "one event" in shown


def test_every_evidence_has_words_for_a_person() -> None:
    known = classifier.weights()
    told = commands._MEANING.keys() | {"demand"}
    assert told == known["text_meaning"].keys() == known["title_meaning"].keys()
    assert told - {"meaning", "meaning_across"} == known["text"].keys() == known["title"].keys()


@pytest.fixture
def torn(svodka: Command) -> None:
    """One event told by three, one of whom was taken for another event."""
    texts = [
        ("В Алматы ощутили землетрясение магнитудой 4,7", LEAD),
        ("Землетрясение магнитудой 4,7 произошло близ Алматы", OTHER_LEAD),
        ("Алматинцев разбудили толчки [магнитудой 4,7]", OTHER_LEAD[::-1][:10] + LEAD),
    ]
    now = datetime.now(UTC)
    articles = [
        replace(article(f"https://{number}.kz/1", title, lead), published_at=now)
        for number, (title, lead) in enumerate(texts)
    ]

    async def store() -> None:
        async with await Database.open("sqlite:///svodka.db") as database:
            await database.migrate()
            (story_id,) = set((await benchmark.store(database, articles)).values())
            async with database.transaction() as connection:
                kept = (await merge_split.centres(connection, [story_id]))[story_id]
                await merge_split.part(connection, story_id, Parted(stay=kept[:2], leave=kept[2:]))

    asyncio.run(store())


@pytest.mark.usefixtures("torn")
def test_a_review_says_what_it_would_change_and_then_changes_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["stories", "review", "--dry-run"]) == 0
    proposed = capsys.readouterr().out
    assert "Together, 1 articles" in proposed
    assert "1: В Алматы ощутили землетрясение магнитудой 4,7" in proposed
    assert "2: Алматинцев разбудили толчки [магнитудой 4,7]" in proposed
    assert "one is a reprint" in proposed
    assert "1 would change." in proposed

    assert program.run(["stories", "review"]) == 0
    assert "1 changed." in capsys.readouterr().out
    assert program.run(["stories", "review"]) == 0
    assert "Every story is as it should be." in capsys.readouterr().out
