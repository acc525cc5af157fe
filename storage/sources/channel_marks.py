"""How far each channel was read: its newest post, and what was missed between two pages; fetches nothing."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, select

from storage.database import Connection, insert
from storage.schema import source_tables

_marks = source_tables.channel_marks


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelMark:
    """How far a channel was read.

    `newest_id` is the newest post that was seen, from `newest_at`; `read_at` is when its newest posts were read last.
    Posts after `gap_after` and before `gap_before` were missed (None: none were), and are read for `pages_left` pages.
    """

    newest_id: int
    newest_at: datetime
    read_at: datetime
    gap_after: int | None = None
    gap_before: int | None = None
    pages_left: int = 0


async def get(connection: Connection, url: str) -> ChannelMark | None:
    """Return how far a channel was read, by the address of its preview; None if it never was."""
    row = (await connection.execute(select(_marks).where(_marks.c.url == url))).one_or_none()
    if row is None:
        return None
    return ChannelMark(
        newest_id=row.newest_id,
        newest_at=row.newest_at,
        read_at=row.read_at,
        gap_after=row.gap_after,
        gap_before=row.gap_before,
        pages_left=row.pages_left,
    )


async def put(connection: Connection, url: str, mark: ChannelMark) -> None:
    """Remember how far a channel was read."""
    values = asdict(mark)
    statement = insert(connection, _marks).values(url=url, **values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["url"], set_=values))


async def forget(connection: Connection, url: str) -> None:
    """Forget how far a channel was read: it begins anew."""
    await connection.execute(delete(_marks).where(_marks.c.url == url))
