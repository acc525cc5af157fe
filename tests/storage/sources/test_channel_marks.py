"""How far channels were read."""

from dataclasses import replace
from datetime import UTC, datetime

from storage.database import Database
from storage.sources import channel_marks
from storage.sources.channel_marks import ChannelMark

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
MARK = ChannelMark(newest_id=2**40, newest_at=NOW, read_at=NOW, gap_after=5, gap_before=90, pages_left=3)


async def test_a_mark_is_kept_as_it_is_and_replaced(database: Database) -> None:
    async with database.transaction() as connection:
        assert await channel_marks.get(connection, "https://t.me/s/stepnoy") is None
        await channel_marks.put(connection, "https://t.me/s/stepnoy", MARK)
        assert await channel_marks.get(connection, "https://t.me/s/stepnoy") == MARK
        closed = replace(MARK, gap_after=None, gap_before=None, pages_left=0)
        await channel_marks.put(connection, "https://t.me/s/stepnoy", closed)
        await channel_marks.put(connection, "https://t.me/s/other", MARK)
        assert await channel_marks.get(connection, "https://t.me/s/stepnoy") == closed
