"""The JSON-LD of a page: its objects flattened, and the one that is the article. Judges no value."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

Node = dict[str, Any]

# What schema.org calls an article, best first; anything that ends so ("MyNewsArticle") counts too.
_ARTICLES = ("NewsArticle", "Article", "BlogPosting", "LiveBlogPosting", "VideoObject", "WebPage")
_MAX_OBJECTS = 2_000


def objects(tree: LexborHTMLParser) -> list[Node]:
    """Return every JSON-LD object of the page, outer ones first; what is not JSON is passed over."""
    found: list[Node] = []
    for script in tree.css('script[type*="ld+json"]'):
        for node in _walk(_load(script.text(deep=True))):
            found.append(node)
            if len(found) >= _MAX_OBJECTS:
                return found
    return found


def kinds(node: Node) -> tuple[str, ...]:
    """Return the types of an object."""
    return tuple(kind.rsplit("/", 1)[-1] for kind in strings(node.get("@type")))


def article(nodes: list[Node], url: str = "") -> Node:
    """Return the object that describes the page's article; empty if none does."""
    best: Node = {}
    best_rank = 0.0
    for node in nodes:
        rank = max((_rank(kind) for kind in kinds(node)), default=0.0)
        if rank:
            rank += ("headline" in node) + ("datePublished" in node) + (bool(url) and url in str(node.get("url")))
        if rank > best_rank:
            best, best_rank = node, rank
    return best


def _rank(kind: str) -> float:
    for place, name in enumerate(_ARTICLES):
        if kind.endswith(name):
            return 10.0 - place * (3.0 if place > 2 else 0.1)
    return 0.0


def strings(value: object) -> list[str]:
    """Return the texts of a value that may be a string, a list of them, or absent."""
    values = value if isinstance(value, list) else [value]
    return [html.unescape(text) for text in values if isinstance(text, str) and text.strip()]


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
        found += (
            strings(part.get("url") or part.get("contentUrl") or part.get("@id"))
            if isinstance(part, dict)
            else strings(part)
        )
    return found


def _load(text: str) -> object:
    text = re.sub(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\]\]>|\]\]>|;)\s*$", "", text).strip()
    for repaired in (text, re.sub(r",\s*([}\]])", r"\1", text)):
        try:
            return json.loads(repaired, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _walk(value: object) -> Iterator[Node]:
    """Yield the objects of a parsed text, outer before inner, without recursion."""
    queue = [value]
    for current in queue:
        if isinstance(current, dict):
            yield current
            queue += [inner for inner in current.values() if isinstance(inner, dict | list)]
        elif isinstance(current, list):
            queue += [inner for inner in current if isinstance(inner, dict | list)]
