"""Tunes the weights of storage.stories.clustering.classifier: `python -m benchmarks.tune_stories DATA [--write]`.

DATA is the folder of labelled pairs and of the labelled evening. Titles learn from the training part of the addresses
and every other headline pair; texts from the evening, the whole texts in Russian and English, and our own week and day,
by logistic regression with the sign of each weight fixed. Printed is what the weights do to pairs that they were not
fitted to: the evening's by story (no pair of a story that is judged was seen), the others' by tenths. How the evening
comes out of the engine with weights of that kind says `python -m benchmarks.evening DATA`.
"""

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import numpy as np
from scipy.optimize import minimize  # with `make bench`

from benchmarks import pairs, tf_idf
from benchmarks.pairs import Pair
from parsers.article import Article
from storage.stories.clustering import blocking, classifier, features, similarity
from storage.stories.clustering.features import ArticleFeatures, WeightedFeatures

WEIGHTS = Path("storage/stories/clustering/data/weights.toml")
# Rare in what is labelled, and certain by what they mean.
GIVEN = {"slot": -10.0, "homonym": -10.0, "mentioned": -6.0, "reprint": 5.0}
# For titles the pairs have no time and hardly a site in common.
GIVEN_TITLE = GIVEN | {
    "latin": 0.0,
    "reprint": 0.0,
    "length": 0.0,
    "longer": 0.0,
    "same_site": -0.5,
    "days_apart": -0.6,
}
# Follow-ups by one publisher some days later are one story more often than a week and an evening show; no day differs
# between two accounts of one event there, by chance.
MOST = {"days_apart": -1.2, "same_site": -1.2, "days_differ": -4.0}
AGAINST = {"names_away", "places_differ", "slot", "homonym", "mentioned", "length", "longer", *MOST}
AT_MOST = {"across": 0.0, "names_across": 6.0, "numbers_across": 4.0, "places_across": 2.0, "title_numbers": 3.0}
"""Only our own day has two languages: what it teaches of them is kept modest."""
HEADLINES = 0.2
"""The weight of a headline pair beside an address: those pairs are labelled more generously than a reader would."""
ENGLISH, OWN = 0.5, 0.35
"""The weight of an English pair, and of a pair of ours, beside a Russian one."""
DEMAND = {"title": 1.8, "title_meaning": 3.0, "text": 0.0, "text_meaning": 0.0}
"""What a story demands beyond even odds: labelled pairs of titles tell one event far more often than any two do."""
LENIENCE = 1.2
"""Added to the bias of texts: a mean over a story's members is less extreme than a pair's odds. Of 0.75 to 1.25 about
the best for the evening, cross-validated; the whole texts, by which it was not chosen, agree."""
FOLDS = 10
MEANT, MEANT_HEADLINES = 2000, 800
"""So many addresses and headline pairs teach the titles with their meaning."""
_COMMONEST_KEY = 60
_LEAST_ALIKE = 0.05
Extract = Callable[[Article], ArticleFeatures]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Measured pairs: the names of the measures, a row of them for each pair, the truth, how much each counts.

    `groups` are the events of both articles of a pair: what shares one is kept out together.
    """

    names: tuple[str, ...]
    x: np.ndarray
    y: np.ndarray
    weight: np.ndarray
    groups: np.ndarray

    def __getitem__(self, rows: np.ndarray) -> "Sample":
        return Sample(
            names=self.names, x=self.x[rows], y=self.y[rows], weight=self.weight[rows], groups=self.groups[rows]
        )


def names(section: str) -> tuple[str, ...]:
    """The measures of a section, in the order of the file."""
    return tuple(name for name in classifier.weights()[section] if name not in ("demand", "bias"))


def measured(labelled: Sequence[Pair], weight: float, section: str, extract: Extract) -> Sample:
    """Measure pairs that have nothing to do with each other."""
    weighed = [[features.weigh(extract(each)) for each in (pair.one, pair.other)] for pair in labelled]
    places = np.arange(len(labelled)) * FOLDS // max(1, len(labelled))
    return Sample(
        names=names(section),
        x=_rows(((one, other) for one, other in weighed), section),
        y=np.array([pair.same for pair in labelled], float),
        weight=np.full(len(labelled), weight),
        groups=np.stack([places, places], axis=1),
    )


def met(
    articles: Sequence[Article], events: Mapping[str, object], weight: float, section: str, extract: Extract
) -> Sample:
    """Measure the pairs of articles that share a key and some words, weighed as if they had come one by one.

    A pair of a large story counts less: each article is to count about once.
    """
    numbers = {event: number for number, event in enumerate(dict.fromkeys(events.values()))}
    groups = [numbers[events[article.url]] for article in articles]
    sizes = Counter(groups)
    weighed = list(tf_idf.in_turn(map(extract, articles)))
    pairs_met = sorted(_meeting(weighed))
    return Sample(
        names=names(section),
        x=_rows(((weighed[at], weighed[to]) for at, to in pairs_met), section),
        y=np.array([groups[at] == groups[to] for at, to in pairs_met], float),
        weight=np.array(
            [
                weight / max(1.0, (sizes[groups[at]] - 1) ** 0.5) if groups[at] == groups[to] else weight
                for at, to in pairs_met
            ]
        ),
        groups=np.array([[groups[at], groups[to]] for at, to in pairs_met]),
    )


def _meeting(weighed: Sequence[WeightedFeatures]) -> set[tuple[int, int]]:
    by_key: dict[str, list[int]] = defaultdict(list)
    for at, each in enumerate(weighed):
        for key in blocking.keys(each, ()):
            by_key[key].append(at)
    found = {pair for at in by_key.values() if len(at) < _COMMONEST_KEY for pair in combinations(at, 2)}
    return {(at, to) for at, to in found if similarity.text(weighed[at], weighed[to]) > _LEAST_ALIKE}


def _rows(weighed: Iterable[tuple[WeightedFeatures, WeightedFeatures]], section: str) -> np.ndarray:
    measures = (similarity.measure(one, other) for one, other in weighed)
    return np.array([[measure.get(name, 0.0) for name in names(section)] for measure in measures])


def joined(samples: Sequence[Sample]) -> Sample:
    """Put samples together, their groups kept apart."""
    shifted, last = [], 0
    for each in samples:
        shifted.append(each.groups + last)
        last += int(each.groups.max(initial=0)) + 1
    return Sample(
        names=samples[0].names,
        x=np.vstack([each.x for each in samples]),
        y=np.concatenate([each.y for each in samples]),
        weight=np.concatenate([each.weight for each in samples]),
        groups=np.vstack(shifted),
    )


def fit(sample: Sample, given: Mapping[str, float], penalty: float) -> np.ndarray:
    """Return the bias and the weights that fit best, each of the sign its meaning has; all are shrunk alike."""
    spread = sample.x.std(axis=0) + 1e-6
    x = sample.x / spread

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        odds = weights[0] + x @ weights[1:]
        costs = np.logaddexp(0, -odds) * sample.y + np.logaddexp(0, odds) * (1 - sample.y)
        errors = sample.weight * (1 / (1 + np.exp(-odds)) - sample.y)
        gradient = np.concatenate([[errors.sum()], x.T @ errors + penalty * weights[1:]])
        return float((sample.weight * costs).sum() + penalty / 2 * weights[1:] @ weights[1:]), gradient

    bounds = [(None, None), *(_bounds(name, each, given) for name, each in zip(sample.names, spread, strict=True))]
    found = minimize(loss, np.zeros(1 + len(spread)), jac=True, method="L-BFGS-B", bounds=bounds).x
    return np.concatenate([found[:1], found[1:] / spread])


def _bounds(name: str, spread: float, given: Mapping[str, float]) -> tuple[float | None, float | None]:
    if name in given:
        return given[name] * spread, given[name] * spread
    if name in AGAINST:
        return (MOST[name] * spread if name in MOST else None, 0.0)
    return (0.0, AT_MOST[name] * spread if name in AT_MOST else None)


def fit_texts(samples: Sequence[Sample], given: Mapping[str, float] = GIVEN) -> np.ndarray:
    """The weights that judge texts best."""
    weights = fit(joined(samples), given, 1.0)
    weights[0] += LENIENCE
    return weights


def without(sample: Sample, events: Collection[int]) -> np.ndarray:
    """Which pairs have nothing to do with these events."""
    return np.asarray(~np.isin(sample.groups, list(events)).any(axis=1))


def kept_out(sample: Sample, events: Collection[int]) -> Sample:
    """The pairs that have nothing to do with these events; those of two events weigh beside those of one as they did.

    Of pairs of two events nearly twice as many are left out, and what is fitted to the rest would be too generous.
    """
    rest = sample[without(sample, events)]
    before, after = (each.weight[each.y == 0].sum() / each.weight[each.y == 1].sum() for each in (sample, rest))
    return replace(rest, weight=np.where(rest.y == 0, rest.weight * before / after, rest.weight))


def cross_validated(sample: Sample, others: Sequence[Sample]) -> np.ndarray:
    """The log odds of pairs by weights that saw no pair of either's events."""
    folds = np.random.default_rng(0).integers(0, FOLDS, int(sample.groups.max()) + 1)
    sums, counts = np.zeros(len(sample.y)), np.zeros(len(sample.y))
    for each in range(FOLDS):
        events = np.flatnonzero(folds == each).tolist()
        kept = without(sample, events)
        weights = fit_texts([kept_out(sample, events), *others])
        sums[~kept] += weights[0] + sample.x[~kept] @ weights[1:]
        counts[~kept] += 1
    return sums / counts


