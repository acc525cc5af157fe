"""Housekeeping: what nobody asks for any more goes, and topics are filed by the newest word forms."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from benchmarks import stories as benchmark
from bot.jobs import housekeeping
from parsers.article import Article
from parsers.language import lemmas
from storage.database import Database
from storage.stories import merge_split
from storage.topics import topics
from storage.topics.query import parser

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


async def test_housekeeping_sweeps_and_files_topics_anew(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with database.transaction() as connection:
        old = await topics.ensure(connection, parser.parse("Пекин"), now=NOW - timedelta(days=30))
        young = await topics.ensure(connection, parser.parse("Китай"), now=NOW)
    monkeypatch.setattr(lemmas, "VERSION", lemmas.VERSION + 1)

    with caplog.at_level("INFO"):
        await housekeeping.housekeeping(database, keep=timedelta(days=30), now=NOW)

    async with database.read() as connection:
        assert await topics.get(connection, old.id) is None
        assert await topics.get(connection, young.id) == young
        filed = await connection.scalar(text("select lexicon from topics"))
    assert filed == lemmas.VERSION
    assert "1 unfollowed topics" in caplog.text


async def test_stories_are_looked_at_again_once_a_week(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        for day in (0, 1, 6, 7, 8):
            await housekeeping.housekeeping(database, keep=timedelta(days=30), now=NOW + timedelta(days=day))
    assert caplog.text.count("Review of the week's stories: 0 merged or split") == 2


async def test_what_the_review_changes_is_logged(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    texts = [
        ("В Алматы ощутили землетрясение магнитудой 4,7", "Подземные толчки почувствовали жители Алматы ночью."),
        ("Пожар на рынке в Шымкенте: сгорели девять бутиков", "Возгорание охватило 300 квадратных метров рынка."),
    ]
    pages = [
        Article(url=f"https://{at}.kz/1", site=f"{at}.kz", site_id="1", title=title, lead=lead, published_at=NOW)
        for at, (title, lead) in enumerate(texts)
    ]
    first, second = (await benchmark.store(database, pages)).values()
    async with database.transaction() as connection:
        await merge_split.merge(connection, second, first, now=NOW)
    with caplog.at_level("INFO"):
        await housekeeping.housekeeping(database, keep=timedelta(days=30), now=NOW)
    assert f"Story {first} (" in caplog.text
    assert ", split: 3 (Пожар на рынке" in caplog.text
    assert "1 merged or split" in caplog.text
