"""Whether a new article costs the same however large the archive: `python -m benchmarks.archive [--sizes N ...]`.

For each size an archive is written row by row, 10,000 articles a day: words by Zipf's law, names that recur, and of
closed stories no more than housekeeping leaves. Then new articles, a third of which retell another, are saved, tagged,
given their stories and committed by the real storage in bunches of 100; printed is the processor's time per article.
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
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate, combinations
from pathlib import Path

from benchmarks import stories as benchmark
from parsers.article import Article
from storage import centre, desk, meeting, similarity, story_index, terms
from storage.centre import Kept
from storage.database import Database
from storage.similarity import Traits, Weighed

NOW = datetime(2026, 11, 20, tzinfo=UTC)
PER_DAY = 10_000
NEW, BUNCH, WARM_UP = 2_000, 100, 5
_WORDS, _PERSONS, _SITES = 30_000, 3_000, 60
_RETOLD = 1 / 3
_POOL = 4_000
"""So many different texts the old part has; only its recent stories are ever compared with."""
_PAIRED = 7
_SYLLABLES = [one + other for one in "бвгдзклмнпрстфхш" for other in "аеиоуыя"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A made-up article: title, lead, and the places of its words in the vocabulary, the commonest at 0."""

    title: str
    lead: str
    words: tuple[int, ...]
    person: str


@cache
def vocabulary() -> tuple[str, ...]:
    """The common words of the news, then made-up ones of Russian syllables."""
    chance = random.Random(1)
    common = [word for line in terms.lines("common_words.txt") if line[0] != "[" for word in line.split()]
    made = ("".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(_WORDS))
    return tuple(dict.fromkeys([*common, *made]))


@cache
def _chances(count: int) -> Sequence[float]:
    return list(accumulate(1 / (rank + 8) for rank in range(count)))


def text(chance: random.Random) -> Text:
    """Write a title of eight words and a lead of fifty, with a person in both."""
    words = vocabulary()
    drawn = chance.choices(range(len(words)), cum_weights=_chances(len(words)), k=58)
    number = chance.choices(range(_PERSONS), cum_weights=_chances(_PERSONS))[0]
    person = f"{words[2000 + number].capitalize()} {words[6000 + number].capitalize()}ов"
    title = " ".join(words[each] for each in drawn[:8]).capitalize()
    lead = " ".join(words[each] for each in drawn[8:]).capitalize()
    return Text(title=f"{title}: {person}", lead=f"{lead}. Сообщил {person}.", words=tuple(drawn), person=person)


def retold(other: Text, chance: random.Random) -> Text:
    """Tell what another text tells, in two thirds of its words."""
    own = text(chance)
    title = [*chance.sample(other.title.partition(":")[0].split(), 6), *own.title.split()[:2]]
    lead = [*chance.sample(other.lead.split(), 34), *own.lead.split()[:16]]
    return Text(
        title=f"{' '.join(title).capitalize()}: {other.person}", lead=" ".join(lead), words=other.words,
        person=other.person,
    )  # fmt: skip