def scores(odds: np.ndarray, truth: np.ndarray) -> str:
    """Precision, recall and F1 of the pairs put together."""
    said = odds >= 0
    right = float((said & (truth == 1)).sum())
    precision, recall = right / max(1, said.sum()), right / max(1, truth.sum())
    return f"P {precision:.3f}  R {recall:.3f}  F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}"


def written(section: str, weights: np.ndarray) -> str:
    """A section of the weights file."""
    lines = [f"[{section}]", f"demand = {DEMAND[section]:.2f}", f"bias = {weights[0]:.2f}"]
    lines += [f"{name} = {weight + 0.0:.2f}" for name, weight in zip(names(section), weights[1:], strict=True)]
    return "\n".join(lines).replace("-0.00", "0.00") + "\n"


def titles(folder: Path) -> str:
    """Tune the weights for titles, say what they reach, and return their section."""
    headlines = pairs.headlines(folder)
    known = joined(
        [
            measured(pairs.slugs(folder, "train"), 1.0, "title", features.extract),
            measured(headlines[::2], HEADLINES, "title", features.extract),
        ]
    )
    weights = fit(known, GIVEN_TITLE, 1.0)
    for name, rest in (("slugs dev", pairs.slugs(folder, "dev")), ("headlines, rest", headlines[1::2])):
        sample = measured(rest, 1.0, "title", features.extract)
        print(f"{name:18}", scores(weights[0] + sample.x @ weights[1:], sample.y))
    return written("title", weights)


