"""How far a search looks: through every line where that is cheap, else through the latest, and it says so."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.database import Database
from storage.topics import scan, topics
from storage.topics.query import parser
from tests.archive import keep_articles

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
MONTH = timedelta(days=30)


@pytest.mark.parametrize("text", ["мост", '"открыли мост"'])
async def test_a_search_looks_through_everything_it_can_afford_to(database: Database, text: str) -> None:
    async with database.transaction() as connection:
        kept = await keep_articles(connection, 2_100, "Открыли мост", now=NOW)
    async with database.search() as connection:
        found = await scan.stories(connection, parser.parse(text), since=NOW - MONTH, cost=scan.CostLimit())
        trial = await topics.trial(connection, parser.parse(text), since=NOW - MONTH)

    assert found == kept, "each once, the latest first, none lost between two windows"
    assert (trial.count, trial.looked) == (2_100, None)


@pytest.mark.parametrize("text", ["мост", '"открыли мост"'])
async def test_a_search_that_costs_too_much_has_looked_through_the_latest(database: Database, text: str) -> None:
    async with database.transaction() as connection:
        kept = await keep_articles(connection, 2_100, "Открыли мост", now=NOW)
    cost = scan.CostLimit(left=1)
    async with database.search() as connection:
        found = await scan.stories(connection, parser.parse(text), since=NOW - MONTH, cost=cost)

    assert cost.is_spent
    assert 0 < cost.lines < 2_100
    assert found == kept[: cost.lines]
