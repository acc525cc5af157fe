"""What speaks for two articles telling one event, and what against it, as named measures. Pure; gives no judgement."""

import math
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from parsers.language.quantities import Quantity
from storage.stories.clustering import embedding, features, formulas
from storage.stories.clustering.features import Traits, WeightedFeatures

# A name rarer than this (see terms.rarity) is worth something by itself.
_RARE_NAME = 4.0
_SATURATION = 12.0
_AWAY, _COUNTED, _MUCH_NAMED = 8.0, 3.0, 20.0
_SMALL, _MIDDLE = 10, 100
# Long texts share more words by chance; a lead of so many terms is a long one.
_LONG = 60
_LENGTHS = 6.0
# Of two texts with so many common runs of words one was copied, whatever else stands in them. Within a publisher less
# is a paragraph that ends all its articles: on a natural evening one such pair in thirty tells one event.
_COPIED, _COPIED_AT_HOME = 0.5, 0.75
# Of two publishers' texts that share a fifth of the shorter one's sentences, 97 in a hundred tell one event there; of
# those that share less, 70.
_SENTENCES, _SENTENCES_ENOUGH = 0.1, 0.4
# A text of which less is in the other one holds it among others: a digest of the day says what ten reports say.
_OF_THE_LONGER = 0.25
_FEWEST_RUNS = 3
# No labelled pair of texts that tell one event leaves so much of one title unsaid by the other and says so much of the
# other; a page that lists the day's news does.
_UNSAID, _SAID = 0.2, 0.6


def measure(one: WeightedFeatures, other: WeightedFeatures) -> dict[str, float]:
    """All measures for and against one pair, by name; the weights that judge them are in data/weights.toml."""
    speaking_for = supporting(one, other)
    against = opposing(one, other, speaking_for)
    if against["slot"]:
        # A formula is copied from report to report.
        speaking_for["reprint"] = 0.0
    return speaking_for | against


def supporting(one: WeightedFeatures, other: WeightedFeatures) -> dict[str, float]:
    """The measures for, which no weight turns against: where they are too little, the rest need not be asked."""
    a, b = one.traits, other.traits
    lesser, greater = sorted((_cover(one, other), _cover(other, one)))
    mentioned = _mentioned(a, b, lesser, greater)
    home = bool(a.site) and a.site == b.site
    names_share, names = _names(one, other)
    title = features.cosine(one.title, other.title, one.title_length * other.title_length)
    copied, sentences = _copied(a.sketch, b.sketch, home=home), 0.0 if home else _share(a.sentences, b.sentences, 1)
    found = {
        "title": title,
        "lead": features.cosine(one.lead, other.lead, one.lead_length * other.lead_length),
        "opening": features.cosine(one.opening, other.opening, one.opening_length * other.opening_length),
        # Titles alike in whole words may be one formula; alike in letters beyond these, they tell one thing otherwise.
        "retold": max(
            0.0, features.cosine(one.letters, other.letters, one.letters_length * other.letters_length) - title
        ),
        "cover": lesser,
        "cover_best": greater,
        "shared": _shared(one, other),
        "names_share": names_share,
        "names": names,
        "numbers": _numbers(a.quantities & b.quantities),
        "title_numbers": _numbers(a.title_quantities & b.quantities | b.title_quantities & a.quantities),
        "places": float(not a.places.isdisjoint(b.places)),
        "quotes": 0.0 if home else math.tanh(len(a.quotes & b.quotes)),
        "copied": copied,
        "reprint": 0.0 if mentioned else _reprint(copied, sentences),
        "same_title": float(formulas.same_title(a, b)),
        # Five letters tell less of an English word than of a Russian one, and its names are in more words.
        "latin": float(a.latin and b.latin),
    }
    return found | _meant(a, b) | _across(a, b, found)


def opposing(one: WeightedFeatures, other: WeightedFeatures, speaking_for: Mapping[str, float]) -> dict[str, float]:
    """The measures against, which no weight turns into ones for; they depend on what speaks for the pair."""
    a, b = one.traits, other.traits
    hours = abs((a.published_at - b.published_at).total_seconds()) / 3600
    away = sorted((_away(one, other), _away(other, one)))
    return {
        "names_away": away[0] + away[1],
        "places_differ": 0.0 if speaking_for["reprint"] else formulas.places_differ(a.places, b.places),
        "days_differ": formulas.differ(a.days, b.days),
        # Equal words around another number, day, place or person: the same report of something else.
        "slot": formulas.slot(one, other, title=speaking_for["title"], lead=speaking_for["lead"]),
        "homonym": formulas.homonym(one, other),
        "mentioned": _mentioned(a, b, speaking_for["cover"], speaking_for["cover_best"]),
        "days_apart": math.log1p(hours / 24),
        "length": min(1.0, min(len(one.text), len(other.text)) / _LONG),
        "longer": math.log1p(max(a.length, b.length)) / _LENGTHS,
        "same_site": float(bool(a.site) and a.site == b.site),
    }


