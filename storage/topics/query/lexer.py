"""A topic cut into brackets, operators and terms, before anything is made of their order; pure."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from parsers.language import lemmas
from parsers.rubrics import sections
from storage.errors import TopicSyntaxError
from storage.topics.query import document, nodes
from storage.topics.query.attributes import Language, RubricTerm, SourceTerm
from storage.topics.query.document import Field
from storage.topics.query.nodes import Phrase, Prefix, TagTerm, Term, Words

MAX_LENGTH = 256
"""Characters of a topic."""
MAX_WORDS = 32
"""Words of a topic, those of its phrases and tags included."""

OPERATORS = {
    "AND": "AND", "И": "AND", "ЖӘНЕ": "AND",
    "OR": "OR", "ИЛИ": "OR", "НЕМЕСЕ": "OR",
    "NOT": "NOT", "НЕ": "NOT", "ЕМЕС": "NOT",
}  # fmt: skip
"""What joins terms, in capitals: a small и is a word like any other."""
_SMALL_OR = frozenset({"или", "либо", "немесе", "or"})
"""What joins terms in small letters too, between two of them: nobody means these words themselves."""
FIELDS = {
    "source": "source", "источник": "source", "дереккөз": "source",
    "lang": "lang", "язык": "lang", "тіл": "lang",
    "rubric": "rubric", "рубрика": "rubric", "айдар": "rubric",
    "title": "title", "заголовок": "title", "тақырып": "title",
}  # fmt: skip
_LANGUAGES = {"kz": "kk", "каз": "kk", "қаз": "kk", "рус": "ru", "орыс": "ru", "англ": "en", "ағыл": "en"}

# A phone types its own quotes for ours.
_QUOTES = str.maketrans(dict.fromkeys("«»“”„‟″", '"'))
# "Китай -спорт": what a search engine leaves out. Phones write a dash for "--", and for "-" where they see fit. "-5" is
# a temperature, "Касым-Жомарт" a name, and a dash between spaces a dash.
_MINUS = r"(?<![^\s(])[-\u2010-\u2015−]+(?=[^\W\d_]|[\"#=(])"
MINUS = re.compile(_MINUS)
"""What leaves the word behind it out."""
_PIECE = re.compile(
    r"(?P<space>\s+)|(?P<open>\()|(?P<close>\))"
    r'|#(?:"(?P<tags>[^"]*)"|(?P<tag>[\w-]+))'
    rf"|(?P<minus>{_MINUS})"
    rf"|(?P<field>(?:{'|'.join(FIELDS)}):)"
    r'|=?"(?P<phrase>[^"]*)"|=(?P<exact>[^\s()"]+)|(?P<bare>[^\s()"]+)|(?P<quote>")',
    re.IGNORECASE,
)
_LANGUAGE_CODE = re.compile(r"[a-z]{2,3}")
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?(?P<name>[^\W_][\w.-]*\w)(?:/.*)?")
# A channel has its name behind that of Telegram's site.
_CHANNEL = re.compile(r"(?:@|(?:https?://)?(?:www\.)?t\.me/(?:s/)?)(?P<name>[a-z][a-z0-9_]{3,31})(?:/.*)?")
_RELEXED_AT_MOST = 3
# Of what marks are left once letters are composed none tells one word from another here: "Кита́й", pasted, is "Китай".
_MARKS = frozenset(map(chr, range(0x300, 0x370)))


class Kind(Enum):
    """What a piece is; STOPPED are words that say nothing by themselves."""

    OPEN = auto()
    CLOSE = auto()
    OPERATOR = auto()
    TERM = auto()
    STOPPED = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """A bracket, an operator, a term, or the end; `position` is where it begins."""

    kind: Kind
    position: int
    operator: str = ""
    term: Term | None = None


def legible(text: str) -> str:
    """Return a text as one sees it: letters composed, without soft hyphens, stress marks, and what shows nothing."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(char for char in composed if char not in _MARKS and unicodedata.category(char) != "Cf")


def normal(text: str) -> str:
    """Return a topic with its letters composed and its quotes straight.

    Raises:
        TopicSyntaxError: it is longer than a topic may be.
    """
    composed = legible(text).translate(_QUOTES).strip()
    if len(composed) > MAX_LENGTH:
        raise TopicSyntaxError("topic-too-long", MAX_LENGTH)
    return composed


def cut(text: str) -> list[Piece]:
    """Cut a normal topic into pieces, an END last.

    Raises:
        TopicSyntaxError: a quote without its other half, a pattern or a field that means nothing, too many words.
    """
    scanner = _Scanner()
    matches = [match for match in _PIECE.finditer(text) if match.lastgroup != "space"]
    for place, match in enumerate(matches):
        value = match[match.lastgroup or 0]
        joins = value.casefold() in _SMALL_OR and _is_between(matches[max(place - 1, 0) : place + 2])
        scanner.take(str(match.lastgroup), "OR" if joins and match.lastgroup == "bare" else value, match.start())
    return scanner.finish(len(text))


def _is_between(around: list[re.Match[str]]) -> bool:
    """Say whether the piece in the middle has something to join on either side."""
    if len(around) < 3:
        return False
    before, _, behind = around
    joined = {before[0], behind[0]} & OPERATORS.keys() or {before[0].casefold(), behind[0].casefold()} & _SMALL_OR
    return not joined and before.lastgroup not in {"open", "field", "minus"} and behind.lastgroup != "close"


