"""Whether a new article costs the same however large the archive: `python -m benchmarks.archive [--sizes N ...]`.

For each size an archive is written row by row, 10,000 articles a day: words by Zipf's law, names that recur, and of
closed stories no more than housekeeping leaves. Then new articles, a third of which retell another, are saved, tagged,
given their stories and committed by the real storage in bunches of 100; printed is the processor's time per article.
Each archive is made and measured in a process of its own, so that none warms another, and they take turns.
"""

import argparse
import asyncio
import json
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path

from benchmarks import made_up
from benchmarks import stories as benchmark
from bot.runtime import gc_tuning
from parsers.language import terms
from storage.database import Database
from storage.stories import assignment, candidate_index
from storage.stories.clustering import blocking, features, representatives
from storage.stories.clustering.features import Traits, WeightedFeatures
from storage.stories.clustering.representatives import Representative

NOW = datetime(2026, 11, 20, tzinfo=UTC)
PER_DAY = 10_000
NEW, BUNCH, WARM_UP = 2_000, 100, 5
_POOL = 4_000
"""So many different texts the old part has; only its recent stories are ever compared with."""
_PAIRED = 7
_OURSELVES = (sys.executable, "-m", "benchmarks.archive")


def make(path: Path, size: int) -> None:
    """Write an archive of so many articles into a new SQLite file."""
    asyncio.run(_migrate(path))
    chance = random.Random(size)
    pool = [made_up.text(chance) for _ in range(_POOL)]
    connection = sqlite3.connect(path)
    # Nobody is sorry for a file that was not finished.
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -200000"):
        connection.execute(f"PRAGMA {pragma}")
    people = {each: at for at, each in enumerate(dict.fromkeys(text.person for text in pool), start=1)}
    connection.executemany(
        "INSERT INTO tags (id, key, label, kind) VALUES (?, ?, ?, 'person')",
        [(at, f"archive {each}", each) for each, at in people.items()],
    )
    story = 0
    for first in range(1, size + 1, PER_DAY):
        rows: list[tuple[int, int, datetime, made_up.Text]] = []
        for number in range(first, min(first + PER_DAY, size + 1)):
            if not rows or chance.random() > made_up.RETOLD:
                story += 1
                told = chance.choice(pool)
            at = NOW - timedelta(days=1 + (size - number) / PER_DAY)
            rows.append((number, story, at, told))
        _write(connection, rows, people)
    _count(connection, pool, size)
    connection.commit()
    connection.execute("ANALYZE")
    connection.close()


async def _migrate(path: Path) -> None:
    async with await Database.open(f"sqlite:///{path}") as database:
        await database.migrate()


def _write(
    connection: sqlite3.Connection, rows: Sequence[tuple[int, int, datetime, made_up.Text]], people: dict[str, int]
) -> None:
    """Write a day of articles and their stories."""
    sizes = Counter(story for _, story, _, _ in rows)
    connection.executemany(
        "INSERT INTO stories (id, headline, summary, url, language, first_at, last_at, grown_at, member_count,"
        " source_count, centre) VALUES (?, ?, ?, ?, 'ru', ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [
            (story, told.title, told.lead, _url(number), _moment(at), _moment(at), _moment(at), sizes[story],
             sizes[story], representatives.encode([_kept(number, at, told)]) if at > NOW - assignment.RECALL else None)
            for number, story, at, told in rows
        ],
    )  # fmt: skip
    body = json.dumps(["Подробности уточняются. " * 20] * 3, ensure_ascii=False)
    connection.executemany(
        "INSERT INTO articles (id, site, site_id, url, title, lead, paragraphs, authors, images, quotes, section,"
        " language, published_at, saved_at, fingerprint, story_id, member_kind, joined_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, '[]', '[]', '[]', '', 'ru', ?, ?, ?, ?, 'same', ?)",
        [
            (number, _site(number), f"old{number}", _url(number), told.title, told.lead, body, _moment(at),
             _moment(at), f"{number:064}", story, _moment(at))
            for number, story, at, told in rows
        ],
    )  # fmt: skip
    connection.executemany("INSERT INTO addresses VALUES (?, ?)", [(_url(number), number) for number, *_ in rows])
    connection.executemany(
        "INSERT INTO article_tags VALUES (?, ?, 0)", [(number, people[told.person]) for number, _, _, told in rows]
    )
    connection.executemany(
        "INSERT INTO story_tags VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(story, people[told.person], _moment(at)) for _, story, at, told in rows],
    )
    connection.executemany(
        "INSERT INTO story_keys (key, story_id, last_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [
            (key, story, _moment(at))
            for _, story, at, told in rows
            if at > NOW - assignment.WINDOW or (at > NOW - assignment.RECALL and sizes[story] > 1)
            for key in _keys(told)
        ],
    )


