"""Whether two reports are one formula filled in otherwise, or one title over two events. Pure; judges nothing."""

import re
from collections.abc import Set as AbstractSet
from itertools import islice

from parsers import dates
from parsers.language import terms
from storage.stories.clustering import features
from storage.stories.clustering.features import Traits, WeightedFeatures

# Titles with so much in common are one formula.
_FORMULA, _CLOSE_FORMULA = 0.5, 0.65
# So many equal words around nothing but names that differ are one as well, however common they are.
_FORMULA_WORDS = 2
# Texts so alike that leave out each other's word of the title tell the same of something else.
_SAME_REPORT, _REFILLED = 0.85, 4
# Of 46 labelled pairs with one title none has texts less alike, beyond the words of the title, than 0.17.
_UNLIKE, _TOLD = 0.1, 6
# A title of so many terms is nobody else's.
_TELLING = 6
# A title's first word has a capital anyhow; folded, these end surnames.
_SURNAME = re.compile(r"[а-я]{3}(?:[ое]в|[ое]ва|ин|ина|скии|ская|ко|ич|ян|дзе|швили|ули|кизи)\Z")
_MONTHS = frozenset(terms.term(word) for rows in dates.MONTHS.values() for row in rows for word in row.split())
# What follows a number that says which one, not how many: 51-летний, 11-я, 5-го, 3 серия.
_NUMBERING = re.compile(r"летн|лет|иеар|иа|и|го|му|ои|е|сери|випу|тур|епиз|сезо|жас|№")


def slot(one: WeightedFeatures, other: WeightedFeatures, *, title: float, lead: float) -> float:
    """Whether two titles are one formula, filled in otherwise: another day, month, age or ordinal, place or name.

    Equal titles are filled in alike, whatever their texts count; a count that changes is mostly the same event later.
    """
    if same_title(one.traits, other.traits):
        return 0.0
    return float(_filled_otherwise(one, other, title) or _refilled(one, other, lead))


def _filled_otherwise(one: WeightedFeatures, other: WeightedFeatures, title: float) -> bool:
    a, b = one.traits, other.traits
    rest = one.title.keys() - other.text.keys(), other.title.keys() - one.text.keys()
    named = all(rest) and rest[0] <= _title_named(one) and rest[1] <= _title_named(other)
    if named and len(one.title.keys() & other.title.keys()) >= _FORMULA_WORDS:
        return True
    if title < _FORMULA:
        return False
    if differ(a.days, b.days) or differ(a.days, b.lead_days) or differ(b.days, a.lead_days):
        return True
    if differ(_months(one), _months(other)) or (_numbered_otherwise(a, b) and _numbered_otherwise(b, a)):
        return True
    if title < _CLOSE_FORMULA:
        return False
    return named or bool(places_differ(a.title_places, b.title_places))


def _refilled(one: WeightedFeatures, other: WeightedFeatures, lead: float) -> bool:
    """Whether two texts are one word by word, but for what either's title says and the other text nowhere."""
    rest = one.title.keys() - other.text.keys(), other.title.keys() - one.text.keys()
    if not all(0 < len(each) <= _REFILLED for each in rest):
        return False
    if not (rest[0] <= one.lead.keys() and rest[1] <= other.lead.keys()):
        return False
    apart = one.lead.keys() - other.text.keys(), other.lead.keys() - one.text.keys()
    nothing_else = apart == rest and len(one.lead.keys() & other.lead.keys()) >= _TOLD
    return nothing_else or lead >= _SAME_REPORT


def homonym(one: WeightedFeatures, other: WeightedFeatures) -> float:
    """Whether one title stands over two texts that have nothing else in common: "Пожар в Алматы", of two fires."""
    if not same_title(one.traits, other.traits) or _is_telling(one):
        return 0.0
    rest, its = ({term: each.lead[term] for term in each.lead.keys() - each.title.keys()} for each in (one, other))
    if min(len(rest), len(its)) < _TOLD:
        return 0.0
    return float(features.cosine(rest, its, features.length(rest) * features.length(its)) < _UNLIKE)


def _is_telling(article: WeightedFeatures) -> bool:
    """Whether a title says so much that no second event has it: a number, a day, or many words."""
    return bool(article.traits.title_quantities or article.traits.days) or len(article.title) >= _TELLING


def _title_named(article: WeightedFeatures) -> frozenset[str]:
    """What a title names; its first word, if it looks like a surname."""
    first = next(iter(article.traits.words), "")
    known = article.traits.title_named
    return known | set(islice(article.title, 1)) if _SURNAME.search(first) else known


def same_title(a: Traits, b: Traits) -> bool:
    """Whether two titles say the same, to the last number."""
    return bool(a.words) and (a.words, a.title_quantities, a.days) == (b.words, b.title_quantities, b.days)


def _months(article: WeightedFeatures) -> frozenset[str]:
    return _MONTHS & article.title.keys()


def _numbered_otherwise(a: Traits, b: Traits) -> bool:
    """Whether a title has an age or an ordinal where the other has another one."""
    units = {each.unit for each in b.title_quantities if _NUMBERING.fullmatch(each.unit)}
    return any(each.unit in units and each not in b.quantities for each in a.title_quantities)


def differ(a: AbstractSet[object], b: AbstractSet[object]) -> float:
    """Whether both name some of a kind, and none is common."""
    return float(bool(a) and bool(b) and a.isdisjoint(b))


def places_differ(a: AbstractSet[str], b: AbstractSet[str]) -> float:
    """Both name cities, or regions, and none is common; a city and a region may hold each other."""
    if not a.isdisjoint(b):
        return 0.0
    scopes = {place.partition(" ")[0] for place in a} & {place.partition(" ")[0] for place in b}
    return float(bool(scopes))
