"""What is offered inline may be shown to anybody: never what private sources alone have found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.schema import source_tables, tables

if TYPE_CHECKING:
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Stage


async def test_nobodys_private_sources_are_offered_inline_not_even_ones_own(stage: Stage, reader: Person) -> None:
    await reader.say("/follow мост")
    await stage.write("Мост через Иртыш открыли в Павлодаре", "Мост в Семее закрыли на ремонт", hours_ago=1)
    assert len(await reader.ask_inline("мост")) == 2
    assert len(await reader.ask_inline("")) == 2
    async with stage.database.transaction() as connection:
        subscriber_id = await connection.scalar(select(tables.subscribers.c.id))
        source = source_tables.added_sources
        values = {column.name: "x" for column in source.c if not column.nullable and column.type.python_type is str}
        times = {
            column.name: stage.clock.now
            for column in source.c
            if not column.nullable and "at" in column.name.split("_")
        }
        source_id = await connection.scalar(source.insert().values(**values, **times).returning(source.c.id))
        await connection.execute(source_tables.private_stories.insert().values(story_id=1, source_id=source_id))
        await connection.execute(
            source_tables.own_sources.insert().values(
                subscriber_id=subscriber_id, source_id=source_id, added_at=stage.clock.now
            )
        )
    for words in ("мост", ""):
        (offered,) = await reader.ask_inline(words)
        assert "Семее" in str(offered["title"])
