"""What the comparison asks goes by an index on either database, so that an archive may grow."""

from typing import Any

from sqlalchemy import event, text

from benchmarks import pairs
from benchmarks import stories as benchmark
from storage.database import Database

_LOOKED_UP = ("story_keys", "word_counts", "article_tags")


async def test_no_table_is_read_through_for_a_new_article(database: Database, backend: str) -> None:
    articles, _ = pairs.own(pairs.DAY)
    await benchmark.store(database, articles[:40])
    asked: list[tuple[str, tuple[Any, ...]]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: tuple[Any, ...], *_: object) -> None:
        if statement.startswith("SELECT") and any(f"FROM {table}" in statement for table in _LOOKED_UP):
            asked.append((statement, parameters))

    event.listen(database._writer.sync_engine, "before_cursor_execute", note)
    await benchmark.store(database, articles[40:50])
    event.remove(database._writer.sync_engine, "before_cursor_execute", note)
    assert len(asked) == len(_LOOKED_UP)
    async with database.transaction() as connection:
        if backend == "postgresql":
            # So small a table is read whole unless that is forbidden; then a plan without an index shows all the same.
            await connection.execute(text("SET LOCAL enable_seqscan = off"))
        for statement, parameters in asked:
            explain = "EXPLAIN QUERY PLAN " if backend == "sqlite" else "EXPLAIN "
            plan = "\n".join(
                str(tuple(row)) for row in await connection.exec_driver_sql(explain + statement, parameters)
            )
            assert "Index" in plan or "INDEX" in plan, plan
            for table in _LOOKED_UP:
                assert f"SCAN {table}" not in plan, plan
                assert f"Seq Scan on {table}" not in plan, plan
