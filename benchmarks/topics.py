"""How fast topics meet stories: `python -m benchmarks.topics [--topics 100000] [--stories 10000]`.

Topics and stories are made of the Russian dictionary's own words, the common ones far more often, as in life. They go
through the real storage (a temporary SQLite file). Beside it in the same run: a loop over every topic, and, if it is
installed, pyahocorasick with the same topics' words, which it finds only as they are written.
"""

import argparse
import asyncio
import importlib
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path

import pymorphy3
from sqlalchemy import insert, select

from parsers.language.lemmas import STOP_WORDS
from storage.database import Database
from storage.schema import tables
from storage.topics import index, topics
from storage.topics.query import parser
from storage.topics.query.document import Document, TokenizedText, tokenize
from storage.topics.query.parser import Query

NOW = datetime(2026, 3, 2, tzinfo=UTC)
VOCABULARY = 15_000  # what a month of news uses, names aside
COMMONEST = 50
ENTRIES = (
    1_500_000  # of five million in the dictionary, in the order of the alphabet: enough words, a third of the time
)
TITLE_WORDS, LEAD_WORDS = 10, 35
MEASURED = 200
WARM_UP = 1_500  # a day's stories, met before: a process remembers the topics that stories meet again and again
WEEK = timedelta(days=7)
LIMITS_MS = {"match": 5.0, "trial": 300.0}


