"""How a topic is called: in its reader's own words, tidied, or for everybody in words that nobody chose; pure."""

import re
from collections.abc import Mapping
from typing import Final

from parsers.language import lemmas
from storage.topics.query import lexer
from storage.topics.query.lexer import OPERATORS
from storage.topics.query.parser import Query

# Longer than the abbreviations people follow (США, ЕАЭС, ЕНПФ): capitals are then a shout.
_LONGEST_ABBREVIATION: Final = 5
# What the topic language writes besides words.
_SIGNS: Final = frozenset("\"'«»“”„’()#:*=,.-/&+%")
_WORD: Final = re.compile(r"\w++")
_COMPOUND: Final = re.compile(r"\w+(?:-\w+)*")


def own(query: Query) -> str:
    """Return what a reader typed without what is no words: pictures, exclamation marks, shouting."""
    typed = lexer.MINUS.sub("-", lexer.legible(query.typed))
    kept = "".join(letter if letter.isalnum() or letter in _SIGNS else " " for letter in typed)
    words = (word.lstrip(",.:").rstrip("-,.:") + "," * word.endswith(",") for word in kept.split())
    return _COMPOUND.sub(lambda word: _calm(word[0]), " ".join(filter(None, words)).strip(" ,")) or shared(query)


def shared(query: Query) -> str:
    """Return the canonical text of a topic, its words spelled as they were typed: it says nothing but the topic."""
    typed = [_calm(word) for word in _COMPOUND.findall(lexer.legible(query.typed))]
    spelled = {lemmas.fold(part): part for word in typed for part in word.split("-")}
    text = _WORD.sub(lambda word: _spelled(word[0], spelled), str(query))
    for compound in (word for word in typed if "-" in word):
        text = text.replace(compound.replace("-", " "), compound)
    return text


def _spelled(word: str, spelled: Mapping[str, str]) -> str:
    return word if word in OPERATORS else spelled.get(lemmas.fold(word), word)


def _calm(word: str) -> str:
    """Return a word as one may write it: small, with a capital, as an abbreviation; else with a capital."""
    parts = word.split("-")
    return "-".join(part if _is_calm(part) else part.capitalize() for part in parts)


def _is_calm(word: str) -> bool:
    capitals = sum(map(str.isupper, word))
    if capitals == len(word):
        return len(word) <= _LONGEST_ABBREVIATION
    # КазМунайГаз and iPhone are names, бАЙкОНУР is none.
    return capitals * 3 <= len(word) or not word.isalpha()
