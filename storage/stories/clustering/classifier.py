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
    """Judge whether an article belongs to the story of these members (at least one).

    The score is made of the log odds with its few closest members.
    """
    nearest, measures = _measured(article, members)
    odds = _odds(article, nearest, measures)
    together = _together(odds)
    closest = odds.index(max(odds))
    return Judgement(
        same=together >= 0,
        score=_probability(together),
        kind=_kind(article, members, measures),
        evidence=_explained(measures[closest], section(article, nearest[closest])),
    )


def choose(article: WeightedFeatures, stories: Sequence[Sequence[WeightedFeatures]]) -> int | None:
    """Return the place of the story an article most likely tells, None if it tells none of them."""
    best: tuple[float, int] | None = None
    for at, members in enumerate(stories):
        together = _odds_if(article, members, above=best[0] if best else 0.0)
        if together >= 0 and (best is None or together > best[0]):
            best = (together, at)
    return best[1] if best else None


def _odds_if(article: WeightedFeatures, members: Sequence[WeightedFeatures], *, above: float) -> float:
    """The log odds with a story, if they can be so high; less than that if they cannot."""
    alike = _nearest(article, members)
    nearest = [member for _, member in alike]
    supports = [similarity.supporting(article, member, text) for text, member in alike]
    odds = _odds(article, nearest, supports)
    if max(odds) < above:
        return max(odds)
    pairs = zip(nearest, supports, strict=True)
    measures = [support | similarity.opposing(article, member, support) for member, support in pairs]
    return _together(_odds(article, nearest, measures))


def _together(odds: Sequence[float]) -> float:
    """Half the closest member's word, half that of the closest few: one look-alike alone pulls no stranger in."""
    return (max(odds) + sum(odds) / len(odds)) / 2


def _measured(
    article: WeightedFeatures, members: Sequence[WeightedFeatures]
) -> tuple[list[WeightedFeatures], list[dict[str, float]]]:
    """The closest members, and the measures of each."""
    nearest = _nearest(article, members)
    return [member for _, member in nearest], [similarity.measure(article, member, text) for text, member in nearest]


def _nearest(article: WeightedFeatures, members: Sequence[WeightedFeatures]) -> list[tuple[float, WeightedFeatures]]:
    """The few members whose titles and leads are most alike, and how much."""
    alike = [(similarity.text(article, member), member) for member in members]
    return sorted(alike, key=lambda each: -each[0])[: int(weights()["story"]["best"])]


def _odds(
    article: WeightedFeatures, members: Sequence[WeightedFeatures], measures: Sequence[Mapping[str, float]]
) -> list[float]:
    """The log odds with each member, less what a story demands."""
    demands = weights()["story"]
    sections = [section(article, member) for member in members]
    return [log_odds(measure, each) - demands[each] for measure, each in zip(measures, sections, strict=True)]


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
    found = [Measure(name="bias", value=1.0, weight=scale["bias"])]
    found += [Measure(name=name, value=value, weight=scale[name]) for name, value in measure.items() if value]
    return tuple(sorted(found, key=lambda each: (-abs(each.contribution), each.name)))
