"""Whether an article tells a story, judged by weighing evidence (weights in data/weights.toml). Pure."""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from storage import evidence
from storage.model import MemberKind
from storage.similarity import Weighed

# Before a follow-up is told from the same news, it must come this much later and say this much that is new.
_LATER_HOURS = 3.0
_NEW_SHARE = 0.45


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One piece of evidence: its name, its value, the weight of it, and what it added to the verdict (log odds)."""

    name: str
    value: float
    weight: float

    @property
    def contribution(self) -> float:
        """What it added for (positive) or against."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The judgement of an article and a story (or another article); `score` is between 0 and 1.

    `evidence` is that of the closest member, what mattered most first.
    """

    same: bool
    score: float
    kind: MemberKind
    evidence: tuple[Evidence, ...]


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """The weights of the evidence, and the thresholds, by section of data/weights.toml."""
    text = resources.files("storage").joinpath("data/weights.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def decide(article: Weighed, members: Sequence[Weighed]) -> Verdict:
    """Judge whether an article belongs to the story of these members (at least one).

    The score is the mean log odds over its few closest members, so that no single one can pull a stranger in.
    """
    measures = [evidence.measure(article, member) for member in members]
    odds = [log_odds(measure, section(article, member)) for measure, member in zip(measures, members, strict=True)]
    order = sorted(range(len(odds)), key=lambda at: (-odds[at], at))
    best = order[: int(weights()["story"]["best"])]
    score = _probability(sum(odds[at] for at in best) / len(best))
    closest = order[0]
    return Verdict(
        same=score >= weights()["story"]["threshold"],
        score=score,
        kind=_kind(article, members, measures),
        evidence=_explained(measures[closest], section(article, members[closest])),
    )


def section(one: Weighed, other: Weighed) -> str:
    """Which weights apply: those for titles alone where either article has nothing else."""
    return "text" if _has_text(one) and _has_text(other) else "title"


def _has_text(article: Weighed) -> bool:
    return len(article.text) > len(article.title) + 5


def log_odds(measure: Mapping[str, float], section: str) -> float:
    """The log odds that the measured pair tells one event."""
    scale = weights()[section]
    return scale["bias"] + sum(scale[name] * value for name, value in measure.items() if value)


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def _kind(article: Weighed, members: Sequence[Weighed], measures: Sequence[Mapping[str, float]]) -> MemberKind:
    if max(measure["copied"] for measure in measures) >= weights()["story"]["copied"]:
        return MemberKind.COPY
    first = min(member.traits.published_at for member in members)
    hours = (article.traits.published_at - first).total_seconds() / 3600
    known = {term for member in members for term in member.text}
    total = sum(article.title.values())
    new = sum(weight for term, weight in article.title.items() if term not in known)
    if hours >= _LATER_HOURS and total and new / total >= _NEW_SHARE:
        return MemberKind.FOLLOW_UP
    return MemberKind.SAME


def _explained(measure: Mapping[str, float], section: str) -> tuple[Evidence, ...]:
    scale = weights()[section]
    found = [Evidence(name="bias", value=1.0, weight=scale["bias"])]
    found += [Evidence(name=name, value=value, weight=scale[name]) for name, value in measure.items() if value]
    return tuple(sorted(found, key=lambda each: (-abs(each.contribution), each.name)))
