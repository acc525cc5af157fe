"""How well the words of an article tell its rubric, measured on publishers that the model was not learned from.

`python -m benchmarks.rubrics DATA [--write]`; DATA holds articles, a line of JSON each, packed or not: their
`language`, `site`, `rubric` (what the publisher's section says), `title` and `lead`. In the same run: always the
commonest rubric, and TF-IDF with logistic regression as anybody would write it. `--write` learns from all of it and
writes parsers/rubrics/data/weights.tsv.
"""

import argparse
import gzip
import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from parsers.rubrics import classifier, rubrics
from parsers.rubrics.classifier import Model
from parsers.rubrics.rubric import Rubric

WEIGHTS: Final = Path(str(classifier.WEIGHTS))
FOLDS: Final = 5
MARGINS: Final = (rubrics.CLEAR / 4, rubrics.CLEAR / 2, rubrics.CLEAR)
# A word of the lists weighs as much as so many articles; a rubric with few articles of a language counts for more.
SEED_WEIGHT, EVENED_TO, FEWEST = 3.0, 200, 20
STRENGTH: Final = 10.0
MOST_TERMS: Final = 5_000
# Sets whose labels are not publishers' sections; of these some rubrics cannot be told apart.
SENTENCES: Final = "sib"


class Labelled(NamedTuple):
    """An article with its rubric, and its features."""

    language: str
    site: str
    rubric: str
    title: str
    lead: str
    found: dict[str, float]


Learner: TypeAlias = Callable[[Sequence[Labelled], Sequence[Labelled]], Sequence[str]]


def learn(articles: Sequence[Labelled]) -> Model:
    """Learn a model from articles and the lists of words."""
    counts = Counter((one.language, one.rubric) for one in articles)
    rows: list[tuple[dict[str, float], str, float]] = [
        (one.found, one.rubric, (EVENED_TO / max(FEWEST, counts[one.language, one.rubric])) ** 0.5) for one in articles
    ]
    seeds = classifier.seeds()
    rows += [({term: 1.0}, str(rubric), SEED_WEIGHT) for rubric, listed in seeds.items() for term in sorted(listed)]
    seen = Counter(term for found, _, _ in rows for term in found)
    seeded = frozenset().union(*seeds.values())
    vocabulary = {term: at for at, term in enumerate(sorted(each for each in seen if seen[each] > 1 or each in seeded))}
    regression = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=200)
    matrix, labels = _matrix([found for found, _, _ in rows], vocabulary), np.array([label for _, label, _ in rows])
    weights, biases = [], []
    for rubric in Rubric:
        regression.fit(matrix, labels == str(rubric), sample_weight=[weight for _, _, weight in rows])
        weights.append(regression.coef_[0].copy())
        biases.append(float(regression.intercept_[0]))
    table = np.array(weights).T
    strongest = np.argsort(-np.abs(table).max(axis=1))[:MOST_TERMS]
    terms = sorted(vocabulary, key=vocabulary.__getitem__)
    return Model(
        rubrics=tuple(Rubric), biases=biases, weights={terms[at]: tuple(map(float, table[at])) for at in strongest}
    )


def _matrix(rows: Iterable[dict[str, float]], vocabulary: dict[str, int]) -> Any:  # noqa: ANN401 - scipy has no types
    listed = list(rows)
    held = [(at, vocabulary[term], value) for at, row in enumerate(listed) for term, value in row.items()
            if term in vocabulary]  # fmt: skip
    at, column, value = zip(*held, strict=True)
    return csr_matrix((value, (at, column)), shape=(len(listed), len(vocabulary)))


def ours(known: Sequence[Labelled], asked: Sequence[Labelled]) -> Sequence[str]:
    """Judge by a model as it is shipped, and say how often and how rightly it speaks where it must be sure."""
    model = learn(known)
    verdicts = [classifier.judge(one.found, model) for one in asked]
    for margin in MARGINS:
        clear = [(str(verdict.rubric), one) for verdict, one in zip(verdicts, asked, strict=True)
                 if verdict.margin >= margin]  # fmt: skip
        right = sum(_told_apart(rubric, one.site) == _told_apart(one.rubric, one.site) for rubric, one in clear)
        print(f"    margin {margin}: speaks of {len(clear)} of {len(asked)}, right {right / max(1, len(clear)):.2f}")
    return [str(verdict.rubric) for verdict in verdicts]


