"""The JSON-LD of a page: its objects flattened, and the one that is the article. Judges no value."""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from parsers import canonical_url
from parsers.page import headline
from parsers.text import character_references, json_repair, plain_text

Node = dict[str, Any]
_Rank = tuple[bool, bool, bool, float]

# What schema.org calls an article, best first; anything that ends so ("MyNewsArticle") counts too.
_ARTICLES = ("NewsArticle", "Article", "BlogPosting", "LiveBlogPosting", "VideoObject", "WebPage")
# What ranks lower is the page around an article, or a film in it.
_LEAST_ARTICLE = 9.0
# So many letters and digits in common are no chance.
_TELLING = 15
_MAX_OBJECTS = 2_000
# The time since 1970 in nanoseconds has nineteen digits.
_LATEST_NUMBER = 1e19
_DATE_IN_RUINS = re.compile(r"""["']datePublished["']\s{0,9}:\s{0,9}["']([^"'<>\\]{8,40})["']""")


def objects(tree: LexborHTMLParser) -> list[Node]:
    """Return every JSON-LD object of the page, outer ones first; what is not JSON is passed over."""
    found: list[Node] = []
    for script in tree.css('script[type*="ld+json"]'):
        for node in _walk(json_repair.values(script.text(deep=True))):
            found.append(node)
            if len(found) >= _MAX_OBJECTS:
                return found
    return found


def kinds(node: Node) -> tuple[str, ...]:
    """Return the types of an object."""
    return tuple(kind.rsplit("/", 1)[-1] for kind in strings(node.get("@type")))


def article(nodes: list[Node], *own: str, titles: Iterable[str] = ()) -> Node:
    """Return the object that describes the page's article; empty if none does.

    Args:
        nodes: the objects of the page, in its order.
        own: the page's addresses. An object with another one, under a headline that the page does not show, is about
            another article: pages carry those of their neighbours and of what is read most.
        titles: what the page calls itself.
    """
    best: Node = {}
    best_rank: _Rank = (False, False, False, 0.0)
    pages, shown = _pages(own), {headline.bare(title) for title in titles} - {""}
    for node in nodes:
        rank = _ranked(node, pages, shown)
        if rank is not None and rank > best_rank:
            best, best_rank = node, rank
    return best


def _ranked(node: Node, pages: AbstractSet[str], shown: AbstractSet[str]) -> _Rank | None:
    """Return how likely an object is the page's article; None if it is no article, or another one."""
    kind = max((_rank(kind) for kind in kinds(node)), default=0.0)
    named = _pages(address for key in ("url", "@id", "mainEntityOfPage") for address in addresses(node.get(key)))
    here = not pages.isdisjoint(named)
    titled = _is_shown(next(iter(strings(node.get("headline"))), ""), shown)
    elsewhere = bool(pages and named) and not here
    if not kind or (elsewhere and shown and "headline" in node and not titled):
        return None
    return kind > _LEAST_ARTICLE, here, titled, kind + ("headline" in node) + ("datePublished" in node)


def _pages(addresses: Iterable[str]) -> set[str]:
    """Return the keys of those addresses that are of a page, and not of a site or a part of one."""
    keys = (canonical_url.key(address) for address in addresses if address.startswith(("http://", "https://")))
    return {key for key in keys if "/" in key or "?" in key}


def _rank(kind: str) -> float:
    for place, name in enumerate(_ARTICLES):
        if kind.endswith(name):
            return 10.0 - place * (3.0 if place > 2 else 0.1)
    return 0.0


def _is_shown(title: str, shown: AbstractSet[str]) -> bool:
    """Say whether a headline is one of the titles that a page shows, or one of them is the other with words added."""
    key = headline.bare(title)
    begun = (key[:length] == other[:length] for other in shown if (length := min(len(key), len(other))) >= _TELLING)
    return key in shown or any(begun)


def strings(value: object) -> list[str]:
    """Return the texts of a value that may be a string, a list of them, or absent; without the tags that some have."""
    return [plain_text.of_anything(text) for text in _raw(value)]


def dates(value: object) -> list[str]:
    """Return what a value says of a time: a text, the seconds since 1970 as a number, a typed value, a list of them."""
    found: list[str] = []
    for part in value if isinstance(value, list) else [value]:
        said = part.get("@value") if isinstance(part, dict) else part
        if isinstance(said, int | float) and not isinstance(said, bool) and 0 < said < _LATEST_NUMBER:
            said = str(int(said))
        found += strings(said)
    return found


def dates_in_ruins(tree: LexborHTMLParser) -> list[str]:
    """Return the time of publication that JSON-LD names which nothing mends, if it names one only."""
    scripts = (script.text(deep=True) for script in tree.css('script[type*="ld+json"]'))
    ruins = (script for script in scripts if not json_repair.values(script))
    named = {found for script in ruins for found in _DATE_IN_RUINS.findall(script)}
    return list(named) if len(named) == 1 else []


def _raw(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str) and text.strip()]


def names(value: object) -> list[str]:
    """Return the names of a value that may be texts, objects with a name, or a list of both."""
    found: list[str] = []
    for part in value if isinstance(value, list) else [value]:
        found += strings(part.get("name") or part.get("alternateName")) if isinstance(part, dict) else strings(part)
    return found


def addresses(value: object) -> list[str]:
    """Return the addresses of a value that may be texts, image objects, or a list of both."""
    found: list[str] = []
    for part in value if isinstance(value, list) else [value]:
        text = (part.get("url") or part.get("contentUrl") or part.get("@id")) if isinstance(part, dict) else part
        found += map(character_references.resolved, _raw(text))
    return found


def _walk(value: object) -> Iterator[Node]:
    """Yield the objects of a parsed text, outer before inner, without recursion."""
    queue = [value]
    for current in queue:
        if isinstance(current, dict):
            yield current
            queue += [inner for inner in current.values() if isinstance(inner, dict | list)]
        elif isinstance(current, list):
            queue += [inner for inner in current if isinstance(inner, dict | list)]
