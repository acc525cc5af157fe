"""The nearest words of a vocabulary to one that was mistyped. Pure; which words there are comes from outside."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from parsers.language import lemmas

# A word that was read once may be a typo itself.
_FEWEST: Final = 2
# Shorter words are too near to too many others.
_SHORTEST: Final = 4
# From so many letters on, two of them may be wrong.
_LONG: Final = 8


def vocabulary(texts: Iterable[str]) -> Mapping[str, int]:
    """Count the words of texts, as they are compared; those that are hardly ever met are none."""
    words = (word.text for text in texts for word in lemmas.words(text))
    counts = Counter(lemmas.fold(word) for word in words if len(word) >= _SHORTEST)
    return {word: count for word, count in counts.items() if count >= _FEWEST}


def nearest(word: str, known: Mapping[str, int]) -> str | None:
    """Return the known word that was meant, the nearest and then the most usual; None where none is near.

    A word that is known by itself is meant as it stands. A letter too many, too few, another or swapped is one mistake.
    """
    written = lemmas.fold(word)
    if len(written) < _SHORTEST or written in known:
        return None
    most = 2 if len(written) >= _LONG else 1
    found = process.extract(written, known.keys(), scorer=OSA.distance, score_cutoff=most, limit=None)
    best = min(found, key=lambda one: (one[1], -known[one[0]], one[0]), default=None)
    return best[0] if best else None


def corrected(text: str, known: Mapping[str, int]) -> str | None:
    """Return a text with its mistyped words put right; None where there is nothing to put right."""
    pieces = text.split()
    better = [nearest(piece.strip('.,!?:;()"«»'), known) or piece for piece in pieces]
    return " ".join(better) if better != pieces else None
