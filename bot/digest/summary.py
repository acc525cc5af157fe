"""What is said of a story below its headline: sentences that add to it, as many as a phone has room for. Pure."""

import re
from functools import lru_cache
from itertools import islice
from typing import Final

from bot.digest import formatting
from bot.digest.compose import Digest
from parsers.language import sentence

_KEPT: Final = 16_384
# Three lines of a phone (docs/adr/0012-how-a-digest-looks.md).
_SENTENCE_UNITS: Final = 120
# The first story of a digest has two or three sentences.
_OPENING_UNITS: Final = 280
_OPENING_SENTENCES: Final = 3
# A clause shorter than this says too little alone.
_CLAUSE_UNITS: Final = 30
# A sentence repeats its headline if so many of its words stand there: publishers' first sentences mostly do.
_REPEATED: Final = 0.5
_SAME: Final = 0.8
# Of a word this many letters are compared: endings differ.
_STEM: Final = 4
# Seven stories fit 1.3 screens of 390 x 844, buttons included; a line of such a phone holds so many letters. Measured
# in the demo's chat (tests/bot/demo/test_digest_on_a_phone.py), in three languages.
_STORIES: Final = 7
_LINES: Final = 48
_LINE_UNITS: Final = 36
# The title, the account and the blank lines around them; of a story its sources and a blank line.
_FRAME_LINES: Final = 5
_STORY_LINES: Final = 2

_WORD: Final = re.compile(r"\w+")
_CLAUSE: Final = re.compile(r"[,;:](?= )| [–—-](?= )")


def spoken(digest: Digest) -> frozenset[int]:
    """Return the stories, by id, that have a sentence in a digest that is to stay short: the strongest first."""
    tellings = [telling for group in digest.groups for telling in group.tellings]
    if not tellings:
        return frozenset()
    opens, *others = tellings
    spare = _LINES * max(1.0, len(tellings) / _STORIES) - _FRAME_LINES - len(digest.groups)
    spare -= sum(_STORY_LINES + _wrapped(telling.story.headline) for telling in tellings)
    spare -= _wrapped(opening(opens.story.summary, opens.story.headline))
    found = set()
    for telling in sorted(others, key=lambda telling: telling.rank):
        lines = _wrapped(told(telling.story.summary, telling.story.headline))
        if 0 < lines <= spare:
            found.add(telling.story.id)
            spare -= lines
    return frozenset(found)


@lru_cache(maxsize=_KEPT)
def _wrapped(line: str) -> int:
    return -(-formatting.units(line) // _LINE_UNITS)


@lru_cache(maxsize=_KEPT)
def opening(summary: str, headline: str) -> str:
    """Return two or three sentences of the summary of a digest's first story, none that only repeats its headline."""
    known = _stems(formatting.visible(headline))
    said = (one for one in sentence.split(formatting.visible(summary)) if _share(_stems(one), known) < _SAME)
    return formatting.shorten(" ".join(islice(said, _OPENING_SENTENCES)), _OPENING_UNITS)


@lru_cache(maxsize=_KEPT)
def told(summary: str, headline: str) -> str:
    """Return the first sentence of the summary that says more than the headline, or a clause of it if it is long."""
    known = _stems(formatting.visible(headline))
    for one in sentence.split(formatting.visible(summary)):
        said = _whole_clauses(one)
        if said and _share(_stems(said), known) < _REPEATED:
            return said
    return ""


def _whole_clauses(line: str) -> str:
    """Return what of a sentence there is room for, up to where a clause ends, else a word."""
    if formatting.units(line) <= _SENTENCE_UNITS:
        return line
    end = max((match.start() for match in _CLAUSE.finditer(line, _CLAUSE_UNITS, _SENTENCE_UNITS)), default=0)
    return f"{line[:end]}…" if end else formatting.shorten(line, _SENTENCE_UNITS)


def _share(said: set[str], known: set[str]) -> float:
    return len(said & known) / len(said) if said else 1.0


def _stems(line: str) -> set[str]:
    """Return the words of a line that say something, without their endings."""
    return {word.casefold()[:_STEM] for word in _WORD.findall(line) if len(word) >= _STEM or word.isdecimal()}
