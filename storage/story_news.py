"""What one account of a story has and the others lack, and what came since a moment: names, numbers, quotes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from parsers.article import Article
from storage import names, numbers, similarity, terms

_AT_MOST = 3
"""More of a kind is no fact to point out but another text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Only:
    """What of an article no other account says, as it stands in its text; each may be empty."""

    url: str
    site: str
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    quotes: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether the others say all of it."""
        return not (self.names or self.numbers or self.quotes)


def only_in(article: Article, others: Sequence[Article]) -> Only:
    """What an article names, counts or quotes that none of the others does; three of each at most."""
    head, known = _head(article), "\n".join(map(_whole, others))
    said = set(terms.terms(known))
    counted = {each.value for each in numbers.quantities(known)}
    quoted = similarity.quotations(known).keys()
    named = [each.text for each in names.found(head) if each.certain and said.isdisjoint(terms.terms(each.text))]
    amounts = [text for quantity, text in numbers.written(head) if quantity.value not in counted]
    quotes = [quote for run, quote in similarity.quotations(_whole(article)).items() if run not in quoted]
    return Only(url=article.url, site=article.site, names=_first(named), numbers=_first(amounts), quotes=_first(quotes))


def since(articles: Sequence[Article], moment: datetime) -> list[Only]:
    """What the articles published after a moment say that none before each of them did; earliest first."""
    ordered = sorted(articles, key=lambda one: (one.published_at, one.url))
    found = [only_in(each, ordered[:at]) for at, each in enumerate(ordered) if each.published_at > moment]
    return [each for each in found if not each.nothing]


def _first(found: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))[:_AT_MOST]


def _head(article: Article) -> str:
    return f"{article.title}\n{article.lead or ' '.join(article.paragraphs[:1])}"


def _whole(article: Article) -> str:
    return "\n".join((article.title, article.lead, *article.paragraphs))
