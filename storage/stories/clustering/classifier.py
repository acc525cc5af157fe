"""Whether an article tells a story, judged by weighing measures (weights in data/weights.toml). Pure."""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from storage.model import MemberKind
from storage.stories.clustering import similarity
from storage.stories.clustering.features import WeightedFeatures

# Before a follow-up is told from the same news, it must come this much later and say this much that is new.
_LATER_HOURS = 3.0
_NEW_SHARE = 0.45
# Two texts of so few runs of words (see features) are compared by their terms; fewer terms are said by chance.
_FEW_RUNS = 3
_FEWEST_TERMS = 6
CERTAIN = 6.0
"""No pair's log odds count for more, for or against."""
HOPELESS = -3.0
"""A story whose closest members are further from an article (log odds) is not asked for the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure: its name, its value, the weight of it, and what it added to the judgement (log odds)."""

    name: str
    value: float
    weight: float

    @property
    def contribution(self) -> float:
        """What it added for (positive) or against."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The judgement of an article and a story (or another article); `score` is between 0 and 1.

    `evidence` holds the measures of the closest member, what mattered most first.
    """

    same: bool
    score: float
    kind: MemberKind
    evidence: tuple[Measure, ...]


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """The weights of the measures, and the thresholds, by section of data/weights.toml."""
    text = resources.files("storage.stories.clustering").joinpath("data/weights.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def decide(article: WeightedFeatures, members: Sequence[WeightedFeatures]) -> Judgement:
    """Judge whether an article belongs to the story of these members (at least one), by all of them together."""
    measures = [similarity.measure(article, member) for member in members]
    odds = _odds(article, members, measures)
    together = _together(odds)
    closest = odds.index(max(odds))
    return Judgement(
        same=together >= 0,
        score=_probability(together),
        kind=_kind(article, members, measures),
        evidence=_explained(measures[closest], section(article, members[closest])),
    )


def nearness(article: WeightedFeatures, members: Sequence[WeightedFeatures]) -> float:
    """The mean log odds of an article and the members of a story; 0 and more: it tells that story.

    Where even the few most like it have little to do with it, it is the mean of these.
    """
    nearest = sorted(members, key=lambda member: -similarity.text(article, member))
    few = nearest[: int(weights()["story"]["best"])]
    odds = [_demanded(article, member) for member in few]
    if _together(odds) < HOPELESS:
        return _together(odds)
    return _together([*odds, *(_demanded(article, member) for member in nearest[len(few) :])])


def choose(nearnesses: Sequence[float]) -> int | None:
    """Return the place of the story an article most likely tells, None if it tells none of them."""
    best = max(range(len(nearnesses)), key=lambda at: (nearnesses[at], -at), default=None)
    return best if best is not None and nearnesses[best] >= 0 else None


def _together(odds: Sequence[float]) -> float:
    """The mean, in which none counts for more than a near certainty: one look-alike alone pulls no stranger in."""
    return math.fsum([max(-CERTAIN, min(CERTAIN, each)) for each in odds]) / len(odds)


def _odds(
    article: WeightedFeatures, members: Sequence[WeightedFeatures], measures: Sequence[Mapping[str, float]]
) -> list[float]:
    sections = [section(article, member) for member in members]
    return [
        log_odds(measure, each) - weights()[each]["demand"] for measure, each in zip(measures, sections, strict=True)
    ]


def _demanded(one: WeightedFeatures, other: WeightedFeatures) -> float:
    return alike(one, other) - weights()[section(one, other)]["demand"]


def alike(one: WeightedFeatures, other: WeightedFeatures) -> float:
    """The log odds that two articles, whatever their stories, tell one event."""
    return log_odds(similarity.measure(one, other), section(one, other))


def section(one: WeightedFeatures, other: WeightedFeatures) -> str:
    """Which weights apply: those for titles alone where either has nothing else; and whether the meaning is known."""
    known = "title" if one.brief or other.brief else "text"
    return f"{known}_meaning" if one.traits.meaning and other.traits.meaning else known


def log_odds(measure: Mapping[str, float], section: str) -> float:
    """The log odds that the measured pair tells one event."""
    scale = weights()[section]
    return scale["bias"] + sum(scale[name] * value for name, value in measure.items() if value)


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def _kind(
    article: WeightedFeatures, members: Sequence[WeightedFeatures], measures: Sequence[Mapping[str, float]]
) -> MemberKind:
    if max(measure["copied"] for measure in measures) >= weights()["story"]["copied"]:
        return MemberKind.COPY
    if any(_is_pasted(article, member) for member in members):
        return MemberKind.COPY
    first = min(member.traits.published_at for member in members)
    hours = (article.traits.published_at - first).total_seconds() / 3600
    known = {term for member in members for term in member.text}
    total = sum(article.title.values())
    new = sum(weight for term, weight in article.title.items() if term not in known)
    if hours >= _LATER_HOURS and total and new / total >= _NEW_SHARE:
        return MemberKind.FOLLOW_UP
    return MemberKind.SAME


def _is_pasted(article: WeightedFeatures, member: WeightedFeatures) -> bool:
    """Whether a channel has another site's text, term by term, too short for the runs of words that tell other copies.

    Of a page, so little may be all that could be read; a post is that short.
    """
    sites = {article.traits.site, member.traits.site}
    is_short = len(article.traits.sketch) < _FEW_RUNS and len(sites) > 1
    is_post = any(site.startswith("t.me/") for site in sites)
    return is_post and is_short and len(article.text) >= _FEWEST_TERMS and article.text.keys() == member.text.keys()


def _explained(measure: Mapping[str, float], section: str) -> tuple[Measure, ...]:
    scale = weights()[section]
    found = [Measure(name="bias", value=1.0, weight=scale["bias"] - scale["demand"])]
    found += [Measure(name=name, value=value, weight=scale[name]) for name, value in measure.items() if value]
    return tuple(sorted(found, key=lambda each: (-abs(each.contribution), each.name)))
