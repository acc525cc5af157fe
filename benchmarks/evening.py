"""The labelled evening through the real engine, cross-validated by story: `python -m benchmarks.evening DATA`.

The stories are dealt into five parts. For each part the weights are fitted (benchmarks/tune_stories.py) to all pairs
but those of a story of that part; then the whole evening is read in time order through the real storage, and only the
articles of that part are judged. `--without MEASURE ...` leaves evidence out, `--ablation` each mechanism in turn,
`--shipped` also says what the shipped weights do, which have seen all of it, `--oracle` what TF-IDF of prefixes does, a
story joined by the mean of its three best members, at the threshold that suits it best on these very labels.
"""

import argparse
import asyncio
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import fmean
from unittest import mock

import numpy as np

from benchmarks import pairs, stories, tune_stories
from benchmarks.stories import Score
from parsers.article import Article
from storage.stories import assignment
from storage.stories.clustering import classifier, embedding, features
from storage.stories.clustering.features import ArticleFeatures

PARTS = 5
MECHANISMS = {
    "titles retold in other words": ["retold"],
    "the same title": ["same_title"],
    "names": ["names_share", "names", "names_away"],
    "numbers": ["numbers", "title_numbers"],
    "places": ["places", "places_differ"],
    "copied text": ["reprint", "quotes"],
    "formulas": ["slot", "homonym", "days_differ"],
    "mentioned": ["mentioned"],
    "time": ["days_apart"],
    "length": ["length", "longer"],
    "the publisher": ["same_site"],
    "meaning": ["meaning", "meaning_across"],
}
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The evening, and all measured pairs that weights are fitted to."""

    section: str
    articles: Sequence[Article]
    truth: Mapping[str, object]
    extract: Callable[[Article], ArticleFeatures]
    evening: tune_stories.Sample
    others: Sequence[tune_stories.Sample]


def measured(folder: Path, section: str) -> Measured:
    """Measure everything once: what is tried below changes weights and rules, no measure."""
    extract = cache(embedding.extract if section == "text_meaning" else features.extract)
    articles, truth = pairs.evening(folder)
    samples = tune_stories.of_texts(folder, section, extract)
    evening = samples.pop("evening")
    return Measured(
        section=section, articles=articles, truth=truth, extract=extract, evening=evening, others=list(samples.values())
    )


def cross_validated(given: Measured, without: Sequence[str] = (), deal: int = 1) -> tuple[Score, Score]:
    """Pairs and BCubed of the evening, no story judged by weights that saw it."""
    truth = given.truth
    events = {event: number for number, event in enumerate(dict.fromkeys(truth.values()))}
    parts = np.random.default_rng(deal).integers(0, PARTS, len(events))
    fixed = tune_stories.GIVEN | dict.fromkeys(without, 0.0)
    total: Counter[str] = Counter()
    seen = 0
    for part in range(PARTS):
        seen_pairs = tune_stories.kept_out(given.evening, np.flatnonzero(parts == part).tolist())
        fitted = tune_stories.fit_texts([seen_pairs, *given.others], fixed)
        with weighing(given.section, fitted):
            found = cluster(given.articles, given.extract)
        counts, number = judged(found, truth, [url for url in truth if parts[events[truth[url]]] == part])
        total.update(counts)
        seen += number
    return scores(total, seen)


def deals(given: Measured, count: int) -> str:
    """The mean of several deals: one alone says a hundredth more or less by luck, where large stories fall."""
    every = [cross_validated(given, deal=deal) for deal in range(1, count + 1)]
    means = [
        Score(precision=fmean(each.precision for each in scored), recall=fmean(each.recall for each in scored))
        for scored in zip(*every, strict=True)
    ]
    spread = [pair.f1 for pair, _ in every]
    return f"pairs  {means[0]} ({min(spread):.3f} to {max(spread):.3f})\n{'':25} BCubed {means[1]}"


def ablation(given: Measured) -> Iterator[tuple[str, Score, Score]]:
    """What the evening comes to without each mechanism, its part left to the others."""
    for name, measures in MECHANISMS.items():
        known = [each for each in measures if each in given.evening.names]
        if known:
            yield (name, *cross_validated(given, known))
    with mock.patch.object(assignment.Batch, "_unite"):
        yield ("stories that grew put together", *cross_validated(given))
    # No story is asked for more than its three members nearest to an article.
    with mock.patch.object(classifier, "HOPELESS", classifier.CERTAIN + 1):
        yield ("all members asked", *cross_validated(given))


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--semantic", action="store_true", help="with svodka[semantic]")
    parser.add_argument("--without", nargs="+", default=[], metavar="MEASURE")
    parser.add_argument("--deals", type=int, default=1, help="so many ways to deal stories into parts, and their mean")
    parser.add_argument("--ablation", action="store_true", help="each mechanism left out in turn")
    parser.add_argument("--shipped", action="store_true")
    parser.add_argument("--oracle", action="store_true", help="TF-IDF beside it, which takes a minute")
    options = parser.parse_args()
    given = measured(options.data, "text_meaning" if options.semantic else "text")
    print(f"{len(given.articles)} articles, {len(set(given.truth.values()))} stories")
    if options.without:
        pair, each = cross_validated(given, options.without)
        print(f"cross-validated by story: pairs  {pair}\n{'':25} BCubed {each}", flush=True)
    else:
        print(f"cross-validated by story: {deals(given, options.deals)}", flush=True)
    if options.shipped:
        found = cluster(given.articles, given.extract)
        apart, near = stories.near_titles(given.articles, found)
        print(f"shipped, has seen it:     pairs  {stories.pairs(found, given.truth)}")
        print(f"{'':25} BCubed {stories.bcubed(found, given.truth)}")
        print(f"{'':25} nearly equal titles left apart: {apart} of {near}")
        print(f"{'':25} events of two stories of ten or more: {stories.twins(found, given.truth)}", flush=True)
    if options.oracle:
        print(stories.oracle(given.articles, given.truth), flush=True)
    for name, pair, each in ablation(given) if options.ablation else ():
        print(f"without {name:38} pairs  {pair}  BCubed F1 {each.f1:.4f}", flush=True)


if __name__ == "__main__":
    main()