def tfidf(known: Sequence[Labelled], asked: Sequence[Labelled]) -> Sequence[str]:
    """Judge by TF-IDF and logistic regression, on the articles of the same language."""
    language = asked[0].language
    same = [one for one in known if one.language == language]
    vectorizer = TfidfVectorizer(sublinear_tf=True, min_df=2)
    regression = LogisticRegression(C=STRENGTH, max_iter=200, class_weight="balanced")
    regression.fit(vectorizer.fit_transform(map(_text, same)), [one.rubric for one in same])
    return list(map(str, regression.predict(vectorizer.transform(map(_text, asked)))))


def _text(one: Labelled) -> str:
    return f"{one.title} {one.title} {one.lead}"


def majority(known: Sequence[Labelled], asked: Sequence[Labelled]) -> Sequence[str]:
    """Judge everything the commonest rubric of the language."""
    language = asked[0].language
    common = Counter(one.rubric for one in known if one.language == language).most_common(1)[0][0]
    return [common] * len(asked)


def by_publisher(articles: Sequence[Labelled], language: str) -> list[tuple[list[Labelled], list[Labelled]]]:
    """Return folds of the articles of a language: what is learned from, and the publishers that are asked of."""
    sites = sorted({one.site for one in articles if one.language == language and not one.site.startswith(SENTENCES)})
    random.Random(1).shuffle(sites)
    folds = []
    for number in range(min(FOLDS, len(sites))):
        held = set(sites[number :: min(FOLDS, len(sites))])
        asked = [one for one in articles if one.site in held and one.language == language]
        folds.append(([one for one in articles if one.site not in held and one.site != f"{SENTENCES}-test"], asked))
    return folds


def main() -> None:
    """Measure, and write the model if that is asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.rubrics", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    articles = _load(asked.data)
    if asked.write:
        model = learn(articles)
        WEIGHTS.write_text(classifier.write(model), encoding="utf-8")
        print(f"{WEIGHTS.name}: {len(model.weights)} terms, {WEIGHTS.stat().st_size // 1024} KB")
        return
    for language in sorted({one.language for one in articles}):
        if folds := by_publisher(articles, language):
            _measure(f"{language}, publishers held out", folds)
        test = [one for one in articles if one.site == f"{SENTENCES}-test" and one.language == language]
        if test:
            _measure(f"{language}, SIB-200 sentences", [([o for o in articles if o.site != test[0].site], test)])


def _measure(name: str, folds: Sequence[tuple[Sequence[Labelled], Sequence[Labelled]]]) -> None:
    print(f"{name}: {sum(len(asked) for _, asked in folds)} texts")
    learners: tuple[Learner, ...] = (ours, tfidf, majority)
    for learner in learners:
        truth = [_told_apart(one.rubric, one.site) for _, asked in folds for one in asked]
        sites = [one.site for _, asked in folds for one in asked]
        judged = [label for known, asked in folds for label in learner(known, asked)]
        guessed = [_told_apart(label, site) for label, site in zip(judged, sites, strict=True)]
        kinds = sorted(set(truth))
        each = f1_score(truth, guessed, labels=kinds, average=None, zero_division=0)
        spelled = ", ".join(f"{rubric} {score:.2f}" for rubric, score in zip(kinds, each, strict=True))
        print(f"  {learner.__name__:9} macro F1 {np.mean(each):.3f}  ({spelled})")


def _told_apart(rubric: str, site: str) -> str:
    """SIB-200 has one label for science and technology."""
    return str(Rubric.SCIENCE) if rubric == Rubric.TECHNOLOGY and site.startswith(SENTENCES) else rubric


def _load(folder: Path) -> list[Labelled]:
    packed = folder / "labelled.jsonl.gz"
    text = gzip.decompress(packed.read_bytes()) if packed.exists() else (folder / "labelled.jsonl").read_bytes()
    rows = [json.loads(line) for line in text.decode().splitlines()]
    return [Labelled(**row, found=classifier.features(row["title"], row["lead"])) for row in rows]


if __name__ == "__main__":
    main()
