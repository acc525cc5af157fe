"""Whether two stories tell one event, or one story two: all kept members judged against all of the others. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean

from storage.stories.clustering import classifier, representatives
from storage.stories.clustering.classifier import Measure
from storage.stories.clustering.representatives import Representative

# Log odds, the mean over all pairs: what an article needs to join a story, a story needs to join another.
AS_ONE = 0.0
# No right story of our labelled week and day has a part further from the rest than -0.2; different events are at -3 and
# beyond, mostly. A pair at so much or more holds any story together.
APART, HOLDS = -2.0, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinship:
    """How near two groups of articles are (mean log odds of one event), and the measures of their closest pair."""

    score: float
    evidence: tuple[Measure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a story falls apart into: the members that stay, those that leave, and how near they are."""

    stay: tuple[Representative, ...]
    leave: tuple[Representative, ...]
    kinship: Kinship


def one_event(one: Sequence[Representative], other: Sequence[Representative]) -> Kinship | None:
    """Judge two stories by their representatives; None if they are not clearly one."""
    found = between(one, other)
    if found.score < AS_ONE or _furthest(together(one, other)) is not None:
        return None
    return found


def between(one: Sequence[Representative], other: Sequence[Representative]) -> Kinship:
    """Judge each member of one story against each of the other story."""
    verdicts = [classifier.decide(member.weighed, [each.weighed for each in other]) for member in one]
    return Kinship(score=nearness(one, other), evidence=max(verdicts, key=lambda verdict: verdict.score).evidence)


def nearness(one: Sequence[Representative], other: Sequence[Representative]) -> float:
    """The mean log odds of the pairs of members of two stories; 0 and more: they are one."""
    fewer, more = sorted((one, other), key=len)
    return fmean(classifier.nearness(member.weighed, [each.weighed for each in more]) for member in fewer)


def parts(members: Sequence[Representative]) -> Parts | None:
    """Find the part of a story that tells another event; None if it holds together.

    What it was told by first stays. Nothing leaves that would be taken back at once (see `one_event`).
    """
    away = _furthest(members)
    if away is None:
        return None
    stay = tuple(member for at, member in enumerate(members) if at not in away)
    leave = tuple(member for at, member in enumerate(members) if at in away)
    found = between(stay, leave)
    if found.score >= AS_ONE:
        return None
    return Parts(stay=stay, leave=leave, kinship=found)


def together(*stories: Sequence[Representative]) -> tuple[Representative, ...]:
    """The members that a story made of several keeps: as if they had come one by one."""
    every = {member.article_id: member for story in stories for member in story}.values()
    ordered = sorted(every, key=lambda member: (member.weighed.traits.published_at, member.article_id))
    if len(ordered) <= representatives.FIRST + representatives.LATEST:
        return tuple(ordered)
    return (*ordered[: representatives.FIRST], *ordered[-representatives.LATEST :])


def _furthest(members: Sequence[Representative]) -> frozenset[int] | None:
    """The places of the members furthest from the rest, the first never among them; None if they are not far."""
    odds = _pairwise(members)
    found: tuple[float, frozenset[int]] | None = None
    for away in _subsets(len(members)):
        across = {pair: value for pair, value in odds.items() if len(away & set(pair)) == 1}
        mean = fmean(across.values())
        if mean <= APART and (found is None or mean < found[0]) and _bridged_by_one(across):
            found = (mean, away)
    return found[1] if found else None


def _bridged_by_one(across: dict[tuple[int, int], float]) -> bool:
    """Whether a single member at most holds the parts together: a digest of the day does, a development does not."""
    bridges = [set(pair) for pair, value in across.items() if value >= 0]
    return max(across.values()) < HOLDS and (not bridges or bool(set.intersection(*bridges)))


def _pairwise(members: Sequence[Representative]) -> dict[tuple[int, int], float]:
    """The log odds of each pair, by their places, less what a story demands."""
    return {
        (at, to): classifier.alike(one.weighed, other.weighed)
        for (at, one), (to, other) in combinations(enumerate(members), 2)
    }


def _subsets(count: int) -> Iterator[frozenset[int]]:
    for mask in range(1, 2 ** (count - 1)):
        yield frozenset(at + 1 for at in range(count - 1) if mask >> at & 1)
