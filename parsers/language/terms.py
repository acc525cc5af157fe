"""Words cut to what their forms share, and how rare each is before anything was read; knows no article and no story."""

import hashlib
import math
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib import resources

from parsers.language import names

# Five folded letters keep most forms of a Russian word together, most words apart (docs/adr/0004-story-identity.md)
PREFIX_LENGTH = 5
# The prior weighs as much as this many articles: a fresh database leans on it, a busy one forgets it in a day.
PRIOR_ARTICLES = 3000
_RARE = 1 / PRIOR_ARTICLES
_HEADING = re.compile(r"\[(\d+)\]")
_SMOOTHING = 0.5


@lru_cache(maxsize=200_000)
def term(word: str) -> str:
    """The beginning of a folded word, the same for its forms and alphabets; a common synonym becomes the first one."""
    beginning = names.fold(word)[:PREFIX_LENGTH]
    return _synonyms().get(beginning, beginning)


def terms(text: str) -> tuple[str, ...]:
    """The terms of a text in its order; single letters and numbers are left out."""
    return tuple([each for each in map(term, names.spelled(text)) if len(each) > 1])


@cache
def _synonyms() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for line in lines("synonyms.txt"):
        beginnings = [names.fold(match.group())[:PREFIX_LENGTH] for match in names.words(line)]
        for beginning in beginnings:
            found.setdefault(beginning, found.get(beginnings[0], beginnings[0]))
    return found


def lines(name: str) -> list[str]:
    """The lines of a list that comes with Svodka, without comments."""
    text = resources.files("parsers.language").joinpath("data", name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def _shares() -> Mapping[str, float]:
    """In what share of articles the common terms stand, by the list that comes with Svodka."""
    shares: dict[str, float] = {}
    share = _RARE
    for line in lines("common_words.txt"):
        if heading := _HEADING.fullmatch(line):
            share = 1 / int(heading.group(1))
        for each in terms(line):
            shares.setdefault(each, share)
    return shares


def rarity(term: str, *, seen: int = 0, articles: int = 0) -> float:
    """How much a term tells: the logarithm of one in how many articles has it (0 for all, about 8 for a new one).

    `seen` of `articles` articles read so far had it; the list of common words stands in while few were read.
    """
    return rarities({key_hash(term): seen}, articles)(term)


def rarities(seen: Mapping[int, int], articles: int) -> Callable[[str], float]:
    """The rarity of terms where `seen` says by their numbers how many of `articles` articles had each."""
    total = PRIOR_ARTICLES + articles

    def rarity(term: str) -> float:
        known, expected = _expected(term)
        return max(0.0, math.log(total / (expected + seen.get(known, 0))))

    return rarity


@lru_cache(maxsize=100_000)
def _expected(term: str) -> tuple[int, float]:
    """A term's number, and in how many articles of the prior it is, smoothed."""
    return key_hash(term), _shares().get(term, _RARE) * PRIOR_ARTICLES + _SMOOTHING


@lru_cache(maxsize=200_000)
def key_hash(key: str) -> int:
    """A key as a signed 64-bit number for an index; the same in every process and version."""
    return hashed(key)


def hashed(key: str) -> int:
    """The same, not remembered: for keys that hardly come again."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)
