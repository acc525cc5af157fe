"""The keys through which an article meets stories: its telling tags and names, pairs of its rarest terms. Pure."""

from collections.abc import Iterable
from itertools import combinations

from parsers.language import terms
from storage.stories.clustering import embedding
from storage.stories.clustering.features import WeightedFeatures

# The rarest terms of an article pair with each other. More of them meet more stories, and cost a look-up each.
_PAIRED = 7
_COMMON = 2.0
# A name or a tag meets alone only where about one article in a hundred has it; a commoner one needs company.
_TELLING = 4.6
_NAMES = 6
_COPIES = 4
_COMPANY = 3
# Two articles in seventy share such a key by chance; those that mean the same share several.
_MEANT = 1.2


def tag_key(key: str) -> str:
    """A tag's key among those that are counted and met by."""
    return f"tag {key}"


def keys(article: WeightedFeatures, tags: Iterable[tuple[str, float]]) -> dict[str, float]:
    """The keys of an article with the weight of meeting by each; `tags` are its tags' keys with their rarity."""
    rare = sorted((-weight, term) for term, weight in article.text.items() if weight >= _COMMON)[:_PAIRED]
    found = {f"{min(a, b)}+{max(a, b)}": -(x + y) / 2 for (x, a), (y, b) in combinations(rare, 2)}
    for term in _names(article):
        found[f"name {term}"] = article.text[term]
    for key, rarity in tags:
        if rarity >= _TELLING:
            found[tag_key(key)] = rarity
        elif rarity >= _COMMON:
            found |= {f"{tag_key(key)}+{term}": (rarity - weight) / 2 for weight, term in rare[:_COMPANY]}
    if article.traits.meaning:
        found |= dict.fromkeys(embedding.keys(article.traits.meaning), _MEANT)
    for run in sorted(article.traits.sketch)[:_COPIES]:
        found[f"run {run}"] = _TELLING
    return found


def _names(article: WeightedFeatures) -> list[str]:
    named = sorted(article.traits.named & article.text.keys(), key=lambda term: (-article.text[term], term))
    return [term for term in named if article.text[term] >= _TELLING][:_NAMES]


def key_hash(key: str) -> int:
    """A key as it stands in the index."""
    return terms.hashed(key)
