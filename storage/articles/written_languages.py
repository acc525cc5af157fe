"""In which languages the newest articles are written: whether anybody writes what a reader reads."""

from collections import Counter
from typing import Final

from sqlalchemy import select

from storage.database import Connection
from storage.schema import tables

# A day or two of what we read; enough to tell a language that is rare from one that is not there.
_LOOKED_AT: Final = 500


async def shares(connection: Connection) -> dict[str, float]:
    """Return which share of the newest articles is in which language, by its code; nothing where there is none."""
    articles = tables.articles
    newest = select(articles.c.language).order_by(articles.c.id.desc()).limit(_LOOKED_AT)
    counts = Counter((await connection.scalars(newest)).all())
    return {language: count / counts.total() for language, count in counts.items()}