def titles_meant(folder: Path) -> str:
    """The same with the meaning."""
    addresses, headlines = pairs.slugs(folder, "train"), pairs.headlines(folder)[::2]
    random.Random(3).shuffle(addresses)
    known = [
        measured(addresses[:MEANT], 1.0, "title_meaning", pairs.meant),
        measured(headlines[:MEANT_HEADLINES], HEADLINES, "title_meaning", pairs.meant),
    ]
    return written("title_meaning", fit(joined(known), GIVEN_TITLE, 1.0))


def of_texts(folder: Path, section: str, extract: Extract) -> dict[str, Sample]:
    """All that teaches the weights for texts."""
    evening = pairs.evening(folder)
    return {
        "evening": met(*evening, 1.0, section, extract),
        "whole texts": measured(pairs.full(folder), 1.0, section, extract),
        "English": measured(pairs.english(folder), ENGLISH, section, extract),
        "week": met(*pairs.own(pairs.WEEK), OWN, section, extract),
        "day": met(*pairs.own(pairs.DAY), OWN, section, extract),
    }


def texts(folder: Path, section: str, extract: Extract) -> str:
    """Tune the weights for texts, say what they reach, and return their section."""
    samples = of_texts(folder, section, extract)
    for name, sample in samples.items():
        others = [each for other, each in samples.items() if other != name]
        print(f"{section}, {name}, cross-validated:", scores(cross_validated(sample, others), sample.y), flush=True)
    return written(section, fit_texts(list(samples.values())))


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true", help="replace the weights file")
    parser.add_argument("--plain", action="store_true", help="leave the sections with the meaning as they are")
    options = parser.parse_args()
    kept = WEIGHTS.read_text(encoding="utf-8")
    sections = [titles(options.data), texts(options.data, "text", features.extract)]
    if options.plain:
        sections.append(kept[kept.index("[title_meaning]") :])
    else:
        sections += [titles_meant(options.data), texts(options.data, "text_meaning", pairs.meant)]
    if options.write:
        WEIGHTS.write_text("\n".join([kept.partition("[title]")[0].rstrip() + "\n", *sections]), encoding="utf-8")


if __name__ == "__main__":
    main()
