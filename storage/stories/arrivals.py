"""Articles that arrive: weighed by what was read before each, with the keys by which it meets stories."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from parsers.language import terms
from storage.articles.tags import AttachedTag
from storage.database import Connection
from storage.stories import candidate_index
from storage.stories.clustering import blocking, features
from storage.stories.clustering.features import ArticleFeatures, WeightedFeatures

_ARTICLES = blocking.key_hash(candidate_index.ARTICLES)
Tags = Mapping[int, Sequence[AttachedTag]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle:
    """A saved article that wants its story."""

    article_id: int
    features: ArticleFeatures
    source_id: int | None = None
    """The private source that found it; it meets the stories of that source alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedArticle:
    """An article weighed by what was read before it, and the keys by which it meets stories."""

    id: int
    weighed: WeightedFeatures
    keys: Mapping[int, float]
    source_id: int | None = None


@dataclass(slots=True, kw_only=True)
class Scales:
    """In how many articles words (hashed) were seen so far, and what a batch adds to that."""

    seen: Counter[int]
    added: Counter[int] = field(default_factory=Counter)

    def weigh(self, arrival: NewArticle, attached: Sequence[AttachedTag], now: datetime) -> WeightedArticle:
        """Weigh an article and find its keys."""
        rarity = terms.rarities(self.seen, self.seen[_ARTICLES])
        weighed = features.weigh(features.not_after(arrival.features, now), rarity)
        tag_keys = sorted({tag.key for tag in attached})
        keys = blocking.keys(weighed, ((key, rarity(blocking.tag_key(key))) for key in tag_keys))
        # What a private source finds meets its own stories only: nobody's source may move a story that others are told.
        place = "" if arrival.source_id is None else f"{arrival.source_id}|"
        hashed = {blocking.key_hash(f"{place}{key}"): weight for key, weight in keys.items()}
        return WeightedArticle(id=arrival.article_id, weighed=weighed, keys=hashed, source_id=arrival.source_id)

    def count(self, arrival: NewArticle, attached: Sequence[AttachedTag]) -> None:
        """Count the words of an article, for those that come after it."""
        words = _words(arrival, attached)
        self.seen.update(words)
        self.added.update(words)


async def weigh_all(
    connection: Connection, arrivals: Sequence[NewArticle], attached: Tags, *, known: Collection[int], now: datetime
) -> tuple[list[WeightedArticle], Counter[int]]:
    """Weigh articles in their order; return what is to be counted, too.

    The `known` ones were counted when they came first.
    """
    tagged = [(arrival, attached.get(arrival.article_id, ())) for arrival in arrivals]
    every = {word for each in tagged for word in _words(*each)}
    scales = Scales(seen=Counter(await candidate_index.counts(connection, every)))
    found = []
    for arrival, its in tagged:
        found.append(scales.weigh(arrival, its, now))
        if arrival.article_id not in known and arrival.source_id is None:
            scales.count(arrival, its)
    return found, scales.added


def _words(arrival: NewArticle, attached: Sequence[AttachedTag]) -> set[int]:
    """The words of an article and of its tags, and the one by which articles are counted."""
    words = {*arrival.features.title, *arrival.features.lead, *(blocking.tag_key(tag.key) for tag in attached)}
    return {_ARTICLES, *map(terms.key_hash, words)}