def make(path: Path, size: int) -> None:
    """Write an archive of so many articles into a new SQLite file."""
    asyncio.run(_migrate(path))
    chance = random.Random(size)
    pool = [text(chance) for _ in range(_POOL)]
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
        rows: list[tuple[int, int, datetime, Text]] = []
        for number in range(first, min(first + PER_DAY, size + 1)):
            if not rows or chance.random() > _RETOLD:
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
    connection: sqlite3.Connection, rows: Sequence[tuple[int, int, datetime, Text]], people: dict[str, int]
) -> None:
    """Write a day of articles and their stories."""
    sizes = Counter(story for _, story, _, _ in rows)
    connection.executemany(
        "INSERT INTO stories (id, headline, summary, url, language, first_at, last_at, grown_at, member_count,"
        " source_count, centre) VALUES (?, ?, ?, ?, 'ru', ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [
            (story, told.title, told.lead, _url(number), _moment(at), _moment(at), _moment(at), sizes[story],
             sizes[story], centre.encode([_kept(number, at, told)]) if at > NOW - desk.RECALL else None)
            for number, story, at, told in rows
        ],
    )  # fmt: skip
    body = json.dumps(["Подробности уточняются. " * 20] * 3, ensure_ascii=False)
    connection.executemany(
        "INSERT INTO articles (id, site, site_id, url, title, lead, paragraphs, authors, images, quotes, section,"
        " language, published_at, saved_at, fingerprint, story_id, member_kind, joined_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, '[]', '[]', '[]', '', 'ru', ?, ?, ?, ?, 'same', ?)",
        [
            (number, f"s{number % _SITES}.kz", f"old{number}", _url(number), told.title, told.lead, body, _moment(at),
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
            if at > NOW - desk.WINDOW or (at > NOW - desk.RECALL and sizes[story] > 1)
            for key in _keys(told)
        ],
    )


@cache
def _keys(told: Text) -> list[int]:
    """What the story is met by: pairs of its rarest words, and the person."""
    rare = sorted({terms.term(vocabulary()[each]) for each in sorted(set(told.words))[-_PAIRED:]})
    found = [f"{one}+{other}" for one, other in combinations(rare, 2)]
    found += [f"name {terms.term(word)}" for word in told.person.split()]
    return sorted({meeting.number(key) for key in found})


@cache
def _weights(told: Text) -> Weighed:
    title, lead = terms.terms(told.title), terms.terms(told.lead)
    traits = Traits(site="s1.kz", language="ru", published_at=NOW, words=title)
    return similarity.weigh(similarity.Profile(title=title, lead=lead, traits=traits))


def _kept(number: int, at: datetime, told: Text) -> Kept:
    known = _weights(told)
    traits = Traits(site="s1.kz", language="ru", published_at=at, words=known.traits.words)
    return Kept(article_id=number, weighed=similarity.weighed(known.title, known.text, traits))


def _count(connection: sqlite3.Connection, pool: Iterable[Text], size: int) -> None:
    """Count every word as often as so many articles would have had it."""
    seen = Counter(word for told in pool for word in {*terms.terms(told.title), *terms.terms(told.lead)})
    rows = {terms.number(word): count * size // _POOL for word, count in seen.items()}
    rows[terms.number(story_index.ARTICLES)] = size
    connection.executemany("INSERT INTO word_counts VALUES (?, ?)", sorted(rows.items()))


def _url(number: int) -> str:
    return f"https://s{number % _SITES}.kz/old/{number}"


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")


def arrivals() -> list[Article]:
    """The new articles, the same for every archive."""
    chance = random.Random(2)
    told: list[Text] = []
    while len(told) < NEW:
        told.append(retold(chance.choice(told[-500:]), chance) if told and chance.random() < _RETOLD else text(chance))
    return [
        Article(
            url=f"https://s{number % _SITES}.kz/new/{number}", site=f"s{number % _SITES}.kz", site_id=f"new{number}",
            title=each.title, lead=each.lead, paragraphs=tuple(text(chance).lead for _ in range(3)), language="ru",
            published_at=NOW + timedelta(seconds=number),
        )
        for number, each in enumerate(told)
    ]  # fmt: skip


async def measure(path: Path) -> dict[str, float]:
    """Bring the new articles in; the milliseconds of the processor for each, the middle of the bunches, and memory."""
    read = arrivals()
    spent = []
    found: dict[str, int] = {}
    async with await Database.open(f"sqlite:///{path}") as database:
        for start in range(0, len(read), BUNCH):
            before = time.process_time()
            found |= await benchmark.store(database, read[start : start + BUNCH])
            spent.append((time.process_time() - before) / BUNCH * 1000)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"ms": statistics.median(spent[WARM_UP:]), "MB": memory, "stories": len(set(found.values()))}


def main() -> int:
    """Run the command line; each archive is made and measured in a process of its own, so that none warms another."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.make:
        make(asked.make, asked.sizes[0])
        return 0
    if asked.measure:
        print(json.dumps(asyncio.run(measure(asked.measure))))
        return 0
    base = 0.0
    for size in asked.sizes:
        made, found = _made_and_measured(size)
        base = base or found["ms"]
        print(
            f"{size:>9,} articles (made in {made:.0f} s): {found['ms']:.2f} ms of processor per new article,"
            f" {1000 / found['ms']:.0f}/s, {found['ms'] / base:.2f} of the first; {found['MB']:.0f} MB;"
            f" {NEW} new articles, {found['stories']:.0f} stories",
            flush=True,
        )
    return 0


def _made_and_measured(size: int) -> tuple[float, dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/archive.db"
        command = [sys.executable, "-m", "benchmarks.archive", "--sizes", str(size)]
        started = time.perf_counter()
        subprocess.run([*command, "--make", path], check=True)  # noqa: S603 - ourselves
        made = time.perf_counter() - started
        answer = subprocess.run([*command, "--measure", path], check=True, capture_output=True)  # noqa: S603 - ourselves
    found: dict[str, float] = json.loads(answer.stdout)
    return made, found


if __name__ == "__main__":
    sys.exit(main())
