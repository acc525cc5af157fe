"""What took long is remembered, without the values in it."""

from sqlalchemy import literal, select

from storage.database import Database
from storage.operator.slow_queries import SlowQueries


async def test_statements_of_both_kinds_are_timed_and_their_values_are_not_kept(database: Database) -> None:
    slow = SlowQueries(threshold=0.0)
    database.time_statements(slow.note)
    for transaction in (database.read, database.transaction):
        async with transaction() as connection:
            await connection.execute(select(literal("a secret of a reader")))
    (found,) = [query for query in slow.worst() if "SELECT" in query.statement and "AS anon" in query.statement]
    assert found.count == 2
    assert 0 < found.longest <= found.total
    assert "secret" not in found.statement


def test_what_is_quick_is_not_kept_and_what_was_slow_long_ago_is_let_go() -> None:
    slow = SlowQueries(threshold=0.1)
    slow.note("SELECT 1", 0.09)
    assert slow.worst() == []
    for number in range(60):
        slow.note(f"A   statement,\n number {number}", 0.1 + number)
    assert len(slow.worst(100)) == 50
    assert slow.worst(1)[0].statement == "A statement, number 59"
