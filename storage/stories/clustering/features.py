"""What of an article tells its event: terms, names, numbers, days, quotes, a sketch of its text. Pure; no decision."""

import math
import re
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import islice

from parsers.article import Article
from parsers.language import datelines, gazetteer, names, terms
from parsers.language.quantities import CalendarDay, Quantity, days, quantities

# The title and this many words after it say what happened; what follows is mostly background shared with other stories.
LEAD_WORDS = 90
# One more than the logarithms of three and of two: what a title adds where the lead has the word, and alone.
_TITLE_AGAIN, _TITLE_ALONE = 1.1, 2.1
# A copy is found by runs of so many terms; one in SAMPLE (by its hash, so the same on both sides) is kept.
_RUN = 4
_SAMPLE = 4
_SKETCH_SIZE = 64
# Whole sentences of so many terms are no phrase that anybody would use.
_SENTENCE_TERMS = 6
_SENTENCES, _SENTENCE_LETTERS = 40, 6000
# A page of 200,000 words is read this far: for copies, and for the names and numbers in it.
_SKETCH_WORDS = 4000
_BODY_WORDS = 500
_NAMED, _COUNTED = 80, 60
_QUOTED = re.compile(r"[«“\"]([^«»“”\"]{12,400})[»”\"]")
_QUOTE_TERMS = 4
_LETTERS = 3
_SEEN_LETTERS = 300
_OPENING = 30
_BRIEF = 5
# A title of more words is none.
_TITLE_WORDS = 40
_SENTENCE = re.compile(r"[.!?…][\s\"»”)]++|\n++")
# What an address is that stands for any address (RFC 2606): two articles there have no publisher in common.
_NOBODYS = frozenset({"example.com", "example.net", "example.org"})

