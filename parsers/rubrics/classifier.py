"""The rubric of an article by its words: a linear model, learned from publishers' sections and lists of words."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

from parsers.language import terms
from parsers.rubrics.rubric import Rubric

WEIGHTS: Final = resources.files("parsers.rubrics").joinpath("data", "weights.tsv")
"""The model that comes with Svodka, as a file."""

# Fewer words that the model knows say nothing clearly.
_FEWEST: Final = 3
# Words of a title count twice.
_TITLE: Final = 2
# In the file weights are whole numbers.
_SCALE: Final = 100
# Of the beginning of a text no more is looked at.
_LEAD_LETTERS: Final = 600


class Verdict(NamedTuple):
    """The likeliest rubric, and by how much it is likelier than the next."""

    rubric: Rubric
    margin: float


class Model(NamedTuple):
    """What each term weighs for each rubric, in the order of `rubrics`, and where each rubric begins."""

    rubrics: Sequence[Rubric]
    weights: Mapping[str, Sequence[float]]
    biases: Sequence[float]


def features(title: str, lead: str) -> dict[str, float]:
    """Return the terms of an article with what each counts; together they are of length one."""
    counted: Counter[str] = Counter()
    for term in set(terms.terms(title)):
        counted[term] += _TITLE
    counted.update(set(terms.terms(lead[:_LEAD_LETTERS])))
    length = math.sqrt(sum(count * count for count in counted.values())) or 1.0
    return {term: count / length for term, count in counted.items()}


def judge(found: Mapping[str, float], model: Model) -> Verdict:
    """Weigh the features of an article; of too few words that the model knows nothing is likelier than another."""
    scores = list(model.biases)
    for term, count in found.items():
        for at, weight in enumerate(model.weights.get(term, ())):
            scores[at] += count * weight
    best, second = sorted(scores, reverse=True)[:2]
    is_enough = sum(term in model.weights for term in found) >= _FEWEST
    return Verdict(model.rubrics[scores.index(best)], best - second if is_enough else 0.0)


@cache
def shipped() -> Model:
    """Return the model that comes with Svodka."""
    text = WEIGHTS.read_text(encoding="utf-8")
    head, biases, *rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return Model(
        rubrics=tuple(map(Rubric, head[1:])),
        weights={term: tuple(int(number) / _SCALE for number in numbers) for term, *numbers in rows},
        biases=tuple(int(number) / _SCALE for number in biases[1:]),
    )


def write(model: Model) -> str:
    """Write a model as the file that `shipped` reads."""
    lines = [("", *model.rubrics), ("", *_whole(model.biases))]
    lines += [(term, *_whole(model.weights[term])) for term in sorted(model.weights)]
    return "# Written by `python -m benchmarks.rubrics --write`.\n" + "\n".join(map("\t".join, lines)) + "\n"


def _whole(numbers: Sequence[float]) -> list[str]:
    return [str(round(number * _SCALE)) for number in numbers]


def seeds() -> dict[Rubric, set[str]]:
    """Return the terms that tell each rubric, by the lists that come with Svodka."""
    found: dict[Rubric, set[str]] = {}
    rubric = Rubric.SOCIETY
    text = resources.files("parsers.rubrics").joinpath("data", "words.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            rubric = Rubric(line.strip("[] "))
        elif not line.startswith("#"):
            found.setdefault(rubric, set()).update(terms.terms(line))
    return found
