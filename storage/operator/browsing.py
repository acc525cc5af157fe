"""Stories as the operator looks through them: the latest first, by page and by words of their headline."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storage.database import Connection
from storage.schema import tables
from storage.stories import visibility

_stories = tables.stories


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLine:
    """A story in a list."""

    id: int
    headline: str
    last_at: datetime
    articles: int
    sources: int


async def recent(connection: Connection, *, words: str = "", offset: int = 0, limit: int = 30) -> list[StoryLine]:
    """Return the public stories that grew last, the latest first; with these words in their headline, if any."""
    query = (
        select(_stories.c.id, _stories.c.headline, _stories.c.last_at, _stories.c.member_count, _stories.c.source_count)
        .where(_stories.c.member_count > 0, visibility.is_public(_stories.c.id))
        .order_by(_stories.c.grown_at.desc(), _stories.c.id.desc())
        .offset(offset)
        .limit(limit)
    )
    for word in words.split()[:8]:
        query = query.where(_stories.c.headline.icontains(word, autoescape=True))
    return [
        StoryLine(
            id=row.id, headline=row.headline, last_at=row.last_at, articles=row.member_count, sources=row.source_count
        )
        for row in await connection.execute(query)
    ]
