"""How well and how fast articles become stories: `python -m benchmarks.stories FILE [--labels LABELS.json]`.

FILE.jsonl holds an article a line: url, source, title, text, published_at (ISO), and optionally tags, language. They
are read in time order through the real storage (a temporary SQLite file). Without labels, `{"url", "story"}` lines are
printed; with labels (`{"stories": {url: id}}`), pair and BCubed precision, recall and F1, with and without the largest
story, and what TF-IDF comes to with the threshold that suits it best. The shipped weights saw our own sets and the
labelled evening; `python -m benchmarks.evening DATA` cross-validates. FILE.txt is a set of our own with its labels (by
default our week); `--made-up N` is a made-up day of N articles.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

from benchmarks import made_up, tf_idf
from benchmarks import pairs as labelled
from bot.runtime import gc_tuning
from parsers.article import Article
from parsers.language import terms
from storage.articles import articles, tags
from storage.database import Database
from storage.stories import stories
from storage.stories.arrivals import NewArticle
from storage.stories.clustering import embedding, features
from storage.stories.clustering.features import ArticleFeatures

# A crawl brings articles in bunches; so many share a transaction.
BATCH = 100
_DAY = datetime(2026, 11, 20, tzinfo=UTC)
# Titles of so many terms that share four in five are nearly equal; those have a rare word in common, which few have.
_TITLE_WORDS, _NEARLY_EQUAL, _RAREST, _COMMON = 4, 0.8, 3, 100
_GROWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Precision and recall, of pairs or of articles (BCubed)."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __str__(self) -> str:
        return f"P {self.precision:.4f}  R {self.recall:.4f}  F1 {self.f1:.4f}"


def read(path: Path) -> list[Article]:
    """Read articles, earliest first."""
    with path.open(encoding="utf-8") as lines:
        found = [labelled.article(json.loads(line)) for line in lines if line.strip()]
    return sorted(found, key=lambda each: (each.published_at, each.url))


async def cluster(
    read: Sequence[Article],
    dsn: str,
    *,
    batch: int = BATCH,
    extract: Callable[[Article], ArticleFeatures] = features.extract,
) -> dict[str, int]:
    """Save, tag and assign articles in their order; return the story of each address."""
    found: dict[str, int] = {}
    async with await Database.open(dsn) as database:
        await database.migrate()
        for start in range(0, len(read), batch):
            found |= await store(database, read[start : start + batch], extract)
    return found


async def store(
    database: Database, read: Sequence[Article], extract: Callable[[Article], ArticleFeatures] = features.extract
) -> dict[str, int]:
    """Save, tag and assign articles in one transaction; return the story of each address."""
    now = max(article.published_at for article in read)
    async with database.transaction() as connection:
        saved = await articles.save_all(connection, read, now=now)
        await tags.attach_all(connection, [(each.article_id, one) for each, one in zip(saved, read, strict=True)])
        arrivals = [
            NewArticle(article_id=each.article_id, features=extract(one))
            for each, one in zip(saved, read, strict=True)
            if each.outcome is not articles.Outcome.UNCHANGED
        ]
        assigned = await stories.assign_all(connection, arrivals, now=now)
    story = {each.article_id: each.story_id for each in assigned}
    return {one.url: story.get(each.article_id, each.story_id or 0) for each, one in zip(saved, read, strict=True)}


def pairs(found: Mapping[str, int], truth: Mapping[str, object], without: object = None) -> Score:
    """Score the pairs of articles put together against those that belong together."""
    urls = [url for url in truth if url in found and (without is None or truth[url] != without)]
    both = _pairs(Counter((found[url], truth[url]) for url in urls).values())
    made = _pairs(Counter(found[url] for url in urls).values())
    right = _pairs(Counter(truth[url] for url in urls).values())
    return Score(precision=both / made if made else 1.0, recall=both / right if right else 1.0)


def bcubed(found: Mapping[str, int], truth: Mapping[str, object], without: object = None) -> Score:
    """Score every article's neighbours: how many are right, how many of the right ones are there."""
    urls = [url for url in truth if url in found and (without is None or truth[url] != without)]
    both = Counter((found[url], truth[url]) for url in urls)
    made = Counter(found[url] for url in urls)
    right = Counter(truth[url] for url in urls)
    total = len(urls) or 1
    return Score(
        precision=sum(count * count / made[story] for (story, _), count in both.items()) / total,
        recall=sum(count * count / right[event] for (_, event), count in both.items()) / total,
    )


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def near_titles(articles: Sequence[Article], found: Mapping[str, int]) -> tuple[int, int]:
    """How many pairs of nearly equal titles of a day and two sites are in two stories, and how many there are."""
    words = {each.url: frozenset(terms.terms(each.title)) for each in articles}
    common = Counter(word for each in words.values() for word in each)
    by_word: dict[str, list[Article]] = defaultdict(list)
    for each in articles:
        if len(words[each.url]) >= _TITLE_WORDS:
            for word in sorted(words[each.url], key=lambda word: (common[word], word))[:_RAREST]:
                by_word[word].append(each)
    met = {pair for each in by_word.values() if len(each) <= _COMMON for pair in combinations(each, 2)}
    near = [
        (one.url, other.url)
        for one, other in met
        if one.site != other.site
        and other.published_at - one.published_at <= timedelta(days=1)
        and len(words[one.url] & words[other.url]) >= _NEARLY_EQUAL * len(words[one.url] | words[other.url])
    ]
    return sum(found[one] != found[other] for one, other in near), len(near)


