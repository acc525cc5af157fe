"""What one would otherwise take: online TF-IDF of prefixes, a story joined by the mean of its three best members."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from parsers.article import Article
from parsers.language import terms
from storage.stories.clustering import features, similarity
from storage.stories.clustering.features import ArticleFeatures, WeightedFeatures

_NEAREST = 3
THRESHOLDS = [at / 100 for at in range(8, 60, 2)]


def in_turn(extracted: Iterable[ArticleFeatures]) -> Iterator[WeightedFeatures]:
    """Weigh articles by what came before each."""
    seen: Counter[int] = Counter()
    for number, each in enumerate(extracted):
        yield features.weigh(each, terms.rarities(seen, number))
        seen.update({terms.key_hash(term) for term in (*each.title, *each.lead)})


def clusterings(articles: Sequence[Article]) -> Iterator[tuple[float, Mapping[str, int]]]:
    """The story of each address at each threshold: who knows the labels may take the best, which nobody has."""
    weighed = list(in_turn(map(features.extract, articles)))
    for threshold in THRESHOLDS:
        yield threshold, _cluster(articles, weighed, threshold)


def _cluster(articles: Sequence[Article], weighed: Sequence[WeightedFeatures], threshold: float) -> Mapping[str, int]:
    members: list[list[WeightedFeatures]] = []
    found = {}
    for article, each in zip(articles, weighed, strict=True):
        best, into = threshold, len(members)
        for at, kept in enumerate(members):
            alike = sorted((similarity.text(each, member) for member in kept), reverse=True)[:_NEAREST]
            if alike[0] >= best and (mean := sum(alike) / len(alike)) >= best:
                best, into = mean, at
        if into == len(members):
            members.append([])
        members[into].append(each)
        found[article.url] = into
    return found
