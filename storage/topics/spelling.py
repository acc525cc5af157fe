"""How the words of a topic may have been meant, by the words of the last month's headlines."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select

from parsers.language import spelling
from storage.database import Connection
from storage.schema import tables
from storage.stories import visibility

# Of a busy month the newest: what is in the news now is what is asked for.
_HEADLINES: Final = 20_000


async def corrected(connection: Connection, text: str, *, since: datetime) -> str | None:
    """Return a topic with its mistyped words put right; None where nothing near them was written since a time."""
    articles = tables.articles
    query = (
        select(articles.c.title)
        .where(articles.c.published_at >= since, visibility.is_public(articles.c.story_id))
        .order_by(articles.c.published_at.desc())
        .limit(_HEADLINES)
    )
    titles = (await connection.scalars(query)).all()
    # Tens of thousands of headlines take longer than anybody may hold the event loop for.
    return await asyncio.to_thread(_corrected, titles, text)


def _corrected(titles: Sequence[str], text: str) -> str | None:
    return spelling.corrected(text, spelling.vocabulary(titles))
