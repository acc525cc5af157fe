"""What a topic is looked for in: a text's words with the keys they may be found by, in memory and as one line; pure.

A key is a normal form with a letter for whose it is (`r.банк` Russian, `k.банк` Kazakh, `l.bank` Snowball's), so that a
Kazakh stem never meets a Russian lemma by accident; or `=банка`, a word exactly as written (folded); `#китай`, a tag;
`@zakon.kz`, a source; `~kk`, a language. Topics and texts meet by equal keys only, in an index as in a scan.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import InitVar, dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from parsers.language import disambiguation, gazetteer, kazakh_stemmer, lemmas

SHORTEST_PREFIX = 3
# Patterns are filed under five letters at most: three keys for each word of a text, not ten.
LONGEST_PREFIX = 5

_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'»”)\]]*+\s++[\"'«“(\[—–-]*+\s*+$")
_INITIAL = 1  # "М. Ауэзов": the full stop after one letter ends no sentence
_TONGUE_KEYS = {lemmas.RUSSIAN: "r.", lemmas.KAZAKH: "k.", "": "l."}
_BREAK = "."  # between sentences, in the line of a passage


class Field(StrEnum):
    """Where a topic was found."""

    TITLE = "title"
    LEAD = "lead"
    TEXT = "text"
    TAG = "tag"
    SOURCE = "source"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article as topics see it. `text` is the beginning of its body, for articles without a lead."""

    title: str
    lead: str = ""
    text: str = ""
    tags: tuple[str, ...] = ()
    source: str = ""
    language: str = ""


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


@dataclass(slots=True)
class TokenizedText:
    """A text ready to be searched: its passages, and where in them each key stands, as (passage, position)."""

    passages: Sequence[Passage]
    source: str = ""
    language: str = ""
    tags: dict[str, str] = field(default_factory=dict)
    where: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    only: InitVar[frozenset[str] | None] = None

    def __post_init__(self, only: frozenset[str] | None) -> None:
        where: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, passage in enumerate(self.passages):
            for position, token in enumerate(passage.tokens):
                for key in ("=" + token.folded, *token.keys):
                    if only is None or key in only:
                        where[key].append((number, position))
        self.where = dict(where)

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
        source=document.source.casefold(),
        language=language,
        tags={key: tag for tag in document.tags if (key := tag_key(tag))},
    )


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

    With `only`, passages without any of these keys stay empty, which is all that a topic of these keys needs.
    """
    *passages, tags = text.split("\n")
    needles = None if only is None else tuple(map(needle, only))
    return TokenizedText(
        [_passage(each, needles) for each in passages],
        source=source,
        language=language,
        tags={part[1:-1]: part[2:-1].replace("_", " ") for part in tags.split(" ")[1:]},
        only=only,
    )


def _passage(text: str, needles: tuple[str, ...] | None) -> Passage:
    place, *parts = text.split(" ")
    if needles is not None and not any(each in text for each in needles):
        parts = []
    return Passage(Field(place), tuple(_tokens(parts)))


def _tokens(parts: Iterable[str]) -> Iterator[Token]:
    sentence = 0
    for part in parts:
        if part == _BREAK:
            sentence += 1
            continue
        written, folded, *found, _ = part.split(":")
        yield Token(written or folded[1:], folded[1:], tuple(found), sentence)
