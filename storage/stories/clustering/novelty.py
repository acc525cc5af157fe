"""What one account of a story has and the others lack, and what came since a moment: names, numbers, quotes. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from parsers import dates
from parsers.article import Article
from parsers.language import gazetteer, names, quantities, terms
from storage.stories.clustering import features, headlines

_AT_MOST = 3
"""More of a kind is no fact to point out but another text."""

_SHOWN = 2
# Letters that are read of a lead, and of all that an account says: a page of 200,000 words is no account.
_LEAD, _WHOLE = 3_000, 60_000
# What follows a number in a text and does not belong to it: the next sentence, what a small word leads on to.
_NEXT = re.compile(
    r"[.,;:!?…](?:\s|$).*|(?<!\s)\s++(?:в|во|с|со|на|по|к|и|а|за|от|до|из|у|of|in|and|on|at|to|мен|және|да)\b.*",
    re.DOTALL,
)
_COUNTED = re.compile(r"[^\W\d_]|[%°$€₸]")
# МЧС, ТАСС: who said it, rather than what.
_INITIALS = re.compile(r"[^\W\d_a-zа-яё]{1,5}")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}+")
# English writes these with a capital too.
_DATES = frozenset(words.split()[0] for words in dates.MONTHS["en"]) | frozenset(
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
)


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
    folded = known.casefold()
    counted = {each.value for each in quantities.quantities(known)}
    quoted = features.quotations(known).keys()
    named = [
        each.text
        for each in names.found(head)
        if each.certain
        and not _is_no_news(each.text)
        and said.isdisjoint(terms.terms(each.text))
        and not _mentioned(each.text, folded)
    ]
    amounts = [
        amount
        for quantity, text in quantities.written(head)
        if quantity.value not in counted and _COUNTED.search(amount := _NEXT.sub("", text))
    ]
    quotes = [quote for run, quote in features.quotations(_whole(article)).items() if run not in quoted]
    return Only(url=article.url, site=article.site, names=_first(named), numbers=_first(amounts), quotes=_first(quotes))


def since(articles: Sequence[Article], moment: datetime) -> list[Only]:
    """What the articles published after a moment say that none before each of them did; earliest first."""
    ordered = sorted(articles, key=lambda one: (one.published_at, one.url))
    found = [only_in(each, ordered[:at]) for at, each in enumerate(ordered) if each.published_at > moment]
    return [each for each in found if not each.nothing]


def phrases(only: Only, article: Article) -> tuple[str, ...]:
    """What an article alone says, as it can be shown: the sentences of its lead that hold it, or names; a quotation.

    Two of these at most: more is another text.
    """
    facts = (*only.numbers, *only.names)
    said = [one for one in headlines.sentences(_lead(article)) if any(fact in one for fact in facts)]
    quotes = [f"«{quote}»" for quote in only.quotes if not any(quote in one for one in said)]
    return tuple(dict.fromkeys((*(said or only.names), *quotes)))[:_SHOWN]


def _mentioned(name: str, text: str) -> bool:
    """Whether any word of a name is in a folded text, in whatever case: Китаем, Китая."""
    words = [word.casefold() for word in _LONG_WORD.findall(name)]
    return any(_begins_a_word(word[: max(4, len(word) - 3)], text) for word in words)


def _begins_a_word(start: str, text: str) -> bool:
    at = text.find(start)
    while at > 0 and (text[at - 1].isalnum() or text[at - 1] == "_"):
        at = text.find(start, at + 1)
    return at >= 0


def _is_no_news(name: str) -> bool:
    """Whether it is a part of a name, or who said it; of single words only known names are names for sure."""
    if " " not in name and not gazetteer.find(name):
        return True
    return name.casefold() in _DATES or bool(_INITIALS.fullmatch(name))


def _first(found: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))[:_AT_MOST]


def _head(article: Article) -> str:
    return f"{article.title}\n{_lead(article)}"


def _lead(article: Article) -> str:
    return (article.lead or " ".join(article.paragraphs[:1]))[:_LEAD]


def _whole(article: Article) -> str:
    return "\n".join((article.title, article.lead, *article.paragraphs))[:_WHOLE]
