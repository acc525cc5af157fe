"""From a message in plain words to what it means, where a phrase says so beyond doubt; knows no topics."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.intents import phrases

_LONGEST: Final = 120
_MARKS: Final = ' .,!?;:…()"«»“”-–—'


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What is meant: a command's name, "hello", "thanks", "answer" or "stop", and what is said about it."""

    name: str
    about: str = ""


@lru_cache(maxsize=256)
def read(text: str) -> Intent | None:
    """Read a message; None where it is no phrase that is known, as a topic is."""
    if len(text) > _LONGEST or "\n" in text.strip():
        return None
    written = _bare(text)
    folded = written.casefold().replace("ё", "е").replace("’", "'")
    for name, pattern in phrases.PHRASES:
        if found := pattern.fullmatch(folded):
            about = next((group for group in found.groupdict() if found[group]), None)
            # As it was typed: a name keeps its capitals, unless folding has moved its place.
            start, end = found.span(about) if about else (0, 0)
            source = written if len(written) == len(folded) else folded
            return Intent(name=name, about=source[start:end].strip(_MARKS) if about else "")
    return None


def _bare(text: str) -> str:
    """Return a message without marks, pictures and courtesy around it."""
    words = text.split()
    while words and not any(character.isalnum() for character in words[-1]):
        words.pop()
    while words and _folded(words[-1]) in phrases.COURTESY:
        words.pop()
    while len(words) > 1 and _folded(words[0]) in phrases.COURTESY:
        del words[0]
    return " ".join(words).strip(_MARKS)


def _folded(word: str) -> str:
    return word.strip(_MARKS).casefold()
