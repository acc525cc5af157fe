"""What speaks for two articles telling one event, and what against it, as named measures. Pure; gives no judgement."""

import math
from collections.abc import Iterable, Mapping

from parsers.language.quantities import Quantity
from storage.stories.clustering import embedding
from storage.stories.clustering.features import Traits, WeightedFeatures

# A name rarer than this (see terms.rarity) is worth something by itself.
_RARE_NAME = 4.0
_SATURATION = 12.0
_SMALL, _MIDDLE = 10, 100
# Long texts share more words by chance; a lead of so many terms is a long one.
_LONG = 60
_TEMPLATE = 0.75
# No labelled pair of texts that tell one event leaves so much of one title unsaid by the other and says so much of the
# other; a page that lists the day's news does.
_UNSAID, _SAID = 0.2, 0.6


def measure(one: WeightedFeatures, other: WeightedFeatures, text_alike: float | None = None) -> dict[str, float]:
    """All measures for and against one pair, by name; the weights that judge them are in data/weights.toml.

    `text_alike` is what `text` says of the pair, if it was asked before.
    """
    speaking_for = supporting(one, other, text_alike)
    return speaking_for | opposing(one, other, speaking_for)


def supporting(one: WeightedFeatures, other: WeightedFeatures, text_alike: float | None = None) -> dict[str, float]:
    """The measures for, which no weight turns against: where they are too little, the rest need not be asked."""
    a, b = one.traits, other.traits
    covers = sorted((_cover(one, other), _cover(other, one)))
    return _meant(a, b) | {
        "title": _cosine(one.title, other.title, one.title_length * other.title_length),
        "text": text(one, other) if text_alike is None else text_alike,
        "letters": _letters(one, other),
        "cover": covers[0],
        "cover_best": covers[1],
        "shared": _shared(one, other),
        "names": _names(one, other),
        "numbers": math.tanh(_weight(a.quantities & b.quantities) / 3),
        "quotes": float(not a.quotes.isdisjoint(b.quotes)),
        "copied": _copied(a.sketch, b.sketch),
    }


def opposing(one: WeightedFeatures, other: WeightedFeatures, speaking_for: Mapping[str, float]) -> dict[str, float]:
    """The measures against, which no weight turns into ones for; they depend on what speaks for the pair."""
    a, b = one.traits, other.traits
    hours = abs((a.published_at - b.published_at).total_seconds()) / 3600
    title, copied = speaking_for["title"], speaking_for["copied"]
    numbers_differ = _numbers_differ(a.quantities, b.quantities)
    days_differ = float(bool(a.days) and bool(b.days) and a.days.isdisjoint(b.days))
    mentioned = _mentioned(speaking_for["cover"], speaking_for["cover_best"])
    return {
        "names_differ": _names_differ(one, other),
        "numbers_differ": numbers_differ,
        "title_numbers_differ": _numbers_differ(a.title_quantities, b.title_quantities),
        "places_differ": _places_differ(a.places, b.places),
        "days_differ": days_differ,
        # The same report of another day: its words are all there, its figures are others.
        "template": float((title > _TEMPLATE or copied > _TEMPLATE / 2) and bool(numbers_differ or days_differ)),
        "mentioned": mentioned if copied < _TEMPLATE / 2 else 0.0,
        "days_apart": math.log1p(hours / 24),
        "length": min(1.0, min(len(one.text), len(other.text)) / _LONG),
        "same_site": float(bool(a.site) and a.site == b.site),
    }


def in_common(one: WeightedFeatures, other: WeightedFeatures) -> bool:
    """Whether both say anything of what either's title says."""
    return _shared(one, other) > 0


def text(one: WeightedFeatures, other: WeightedFeatures) -> float:
    """The cosine of two articles' titles and leads: the cheapest single measure, to choose what is worth the others."""
    return _cosine(one.text, other.text, one.text_length * other.text_length)


