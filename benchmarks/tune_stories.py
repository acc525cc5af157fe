"""Tunes the weights of storage.stories.clustering.classifier: `python -m benchmarks.tune_stories DATA [--write]`.

DATA is the folder of labelled pairs (pairs_ru_*.jsonl, headline_pairs_ru.jsonl). Titles learn from the training part of
the addresses and every other headline pair; texts from the full pairs and from all pairs of our own week and day, by
logistic regression with the sign of each weight fixed. What is reported on full texts is cross-validated first.
The weights with the meaning learn from the same texts, and from a sample of the same titles: the model takes its time.
"""

import argparse
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
from scipy.optimize import minimize  # with `make bench`

from benchmarks import pairs
from benchmarks.pairs import Pair
from parsers.article import Article
from storage.stories.clustering import classifier, features, similarity
from storage.stories.clustering.features import ArticleFeatures

WEIGHTS = Path("storage/stories/clustering/data/weights.toml")
# Too rare in the labelled pairs to be learned, and certain by what they mean.
GIVEN = {"copied": 5.0, "template": -9.0, "mentioned": -6.0}
# For titles the pairs have no time and hardly a site in common.
GIVEN_TITLE = GIVEN | {"mentioned": 0.0, "length": 0.0, "same_site": -0.5, "days_apart": -0.6}
# Follow-ups by one publisher some days later are the same story more often than our week shows.
MOST = {"days_apart": -1.2, "same_site": -1.0}
HEADLINES = 0.2
"""The weight of a headline pair beside an address: those pairs are labelled more generously than a reader would."""
PRECISION = 0.7
"""What texts must show beyond even odds (log odds), so that hard pairs reach precision 0.80."""
FOLDS = 10
MEANT, MEANT_HEADLINES = 2000, 800
"""So many addresses and headline pairs teach the titles with their meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Measured pairs: the names of the measures, a row of them for each pair, the truth, and how much each counts."""

    names: tuple[str, ...]
    x: np.ndarray
    y: np.ndarray
    weight: np.ndarray

    def __getitem__(self, rows: np.ndarray) -> "Sample":
        return Sample(names=self.names, x=self.x[rows], y=self.y[rows], weight=self.weight[rows])


def measured(
    labelled: Iterable[Pair], weight: float = 1.0, extract: Callable[[Article], ArticleFeatures] = features.extract
) -> Sample:
    """Measure pairs; the names are in the order of the weights file."""
    names = tuple(classifier.weights()["text_meaning" if extract is pairs.meant else "text"])[1:]
    read = cache(extract)
    rows, truth = [], []
    for pair in labelled:
        one, other = (features.weigh(read(each)) for each in (pair.one, pair.other))
        measure = similarity.measure(one, other)
        rows.append([measure[name] for name in names])
        truth.append(pair.same)
    return Sample(names=names, x=np.array(rows), y=np.array(truth, float), weight=np.full(len(rows), weight))


def joined(samples: Sequence[Sample]) -> Sample:
    """Put samples together."""
    return Sample(
        names=samples[0].names,
        x=np.vstack([each.x for each in samples]),
        y=np.concatenate([each.y for each in samples]),
        weight=np.concatenate([each.weight for each in samples]),
    )


def every(path: Path) -> list[Pair]:
    """Every pair of a set of our own."""
    articles, events = pairs.own(path)
    return [
        Pair(one=one, other=other, same=events[one.url] == events[other.url])
        for one, other in combinations(articles, 2)
    ]


def fit(sample: Sample, given: Mapping[str, float], penalty: float) -> np.ndarray:
    """Return the bias and the weights that fit best, each of the sign its meaning has."""

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = weights[0] + sample.x @ weights[1:]
        costs = np.logaddexp(0, -odds) * sample.y + np.logaddexp(0, odds) * (1 - sample.y)
        errors = sample.weight * (1 / (1 + np.exp(-odds)) - sample.y)
        gradient = np.concatenate([[errors.sum()], sample.x.T @ errors + penalty * weights[1:]])
        return float((sample.weight * costs).sum() + penalty / 2 * weights[1:] @ weights[1:]), gradient

    bounds = [(None, None), *(_bounds(name, given) for name in sample.names)]
    start = np.array([0.0, *(given.get(name, 0.0) for name in sample.names)])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x)


