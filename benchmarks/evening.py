"""The labelled evening through the real engine, cross-validated by story: `python -m benchmarks.evening DATA`.

The stories are dealt into five parts. For each part the weights are fitted (benchmarks/tune_stories.py) to all pairs
but those of a story of that part; then the whole evening is read in time order through the real storage, and only the
articles of that part are judged. `--without MEASURE ...` leaves evidence out, `--shipped` also says what the shipped
weights do, which have seen all of it, `--oracle` what TF-IDF of prefixes does, a story joined by the mean of its three
best members, at the threshold that suits it best on these very labels.
"""

import argparse
import asyncio
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from unittest import mock

import numpy as np

from benchmarks import pairs, stories, tune_stories
from benchmarks.stories import Score
from parsers.article import Article
from storage.stories.clustering import classifier, embedding, features, similarity
from storage.stories.clustering.features import ArticleFeatures

PARTS = 5
_NEAREST = 3
_THRESHOLDS = [at / 100 for at in range(8, 60, 2)]
Found = Mapping[str, int]


def judged(found: Found, truth: Mapping[str, object], urls: Sequence[str]) -> tuple[Counter[str], int]:
    """What of these articles' neighbours, made and true, is right: counts to add up over parts, and and how many."""
    both = Counter((found[url], truth[url]) for url in truth)
    made, right = Counter(found[url] for url in truth), Counter(truth.values())
    counts: Counter[str] = Counter()
    for url in urls:
        shared, mine, its = both[found[url], truth[url]], made[found[url]], right[truth[url]]
        counts.update({"right": shared - 1, "made": mine - 1, "true": its - 1})
        counts.update({"precision": shared / mine, "recall": shared / its})
    return counts, len(urls)


def scores(counts: Counter[str], articles: int) -> tuple[Score, Score]:
    """Pairs and BCubed of what was added up."""
    pair = Score(precision=counts["right"] / max(1, counts["made"]), recall=counts["right"] / max(1, counts["true"]))
    return pair, Score(precision=counts["precision"] / articles, recall=counts["recall"] / articles)


@contextmanager
def weighing(section: str, fitted: np.ndarray) -> Iterator[None]:
    """Let the classifier judge texts by these weights."""
    names = ("bias", *tune_stories.names(section))
    changed = dict(classifier.weights())
    changed[section] = {"demand": tune_stories.DEMAND[section], **dict(zip(names, map(float, fitted), strict=True))}
    with mock.patch.object(classifier, "weights", return_value=changed):
        yield


def cluster(articles: Sequence[Article], extract: Callable[[Article], ArticleFeatures]) -> Found:
    """Read the articles through a storage of their own."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(stories.cluster(articles, f"sqlite:///{folder}/evening.db", extract=extract))


def cross_validated(
    folder: Path, section: str, extract: Callable[[Article], ArticleFeatures], without: Sequence[str]
) -> tuple[Score, Score]:
    """Pairs and BCubed of the evening, no story judged by weights that saw it."""
    articles, truth = pairs.evening(folder)
    samples = tune_stories.of_texts(folder, section, extract)
    evening, others = samples.pop("evening"), list(samples.values())
    events = {event: number for number, event in enumerate(dict.fromkeys(truth.values()))}
    parts = np.random.default_rng(1).integers(0, PARTS, len(events))
    given = tune_stories.GIVEN | dict.fromkeys(without, 0.0)
    total: Counter[str] = Counter()
    seen = 0
    for part in range(PARTS):
        seen_pairs = tune_stories.kept_out(evening, np.flatnonzero(parts == part).tolist())
        fitted = tune_stories.fit_texts([seen_pairs, *others], given)
        with weighing(section, fitted):
            found = cluster(articles, extract)
        counts, number = judged(found, truth, [url for url in truth if parts[events[truth[url]]] == part])
        total.update(counts)
        seen += number
    return scores(total, seen)


def tf_idf(articles: Sequence[Article], threshold: float) -> Found:
    """Online TF-IDF: a story is joined whose three members most like an article are at least so much like it."""
    members: list[list[features.WeightedFeatures]] = []
    found = {}
    for article, weighed in zip(articles, _weighed(tuple(articles)), strict=True):
        best, into = threshold, len(members)
        for at, kept in enumerate(members):
            alike = sorted((similarity.text(weighed, each) for each in kept), reverse=True)[:_NEAREST]
            if alike[0] >= best and (mean := sum(alike) / len(alike)) >= best:
                best, into = mean, at
        if into == len(members):
            members.append([])
        members[into].append(weighed)
        found[article.url] = into
    return found


@cache
def _weighed(articles: tuple[Article, ...]) -> list[features.WeightedFeatures]:
    return list(tune_stories.in_turn(map(features.extract, articles)))


def oracle(articles: Sequence[Article], truth: Mapping[str, object]) -> tuple[float, Score, Score]:
    """TF-IDF at the threshold that suits it best."""
    every = [(at, tf_idf(articles, at)) for at in _THRESHOLDS]
    at, found = max(every, key=lambda each: stories.pairs(each[1], truth).f1)
    return at, stories.pairs(found, truth), stories.bcubed(found, truth)


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--semantic", action="store_true", help="with svodka[semantic]")
    parser.add_argument("--without", nargs="+", default=[], metavar="MEASURE")
    parser.add_argument("--shipped", action="store_true")
    parser.add_argument("--oracle", action="store_true", help="TF-IDF beside it, which takes a minute")
    options = parser.parse_args()
    section = "text_meaning" if options.semantic else "text"
    extract = cache(embedding.extract if options.semantic else features.extract)
    articles, truth = pairs.evening(options.data)
    print(f"{len(articles)} articles, {len(set(truth.values()))} stories")
    pair, each = cross_validated(options.data, section, extract, options.without)
    print(f"cross-validated by story: pairs  {pair}\n{'':25} BCubed {each}", flush=True)
    if options.shipped:
        found = cluster(articles, extract)
        print(f"shipped, has seen it:     pairs  {stories.pairs(found, truth)}")
        print(f"{'':25} BCubed {stories.bcubed(found, truth)}", flush=True)
    if options.oracle:
        at, pair, each = oracle(articles, truth)
        print(f"TF-IDF, oracle at {at:.2f}:   pairs  {pair}\n{'':25} BCubed {each}")


if __name__ == "__main__":
    main()
