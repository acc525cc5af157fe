"""How fast an inline query is answered from a large archive: `python -m benchmarks.inline [--stories 100000]`.

Articles of made-up words, as common as words of a language are, over thirty days; queries of common, rare and unknown
words, of several words, phrases and operators, and the empty one of somebody who follows a broad topic.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot import subscriptions
from bot.handlers.stories import inline
from storage.database import Connection, Database
from storage.model import ChatKind, Subscriber
from storage.schema import tables
from storage.subscribers import subscribers
from storage.topics import topics
from storage.topics.query import document, parser
from storage.topics.query.document import Document

NOW: Final = datetime(2026, 11, 30, 8, tzinfo=UTC)
DAYS: Final = 30
AT_ONCE: Final = 2_000
REPEATS: Final = 9
# Real words, the commonest first; how often each is drawn falls as it does in any language.
WORDS: Final = (
    "Алматы", "Казахстан", "область", "город", "президент", "правительство", "министр", "банк",
    "школа", "дорога", "мост", "суд", "полиция", "пожар", "вода", "газ",
    "цена", "рынок", "тенге", "доллар", "бюджет", "налог", "больница", "врач",
    "завод", "шахта", "нефть", "поезд", "самолёт", "аэропорт", "футбол", "матч",
    "чемпион", "фестиваль", "театр", "музей", "студент", "университет", "закон", "депутат",
    "выборы", "сенат", "партия", "посол", "визит", "Китай", "Россия", "Турция",
)  # fmt: skip
QUERIES: Final = ("Алматы", "Турция", "посол", "квазар", "суд Турция", '"посол Турция"', "нефть OR газ", "банк NOT суд")


async def fill(database: Database, number: int) -> Subscriber:
    """Save so many stories of one article each, and a reader whose topic a tenth of them are on."""
    chance = random.Random(13)
    weights = [1 / rank for rank in range(1, len(WORDS) + 1)]
    async with database.transaction() as connection:
        reader = await subscribers.add(connection, 7, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=NOW)
        followed = await topics.ensure(connection, parser.parse("Алматы"), now=NOW)
        await topics.follow(connection, reader.id, followed.id, now=NOW)
    for start in range(1, number + 1, AT_ONCE):
        ids = range(start, min(start + AT_ONCE, number + 1))
        texts = {each: " ".join(chance.choices(WORDS, weights, k=40)) for each in ids}
        async with database.transaction() as connection:
            await _save(connection, texts, number)
            on_topic = [each for each in ids if each % 10 == 0]
            rows = [{"topic_id": followed.id, "story_id": each, "form": "Алматы", "place": "title",
                     "matched_at": _moment(each, number)} for each in on_topic]  # fmt: skip
            await connection.execute(tables.topic_matches.insert(), rows)
    return reader


def _moment(number: int, total: int) -> datetime:
    return NOW - timedelta(days=DAYS) * (1 - number / total)


async def _save(connection: Connection, texts: dict[int, str], total: int) -> None:
    stories, articles, lines = [], [], []
    for number, text in texts.items():
        at, url = _moment(number, total), f"https://a.kz/{number}"
        title, lead = " ".join(text.split()[:8]), " ".join(text.split()[8:])
        stories.append({"id": number, "headline": title, "summary": lead, "url": url, "language": "ru", "first_at": at,
                        "last_at": at, "grown_at": at, "member_count": 1, "source_count": 1})  # fmt: skip
        articles.append({"id": number, "site": "a.kz", "site_id": str(number), "url": url, "title": title, "lead": lead,
                         "paragraphs": [], "authors": [], "images": [], "quotes": [], "language": "ru",
                         "published_at": at, "saved_at": at, "fingerprint": str(number),
                         "story_id": number, "joined_at": at})  # fmt: skip
        tokenized = document.tokenize(Document(title=title, lead=lead, source="a.kz", language="ru"))
        lines.append({"article_id": number, "story_id": number, "source": "a.kz", "language": "ru",
                      "published_at": at, "fingerprint": str(number), "lexicon": 0,
                      "line": document.line(tokenized)})  # fmt: skip
    await connection.execute(tables.stories.insert(), stories)
    await connection.execute(tables.articles.insert(), articles)
    await connection.execute(tables.article_lines.insert(), lines)


async def measure(ask: Callable[[], Awaitable[tuple[object, ...]]]) -> tuple[float, float, int]:
    """Ask some times; return the median and the slowest, in milliseconds, and how many stories were found."""
    spent, found = [], 0
    for _ in range(REPEATS):
        began = time.perf_counter()
        found = len(await ask())
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent), max(spent), found


async def run(folder: Path, number: int) -> None:
    """Fill an archive and print what each query takes."""
    async with await Database.open(f"sqlite:///{folder}/inline.db") as database:
        await database.migrate()
        reader = await fill(database, number)
        print(f"{number:,} stories in {DAYS} days, SQLite; {REPEATS} times each")
        since = NOW - inline.SEARCHED
        asked: dict[str, Callable[[], Awaitable[tuple[object, ...]]]] = {
            words: lambda words=words: subscriptions.newest(database, reader, words, since=since, limit=inline.OFFERED)  # type: ignore[misc] # mypy cannot infer the default
            for words in QUERIES
        }
        asked["(nothing: what they follow)"] = lambda: subscriptions.recent(
            database, reader, limit=inline.OFFERED, now=NOW
        )
        for words, ask in asked.items():
            median, slowest, found = await measure(ask)
            print(f"{words:28} {found:3} found, median {median:5.0f} ms, slowest {slowest:5.0f} ms")


def main() -> None:
    """Read the arguments and measure."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--stories", type=int, default=100_000)
    number = arguments.parse_args().stories
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder), number))


if __name__ == "__main__":
    main()
