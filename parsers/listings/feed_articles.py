"""Articles out of a feed that carries them whole, so that their pages need not be asked for. Pure.

Nothing in a feed says whether its texts are whole. They are believed to be where most of them are long, of different
lengths, and end as texts do: not in dots, nor in an invitation to read on.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from parsers import canonical_url
from parsers.article import Article, Image, Link, Page, ParseError
from parsers.language import lemmas
from parsers.page import bylines, generic, html, tag_kinds
from parsers.page.body import boilerplate, quotes
from parsers.page.html import Block

# A feed is read whole by its newest items: the others are known already, or have a page.
MOST = 60
# Of markup, in all items: a second of a worker's time.
_MOST_LETTERS = 2_000_000
# So long is no summary; of a feed that carries articles whole, this is a short one.
_LONG, _SHORT = 600, 200
_FEWEST = 3
_SHARE = 0.6
# Texts cut at so many letters are all of one length.
_SPREAD = 1.3
_DOTS = ("…", "...", "[…]", "[...]")
_READ_ON = re.compile(
    r"(?:read (?:more|on|the (?:rest|full))|continue reading|more|(?:читать|подробнее|далее)\b|толығырақ"
    r"|weiterlesen|lire la suite).{0,80}$",
    re.IGNORECASE,
)
# What WordPress adds to each item, whole or not.
_APPENDED = re.compile(r"(?:the post|запись|сообщение) .{0,300}(?:appeared first on|впервые появил\w+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What a feed says of an article beside its link: its longest text, as HTML; its authors; its tags."""

    text: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    lines: Sequence[Block]
    images: Sequence[Image]
    is_cut: bool

    @property
    def letters(self) -> int:
        return sum(len(line.text) for line in self.lines)


def carried(links: Sequence[Link], said: Mapping[str, Carried], *, language: str, now: datetime) -> list[Link]:
    """Return the links, those with their articles whose text the feed carries whole, if it is a feed that does that."""
    texts = _texts(links[:MOST], said, now)
    if not _are_whole(list(texts.values())):
        return list(links)
    whole = {url: text for url, text in texts.items() if text.letters >= _SHORT and not text.is_cut}
    return [
        replace(link, article=_article(link, said[link.url], whole[link.url], language, now))
        if link.url in whole
        else link
        for link in links
    ]


def _may_be_carried(link: Link, said: Mapping[str, Carried]) -> bool:
    return link.article is None and bool(link.title) and link.published_at is not None and bool(said[link.url].text)


def _are_whole(texts: Sequence[_Text]) -> bool:
    lengths = sorted(text.letters for text in texts if text.letters >= _LONG and not text.is_cut)
    return len(lengths) >= max(_FEWEST, _SHARE * len(texts)) and lengths[-1] >= _SPREAD * lengths[0]


def _texts(links: Iterable[Link], said: Mapping[str, Carried], now: datetime) -> dict[str, _Text]:
    """Return the texts of the newest items, by address, as far as reading them costs nobody anything."""
    found = {}
    left = _MOST_LETTERS
    for link in links:
        if _may_be_carried(link, said):
            markup = said[link.url].text
            left -= len(markup)
            if left < 0:
                break
            found[link.url] = _text(
                Page(url=link.url, body=markup.encode("utf-8", "replace"), charset="utf-8", fetched_at=now)
            )
    return found


def _text(page: Page) -> _Text:
    """Return the lines and pictures of an item's text."""
    try:
        tree = html.tree(page)
    except ParseError:
        return _Text(lines=(), images=(), is_cut=True)
    soup = html.cut(tree, "body")
    if soup is None:
        return _Text(lines=(), images=(), is_cut=True)
    html.drop(soup, boilerplate.ELEMENTS, boilerplate.CLASSES)
    blocks = [block for block in html.blocks(soup) if not _APPENDED.match(block.text)]
    lines = [line for line in boilerplate.text(blocks) if not line.linked]
    said = [block for block in blocks if block.name != "img"]
    return _Text(lines=lines, images=boilerplate.images(blocks), is_cut=not lines or _says_more(said[-1]))


def _says_more(line: Block) -> bool:
    """Say whether a text that ends with this line goes on elsewhere."""
    return line.text.rstrip(' \u200e)»”"').endswith(_DOTS) or bool(_READ_ON.match(line.text))


def _article(link: Link, said: Carried, text: _Text, language: str, now: datetime) -> Article:
    url = canonical_url.of_page(link.url, link.url)
    lead, paragraphs = text.lines[0].text, list(text.lines[1:])
    body, quoted = quotes.split(paragraphs)
    return Article(
        url=url,
        site=generic.site(url),
        site_id=generic.site_id(url),
        title=link.title,
        published_at=min(link.published_at or now, now),
        lead=lead,
        paragraphs=tuple(body),
        authors=bylines.people(said.authors),
        language=lemmas.language_of(" ".join((link.title, lead, *body[:5])), language[:2]),
        tags=tuple(tag_kinds.typed(label) for label in dict.fromkeys(filter(None, said.tags))),
        images=tuple(_images(text.images, link.image)),
        quotes=tuple(quoted),
    )


def _images(found: Iterable[Image], enclosed: str) -> list[Image]:
    """Return an item's pictures: the one that the feed shows with it, unless the text has it, and those of the text."""
    own = [image for image in found if image.url.startswith(("http://", "https://"))]
    return own if not enclosed or any(image.url == enclosed for image in own) else [Image(url=enclosed), *own]