class _Scanner:
    """Collects words until something else ends their run."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._words_left = MAX_WORDS
        self._run: list[str] = []
        self._run_at = 0
        self._place: Field | None = None
        self._field = ""
        self._field_at = 0

    def take(self, kind: str, value: str, position: int) -> None:
        """Take the next match."""
        if kind == "quote":
            raise TopicSyntaxError("topic-quote", position)
        if kind == "field":
            self._begin_field(FIELDS[value[:-1].casefold()], position)
        elif kind == "minus":
            self._refuse_field()
            self._end_run()
            self.pieces.append(Piece(Kind.OPERATOR, position, operator="NOT"))
        elif kind in {"open", "close"}:
            self._begin_bracket(Kind.OPEN if kind == "open" else Kind.CLOSE, position)
        else:
            self._spend(value, position)
            self._take_value(kind, value, position)

    def finish(self, position: int) -> list[Piece]:
        """Return the pieces."""
        self._refuse_field()
        self._end_run()
        self.pieces.append(Piece(Kind.END, position))
        return self.pieces

    def _begin_field(self, name: str, position: int) -> None:
        self._refuse_field()
        self._end_run()
        self._field, self._field_at = name, position

    def _begin_bracket(self, kind: Kind, position: int) -> None:
        self._refuse_field()
        self._end_run()
        self.pieces.append(Piece(kind, position))

    def _refuse_field(self) -> None:
        if self._field:
            raise TopicSyntaxError("topic-field", self._field_at)

    def _spend(self, value: str, position: int) -> None:
        self._words_left -= len(lemmas.words(value))
        if self._words_left < 0:
            raise TopicSyntaxError("topic-too-many-words", position)

    def _take_value(self, kind: str, value: str, position: int) -> None:
        if kind in {"tag", "tags"}:
            self._refuse_field()
            self._add_tag(value, position)
        elif self._field in _WHOLE:
            self._add(_WHOLE[self._field](value, position), position)
        elif kind in {"phrase", "exact"}:
            self._add_phrase(value, position)
        elif value in OPERATORS and not self._field:
            self._end_run()
            self.pieces.append(Piece(Kind.OPERATOR, position, operator=OPERATORS[value]))
        elif "*" in value:
            self._add(Prefix(_beginning(value, position), self._asked()), position)
        else:
            self._extend_run(value, position)

    def _asked(self) -> Field | None:
        return Field.TITLE if self._field == "title" else None

    def _add(self, term: Term, position: int) -> None:
        self._end_run()
        self.pieces.append(Piece(Kind.TERM, position, term=term))
        self._field = ""

    def _add_tag(self, value: str, position: int) -> None:
        key = document.tag_key(value)
        if key:
            self._add(TagTerm(key), position)

    def _add_phrase(self, value: str, position: int) -> None:
        words = tuple(lemmas.fold(word) for word in _stable_words(value))
        if words:
            self._add(Phrase(words, self._asked()), position)

    def _extend_run(self, value: str, position: int) -> None:
        words = [_spelled(word) for word in _stable_words(value)]
        if not words:
            return
        if not self._run:
            self._run_at = position
            self._place = self._asked()
        self._run.extend(words)
        self._field = ""

    def _end_run(self) -> None:
        if not self._run:
            return
        says = any(map(nodes.says_something, self._run))
        term = Words(tuple(self._run), self._place) if says else None
        self.pieces.append(Piece(Kind.TERM if says else Kind.STOPPED, self._run_at, term=term))
        self._run = []


def _stable_words(text: str, times: int = _RELEXED_AT_MOST) -> Iterator[str]:
    """Yield the words of a text such that each, folded, is one word again: what we print must read as we mean it."""
    for word in lemmas.words(text):
        folded = lemmas.fold(word.text)
        if times and "-" not in folded and [each.text for each in lemmas.words(folded)] != [folded]:
            yield from _stable_words(folded, times - 1)
        else:
            yield word.text


def _spelled(word: str) -> str:
    """Return a word as a canonical topic has it: without an ending hung on, in capitals only an abbreviation.

    An operator that is a part of something longer ("R.AND.D") joins nothing and must not begin to.
    """
    base = word.partition("-")[0]
    return base if lemmas.is_acronym(base) and base not in OPERATORS else lemmas.fold(base)


def _beginning(value: str, position: int) -> str:
    """Return what a pattern begins with: letters, then one star.

    A star anywhere else, or after fewer than three letters, would have to try every word of every text.
    """
    start = value.removesuffix("*")
    words = lemmas.words(start)
    folded = lemmas.fold(start)
    whole = len(words) == 1 and words[0].text == start and "-" not in start and folded.isalnum()
    if not whole or len(folded) < document.SHORTEST_PREFIX:
        raise TopicSyntaxError("topic-pattern", position)
    return folded


def _source(value: str, position: int) -> SourceTerm:
    written = value.casefold().rstrip(".,;/")
    if channel := _CHANNEL.fullmatch(written):
        return SourceTerm(f"t.me/{channel['name']}")
    match = _ADDRESS.fullmatch(written)
    if match is None:
        raise TopicSyntaxError("topic-field", position)
    return SourceTerm(match["name"])


def _language(value: str, position: int) -> Language:
    code = _LANGUAGES.get(value.casefold(), value.casefold())
    if not _LANGUAGE_CODE.fullmatch(code):
        raise TopicSyntaxError("topic-field", position)
    return Language(code)


def _rubric(value: str, position: int) -> RubricTerm:
    named = sections.named(value)
    if named is None:
        raise TopicSyntaxError("topic-field", position)
    return RubricTerm(str(named))


# What asks for an article as a whole.
_WHOLE: Mapping[str, Callable[[str, int], Term]] = {"source": _source, "lang": _language, "rubric": _rubric}
