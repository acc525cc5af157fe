"""Reading an article although its publisher has changed its pages: as they are known, else as any page is read.

What a site's module is written for may change on any day. It then finds nothing, which everybody notices, or something
else, which nobody does: the name of a section for a title, one line for a text. Both are told here by what the page is
listed as, and by how much text there is.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from parsers.article import Article, Page, ParseError

# Fewer letters are no article; so many are one, and as many times more than the module found are no menu.
_THIN, _RICH = 100, 400
# Of the words of the shorter of two titles, so many stand in the other where both are of one article.
_SHARED = 0.5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An article, and why it was not read as its source's pages are known; "" if it was."""

    article: Article
    instead: str = ""


def attempt(
    known: Callable[[Page], Article], otherwise: Callable[[Page], Article] | None, page: Page, *, title: str = ""
) -> Reading:
    """Read a page by the known way, unless what it gives is in doubt and the other way gives what is not.

    `known` and `otherwise` are those of its source, `title` is what the page is listed as.

    Raises:
        ParseError: neither way gives an article; it tells what the known way lacked.
    """
    try:
        article = known(page)
    except ParseError as error:
        if otherwise is None:
            raise
        found = _without_doubt(otherwise, page, title)
        if found is None:
            raise
        return Reading(article=found, instead=error.reason)
    doubt = _doubt(article, title)
    found = _without_doubt(otherwise, page, title) if doubt and otherwise is not None else None
    if found is None or (found.site, found.site_id) != (article.site, article.site_id):
        return Reading(article=article)
    return Reading(article=found, instead=doubt)


def _without_doubt(parse_article: Callable[[Page], Article], page: Page, title: str) -> Article | None:
    try:
        article = parse_article(page)
    except ParseError:
        return None
    return None if _doubt(article, title) or letters(article) < _RICH else article


def _doubt(article: Article, title: str) -> str:
    """Say what speaks against an article's being what was listed; "" if nothing does."""
    if title and not agree(article.title, title):
        return f"its title is “{article.title[:80]}”, it is listed as “{title[:80]}”"
    return f"its text has {letters(article)} letters" if letters(article) < _THIN else ""


def letters(article: Article) -> int:
    """Return how much text an article has."""
    return sum(len(text) for text in (article.lead, *article.paragraphs))


def agree(title: str, other: str) -> bool:
    """Say whether two titles may be of one article: one has half of the other's words. A word alone tells nothing."""
    words, others = (set(_WORD.findall(text.casefold())) for text in (title, other))
    fewer = min(len(words), len(others))
    return fewer < 2 or len(words & others) >= _SHARED * fewer
