"""What of an article tells its event: terms, names, numbers, days, quotes, a sketch of its text. Pure; no decision."""

import math
import re
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from parsers.article import Article
from parsers.language import gazetteer, names, terms
from parsers.language.quantities import CalendarDay, Quantity, days, quantities

# The title and this many words after it say what happened; what follows is mostly background shared with other stories.
LEAD_WORDS = 90
TITLE_WEIGHT = 3
# A copy is found by runs of so many terms; one in SAMPLE (by its hash, so the same on both sides) is kept.
_RUN = 4
_SAMPLE = 4
_SKETCH_SIZE = 64
# A page of 200,000 words is read this far.
_SKETCH_WORDS = 4000
_QUOTED = re.compile(r"[«“\"]([^«»“”\"]{12,400})[»”\"]")
_QUOTE_TERMS = 4
_LETTERS = 3
_BRIEF = 5
# A title of more words is none.
_TITLE_WORDS = 40

Rarity = Callable[[str], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What is known of an article besides the weights of its terms.

    `words` are those of the title, folded whole; `named` are terms with a capital; `days` are named in the title.
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
    quotes: frozenset[str] = frozenset()
    sketch: frozenset[int] = frozenset()
    places: frozenset[str] = frozenset()
    meaning: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFeatures:
    """An article as the comparison sees it: the terms of its title and of the words after it, and its traits."""

    title: tuple[str, ...]
    lead: tuple[str, ...]
    traits: Traits


@dataclass(frozen=True, kw_only=True)
class WeightedFeatures:
    """A features whose terms carry their weight at the time it was read; lengths are those of the vectors."""

    title: Mapping[str, float]
    text: Mapping[str, float]
    traits: Traits
    title_length: float
    text_length: float

    @property
    def brief(self) -> bool:
        """Whether it has hardly more than its title."""
        return len(self.text) <= len(self.title) + _BRIEF

    @cached_property
    def title_total(self) -> float:
        """What the terms of its title weigh together."""
        return math.fsum(self.title.values())

    @cached_property
    def letters(self) -> Mapping[str, float]:
        """The runs of letters of the title's words, each word's weight spread over its own."""
        return _letters(self.title, self.traits.words)

    @cached_property
    def letters_length(self) -> float:
        """The length of that vector."""
        return _length(self.letters)


def extract(article: Article) -> ArticleFeatures:
    """Read an article's features. Any text will do: what is missing is empty."""
    title = article.title
    body = "\n".join((article.lead, *article.paragraphs)).strip()
    lead = " ".join(body[: LEAD_WORDS * 40].split()[:LEAD_WORDS])
    title_named = _named(title)
    traits = Traits(
        site=article.site,
        language=article.language,
        published_at=article.published_at,
        words=tuple(dict.fromkeys(map(names.fold, names.spelled(title))))[:_TITLE_WORDS],
        named=title_named | _named(lead),
        title_named=title_named,
        quantities=quantities(f"{title}\n{lead}"),
        title_quantities=quantities(title),
        days=days(title),
        quotes=frozenset(quotations(f"{title}\n{body[: _SKETCH_WORDS * 8]}")),
        sketch=_sketch(body),
        places=gazetteer.places(f"{title}\n{lead}"),
    )
    return ArticleFeatures(title=terms.terms(title), lead=terms.terms(lead), traits=traits)


def not_after(extracted: ArticleFeatures, now: datetime) -> ArticleFeatures:
    """The features with its time moved back to `now`, if its publisher's clock runs ahead."""
    if extracted.traits.published_at <= now:
        return extracted
    return replace(extracted, traits=replace(extracted.traits, published_at=now))


def weigh(extracted: ArticleFeatures, rarity: Rarity = terms.rarity) -> WeightedFeatures:
    """Give each term of a features its weight: rarity times a slowly growing count, the title counted three times."""
    title = {term: round(rarity(term), 2) for term in extracted.title}
    counts = Counter(extracted.lead)
    for term in extracted.title:
        counts[term] += TITLE_WEIGHT
    text = {
        term: round((title[term] if term in title else rarity(term)) * (1 + math.log(count) if count > 1 else 1), 2)
        for term, count in counts.items()
    }
    return weighed(title, text, extracted.traits)


def weighed(title: Mapping[str, float], text: Mapping[str, float], traits: Traits) -> WeightedFeatures:
    """Put the vectors of an article together with their lengths."""
    return WeightedFeatures(
        title=title, text=text, traits=traits, title_length=_length(title), text_length=_length(text)
    )


def _letters(title: Mapping[str, float], words: Sequence[str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for word in words:
        weight = title.get(terms.term(word), 0.0)
        padded = f" {word} "
        runs = {padded[at : at + _LETTERS] for at in range(len(padded) - _LETTERS + 1)}
        for run in runs:
            found[run] = found.get(run, 0.0) + weight / math.sqrt(len(runs))
    return found


def _length(vector: Mapping[str, float]) -> float:
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


def _sketch(text: str) -> frozenset[int]:
    found = terms.terms(text[: _SKETCH_WORDS * 12])[:_SKETCH_WORDS]
    runs = map(" ".join, zip(*(found[at:] for at in range(_RUN)), strict=False))
    hashes = {each for each in map(zlib.crc32, map(str.encode, runs)) if not each % _SAMPLE}
    return frozenset(sorted(hashes)[:_SKETCH_SIZE])
