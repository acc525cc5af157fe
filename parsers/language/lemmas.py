"""Words of a text and the normal forms they may have: Russian, Kazakh and others, pure; knows no topics and no tags."""

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import pymorphy3
import snowballstemmer

from parsers.language import kazakh_stemmer, russian_declension

VERSION = 2
"""Raised whenever the forms of some word change, so that what was indexed by them is indexed anew."""

_MARKS = "\u00ad\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u200b-\u200d\u2060"
_IDEOGRAPH = "\u3400-\u9fff\uf900-\ufaff"
_LETTER = rf"[^\W_{_IDEOGRAPH}]"
_WORD = re.compile(rf"\d+(?:[.,]\d+)+(?![^\W_])|[{_IDEOGRAPH}]|{_LETTER}+(?:[{_MARKS}'’ʼ]+{_LETTER}+)*[{_MARKS}]*")
_DROPPED = re.compile("[\u00ad\u0300\u0301\u0307\u0591-\u05c7\u064b-\u065f\u200b-\u200d\u2060]")
_HYPHENS = frozenset("-‐‑‒–")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[a-z\u00df-\u024f\u0259]")
_LATIN_ALIKE = "abcehikmoptxyə"
_CYRILLIC_ALIKE = "авсеһікмортхуә"
_TO_CYRILLIC = str.maketrans(_LATIN_ALIKE, _CYRILLIC_ALIKE)
_TO_LATIN = str.maketrans(_CYRILLIC_ALIKE, _LATIN_ALIKE)
_ACRONYM = re.compile(r"[А-ЯЁӘҒҚҢӨҰҮҺІA-Z][А-ЯЁӘҒҚҢӨҰҮҺІA-Z\d]{1,5}")
_DECLINED_ACRONYM = re.compile(r"([А-ЯЁ]{2,5})(?:а|у|ом|е|ы|ов|ам|ами|ах)")
# A news day uses some 30,000 different word forms; parsing one costs 50 µs, remembering it 0.5 KB.
_REMEMBERED = 32_768
# Below this share of the likeliest reading, a reading is a curiosity of the dictionary (банка as a jar: 0.05).
_UNLIKELY = 0.1
# A guess at a word the dictionary lacks is what the reader meant only if it is about this sure.
_GUESSED = 0.2
_CASES = {"gen1": "gent", "gen2": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct", "voct": "nomn"}
_NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Abbr"})
_LONGEST_ORDINAL = 3  # 2-го, 15-ші

RUSSIAN, KAZAKH = "ru", "kk"
_KAZAKH_LIKE = frozenset({KAZAKH, "ky"})

_STOP_WORDS = {
    RUSSIAN: "а без бы был была были было быть в вам вас весь во вот все всего всей всех вы где да для до его ее ей "
    "ему если есть еще же за и из или им ими их к как ко когда который кто ли либо между меня мне можно мой мы на "
    "над надо наш не него нее нет ни них но ну о об обо он она они оно от ото по под при про с свой себя со так также "
    "такой там те тем то того тоже той только том тот ты у уже что чтобы чем эта эти это этот я",
    KAZAKH: "мен бен пен және немесе емес үшін туралы бұл сол осы ол олар біз сіз де та ма ме ба бе па пе ғана "
    "бірақ сияқты кейін дейін арқылы бойынша деп еді екен",
    "en": "an and are as at be been but by for from has have he her his if in into is it its not of on or she that the "
    "their them they this to was we were what when which who will with you",
}
STOP_WORDS = frozenset(word for line in _STOP_WORDS.values() for word in line.split())
"""Folded words that say nothing by themselves: a topic cannot be made of them alone."""


class Word(NamedTuple):
    """A word as it stands in a text, and where: `text[start:end]`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """One way to read a Russian word: its normal form, how likely that is by itself (0..1), and its grammar.

    `part`, `case`, `number` and `gender` are OpenCorpora grammemes, participles counted as adjectives (ADJF) and rare
    second cases as the common ones; empty where the word has none.
    """

    form: str
    weight: float
    part: str
    case: str = ""
    number: str = ""
    gender: str = ""
    is_name: bool = False
    is_abbreviation: bool = False


def words(text: str) -> list[Word]:
    """Return the words of `text` in their order: letters and digits, "1,5" whole, each ideograph by itself.

    A hyphenated word is its parts (бизнес-форум is two words that touch), but an ending hung on by a hyphen stays
    with its word (АҚШ-тың).
    """
    found: list[Word] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if found and start - found[-1].end == 1 and _hangs_on(text, found[-1], match[0]):
            found[-1] = Word(text[found[-1].start : end], found[-1].start, end)
        else:
            found.append(Word(match[0], start, end))
    return found


def _hangs_on(text: str, before: Word, part: str) -> bool:
    if text[before.end] not in _HYPHENS or not (before.text.isupper() or before.text.isdigit()):
        return False
    if before.text.isdigit():
        return len(part) <= _LONGEST_ORDINAL and part.isalpha()
    return kazakh_stemmer.is_ending(part.casefold())


@lru_cache(maxsize=_REMEMBERED)
def fold(word: str) -> str:
    """Return `word` as it is compared: lower case, ё as е, no accents over Cyrillic, Latin look-alikes put right."""
    if word.isascii():
        return word.lower()
    folded = _DROPPED.sub("", unicodedata.normalize("NFKC", word).casefold()).replace("ё", "е").replace("’", "'")
    cyrillic = set(_CYRILLIC.findall(folded))
    latin = set(_LATIN.findall(folded))
    if cyrillic and latin:
        if latin.issubset(_LATIN_ALIKE):
            return folded.translate(_TO_CYRILLIC)
        if cyrillic.issubset(_CYRILLIC_ALIKE):
            return folded.translate(_TO_LATIN)
    return folded


def is_acronym(word: str) -> bool:
    """Tell whether `word` is written as an abbreviation: АЭС, G20, БҰҰ."""
    return _ACRONYM.fullmatch(word) is not None


def language_of(text: str, declared: str = "") -> str:
    """Return the language to read `text` in: the declared one, unless its letters plainly say Kazakh; "" if unknown."""
    if declared in _KAZAKH_LIKE:
        return KAZAKH
    found = [word for word in text.casefold().split() if _CYRILLIC.search(word)]
    lettered = sum(1 for word in found if not kazakh_stemmer.LETTERS.isdisjoint(word))
    # A Russian text quotes a Kazakh name or two; in a Kazakh one every second word has a letter of its own.
    if found and lettered / len(found) > (0.25 if declared else 0.15):
        return KAZAKH
    return declared


def forms(word: str, language: str = "") -> frozenset[str]:
    """Return every normal form that `word`, met in a text of `language`, may have; rare readings included.

    The script decides where `language` (ISO 639-1) is empty. Forms are folded, see `fold`.
    """
    return _forms(word, language, 0.0)


def likely_forms(word: str, language: str = "") -> frozenset[str]:
    """Return the normal forms that `word` has in most texts: банка is of банк; a jar needs its context."""
    return _forms(word, language, _UNLIKELY)


def meant_forms(word: str, *, alone: bool = True) -> frozenset[str]:
    """Return the normal forms that a reader who typed the Russian `word` by itself, or beside others, means.

    A dictionary form means itself, however rare; of an inflected word nouns are meant rather than verbs (стали is
    steel: nobody follows "became"). A word the dictionary lacks may have been typed in any case.
    """
    folded = fold(word)
    found = readings(folded)
    if is_known(folded) and not (is_acronym(word) and _is_abbreviation(folded)):
        if any(reading.form == folded for reading in found):
            return frozenset({folded}) if alone else frozenset({folded}) | likely_forms(word, RUSSIAN)
        nouns = {reading.form for reading in found if reading.part == "NOUN"}
        return frozenset({folded}) | (nouns & likely_forms(word, RUSSIAN) or nouns or likely_forms(word, RUSSIAN))
    if is_acronym(word) or folded.endswith(russian_declension.SURNAME) or any(r.form == folded for r in found):
        return frozenset({folded})
    return frozenset(russian_declension.meant(folded)) | {r.form for r in found if r.weight >= _GUESSED}


def normal(word: str, language: str = "") -> str:
    """Return the likeliest normal form of `word`; a word the dictionary lacks is its own."""
    folded = fold(word)
    tongue = tongue_of(folded, language)
    if tongue == RUSSIAN:
        return readings(folded)[0].form if is_known(folded) else folded
    return kazakh_stemmer.stems(folded)[0] if tongue == KAZAKH else _stem(folded, language)


@lru_cache(maxsize=_REMEMBERED)
def tongue_of(folded: str, language: str = "") -> str:
    """Return what rules a folded word obeys: RUSSIAN, KAZAKH or "" (Snowball); the letters outrank the language."""
    folded = folded.partition("-")[0]
    if not _CYRILLIC.search(folded):
        return ""
    if language in _KAZAKH_LIKE or not kazakh_stemmer.LETTERS.isdisjoint(folded):
        return KAZAKH
    return RUSSIAN


@lru_cache(maxsize=_REMEMBERED)
def _forms(word: str, language: str, unlikely: float) -> frozenset[str]:
    folded, _, hung = fold(word).partition("-")
    tongue = tongue_of(folded, language)
    if hung or folded[0].isdigit():
        return frozenset({folded})
    if tongue == KAZAKH:
        return frozenset(kazakh_stemmer.stems(folded))
    if tongue != RUSSIAN:
        return frozenset({_stem(folded, language), folded})
    if is_acronym(word) and (_is_abbreviation(folded) or not is_known(folded)):
        return frozenset({folded})
    declined = _DECLINED_ACRONYM.fullmatch(word)
    if declined:
        return frozenset({fold(declined[1])})
    found = frozenset(_russian_forms(folded, unlikely))
    # Nobody said it is Russian, and the dictionary does not know it: it may be Kazakh without a letter of its own.
    return found if language or is_known(folded) else found | frozenset(kazakh_stemmer.stems(folded))


def _is_abbreviation(folded: str) -> bool:
    return any(reading.is_abbreviation for reading in readings(folded))


def _russian_forms(folded: str, unlikely: float) -> Iterator[str]:
    """Yield the dictionary's forms; for a word it lacks, also what regular declension allows."""
    weights: dict[str, float] = {}
    for reading in readings(folded):
        weights[reading.form] = weights.get(reading.form, 0.0) + reading.weight
    least = max(weights.values(), default=0.0) * unlikely
    yield from (form for form, weight in weights.items() if weight >= least)
    if not is_known(folded):
        yield from russian_declension.bases(folded)


@lru_cache(maxsize=_REMEMBERED)
def readings(folded: str) -> tuple[Analysis, ...]:
    """Return the readings of a folded Russian word, likeliest first."""
    return tuple(
        Analysis(
            form=sys.intern(parse.normal_form.replace("ё", "е")),
            weight=parse.score,
            part="ADJF" if parse.tag.POS == "PRTF" else str(parse.tag.POS or ""),
            case=_CASES.get(parse.tag.case, str(parse.tag.case or "")),
            number=str(parse.tag.number or ""),
            gender=str(parse.tag.gender or ""),
            is_name=not _NAMES.isdisjoint(parse.tag.grammemes),
            is_abbreviation="Abbr" in parse.tag.grammemes,
        )
        for parse in _russian().parse(folded)
    )


@lru_cache(maxsize=_REMEMBERED)
def is_known(folded: str) -> bool:
    """Tell whether the Russian dictionary has the word itself, so that its forms are no guess."""
    return bool(_russian().word_is_known(folded))


@lru_cache(maxsize=1)
def _russian() -> Any:  # noqa: ANN401 - pymorphy3 publishes no types
    """Return the one dictionary of the process: 0.1 s and 15 MB, so only when first needed."""
    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=_REMEMBERED)
def _stem(folded: str, language: str) -> str:
    return str(_stemmer(language).stemWord(folded))


@lru_cache(maxsize=32)
def _stemmer(language: str) -> Any:  # noqa: ANN401 - snowballstemmer publishes no types
    name = _SNOWBALL.get(language, "english")
    return snowballstemmer.stemmer(name)


_SNOWBALL = {
    "ar": "arabic", "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
