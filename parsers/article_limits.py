"""How much of an article leaves the process that read its page: more is no news, and costs everybody who reads on.

None of the forty largest real pages that the limits were tried on is cut; what is beyond them is cut, and said to be.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from parsers import urls
from parsers.article import Article, Image, Link, ParseError, Quote, Tag

TITLE = 500
LEAD = 2_000
PARAGRAPH = 8_000
PARAGRAPHS = 1_000
TEXT = 200_000
"""Letters of all paragraphs together: an essay of thirty thousand words."""
NAME = 150
"""Letters of an author, a tag, a section."""
AUTHORS, TAGS, IMAGES, QUOTES = 40, 60, 60, 60
CREDIT = 500
QUOTE = 4_000
LINKS = 5_000
"""Links of one listing; a sitemap may name fifty thousand, of which the crawl looks at the newest two hundred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounded:
    """An article within its limits, and the names of the fields that were cut to be."""

    article: Article
    cut: tuple[str, ...] = ()


def bounded(article: Article) -> Bounded:
    """Cut an article to its limits.

    Raises:
        ParseError: its address is longer than addresses are, and there is no cutting that.
    """
    if len(article.url) > urls.MAX_LENGTH:
        raise ParseError(article.url[:100], "its address is too long")
    limited = replace(
        article,
        title=line(article.title, TITLE),
        lead=line(article.lead, LEAD),
        paragraphs=_within(TEXT, (line(each, PARAGRAPH) for each in article.paragraphs[:PARAGRAPHS])),
        authors=tuple(line(name, NAME) for name in article.authors[:AUTHORS]),
        section=line(article.section, NAME),
        tags=tuple(map(_tag, article.tags[:TAGS])),
        images=tuple(_images(article.images[:IMAGES])),
        quotes=tuple(map(_quote, article.quotes[:QUOTES])),
    )
    fields = ("title", "lead", "paragraphs", "authors", "section", "tags", "images", "quotes")
    return Bounded(
        article=limited, cut=tuple(name for name in fields if getattr(limited, name) != getattr(article, name))
    )


def links(found: Iterable[Link]) -> list[Link]:
    """Return the first links of a listing whose addresses are of any use, their titles cut."""
    usable = (link for link in found if len(link.url) <= urls.MAX_LENGTH)
    return [replace(link, title=line(link.title, TITLE)) for link, _ in zip(usable, range(LINKS), strict=False)]


def line(text: str, most: int) -> str:
    """Return the beginning of a text, in whole words if it has any."""
    if len(text) <= most:
        return text
    head, _, _ = text[: most + 1].rpartition(" ")
    return head.rstrip() or text[:most]


def _within(most: int, paragraphs: Iterable[str]) -> tuple[str, ...]:
    """Return the first paragraphs, those that have so many letters together."""
    kept = []
    for paragraph in paragraphs:
        most -= len(paragraph)
        if most < 0:
            break
        kept.append(paragraph)
    return tuple(kept)


def _tag(tag: Tag) -> Tag:
    return replace(tag, label=line(tag.label, NAME))


def _quote(quote: Quote) -> Quote:
    return replace(quote, text=line(quote.text, QUOTE), speaker=line(quote.speaker, NAME))


def _images(images: Iterable[Image]) -> Iterator[Image]:
    for image in images:
        if len(image.url) <= urls.MAX_LENGTH:
            yield replace(image, credit=line(image.credit, CREDIT), alt=line(image.alt, CREDIT))
