"""Housekeeping: what nobody asks for any more goes, and topics are filed by the newest word forms."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.jobs import upkeep
from storage import lexicon, topic_query, topics
from storage.database import Database

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


async def test_housekeeping_sweeps_and_files_topics_anew(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with database.transaction() as connection:
        old = await topics.ensure(connection, topic_query.parse("Пекин"), now=NOW - timedelta(days=30))
        young = await topics.ensure(connection, topic_query.parse("Китай"), now=NOW)
    monkeypatch.setattr(lexicon, "VERSION", lexicon.VERSION + 1)

    with caplog.at_level("INFO"):
        await upkeep.housekeeping(database, keep=timedelta(days=30), now=NOW)

    async with database.read() as connection:
        assert await topics.get(connection, old.id) is None
        assert await topics.get(connection, young.id) == young
        filed = await connection.scalar(text("select lexicon from topics"))
    assert filed == lexicon.VERSION
    assert "1 unfollowed topics" in caplog.text