def in_common(one: WeightedFeatures, other: WeightedFeatures) -> bool:
    """Whether both say anything of what either's title says."""
    return _shared(one, other) > 0


def text(one: WeightedFeatures, other: WeightedFeatures) -> float:
    """The likeness of two articles' titles and leads: the cheapest measure, to choose what is worth the others."""
    return features.cosine(one.text, other.text, one.text_length * other.text_length)


def _meant(a: Traits, b: Traits) -> dict[str, float]:
    """How alike what both mean is; nothing if either is not known."""
    if not (a.meaning and b.meaning):
        return {}
    meaning = max(0.0, embedding.cosine(a.meaning, b.meaning))
    return {"meaning": meaning, "meaning_across": meaning * _two_languages(a, b)}


def _two_languages(a: Traits, b: Traits) -> float:
    return float(bool(a.language) and bool(b.language) and a.language != b.language)


def _across(a: Traits, b: Traits, found: Mapping[str, float]) -> dict[str, float]:
    """Two languages have few words in common: names, numbers and places have to tell.

    Where the titles name other places, what is common to the texts is no place of either event.
    """
    across = _two_languages(a, b)
    named = 0.0 if formulas.places_differ(a.title_places, b.title_places) else across
    return {
        "across": across,
        "names_across": named * found["names_share"],
        "numbers_across": across * max(found["numbers"], found["title_numbers"]),
        "places_across": named * found["places"],
    }


def _cover(one: WeightedFeatures, other: WeightedFeatures) -> float:
    """How much of a title's weight the other article has anywhere in its title and lead."""
    title, total = one.title, one.title_total
    return math.fsum([title[term] for term in title.keys() & other.text.keys()]) / total if total else 0.0


def _mentioned(a: Traits, b: Traits, lesser: float, greater: float) -> float:
    """One article says what the other is about, and is about something else itself: it mentions it among others.

    Two texts with much in common both ways are one under two titles.
    """
    if greater < _SAID or max(_of_longer(a.sketch, b.sketch), _of_longer(a.sentences, b.sentences)) >= _OF_THE_LONGER:
        return 0.0
    return max(0.0, 1 - lesser / (_UNSAID * greater**2))


def _shared(one: WeightedFeatures, other: WeightedFeatures) -> float:
    """How much both say of either title, ever less for more: a share of little is little, however great the share."""
    common = one.text.keys() & other.text.keys() & (one.title.keys() | other.title.keys())
    return math.log1p(math.fsum([one.title[term] if term in one.title else other.title[term] for term in common]))


def _names(one: WeightedFeatures, other: WeightedFeatures) -> tuple[float, float]:
    """How much of what the one that names less names the other names too, and how rare these names are.

    A share of little is little: half of all that is written here names one city, and nothing else.
    """
    common = one.names.keys() & other.names.keys()
    lesser = min(one.names_total, other.names_total)
    if not common or not lesser:
        return 0.0, 0.0
    weights = [min(one.names[term], other.names[term]) for term in common]
    rare = math.fsum([weight - _RARE_NAME for weight in weights if weight > _RARE_NAME])
    total = math.fsum(weights)
    return total / lesser * math.tanh(total / _MUCH_NAMED), math.tanh(rare / _SATURATION)


def _away(one: WeightedFeatures, other: WeightedFeatures) -> float:
    """How much a title names that the other article names nowhere."""
    weights = [one.names[term] for term in one.traits.title_named if term not in other.names and term not in other.text]
    return math.tanh(math.fsum(weights) / _AWAY)


def _numbers(quantities: Iterable[Quantity]) -> float:
    """A small number is anybody's, a large or broken one is telling."""
    total = 0.0
    for quantity in quantities:
        if quantity.value < _SMALL and quantity.value.is_integer():
            total += 0.4
        elif quantity.value < _MIDDLE:
            total += 1.0
        else:
            total += 1.5
    return math.tanh(total / _COUNTED)


def _share(a: AbstractSet[int], b: AbstractSet[int], fewest: int) -> float:
    """How much of the smaller set the other has; of too small ones nothing is said."""
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller >= fewest else 0.0


def _of_longer(a: AbstractSet[int], b: AbstractSet[int]) -> float:
    """How much of the larger set the other has."""
    return len(a & b) / max(len(a), len(b), 1)


def _copied(a: AbstractSet[int], b: AbstractSet[int], *, home: bool) -> float:
    """The share of the shorter text's runs of words that the other has, its root: a third of a text is much."""
    share = math.sqrt(_share(a, b, _FEWEST_RUNS))
    return share if not home or share >= _COPIED_AT_HOME else 0.0


def _reprint(copied: float, sentences: float) -> float:
    """How much two texts have word for word, beyond what is anybody's: common runs, or whole sentences."""
    runs = (copied - _COPIED) / (1 - _COPIED)
    whole = (sentences - _SENTENCES) / (_SENTENCES_ENOUGH - _SENTENCES)
    return max(0.0, min(1.0, max(runs, whole)))
