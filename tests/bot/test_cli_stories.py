"""`svodka stories why`: what made two articles meet, and what speaks for and against."""

import asyncio
import json
from datetime import UTC, datetime

import pytest

from benchmarks import stories as benchmark
from bot.cli import program
from bot.cli import stories as commands
from parsers.article import Article
from storage import decision
from storage.database import Database
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
    assert "the weight of the words both have" in shown
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


def test_every_evidence_has_words_for_a_person() -> None:
    assert commands._MEANING.keys() == decision.weights()["text"].keys() == decision.weights()["title"].keys()
