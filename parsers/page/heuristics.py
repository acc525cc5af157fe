"""What a page shows where its structured data is silent: bylines, tag chips and dates by usual class names."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers.page import headline, html

# What surrounds an article on its page, or stands in it about others.
_ELSEWHERE = re.compile(
    r"comment|related|teaser|sidebar|recommend|most-?(?:read|popular)|latest|promo|newsletter", re.IGNORECASE
)
_ELSEWHERE_TAGS = frozenset(["nav", "aside", "footer"])
_BYLINES = (
    '[itemprop="author"] [itemprop="name"], [itemprop="author"]',
    'a[rel~="author"]',
    '[class*="byline"] a, [class*="author"] a, a[class*="author"], a[href*="/author/"], a[href*="/authors/"]',
    '[class*="author-name"], [class*="authorname"], [class*="author_name"], [class*="byline"], [class*="author"]',
)
_CHIP_PLACES = ("tags", "Tags", "tag-list", "taglist", "TagList", "articleTag", "keywords", "topics", "Topics")
_CHIP_PATHS = ("tag/", "tags/", "topic/", "topics/", "thema/", "themen/", "tema/", "temas/", "etiqueta", "keyword")
_CHIPS = (
    'a[rel~="tag"]',
    ", ".join(f'[class*="{place}"] a' for place in _CHIP_PLACES),
    ", ".join(f'a[href*="/{path}"]' for path in _CHIP_PATHS),
)
_TIMES = (
    '[itemprop="datePublished"]',
    "time[pubdate]",
    "article time, main time, header time",
    "time",
    '[class*="publish"], [class*="pubdate"], [class*="meta_date"], [class*="post-date"], [class*="DateTime"]',
    '[class*="date"]',
    '[class*="meta"], [class*="posted"], [class*="info"], [class*="time"]',
)
# An hour of its own: what stands beside a day, and not part of an offset or of a longer number.
_HOUR = re.compile(r"(?<![\d:.+-])[0-2]?\d:[0-5]\d(?![\d:])")
_TITLE_DATE = re.compile(r"[|–—-]\s*+(\d{1,2}[./]\d{1,2}[./]\d{4})\s*+$")
_BY = re.compile(r"^(?:by|von|par|автор)\b:?\s*+", re.IGNORECASE)
_NO_NAME = re.compile(r"\d|[!?:…]")
_NAME_LENGTH = 60
_CHIP_LENGTH = 60
_MOST_CHIPS = 25
_TIME_LENGTH = 200
_MOST_MENU, _MOST_LINKS, _MOST_PARAGRAPHS = 400, 300, 300
# Letters beside links: so many are a sentence with links in it.
_SENTENCE = 25


def bylines(tree: LexborHTMLParser) -> list[str]:
    """Return the names that the first kind of byline with a plausible name shows; empty if none does."""
    for selector in _BYLINES:
        names: dict[str, None] = {}
        for node in tree.css(selector)[:20]:
            name = html.line(node.text(deep=True, separator=" "))
            if _is_name(name) and not is_elsewhere(node):
                names[name] = None
        if names:
            return list(names)[:6]
    return []


def _is_name(text: str) -> bool:
    bare = _BY.sub("", text)
    words = bare.split()
    return 1 < len(words) <= 9 and len(bare) < _NAME_LENGTH and bare[0].isupper() and not _NO_NAME.search(bare)


def chips(tree: LexborHTMLParser) -> list[list[str]]:
    """Return the labels of tag links that stand together, by each way to know them the group likeliest the article's.

    That is one behind the headline, then the one most of which the text mentions: what is read everywhere now is not.
    """
    found = []
    text = ""
    for selector in _CHIPS:
        groups: dict[tuple[bool, int], dict[str, None]] = {}
        behind = False
        for node in tree.css(f"h1, {selector}")[:_MOST_LINKS]:
            behind = behind or node.tag == "h1"
            label = html.line(node.text(deep=True)) if node.tag == "a" else ""
            if 1 < len(label) < _CHIP_LENGTH and not is_elsewhere(node, but=node.attributes.get("rel") == "tag"):
                group = _group(node, label)
                if group is not None:
                    groups.setdefault((behind, group), {})[label] = None
        fitting = [(place, list(group)) for (place, _), group in groups.items() if len(group) <= _MOST_CHIPS]
        if fitting:
            text = text or _text_of_paragraphs(tree)
            found.append(max(fitting, key=lambda each: (each[0], _mentioned(each[1], text), len(each[1])))[1])
    return found


def _text_of_paragraphs(tree: LexborHTMLParser) -> str:
    return " ".join(node.text(deep=True) for node in tree.css("p")[:_MOST_PARAGRAPHS]).casefold()


def _mentioned(labels: list[str], text: str) -> int:
    """Return how many labels a text mentions, in whatever form: by the beginning of their longest word."""
    words = (max(label.casefold().split(), key=len) for label in labels)
    return sum(word[: max(4, len(word) - 2)] in text for word in words)


def menu(tree: LexborHTMLParser) -> frozenset[str]:
    """Return what the links of a site's menus are called, letters and digits only."""
    links = tree.css("nav a, header a")[:_MOST_MENU]
    return frozenset(headline.bare(link.text(deep=True)) for link in links) - {""}


def _group(node: LexborNode, label: str) -> int | None:
    """Return the identity of the element that holds a chip and its neighbours: it says more than the chip.

    None if it says so much more that the chip is a link in a sentence.
    """
    parent = node.parent
    around = ""
    while parent is not None and parent.parent is not None and (around := html.line(parent.text(deep=True))) == label:
        parent = parent.parent
    if parent is None or (parent.tag == "p" and _beside_links(parent, around) > _SENTENCE):
        return None
    return parent.mem_id


def _beside_links(node: LexborNode, text: str) -> int:
    return len(text) - sum(len(link.text(deep=True)) for link in node.css("a"))


def times(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield what dates the page shows near its article, likeliest first: an attribute before the text."""
    title = tree.css_first("title")
    if title is not None and (dated := _TITLE_DATE.search(title.text(deep=True))):
        yield dated[1]
    for selector in _TIMES:
        for node in tree.css(selector)[:4]:
            if is_elsewhere(node):
                continue
            attributes = node.attributes
            shown = node.text(deep=True, separator=" ")
            for text in (attributes.get("datetime"), attributes.get("content"), shown, _with_hour(node, shown)):
                if text and len(text) < _TIME_LENGTH:
                    yield text


def _with_hour(node: LexborNode, shown: str) -> str:
    """Return the day that an element shows with the hour that stands beside it, "" if it has one or none does."""
    around = node.parent.text(deep=True, separator=" ") if node.parent is not None else ""
    if _HOUR.search(shown) or not shown.strip() or len(around) >= _TIME_LENGTH:
        return ""
    hour = _HOUR.search(around)
    return f"{shown.strip()} {hour[0]}" if hour else ""


def is_elsewhere(node: LexborNode, *, but: bool = False) -> bool:
    """Tell whether an element stands in what surrounds an article on its page, or is about others."""
    parent: LexborNode | None = node
    while parent is not None and not but:
        if parent.tag in _ELSEWHERE_TAGS or _ELSEWHERE.search(parent.attributes.get("class") or ""):
            return parent.tag not in ("body", "html", "main")
        parent = parent.parent
    return False
