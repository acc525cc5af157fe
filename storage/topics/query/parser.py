"""The topic language: what a reader types becomes a query that tells by which words a text is on it; pure.

    group = ["NOT"] unit { ["AND" | "OR" | "NOT" | "AND" "NOT"] unit }    a minus before a word is a NOT
    unit  = "(" group ")" | words | '"' words '"' | "=" word | word "*" | "#" tag | field
    field = "source:" name | "lang:" code | "rubric:" name | "title:" words

AND binds closer than OR; two units side by side are joined by AND; a NOT without an AND takes its unit away from the
whole group (банк OR ставка NOT спорт), as readers mean it. docs/topics.md tells it to readers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from storage.errors import TopicSyntaxError
from storage.topics.query import lexer, nodes
from storage.topics.query.document import Document, Hit, TokenizedText, tokenize
from storage.topics.query.lexer import Kind, Piece
from storage.topics.query.nodes import All, Any, Term, Words

MAX_DEPTH = 8
"""Brackets within brackets."""

REASONS = (
    "topic-too-long", "topic-empty", "topic-stop-words", "topic-only-not", "topic-quote", "topic-parenthesis",
    "topic-operator", "topic-nesting", "topic-too-many-words", "topic-pattern", "topic-field",
)  # fmt: skip
"""Every reason a topic may be refused for, as text keys."""


@dataclass(frozen=True)
class Query:
    """A topic in the topic language; `str()` is its canonical text, and parsing that gives an equal query."""

    root: Term
    typed: str = field(default="", compare=False)
    """What was typed, spaces aside."""

    def __str__(self) -> str:
        return self._text

    @cached_property
    def _text(self) -> str:
        return str(self.root)

    @property
    def anchors(self) -> tuple[frozenset[str], ...]:
        """Sets of keys (see storage.topics.query.document): a text on this topic holds at least one key of each."""
        return self.root.anchors

    @property
    def keys(self) -> frozenset[str]:
        """Every key the topic looks at."""
        return self.root.keys

    @property
    def is_words(self) -> bool:
        """Whether the topic is words near each other and nothing else, so that its anchors say all of it."""
        root = self.root
        return isinstance(root, Words) and root.place is None and len(root.anchors) == len(root.words)

    def match(self, document: Document) -> Hit | None:
        """Return by which words, and where, a document is on this topic; None if it is not."""
        return self.find(tokenize(document))

    def find(self, content: TokenizedText) -> Hit | None:
        """Match a text that was read already: one text meets many topics."""
        return self.root.find(content)


def parse(text: str) -> Query:
    """Read a topic.

    Raises:
        TopicSyntaxError: it cannot be read; the reason is one of `REASONS`, the position counts characters of `text`
            without the spaces around it.
    """
    root = _read(lexer.normal(text))
    query = Query(root, " ".join(text.split()))
    # Canonical brackets and ANDs may be more than were typed; what is stored must be readable again.
    restore(lexer.normal(str(query)))
    return query


# The topics that stories meet again and again; one takes some 2 KB, and 50 µs to read.
@lru_cache(maxsize=32_768)
def restore(canonical: str) -> Query:
    """Return the query of a canonical text, which `parse` has checked: much faster, for what was stored."""
    return Query(_read(canonical), canonical)


def _read(text: str) -> Term:
    reader = _Reader(lexer.cut(text))
    root = reader.group(0)
    if reader.piece.kind is Kind.CLOSE:
        raise TopicSyntaxError("topic-parenthesis", reader.piece.position)
    return root


class IndexHit(NamedTuple):
    """A stored topic that a text may be on: the keys that it is filed under and the text holds, and its other ones.

    `canonical` is empty if words near each other are all there is to it, see `Query.is_words`.
    """

    canonical: str
    held: list[str]
    also: Sequence[Sequence[str]]

    def find(self, content: TokenizedText) -> Hit | None:
        """Look for the topic."""
        if self.canonical:
            return restore(self.canonical).find(content)
        return nodes.near([self.held, *self.also], len(self.also) + 1, content)


@dataclass
class _Group:
    """A group being read: alternatives, each of terms wanted and refused, and what the whole group refuses."""

    start: int
    alternatives: list[tuple[list[Term], list[Term]]] = field(default_factory=lambda: [([], [])])
    refused: list[Term] = field(default_factory=list)
    stopped_at: int | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.alternatives[0][0] or self.refused)

    def add(self, operator: str, term: Term) -> None:
        wanted, refused = self.alternatives[-1]
        if operator == "NOT" or (operator == "AND NOT" and not wanted):
            self.refused.append(term)
        elif operator == "AND NOT":
            refused.append(term)
        elif operator == "OR" and wanted:
            self.alternatives.append(([term], []))
        else:
            wanted.append(term)

    def term(self) -> Term:
        """Return the group as one term, or say what it lacks."""
        if not self.alternatives[0][0]:
            if self.stopped_at is not None and not self.refused:
                raise TopicSyntaxError("topic-stop-words", self.stopped_at)
            raise TopicSyntaxError("topic-only-not" if self.refused else "topic-empty", self.start)
        whole = _any(_all(wanted, refused) for wanted, refused in self.alternatives)
        return _all([whole], self.refused)


class _Reader:
    """Makes terms of pieces."""

    def __init__(self, pieces: list[Piece]) -> None:
        self._pieces = pieces
        self._at = 0

    @property
    def piece(self) -> Piece:
        """The piece to be read next."""
        return self._pieces[self._at]

    def group(self, depth: int) -> Term:
        """Read up to the closing bracket or the end, neither included."""
        group = _Group(self.piece.position)
        operator = ""
        while self.piece.kind not in {Kind.CLOSE, Kind.END}:
            if self.piece.kind is Kind.OPERATOR:
                operator = self._operator(operator, group)
            else:
                self._unit(operator, group, depth)
                operator = ""
        if operator:
            raise TopicSyntaxError("topic-operator", self._pieces[self._at - 1].position)
        return group.term()

    def _operator(self, before: str, group: _Group) -> str:
        """Return the operator together with the one before it, if the two make sense."""
        piece = self.piece
        self._at += 1
        if piece.operator == "NOT" and before in {"", "AND"}:
            return f"{before} NOT".strip()
        if before or group.is_empty:
            raise TopicSyntaxError("topic-operator", piece.position)
        return piece.operator

    def _unit(self, operator: str, group: _Group, depth: int) -> None:
        piece = self.piece
        self._at += 1
        if piece.kind is Kind.STOPPED:
            if operator:
                raise TopicSyntaxError("topic-stop-words", piece.position)
            group.stopped_at = piece.position
            return
        group.add(operator, piece.term or self._bracket(piece, depth + 1))

    def _bracket(self, opening: Piece, depth: int) -> Term:
        if depth > MAX_DEPTH:
            raise TopicSyntaxError("topic-nesting", opening.position)
        inner = self.group(depth)
        if self.piece.kind is not Kind.CLOSE:
            raise TopicSyntaxError("topic-parenthesis", opening.position)
        self._at += 1
        return inner


def _all(wanted: Iterable[Term], refused: Iterable[Term]) -> Term:
    """Join terms by AND; what is joined already is taken in, so that brackets that change nothing vanish."""
    parts: dict[Term, None] = {}
    without: dict[Term, None] = {}
    for term in wanted:
        inner = term if isinstance(term, All) else All((term,))
        parts.update(dict.fromkeys(inner.parts))
        without.update(dict.fromkeys(inner.refused))
    without.update(dict.fromkeys(refused))
    return All(tuple(parts), tuple(without)) if without or len(parts) > 1 else next(iter(parts))


def _any(alternatives: Iterable[Term]) -> Term:
    """Join terms by OR, likewise."""
    parts: dict[Term, None] = {}
    for term in alternatives:
        parts.update(dict.fromkeys(term.parts if isinstance(term, Any) else (term,)))
    return Any(tuple(parts)) if len(parts) > 1 else next(iter(parts))