def _meant(a: Traits, b: Traits) -> dict[str, float]:
    """What both mean, and whether in two languages, which have few words in common; nothing if either is not known."""
    if not (a.meaning and b.meaning):
        return {}
    alike = max(0.0, embedding.cosine(a.meaning, b.meaning))
    across = float(bool(a.language) and bool(b.language) and a.language != b.language)
    return {"meaning": alike, "across": across, "meaning_across": alike * across}


def _letters(one: WeightedFeatures, other: WeightedFeatures) -> float:
    """The cosine of the letters of two titles, where there is little else to go by."""
    if not (one.brief or other.brief):
        return 0.0
    return _cosine(one.letters, other.letters, one.letters_length * other.letters_length)


def _cosine(one: Mapping[str, float], other: Mapping[str, float], lengths: float) -> float:
    # fsum, because the order of a set differs from process to process, and the sum must not.
    common = one.keys() & other.keys()
    return math.fsum([one[term] * other[term] for term in common]) / lengths if common and lengths else 0.0


def _cover(one: WeightedFeatures, other: WeightedFeatures) -> float:
    """How much of a title's weight the other article has anywhere in its title and lead."""
    title, total = one.title, one.title_total
    return math.fsum([title[term] for term in title.keys() & other.text.keys()]) / total if total else 0.0


def _mentioned(lesser: float, greater: float) -> float:
    """One article says what the other is about, and is about something else itself: it mentions it among others."""
    return max(0.0, 1 - lesser / (_UNSAID * greater**2)) if greater >= _SAID else 0.0


def _shared(one: WeightedFeatures, other: WeightedFeatures) -> float:
    """How much both say, saturating: a share of little is little, however great the share."""
    common = one.text.keys() & other.text.keys() & (one.title.keys() | other.title.keys())
    weight = math.fsum([one.title[term] if term in one.title else other.title[term] for term in common])
    return math.tanh(weight / _SATURATION)


def _names(one: WeightedFeatures, other: WeightedFeatures) -> float:
    common = one.traits.named & other.text.keys() | other.traits.named & one.text.keys()
    weights = [min(one.text.get(term, 0.0), other.text.get(term, 0.0)) - _RARE_NAME for term in common]
    return math.tanh(math.fsum([weight for weight in weights if weight > 0]) / _SATURATION)


def _names_differ(one: WeightedFeatures, other: WeightedFeatures) -> float:
    """Both titles name somebody or something, and neither name is anywhere in the other article."""
    a, b = one.traits.title_named, other.traits.title_named
    return float(bool(a) and bool(b) and a.isdisjoint(other.text) and b.isdisjoint(one.text))


def _weight(quantities: Iterable[Quantity]) -> float:
    """A small number is anybody's, a large or broken one is telling."""
    total = 0.0
    for quantity in quantities:
        if quantity.value < _SMALL and quantity.value.is_integer():
            total += 0.4
        elif quantity.value < _MIDDLE:
            total += 1.0
        else:
            total += 1.5
    return total


def _numbers_differ(a: frozenset[Quantity], b: frozenset[Quantity]) -> float:
    """The same thing counted on both sides, and never the same count."""
    units = {each.unit for each in a if each.unit} & {each.unit for each in b if each.unit}
    agreed = {each.unit for each in a & b}
    return float(bool(units) and not units & agreed)


def _places_differ(a: frozenset[str], b: frozenset[str]) -> float:
    """Both name cities, or regions, and none is common; a city and a region may hold each other."""
    if a & b:
        return 0.0
    scopes = {place.partition(" ")[0] for place in a} & {place.partition(" ")[0] for place in b}
    return float(bool(scopes))


def _copied(a: frozenset[int], b: frozenset[int]) -> float:
    """The share of the shorter text's runs of words found in the other, squared: 1 for a copy, little for a quote."""
    smaller = min(len(a), len(b))
    return (len(a & b) / smaller) ** 2 if smaller >= 3 else 0.0