def twins(found: Mapping[str, int], truth: Mapping[str, object]) -> int:
    """How many events are told by two stories, each with ten of its articles or more."""
    grown = Counter((truth[url], found[url]) for url in truth if url in found)
    return sum(count > 1 for count in Counter(event for (event, _), size in grown.items() if size >= _GROWN).values())


def oracle(articles: Sequence[Article], truth: Mapping[str, object]) -> str:
    """What TF-IDF comes to at the threshold that suits it best on these very labels."""
    at, best = max(tf_idf.clusterings(articles), key=lambda each: pairs(each[1], truth).f1)
    name = f"TF-IDF, oracle at {at:.2f}"
    return f"{name}: pairs  {pairs(best, truth)}\n{name}: BCubed {bcubed(best, truth)}"


def report(found: Mapping[str, int], truth: Mapping[str, object]) -> str:
    """Say how good it is, with and without the largest story."""
    largest = Counter(truth.values()).most_common(1)[0][0]
    lines = [f"articles {sum(url in found for url in truth)}, stories {len(set(truth.values()))} in the labels"]
    for name, without in (("all", None), ("without the largest story", largest)):
        lines.append(f"{name}: pairs  {pairs(found, truth, without)}")
        lines.append(f"{name}: BCubed {bcubed(found, truth, without)}")
    lines.append(f"events of two stories of ten articles or more: {twins(found, truth)}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path, nargs="?", default=labelled.WEEK)
    parser.add_argument("--labels", type=Path)
    parser.add_argument("--made-up", type=int, metavar="N")
    parser.add_argument("--semantic", action="store_true", help="compare by meaning too, with svodka[semantic]")
    options = parser.parse_args(arguments)
    extract = embedding.extract if options.semantic else features.extract
    read_articles, labels = _asked(options)
    gc_tuning.settle()
    started, busy = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(cluster(read_articles, f"sqlite:///{folder}/stories.db", extract=extract))
    seconds, busy = time.perf_counter() - started, time.process_time() - busy
    if labels:
        print(report(found, labels))
        print(oracle(read_articles, labels))
    else:
        for url, story in found.items():
            print(json.dumps({"url": url, "story": story}, ensure_ascii=False))
    apart, near = near_titles(read_articles, found)
    print(f"nearly equal titles left apart: {apart} of {near}", file=sys.stderr)
    sizes = Counter(found.values())
    print(
        f"{len(found)} articles, {len(sizes)} stories, the largest of {max(sizes.values(), default=0)}; "
        f"{seconds:.1f} s, {busy:.1f} s of them the processor's, {len(found) / busy:.0f} articles/s",
        file=sys.stderr,
    )


def _asked(options: argparse.Namespace) -> tuple[list[Article], Mapping[str, object]]:
    """The articles that were asked for, and their events if these are known."""
    if options.made_up:
        return made_up.articles(options.made_up, since=_DAY, until=_DAY + timedelta(days=1))
    if options.file.suffix == ".txt":
        return labelled.own(options.file)
    labels = json.loads(options.labels.read_text(encoding="utf-8"))["stories"] if options.labels else {}
    return read(options.file), labels


if __name__ == "__main__":
    main()
