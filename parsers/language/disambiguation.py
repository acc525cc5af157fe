"""Which of its normal forms a Russian word has here: judged by its neighbours, for words that have several; pure.

Most words have one normal form and are left alone. For the rest a few facts of grammar settle what a dictionary
cannot: a preposition wants its cases, an adjective agrees with its noun, a clause has one finite verb and that verb a
subject, a name begins with a capital. Each fact multiplies how likely a reading is by itself; the factors were set on
tests/storage/topics/query/word_forms.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from parsers.language import lemmas, russian_declension
from parsers.language.lemmas import Analysis, Word

_BREAK = re.compile(r"[,;:.!?…()\[\]«»\"“”„|]|\s[—–-]\s")
_NOMINAL = frozenset({"NOUN", "ADJF", "NPRO", "NUMR"})
_FINITE = "VERB"
_SUBJECTS = frozenset({"NOUN", "NPRO"})
_CASES_AFTER = {
    "gent": "у от ото до из изо без для против после около вокруг возле кроме среди ради вместо насчет мимо вдоль",
    "datv": "к ко благодаря вопреки согласно",
    "ablt": "над перед надо передо",
    "accs": "про через сквозь",
    "loct": "при",
    "accs loct": "в во на о об обо",
    "datv accs loct": "по",
    "gent ablt accs": "с со",
    "ablt accs": "за под",
    "gent ablt": "между",
}
_GOVERNED = {word: frozenset(cases.split()) for cases, words in _CASES_AFTER.items() for word in words.split()}

_AGAINST_PREPOSITION = 0.005
_AGREES, _DISAGREES = 3.0, 0.1
_ADJECTIVE_BEFORE_ITS_NOUN, _ADJECTIVE_ALONE = 50.0, 0.2
_SECOND_VERB = 0.01
_WITHOUT_SUBJECT = 0.003
_ONLY_SUBJECT = 30.0
_OBJECT_FIRST = 0.1
_SMALL_NAME = 0.005
_CAPITAL_NAME, _CAPITAL_WORD = 5.0, 0.5
_NAME_BEFORE_NAME = 10.0
# A reading that weighs less by itself is not believed whatever stands around it.
_LEAST_WEIGHT = 0.002
# Of several forms those are kept that are at least this likely beside the likeliest.
_KEPT = 0.15
_ADJECTIVE_SHARE = 0.6


class _Spot(NamedTuple):
    """A word with its readings; `starts` tells whether a sentence or a title begins with it."""

    word: Word
    folded: str
    readings: tuple[Analysis, ...]
    starts: bool


def settle(text: str, words: Sequence[Word], language: str = "") -> dict[int, frozenset[str]]:
    """Return the normal forms of those words, by their number, that need their neighbours to be read."""
    contested = [
        number
        for number, word in enumerate(words)
        if _is_contested(word.text, language) and text[word.end : word.end + 1] != "-"  # премьер-: its case is after it
    ]
    if not contested:
        return {}
    spots = list(_spots(text, words, language))
    has_case = any(spot.word.text.islower() for spot in spots) and not text.islower()
    return {number: _forms(number, spots, has_case=has_case) for number in contested}


@lru_cache(maxsize=32_768)
def _is_contested(word: str, language: str) -> bool:
    folded = lemmas.fold(word)
    if lemmas.tongue_of(folded, language) != lemmas.RUSSIAN or not lemmas.is_known(folded):
        return False
    if lemmas.is_acronym(word) and lemmas.forms(word, language) == {folded}:
        return False
    forms = {reading.form for reading in lemmas.readings(folded) if reading.weight >= _LEAST_WEIGHT}
    return len(forms) > 1 or (word[0].isupper() and not any(r.is_name for r in lemmas.readings(folded)))


def _spots(text: str, words: Sequence[Word], language: str) -> Iterator[_Spot]:
    end = 0
    for number, word in enumerate(words):
        folded = lemmas.fold(word.text)
        russian = lemmas.tongue_of(folded, language) == lemmas.RUSSIAN
        between = text[end : word.start]
        starts = number == 0 or (between != " " and _BREAK.search(between) is not None)
        yield _Spot(word, folded, lemmas.readings(folded) if russian else (), starts)
        end = word.end


def _clause(number: int, spots: Sequence[_Spot]) -> range:
    """Return the numbers of the words between punctuation that a word stands among."""
    start = number
    while start and not spots[start].starts:
        start -= 1
    end = number + 1
    while end < len(spots) and not spots[end].starts:
        end += 1
    return range(start, end)


def _forms(number: int, spots: Sequence[_Spot], *, has_case: bool) -> frozenset[str]:
    spot = spots[number]
    numbers = _clause(number, spots)
    at = number - numbers.start
    clause = spots[numbers.start : numbers.stop]
    likely: dict[str, float] = {}
    for reading in spot.readings:
        if reading.weight >= _LEAST_WEIGHT:
            weight = reading.weight * _fit(reading, at, clause)
            weight *= _capital(reading, spot, spots[number + 1 : number + 2]) if has_case else 1.0
            likely[reading.form] = likely.get(reading.form, 0.0) + weight
    most = max(likely.values(), default=0.0)
    kept = {form for form, weight in likely.items() if weight >= most * _KEPT}
    if has_case and not spot.starts and spot.word.text.istitle() and not any(r.is_name for r in spot.readings):
        # A capital where none is due: perhaps a name that only looks like a word (Илона Маска).
        kept.update(russian_declension.bases(spot.folded))
    return frozenset(kept)


def _fit(reading: Analysis, at: int, clause: Sequence[_Spot]) -> float:
    """Return how well a reading fits the words before and after it."""
    before, after = clause[:at], clause[at + 1 :]
    fit = _after_preposition(reading, before) * _after_adjective(reading, before)
    if reading.part == "ADJF":
        followed = after and any(_agree(reading, noun) for noun in _nouns(after[0]))
        fit *= _ADJECTIVE_BEFORE_ITS_NOUN if followed else _ADJECTIVE_ALONE
    others = [*before, *after]
    if reading.part == _FINITE:
        fit *= _as_verb(reading, others)
    elif reading.part == "NOUN":
        fit *= _as_subject(reading, others) if reading.case == "nomn" else _as_object(clause[at], before, after)
    return fit


def _after_preposition(reading: Analysis, before: Sequence[_Spot]) -> float:
    """A preposition wants its cases, also across adjectives: в стеклянную банку."""
    for spot in reversed(before):
        cases = _GOVERNED.get(spot.folded)
        if cases is not None:
            return 1.0 if reading.part in _NOMINAL and reading.case in cases else _AGAINST_PREPOSITION
        if not _is_adjective(spot):
            break
    return 1.0


def _after_adjective(reading: Analysis, before: Sequence[_Spot]) -> float:
    if not before or not _is_adjective(before[-1]) or reading.part == "ADJF":
        return 1.0
    adjectives = [each for each in before[-1].readings if each.part == "ADJF"]
    return _AGREES if reading.part == "NOUN" and any(_agree(each, reading) for each in adjectives) else _DISAGREES


def _as_verb(reading: Analysis, others: Sequence[_Spot]) -> float:
    """A clause has one finite verb, and that verb something it may be about."""
    if any(_is_verb(spot) for spot in others):
        return _SECOND_VERB
    return 1.0 if any(_is_about(reading, subject) for subject in _subjects(others)) else _WITHOUT_SUBJECT


def _as_subject(reading: Analysis, others: Sequence[_Spot]) -> float:
    """A verb that no other word can be the subject of wants this one: взорвалась банка."""
    verbs = [each for spot in others if _is_verb(spot) for each in spot.readings if each.part == _FINITE]
    if not any(verb.gender and _is_about(verb, reading) for verb in verbs):
        return 1.0
    return 1.0 if any(_is_about(verb, each) for verb in verbs for each in _subjects(others)) else _ONLY_SUBJECT


def _subjects(spots: Sequence[_Spot]) -> Iterator[Analysis]:
    """Yield the nouns that may be subjects: those right after a preposition are not."""
    for before, spot in zip((None, *spots), spots, strict=False):
        if spot.folded not in _GOVERNED and (before is None or before.folded not in _GOVERNED):
            yield from (each for each in spot.readings if each.part in _SUBJECTS and each.weight >= _LEAST_WEIGHT)


def _as_object(spot: _Spot, before: Sequence[_Spot], after: Sequence[_Spot]) -> float:
    """What opens a clause before a verb that it may be the subject of is its subject: банки снижают ставки."""
    if before or not after or not _is_verb(after[0]):
        return 1.0
    subjects = [each for each in spot.readings if each.part == "NOUN" and each.weight >= _LEAST_WEIGHT]
    return _OBJECT_FIRST if any(_is_about(verb, each) for verb in after[0].readings for each in subjects) else 1.0


def _is_about(verb: Analysis, subject: Analysis) -> bool:
    if subject.case != "nomn" or subject.number != verb.number:
        return False
    return not verb.gender or not subject.gender or verb.gender == subject.gender


def _agree(adjective: Analysis, noun: Analysis) -> bool:
    if (adjective.case, adjective.number) != (noun.case, noun.number):
        return False
    return adjective.number == "plur" or not noun.gender or adjective.gender == noun.gender


def _nouns(spot: _Spot) -> Iterator[Analysis]:
    return (reading for reading in spot.readings if reading.part == "NOUN")


def _is_adjective(spot: _Spot) -> bool:
    return sum(reading.weight for reading in spot.readings if reading.part == "ADJF") >= _ADJECTIVE_SHARE


def _is_verb(spot: _Spot) -> bool:
    return bool(spot.readings) and all(r.part == _FINITE for r in spot.readings if r.weight >= _LEAST_WEIGHT)


def _capital(reading: Analysis, spot: _Spot, following: Sequence[_Spot]) -> float:
    """A name begins with a capital; at the beginning of a sentence only a capital after it tells."""
    if not spot.word.text[0].isupper():
        return _SMALL_NAME if reading.is_name else 1.0
    if spot.starts:
        next_is_name = bool(following) and not following[0].starts and following[0].word.text.istitle()
        return _NAME_BEFORE_NAME if reading.is_name and next_is_name else 1.0
    return _CAPITAL_NAME if reading.is_name else _CAPITAL_WORD