def _bounds(name: str, given: Mapping[str, float]) -> tuple[float | None, float | None]:
    if name in given:
        return given[name], given[name]
    against = name.endswith("differ") or name in {"template", "length", *MOST}
    return (MOST.get(name), 0.0) if against else (0.0, None)


def scores(odds: np.ndarray, truth: np.ndarray, demand: float = 0.0) -> str:
    """Precision, recall and F1 of the pairs put together."""
    said = odds >= demand
    right = float((said & (truth == 1)).sum())
    precision, recall = right / max(1, said.sum()), right / max(1, truth.sum())
    return f"P {precision:.3f}  R {recall:.3f}  F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}"


def cross_validated(full: Sample, own: Sample) -> str:
    """How the weights do on full texts that they were not fitted to: neighbours, which share articles, go together."""
    odds = np.zeros(len(full.y))
    fold = np.arange(len(full.y)) * FOLDS // len(full.y)
    for each in range(FOLDS):
        weights = fit(joined([full[fold != each], own]), GIVEN, 0.5)
        odds[fold == each] = weights[0] + full.x[fold == each] @ weights[1:]
    return scores(odds, full.y, PRECISION)


def written(section: str, names: Sequence[str], weights: np.ndarray, shift: float = 0.0) -> str:
    """A section of the weights file."""
    lines = [f"[{section}]", f"bias = {weights[0] - shift:.2f}"]
    lines += [f"{name} = {weight + 0.0:.2f}" for name, weight in zip(names, weights[1:], strict=True)]
    return "\n".join(lines).replace("-0.00", "0.00") + "\n"


def titles(folder: Path) -> str:
    """Tune the weights for titles, say what they reach, and return their section."""
    headlines = pairs.headlines(folder)
    known = joined([measured(pairs.slugs(folder, "train")), measured(headlines[::2], HEADLINES)])
    weights = fit(known, GIVEN_TITLE, 1.0)
    dev, rest = measured(pairs.slugs(folder, "dev")), measured(headlines[1::2])
    print("slugs dev         ", scores(weights[0] + dev.x @ weights[1:], dev.y))
    print("headlines, rest   ", scores(weights[0] + rest.x @ weights[1:], rest.y))
    return written("title", known.names, weights)


def titles_meant(folder: Path) -> str:
    """The same with the meaning."""
    addresses, headlines = pairs.slugs(folder, "train"), pairs.headlines(folder)[::2]
    random.Random(3).shuffle(addresses)
    known = joined(
        [measured(addresses[:MEANT], 1.0, pairs.meant), measured(headlines[:MEANT_HEADLINES], HEADLINES, pairs.meant)]
    )
    return written("title_meaning", known.names, fit(known, GIVEN_TITLE, 1.0))


def texts(folder: Path, section: str, extract: Callable[[Article], ArticleFeatures]) -> str:
    """Tune the weights for texts, say what they reach, and return their section."""
    full = measured(pairs.full(folder), 1.0, extract)
    own = joined([measured(every(path), 1.0, extract) for path in (pairs.WEEK, pairs.DAY)])
    weights = fit(joined([full, own]), GIVEN, 0.5)
    print(f"{section}, full, cross-validated:", cross_validated(full, own))
    print(f"{section}, full, all:            ", scores(weights[0] + full.x @ weights[1:], full.y, PRECISION))
    return written(section, full.names, weights, PRECISION)


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true", help="replace the weights file")
    options = parser.parse_args()
    sections = [
        titles(options.data),
        texts(options.data, "text", features.extract),
        titles_meant(options.data),
        texts(options.data, "text_meaning", pairs.meant),
    ]
    if options.write:
        kept = WEIGHTS.read_text(encoding="utf-8").partition("[title]")[0]
        WEIGHTS.write_text("\n".join([kept.rstrip() + "\n", *sections]), encoding="utf-8")


if __name__ == "__main__":
    main()
