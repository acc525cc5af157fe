"""An archive of many articles, written at once and past the crawler: for tests of what must not read all of it."""

from datetime import datetime, timedelta

from sqlalchemy import insert

from parsers.language import lemmas
from storage.database import Connection
from storage.schema import tables
from storage.topics.query import document
from storage.topics.query.document import Document


async def keep_articles(connection: Connection, number: int, title: str, *, now: datetime) -> list[int]:
    """Keep so many articles of one title, each a story of its own and a minute older; return the stories' ids."""
    ids = range(1, number + 1)
    line = document.line(document.tokenize(Document(title=title, language="ru")))
    times = {each: now - timedelta(minutes=each) for each in ids}
    common = {"title": title, "lead": "", "language": "ru", "fingerprint": "", "saved_at": now}
    empty = dict.fromkeys(("paragraphs", "authors", "images", "quotes"), ())
    told = {"headline": title, "summary": "", "language": "ru", "member_count": 1, "source_count": 1}
    await connection.execute(
        insert(tables.stories),
        [
            {"id": each, "url": f"https://a.kz/{each}", "first_at": at, "last_at": at, "grown_at": at, **told}
            for each, at in times.items()
        ],
    )
    await connection.execute(
        insert(tables.articles),
        [
            {"id": each, "site": "a.kz", "site_id": str(each), "url": f"https://a.kz/{each}", "published_at": at}
            | {"story_id": each, **common, **empty}
            for each, at in times.items()
        ],
    )
    kept = {"source": "a.kz", "language": "ru", "fingerprint": "", "lexicon": lemmas.VERSION, "line": line}
    await connection.execute(
        insert(tables.article_lines),
        [{"article_id": each, "story_id": each, "published_at": at, **kept} for each, at in times.items()],
    )
    return list(ids)