class Language:
    """Words by Zipf's law, without the few dozen commonest, which nobody follows."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._morph = pymorphy3.MorphAnalyzer()
        known = islice(self._morph.dictionary.iter_known_words(), ENTRIES)
        lemmas = sorted({parse[2] for parse in known if _is_plain(parse)})
        self.lemmas = self.random.sample(lemmas, VOCABULARY)
        self._weights = list(accumulate(1 / rank for rank in range(COMMONEST, VOCABULARY + COMMONEST)))
        self._forms: dict[str, list[str]] = {}

    def words(self, count: int) -> list[str]:
        """Dictionary forms."""
        return self.random.choices(self.lemmas, cum_weights=self._weights, k=count)

    def text(self, count: int) -> str:
        """Words in whatever case and number."""
        return " ".join(self.random.choice(self._inflected(word)) for word in self.words(count)).capitalize()

    def _inflected(self, word: str) -> list[str]:
        if word not in self._forms:
            self._forms[word] = [form.word for form in self._morph.parse(word)[0].lexeme]
        return self._forms[word]

    def topic(self) -> str:
        """A topic as readers write them: mostly a word or two, sometimes with operators."""
        one, two = self.random.choices(self.lemmas, k=2)
        (three,) = self.words(1)
        kinds = (
            one,
            f"{one} {three}",
            f"{one} AND {three}",
            f"{one} OR {two} NOT {three}",
            f'"{one} {three}"',
            f"#{one}",
        )
        return self.random.choices(kinds, weights=(35, 40, 8, 8, 5, 4))[0]


def _is_plain(parse: Sequence[object]) -> bool:
    word, tag, lemma = parse[0], str(parse[1]), str(parse[2])
    return (
        word == lemma
        and len(lemma) > 3
        and lemma not in STOP_WORDS
        and tag.startswith(("NOUN", "ADJF"))
        and "-" not in lemma
    )


async def main(topic_count: int, story_count: int) -> bool:
    """Measure and print; return whether the limits were kept."""
    language = Language(seed=1)
    texts: set[str] = set()
    while len(texts) < topic_count:
        texts.add(str(parser.parse(language.topic())))
    with tempfile.TemporaryDirectory() as folder:
        async with await Database.open(f"sqlite:///{Path(folder)}/topics.db") as database:
            await database.migrate()
            await _file(database, sorted(texts))
            await _publish(database, language, story_count)
            kept = [await _match(database, story_count), await _try(database, language)]
    _naive(language, [parser.parse(text) for text in sorted(texts)])
    _aho_corasick(language, sorted(texts))
    return all(kept)


async def _file(database: Database, texts: Sequence[str]) -> None:
    started = time.perf_counter()
    async with database.transaction() as connection:
        rows = [{"query": text, "label": text, "created_at": NOW, "lexicon": 0} for text in texts]
        await connection.execute(insert(tables.topics), rows)
        while await index.refile(connection, limit=10_000):
            pass
    print(f"{len(texts):,} distinct topics filed in {time.perf_counter() - started:.0f} s")


async def _publish(database: Database, language: Language, count: int) -> None:
    """Put stories of one article each into the database, published over a week."""
    started = time.perf_counter()
    async with database.transaction() as connection:
        await connection.execute(insert(tables.stories), [_story(number) for number in range(1, count + MEASURED + 1)])
        await connection.execute(insert(tables.articles), list(_articles(language, count)))
        rows = (await connection.execute(select(tables.articles).where(tables.articles.c.id <= count))).all()
        await index.store(connection, rows, {})
    print(f"{count:,} stories read and kept in {time.perf_counter() - started:.0f} s")


def _story(number: int) -> dict[str, object]:
    return {
        "id": number, "headline": "", "summary": "", "url": "", "first_at": NOW, "last_at": NOW, "grown_at": NOW,
        "member_count": 1, "source_count": 1,
    }  # fmt: skip


def _articles(language: Language, count: int) -> Iterator[dict[str, object]]:
    for number in range(1, count + MEASURED + 1):
        yield {
            "id": number, "site": "news.example", "site_id": str(number), "url": str(number), "story_id": number,
            "title": language.text(TITLE_WORDS), "lead": language.text(LEAD_WORDS), "paragraphs": [], "authors": [],
            "images": [], "quotes": [], "language": "ru", "published_at": NOW - WEEK * number / (count + MEASURED),
            "saved_at": NOW, "fingerprint": str(number),
        }  # fmt: skip


async def _match(database: Database, count: int) -> bool:
    """Match new stories against every topic: the matching alone, then all of it, from the row to the rows."""
    new = range(count + 1, count + MEASURED + 1)
    alone, whole, found = [], [], 0
    async with database.transaction() as connection:
        rows = await connection.execute(select(tables.articles).where(tables.articles.c.id >= count - WARM_UP))
        for row in rows:
            content = tokenize(Document(title=row.title, lead=row.lead, source=row.site, language=row.language))
            started = time.perf_counter()
            hits = await topics.matching(connection, content)
            if row.id in new:
                alone.append(time.perf_counter() - started)
                found += len(hits)
        for story_id in new:
            started = time.perf_counter()
            await topics.match(connection, story_id, now=NOW)
            whole.append(time.perf_counter() - started)
    kept = _report(f"a new story against all topics ({found / MEASURED:.1f} found)", alone, LIMITS_MS["match"])
    _report("the same with reading the article, keeping it and recording the matches", whole, 0.0)
    return kept


async def _try(database: Database, language: Language) -> bool:
    """Try new topics on a week of stories, common words among them."""
    times = []
    async with database.read() as connection:
        for number in range(MEASURED // 4):
            text = language.topic() if number % 2 else " OR ".join(language.words(2))
            started = time.perf_counter()
            await topics.trial(connection, parser.parse(text), since=NOW - WEEK)
            times.append(time.perf_counter() - started)
    return _report("a new topic tried on the week", times, LIMITS_MS["trial"])


def _report(what: str, times: Sequence[float], limit: float) -> bool:
    median, worst = statistics.median(times) * 1000, sorted(times)[int(len(times) * 0.95)] * 1000
    verdict = "" if not limit else f"  (limit {limit:g} ms: {'kept' if median < limit else 'BROKEN'})"
    print(f"{what}: {median:.2f} ms median, {worst:.2f} ms p95{verdict}")
    return not limit or median < limit


def _naive(language: Language, queries: Sequence[Query]) -> None:
    def loop(content: TokenizedText) -> int:
        return sum(1 for query in queries if query.find(content))

    _compare("naive loop over all topics", language, lambda document: loop(tokenize(document)), rounds=5)


def _aho_corasick(language: Language, texts: Sequence[str]) -> None:
    try:
        ahocorasick = importlib.import_module("ahocorasick")
    except ImportError:
        print("pyahocorasick: not installed, not measured (make bench installs it)")
        return
    automaton = ahocorasick.Automaton()
    for text in texts:
        for word in text.replace('"', "").replace("#", "").split():
            automaton.add_word(f" {word} ", word)
    automaton.make_automaton()

    def scan(document: Document) -> int:
        return sum(1 for _ in automaton.iter(f" {document.title} {document.lead} ".lower().replace(" ", "  ")))

    _compare("pyahocorasick, the topics' words as written, nothing verified", language, scan, rounds=MEASURED)


def _compare(what: str, language: Language, match: Callable[[Document], int], *, rounds: int) -> None:
    times, found = [], 0
    for _ in range(rounds):
        document = Document(title=language.text(TITLE_WORDS), lead=language.text(LEAD_WORDS), language="ru")
        started = time.perf_counter()
        found += match(document)
        times.append(time.perf_counter() - started)
    _report(f"{what} ({found / rounds:.1f} found)", times, 0.0)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--topics", type=int, default=100_000)
    arguments.add_argument("--stories", type=int, default=10_000)
    options = arguments.parse_args()
    raise SystemExit(0 if asyncio.run(main(options.topics, options.stories)) else 1)
