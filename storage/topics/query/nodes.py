"""The parts a topic is made of: each knows its keys, its place in a text and its canonical spelling; pure.

Every part has `anchors`, a few sets of keys such that a text that matches holds a key of each set: an index files a
topic under any one of them and finds every text it may match.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from parsers.language import lemmas
from storage.topics.query import document, proximity
from storage.topics.query.document import Field, Hit, TokenizedText

Anchors = tuple[frozenset[str], ...]

# A run's words may stand a little apart: президент Республики Казахстан.
# Measured on tests/storage/topics/query/word_forms.
_APART = 2
_APART_LONGER = 3
_PAIR = 2
# What says something of an article as a whole.
_WHOLE = frozenset({Field.SOURCE, Field.LANGUAGE, Field.RUBRIC})


class Term(Protocol):
    """A part of a topic."""

    @property
    def anchors(self) -> Anchors:
        """Sets of keys, of each of which a matching text holds one."""
        ...

    @property
    def keys(self) -> frozenset[str]:
        """Every key the part looks at, those it refuses included."""
        ...

    def find(self, content: TokenizedText) -> Hit | None:
        """Return where and as what the part stands in a text, the title first; None if it does not."""
        ...


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


@dataclass(frozen=True)
class Words:
    """Words by their forms: one anywhere, several near each other in one sentence, in whatever order."""

    words: tuple[str, ...]
    place: Field | None = None

    def __str__(self) -> str:
        return ("title:" if self.place else "") + " ".join(self.words)

    @cached_property
    def anchors(self) -> Anchors:
        """One set of keys for each word that says something."""
        content = [word for word in self.words if says_something(word)]
        return tuple(document.wanted(word, alone=len(content) == 1) for word in content)

    @property
    def keys(self) -> frozenset[str]:
        """The keys of every anchor."""
        return _union(self.anchors)

    def find(self, content: TokenizedText) -> Hit | None:
        """Find the words near each other."""
        return near(self.anchors, len(self.words), content, self.place)


@dataclass(frozen=True)
class Phrase:
    """Words exactly as written (letter case and ё aside), one right after another."""

    words: tuple[str, ...]
    place: Field | None = None

    def __str__(self) -> str:
        # A word with an ending hung on by a hyphen stays one word only in capitals: see lemmas.words.
        spelled = [word.upper() if "-" in word else word for word in self.words]
        text = f"={spelled[0]}" if len(spelled) == 1 else '"' + " ".join(spelled) + '"'
        return f"title:{text}" if self.place else text

    @cached_property
    def anchors(self) -> Anchors:
        """Each word as it is written."""
        return tuple(frozenset({"=" + word}) for word in self.words)

    @property
    def keys(self) -> frozenset[str]:
        """The keys of every anchor."""
        return _union(self.anchors)

    def find(self, content: TokenizedText) -> Hit | None:
        """Find the words in a row."""
        followers = [frozenset(proximity.standing(keys, content, self.place)) for keys in self.anchors[1:]]
        for number, position in proximity.standing(self.anchors[0], content, self.place):
            if all((number, position + step) in places for step, places in enumerate(followers, 1)):
                return proximity.found(content, (number, position), len(self.words))
        return None


@dataclass(frozen=True)
class Prefix:
    """Every word with this beginning, three letters at least."""

    start: str
    place: Field | None = None

    def __str__(self) -> str:
        return f"title:{self.start}*" if self.place else f"{self.start}*"

    @cached_property
    def anchors(self) -> Anchors:
        """The beginning, as far as texts keep it."""
        return (frozenset({self.start[: document.LONGEST_PREFIX] + "*"}),)

    @property
    def keys(self) -> frozenset[str]:
        """The keys of every anchor."""
        return _union(self.anchors)

    def find(self, content: TokenizedText) -> Hit | None:
        """Find the first word that begins so."""
        for number, passage in enumerate(content.passages):
            if not proximity.allowed(passage.place, self.place):
                continue
            for position, token in enumerate(passage.tokens):
                if token.folded.startswith(self.start):
                    return proximity.found(content, (number, position), 1)
        return None


@dataclass(frozen=True)
class TagTerm:
    """A tag as a whole, its words in any order."""

    key: str

    def __str__(self) -> str:
        plain = self.key.removeprefix("#").replace("_", "").isalnum()
        return self.key if plain else '#"' + self.key.removeprefix("#").replace("_", " ") + '"'

    @property
    def anchors(self) -> Anchors:
        """The tag's key."""
        return (frozenset({self.key}),)

    @property
    def keys(self) -> frozenset[str]:
        """The keys of every anchor."""
        return _union(self.anchors)

    def find(self, content: TokenizedText) -> Hit | None:
        """Find the tag among those of the text."""
        label = content.tags.get(self.key)
        return Hit(form=label, place=Field.TAG) if label is not None else None


@dataclass(frozen=True)
class All:
    """Every part, anywhere in the text; `refused` ones (AND NOT) nowhere in it."""

    parts: tuple[Term, ...]
    refused: tuple[Term, ...] = ()

    def __str__(self) -> str:
        return " AND ".join([*map(_in_brackets, self.parts), *(f"NOT {_in_brackets(term)}" for term in self.refused)])

    @cached_property
    def anchors(self) -> Anchors:
        """The anchors of every part."""
        return tuple(keys for part in self.parts for keys in part.anchors)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of every part, wanted and refused."""
        return _union(part.keys for part in self.parts + self.refused)

    def find(self, content: TokenizedText) -> Hit | None:
        """Find every part; what is shown are the words found, joined."""
        found = []
        for part in self.parts:
            hit = part.find(content)
            if hit is None:
                return None
            found.append(hit)
        if any(term.find(content) for term in self.refused):
            return None
        return _joined(found)


@dataclass(frozen=True)
class Any:
    """At least one part."""

    parts: tuple[Term, ...]

    def __str__(self) -> str:
        return " OR ".join(map(_in_brackets, self.parts))

    @cached_property
    def anchors(self) -> Anchors:
        """One set: the shortest of each part's, together."""
        return (frozenset().union(*(min(part.anchors, key=len) for part in self.parts)),)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of every part."""
        return _union(part.keys for part in self.parts)

    def find(self, content: TokenizedText) -> Hit | None:
        """Find the first part that stands there."""
        return next((hit for part in self.parts if (hit := part.find(content))), None)


def near(
    anchors: Sequence[Iterable[str]], words: int, content: TokenizedText, place: Field | None = None
) -> Hit | None:
    """Find a run of `words` words, those without keys of their own (stop words) included, near each other."""
    if len(anchors) == 1:
        start = proximity.first(anchors[0], content, place)
        return proximity.found(content, start, 1) if start is not None else None
    standing = []
    for keys in anchors:
        standing.append(proximity.standing(keys, content, place))
        if not standing[-1]:
            return None
    return proximity.run(content, standing, words + (_APART if len(anchors) == _PAIR else _APART_LONGER))


def says_something(word: str) -> bool:
    """Tell whether a word can be looked for: not и, the, мен; but IT is a word where it is one."""
    return lemmas.is_acronym(word) or lemmas.fold(word) not in lemmas.STOP_WORDS


def _in_brackets(term: Term) -> str:
    return f"({term})" if isinstance(term, All | Any) else str(term)


def _joined(found: Sequence[Hit]) -> Hit:
    """Join findings: the words rather than the source, language or rubric, each once."""
    words = [hit for hit in found if hit.place not in _WHOLE] or list(found)
    return Hit(form=" + ".join(dict.fromkeys(hit.form for hit in words)), place=words[0].place)
