"""What a topic is looked for in: a text's words with the keys they may be found by, in memory and as one line; pure.

A key is a normal form with a letter for whose it is (`r.банк` Russian, `k.банк` Kazakh, `l.bank` Snowball's), so that a
Kazakh stem never meets a Russian lemma by accident; or `=банка`, a word exactly as written (folded); `#китай`, a tag;
`@zakon.kz`, a source; `~kk`, a language; `%sport`, a rubric. Topics and texts meet by equal keys only, in an index
as in a scan.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, overload

from parsers.language import disambiguation, gazetteer, kazakh_stemmer, lemmas

SHORTEST_PREFIX = 3
# Patterns are filed under five letters at most: three keys for each word of a text, not ten.
LONGEST_PREFIX = 5

_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'»”)\]]*+\s++[\"'«“(\[—–-]*+\s*+$")
_INITIAL = 1  # "М. Ауэзов": the full stop after one letter ends no sentence
_TONGUE_KEYS = {lemmas.RUSSIAN: "r.", lemmas.KAZAKH: "k.", "": "l."}
_BREAK = "."  # between sentences, in the line of a passage
_BREAK_BETWEEN = f" {_BREAK} "


class Field(StrEnum):
    """Where a topic was found."""

    TITLE = "title"
    LEAD = "lead"
    TEXT = "text"
    TAG = "tag"
    SOURCE = "source"
    LANGUAGE = "language"
    RUBRIC = "rubric"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article as topics see it. `text` is the beginning of its body, for articles without a lead."""

    title: str
    lead: str = ""
    text: str = ""
    tags: tuple[str, ...] = ()
    source: str = ""
    language: str = ""
    rubrics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What of a text a topic was found in: the words as they stand there, and the place."""

    form: str
    place: Field


class Token(NamedTuple):
    """A word of a text: as written, folded, and the keys of its normal forms."""

    written: str
    folded: str
    keys: tuple[str, ...]
    sentence: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """A title, a lead or a tag as a run of tokens."""

    place: Field
    tokens: Sequence[Token]

    def written(self, first: int, last: int) -> str:
        """Return the words between two positions, both included, as they stand in the text."""
        return " ".join(token.written for token in self.tokens[first : last + 1])


@dataclass(frozen=True, slots=True)
class TokenizedText:
    """A text ready to be searched: its passages, and where in them each key stands, as (passage, position)."""

    passages: Sequence[Passage]
    where: Mapping[str, Sequence[tuple[int, int]]]
    source: str = ""
    language: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)

    def keys(self) -> set[str]:
        """Return every key a topic may be found by, beginnings of words included."""
        found = set(self.where)
        found.update(self.tags)
        for key in self.where:
            if key[0] == "=":
                longest = min(len(key) - 1, LONGEST_PREFIX)
                found.update(key[1 : size + 1] + "*" for size in range(SHORTEST_PREFIX, longest + 1))
        if self.source:
            found.add("@" + self.source)
        if self.language:
            found.add("~" + self.language)
        return found

    def found(self, key: str) -> Hit:
        """Return the first word with a key that stands in this text."""
        number, position = self.where[key][0]
        passage = self.passages[number]
        return Hit(form=passage.tokens[position].written, place=passage.place)


def tokenize(document: Document) -> TokenizedText:
    """Read a document once, so that any number of topics can be looked for in it."""
    parts = [(Field.TITLE, document.title), (Field.LEAD, document.lead), (Field.TEXT, document.text)]
    everything = " ".join(text for _, text in parts)
    language = lemmas.language_of(everything, document.language)
    passages = [Passage(place, tokens(text, language)) for place, text in parts if text]
    passages.extend(Passage(Field.TAG, tokens(tag, language)) for tag in document.tags)
    return TokenizedText(
        passages,
        _where(passages),
        source=document.source.casefold(),
        language=language,
        tags={key: tag for tag in document.tags if (key := tag_key(tag))}
        | {rubric_key(rubric): rubric for rubric in document.rubrics},
    )


def _where(passages: Iterable[Passage]) -> dict[str, list[tuple[int, int]]]:
    where: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, passage in enumerate(passages):
        for position, token in enumerate(passage.tokens):
            for key in ("=" + token.folded, *token.keys):
                where[key].append((number, position))
    return dict(where)


def tokens(text: str, language: str = "") -> tuple[Token, ...]:
    """Return the words of a text with their keys and the number of their sentence."""
    words = lemmas.words(text)
    settled = disambiguation.settle(text, words, language)
    found: list[Token] = []
    sentence = 0
    end = 0
    for number, word in enumerate(words):
        if (
            found
            and word.start - end > 1
            and _SENTENCE_END.search(text[end : word.start])
            and _ends_sentence(found[-1], word.text)
        ):
            sentence += 1
        forms = settled.get(number)
        keyed = keys(word.text, language) if forms is None else tuple(sorted("r." + form for form in forms))
        found.append(Token(word.text, lemmas.fold(word.text), keyed, sentence))
        end = word.end
    return tuple(found)


def _ends_sentence(last: Token, following: str) -> bool:
    return len(last.written) > _INITIAL and not following[0].islower()


@lru_cache(maxsize=65_536)
def keys(word: str, language: str = "") -> tuple[str, ...]:
    """Return the keys of a word that stands in a text of `language`."""
    prefix = _TONGUE_KEYS[lemmas.tongue_of(lemmas.fold(word), language)]
    return tuple(sorted(prefix + form for form in lemmas.likely_forms(word, language)))


@lru_cache(maxsize=32_768)
def wanted(word: str, *, alone: bool = True) -> frozenset[str]:
    """Return the keys of the texts' words that a reader who typed `word` wants.

    Narrower than `keys`: who types a dictionary form means it (банка is a jar), unless other words stand beside it
    (`alone` is false: клиенты банка).
    """
    folded = lemmas.fold(word)
    tongue = lemmas.tongue_of(folded)
    if tongue == lemmas.KAZAKH:
        return frozenset("k." + form for form in kazakh_stemmer.dictionary_forms(folded))
    if tongue != lemmas.RUSSIAN:
        return frozenset("l." + form for form in lemmas.forms(word) | {folded})
    kazakh_keys = {"k." + form for form in kazakh_stemmer.dictionary_forms(folded)}
    return frozenset("r." + form for form in lemmas.meant_forms(word, alone=alone)) | kazakh_keys


@lru_cache(maxsize=8_192)
def tag_key(label: str) -> str:
    """Return the key of a tag: the folded words of its best-known name (КНР is Китай) in one order; empty if none."""
    known = gazetteer.known().get(gazetteer.stems(label.replace("_", " ")))
    folded = sorted(lemmas.fold(word.text) for word in lemmas.words(known.label if known else label))
    return "#" + "_".join(folded) if folded else ""


def rubric_key(rubric: str) -> str:
    """Return the key of a rubric; it stands among the tags."""
    return f"%{rubric}"


def line(content: TokenizedText) -> str:
    """Write a content as text that can be scanned for keys: each key stands between a space or colon and a colon."""
    return "\n".join([*(_passage_line(passage) for passage in content.passages), _tags_line(content.tags)])


def _passage_line(passage: Passage) -> str:
    parts = [passage.place.value]
    sentence = 0
    for token in passage.tokens:
        if token.sentence != sentence:
            parts.append(_BREAK)
            sentence = token.sentence
        written = "" if token.written == token.folded else token.written
        parts.append(":".join((written, "=" + token.folded, *token.keys, "")))
    return " ".join(parts)


def _tags_line(tags: Iterable[str]) -> str:
    return " ".join(("tags", *(f":{key}:" for key in tags)))


def needle(key: str) -> str:
    """Return what stands in a line exactly if the key does."""
    return f":={key[:-1]}" if key[-1] == "*" else f":{key}:"


def from_line(text: str, *, source: str = "", language: str = "", only: frozenset[str] | None = None) -> TokenizedText:
    """Read back what `line` wrote; tags have their keys for labels.

    With `only`, just these keys are looked for, which is all that a topic of these keys needs: a search reads
    thousands of lines, and no word of them but those it is about.
    """
    *lines, tags = text.split("\n")
    passages = [Passage(Field(each.split(" ", 1)[0]), LineTokens(each)) for each in lines]
    return TokenizedText(
        passages,
        _where(passages) if only is None else _where_in_lines(lines, [key for key in only if needle(key) in text]),
        source=source,
        language=language,
        tags={part[1:-1]: part[2:-1].replace("_", " ") for part in tags.split(" ")[1:]},
    )


def _where_in_lines(lines: Iterable[str], only: Iterable[str]) -> dict[str, list[tuple[int, int]]]:
    """Return where some keys stand. Beginnings of words are left out, for they are filed under no place."""
    found = {key: list(_standing(lines, needle(key))) for key in only if key[-1] != "*"}
    return {key: places for key, places in found.items() if places}


def _standing(lines: Iterable[str], sought: str) -> Iterator[tuple[int, int]]:
    for number, text in enumerate(lines):
        at = text.find(sought)
        while at >= 0:
            # Before a word stand the passage's name, other words and ends of sentences, each with a space behind it.
            yield number, text.count(" ", 0, at) - text.count(_BREAK_BETWEEN, 0, at) - 1
            at = text.find(sought, at + 1)


class LineTokens(Sequence[Token]):
    """The words of a passage's line; the line is taken apart when the first is asked for, each word when it is."""

    __slots__ = ("_begins", "_line", "_words")

    def __init__(self, line: str) -> None:
        self._line = line
        self._words: list[str | Token] | None = None
        # The words that begin a sentence, but for the first.
        self._begins: list[int] = []

    def __len__(self) -> int:
        return len(self._split())

    @overload
    def __getitem__(self, at: int) -> Token: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Token]: ...

    def __getitem__(self, at: int | slice) -> Token | Sequence[Token]:
        words = self._split()
        if isinstance(at, slice):
            return tuple(self[one] for one in range(*at.indices(len(words))))
        word = words[at]
        if isinstance(word, str):
            written, folded, *found, _ = word.split(":")
            sentence = bisect_right(self._begins, at % len(words))
            words[at] = word = Token(written or folded[1:], folded[1:], tuple(found), sentence)
        return word

    def _split(self) -> list[str | Token]:
        if self._words is None:
            _, *parts = self._line.split(" ")
            self._words = [part for part in parts if part != _BREAK]
            breaks = (at for at, part in enumerate(parts) if part == _BREAK)
            self._begins = [at - earlier for earlier, at in enumerate(breaks)]
        return self._words