Rarity = Callable[[str], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What is known of an article besides the weights of its terms.

    `words` are those of the title, folded whole; `named` are terms with a capital, anywhere in the text; `days` are
    named in the title, `lead_days` there or in the lead; `sentences` and `sketch` are hashes of whole sentences and of
    runs of words; `length` counts the terms of the text, as far as it was read; `latin` tells in which letters it is.
    `meaning` is a vector of storage.stories.clustering.embedding, empty without the extra.
    """

    site: str
    language: str
    published_at: datetime
    words: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()
    title_named: frozenset[str] = frozenset()
    quantities: frozenset[Quantity] = frozenset()
    title_quantities: frozenset[Quantity] = frozenset()
    days: frozenset[CalendarDay] = frozenset()
    lead_days: frozenset[CalendarDay] = frozenset()
    quotes: frozenset[str] = frozenset()
    sketch: frozenset[int] = frozenset()
    sentences: frozenset[int] = frozenset()
    places: frozenset[str] = frozenset()
    title_places: frozenset[str] = frozenset()
    length: int = 0
    latin: bool = False
    meaning: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFeatures:
    """An article as the comparison sees it: the terms of its title and of the words after it, and its traits."""

    title: tuple[str, ...]
    lead: tuple[str, ...]
    traits: Traits


@dataclass(frozen=True, kw_only=True)
class WeightedFeatures:
    """A features whose terms carry their weight at the time it was read.

    `lead` are the terms of the words after the title, `names` all that are named in the whole text; the lengths are
    those of the vectors.
    """

    title: Mapping[str, float]
    lead: Mapping[str, float]
    names: Mapping[str, float]
    traits: Traits
    title_length: float
    lead_length: float

    @cached_property
    def text(self) -> Mapping[str, float]:
        """Title and lead together, as if the title stood there three times."""
        found = dict(self.lead)
        for term, weight in self.title.items():
            found[term] = found[term] + weight * _TITLE_AGAIN if term in found else weight * _TITLE_ALONE
        return found

    @cached_property
    def opening(self) -> Mapping[str, float]:
        """The first terms of the lead, which say what happened."""
        return dict(islice(self.lead.items(), _OPENING))

    @cached_property
    def opening_length(self) -> float:
        """The length of that vector."""
        return length(self.opening)

    @cached_property
    def text_length(self) -> float:
        """The length of that vector."""
        return length(self.text)

    @cached_property
    def brief(self) -> bool:
        """Whether it has hardly more than its title."""
        return len(self.lead.keys() - self.title.keys()) <= _BRIEF

    @cached_property
    def title_total(self) -> float:
        """What the terms of its title weigh together."""
        return math.fsum(self.title.values())

    @cached_property
    def names_total(self) -> float:
        """What all that it names weighs together."""
        return math.fsum(self.names.values())

    @cached_property
    def letters(self) -> Mapping[str, float]:
        """The runs of letters of the title's words, each word's weight spread over its own."""
        return _letters(self.title, self.traits.words)

    @cached_property
    def letters_length(self) -> float:
        """The length of that vector."""
        return length(self.letters)


def extract(article: Article) -> ArticleFeatures:
    """Read an article's features. Any text will do: what is missing is empty."""
    title = article.title
    body = datelines.without("\n".join((article.lead, *article.paragraphs)).strip()[: _SKETCH_WORDS * 12])
    words = body[: _BODY_WORDS * 40].split(None, _BODY_WORDS)[:_BODY_WORDS]
    lead = " ".join(words[:LEAD_WORDS])
    # Lines keep their ends: a name does not go on in the next paragraph.
    read = body[: len(" ".join(words))]
    found = terms.terms(body)[:_SKETCH_WORDS]
    title_named, counted = _named(title), quantities(f"{title}\n{read}")
    traits = Traits(
        site="" if article.site in _NOBODYS else article.site,
        language=article.language,
        published_at=article.published_at,
        words=tuple(dict.fromkeys(map(names.fold, names.spelled(title))))[:_TITLE_WORDS],
        named=title_named | frozenset(sorted(_named(read))[:_NAMED]),
        title_named=title_named,
        quantities=frozenset(sorted(counted)[:_COUNTED]),
        title_quantities=quantities(title),
        days=days(title),
        lead_days=days(f"{title}\n{lead}"),
        quotes=frozenset(quotations(f"{title}\n{body[: _SKETCH_WORDS * 8]}")),
        sketch=_sketch(found),
        sentences=_sentences(body),
        places=gazetteer.places(f"{title}\n{lead}"),
        title_places=gazetteer.places(title),
        length=min(len(found), _BODY_WORDS),
        latin=_in_latin(f"{title} {lead}"),
    )
    return ArticleFeatures(title=terms.terms(title), lead=terms.terms(lead), traits=traits)


def not_after(extracted: ArticleFeatures, now: datetime) -> ArticleFeatures:
    """The features with its time moved back to `now`, if its publisher's clock runs ahead."""
    if extracted.traits.published_at <= now:
        return extracted
    return replace(extracted, traits=replace(extracted.traits, published_at=now))


def weigh(extracted: ArticleFeatures, rarity: Rarity = terms.rarity) -> WeightedFeatures:
    """Give each term of a features its weight: its rarity; in the lead times a slowly growing count."""
    known = {term: round(rarity(term), 2) for term in {*extracted.title, *extracted.lead, *extracted.traits.named}}
    lead = {
        term: round(known[term] * (1 + math.log(count)), 2) if count > 1 else known[term]
        for term, count in Counter(extracted.lead).items()
    }
    title = {term: known[term] for term in extracted.title}
    return weighed(title, lead, {term: known[term] for term in sorted(extracted.traits.named)}, extracted.traits)


def weighed(
    title: Mapping[str, float], lead: Mapping[str, float], named: Mapping[str, float], traits: Traits
) -> WeightedFeatures:
    """Put the vectors of an article together with their lengths."""
    return WeightedFeatures(
        title=title, lead=lead, names=named, traits=traits, title_length=length(title), lead_length=length(lead)
    )


def cosine(one: Mapping[str, float], other: Mapping[str, float], lengths: float) -> float:
    """How alike two vectors are whose lengths, multiplied, are `lengths`: 1 for the same, 0 where nothing is common."""
    # fsum, because the order of a set differs from process to process, and the sum must not.
    common = one.keys() & other.keys()
    return math.fsum([one[term] * other[term] for term in common]) / lengths if common and lengths else 0.0


def _letters(title: Mapping[str, float], words: Sequence[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for word in words:
        weight = title.get(terms.term(word), 0.0)
        padded = f" {word} "
        runs = {padded[at : at + _LETTERS] for at in range(len(padded) - _LETTERS + 1)}
        for run in runs:
            found[run] = found.get(run, 0.0) + weight / math.sqrt(len(runs))
    return found


def length(vector: Mapping[str, float]) -> float:
    """The length of a vector of terms."""
    return math.sqrt(sum(weight * weight for weight in vector.values()))


def _named(text: str) -> frozenset[str]:
    return frozenset(
        terms.term(word)
        for name in names.found(text)
        if name.certain
        for word in names.spelled(name.text)
        if len(word) > 1
    )


def quotations(text: str) -> dict[str, str]:
    """What a text quotes, by the first terms of each quotation; what is shorter than they are is a name."""
    runs = ((terms.terms(match.group(1)), match.group(1)) for match in _QUOTED.finditer(text))
    return {" ".join(run[:_QUOTE_TERMS]): quoted for run, quoted in runs if len(run) >= _QUOTE_TERMS}


def _sketch(found: Sequence[str]) -> frozenset[int]:
    runs = map(" ".join, zip(*(found[at:] for at in range(_RUN)), strict=False))
    hashes = {each for each in map(zlib.crc32, map(str.encode, runs)) if not each % _SAMPLE}
    return frozenset(sorted(hashes)[:_SKETCH_SIZE])


def _sentences(text: str) -> frozenset[int]:
    """The hashes of its first sentences; what is shorter than a statement is left out."""
    found = map(terms.terms, _SENTENCE.split(text[:_SENTENCE_LETTERS])[:_SENTENCES])
    return frozenset(zlib.crc32(" ".join(each).encode()) for each in found if len(each) >= _SENTENCE_TERMS)


def _in_latin(text: str) -> bool:
    letters = [letter for letter in text[:_SEEN_LETTERS] if letter.isalpha()]
    return bool(letters) and sum(map(str.isascii, letters)) * 2 > len(letters)