@cache
def _keys(told: made_up.Text) -> list[int]:
    """What the story is met by: pairs of its rarest words, and the person."""
    rare = sorted({terms.term(made_up.vocabulary()[each]) for each in sorted(set(told.words))[-_PAIRED:]})
    found = [f"{one}+{other}" for one, other in combinations(rare, 2)]
    found += [f"name {terms.term(word)}" for word in told.person.split()]
    return sorted({blocking.key_hash(key) for key in found})


@cache
def _weights(told: made_up.Text) -> WeightedFeatures:
    title, lead = terms.terms(told.title), terms.terms(told.lead)
    traits = Traits(site="s1.kz", language="ru", published_at=NOW, words=title)
    return features.weigh(features.ArticleFeatures(title=title, lead=lead, traits=traits))


def _kept(number: int, at: datetime, told: made_up.Text) -> Representative:
    known = _weights(told)
    traits = Traits(site="s1.kz", language="ru", published_at=at, words=known.traits.words)
    return Representative(article_id=number, weighed=features.weighed(known.title, known.lead, {}, traits))


def _count(connection: sqlite3.Connection, pool: Iterable[made_up.Text], size: int) -> None:
    """Count every word as often as so many articles would have had it."""
    seen = Counter(word for told in pool for word in {*terms.terms(told.title), *terms.terms(told.lead)})
    rows = {terms.key_hash(word): count * size // _POOL for word, count in seen.items()}
    rows[terms.key_hash(candidate_index.ARTICLES)] = size
    connection.executemany("INSERT INTO word_counts VALUES (?, ?)", sorted(rows.items()))


def _site(number: int) -> str:
    return f"s{number % made_up.SITES}.kz"


def _url(number: int) -> str:
    return f"https://{_site(number)}/old/{number}"


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")


async def measure(path: Path) -> None:
    """Bring a bunch of new articles in for each line that comes; print the milliseconds of the processor for each."""
    read, _ = made_up.articles(NEW, since=NOW, until=NOW + timedelta(hours=5))
    gc_tuning.settle()
    async with await Database.open(f"sqlite:///{path}") as database:
        for start, _ in zip(range(0, NEW, BUNCH), sys.stdin, strict=False):
            before = time.process_time()
            await benchmark.store(database, read[start : start + BUNCH])
            spent = (time.process_time() - before) / BUNCH * 1000
            print(
                json.dumps({"ms": spent, "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}), flush=True
            )


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.make:
        make(asked.make, asked.sizes[0])
    elif asked.measure:
        asyncio.run(measure(asked.measure))
    else:
        with tempfile.TemporaryDirectory() as folder:
            paths = [_made(Path(folder), size) for size in asked.sizes]
            _report(asked.sizes, _measured(paths))
    return 0


def _made(folder: Path, size: int) -> Path:
    path = folder / f"{size}.db"
    started = time.perf_counter()
    subprocess.run([*_OURSELVES, "--sizes", str(size), "--make", str(path)], check=True)  # noqa: S603 - ourselves
    megabytes = path.stat().st_size / 1_000_000
    print(f"{size:>9,} articles: {megabytes:,.0f} MB, made in {time.perf_counter() - started:.0f} s", flush=True)
    return path


def _measured(paths: Sequence[Path]) -> list[list[dict[str, float]]]:
    """What each bunch took in each archive: the archives take turns, so that a busy machine is as busy for all."""
    with ExitStack() as stack:
        running = [
            stack.enter_context(
                subprocess.Popen([*_OURSELVES, "--measure", str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - ourselves
            )
            for path in paths
        ]
        return [[_next(each) for each in running] for _ in range(0, NEW, BUNCH)]


def _next(process: subprocess.Popen[bytes]) -> dict[str, float]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"\n")
    process.stdin.flush()
    found: dict[str, float] = json.loads(process.stdout.readline())
    return found


def _report(sizes: Sequence[int], bunches: Sequence[Sequence[dict[str, float]]]) -> None:
    warm = bunches[WARM_UP:]
    for at, size in enumerate(sizes):
        ms = statistics.median(bunch[at]["ms"] for bunch in warm)
        ratio = statistics.median(bunch[at]["ms"] / bunch[0]["ms"] for bunch in warm)
        print(
            f"{size:>9,} articles: {ms:.2f} ms of processor per new article, {1000 / ms:.0f}/s;"
            f" {ratio:.2f} times as much as with {sizes[0]:,}; {bunches[-1][at]['MB']:.0f} MB"
        )


if __name__ == "__main__":
    sys.exit(main())
