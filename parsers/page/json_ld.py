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
_TYPE = re.compile(
    r"@type[\"']?\s{0,9}:\s{0,9}\[?\s{0,9}[\"']?(?:https?://schema\.org/)?(\w{0,40}(?:Article|Posting))\b"
)
_DATE = re.compile(r"datePublished[\"']?\s{0,9}:\s{0,9}[\"']?([^\"'\s,}\]][^\"',}\]\n]{7,60})")
# Where JSON-LD, and databases that write JSON, put a date that has a type.
_VALUES = ("@value", "value", "$date", "date")
# How JSON-LD wraps what is a value, or a list of them.
_WRAPPERS = ("@value", "@list", "@set")
_NAMESPACE = re.compile(r"^(?:https?://(?:www\.)?schema\.org/|schema:)")
# What is written about an article, or in it later on.
_PARTS = frozenset({"citation", "comment", "comments", "hasPart", "isBasedOn", "liveBlogUpdate", "review"})
_DEEPEST = 4
_MOST_DATES = 10
_LARGEST = 1e20


def objects(tree: LexborHTMLParser) -> list[Node]:
    """Return every JSON-LD object of the page, outer ones first; what is not JSON is passed over.

    Of what cannot be mended the type and the date are kept, if all such scripts of the page name the same one.
    """
    found: list[Node] = []
    ruins: list[Node] = []
    for script in tree.css('script[type*="ld+json"]'):
        text = script.text(deep=True)
        values = json_repair.values(text)
        ruins += [] if values else _salvaged(text)
        for node in _walk(values):
            found.append(node)
            if len(found) >= _MAX_OBJECTS:
                return found
    return found + (ruins[:1] if len({node["datePublished"] for node in ruins}) == 1 else [])


def _salvaged(text: str) -> list[Node]:
    kind, said = _TYPE.search(text), {found[1] for found in _DATE.finditer(text)}
    return [{"@type": kind[1], "datePublished": said.pop()}] if kind and len(said) == 1 else []


def kinds(node: Node) -> tuple[str, ...]:
    """Return the types of an object."""
    return tuple(kind.rpartition("/")[2].rpartition(":")[2] for kind in strings(node.get("@type")))


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
    kind = max((_rank(kind) for kind in kinds(node)), default=0.0 if "@type" in node else _rank_untyped(node))
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
        if kind.lower().endswith(name.lower()):
            return 10.0 - place * (3.0 if place > 2 else 0.1)
    return 0.0


def _rank_untyped(node: Node) -> float:
    """Take what has a headline and a date for an article whose type was forgotten, if no other is one."""
    return 1.0 if {"headline", "datePublished"} <= node.keys() else 0.0


def _is_shown(title: str, shown: AbstractSet[str]) -> bool:
    """Say whether a headline is one of the titles that a page shows, or one of them is the other with words added."""
    key = headline.bare(title)
    begun = (key[:length] == other[:length] for other in shown if (length := min(len(key), len(other))) >= _TELLING)
    return key in shown or any(begun)


def strings(value: object) -> list[str]:
    """Return the texts of a value that may be a string, a list of them, or absent; without the tags that some have."""
    return [plain_text.of_anything(text) for text in _raw(value)]


def _raw(value: object) -> list[str]:
    return [text for text in _parts(value) if isinstance(text, str) and text.strip()]


def _parts(value: object) -> list[Any]:
    """Return the values that one is made of, without the wrapping that JSON-LD may put around it and them."""
    for _ in range(_DEEPEST):
        if isinstance(value, dict):
            value = next((value[name] for name in _WRAPPERS if name in value), [value])
        values = value if isinstance(value, list) else [value]
        value = [inner for one in values for inner in (one if isinstance(one, list) else [one])]
        if len(value) != 1 or not (isinstance(value[0], dict) and any(name in value[0] for name in _WRAPPERS)):
            break
        value = value[0]
    values = value if isinstance(value, list) else [value]
    return [
        next((one[name] for name in _WRAPPERS if name in one), one) if isinstance(one, dict) else one for one in values
    ]


def dates(value: object, *, deep: int = _DEEPEST) -> list[str]:
    """Return the dates of a value as texts: it may be a text, seconds or milliseconds, an object, or a list of them."""
    if isinstance(value, str):
        return [character_references.resolved(value)] if value.strip() else []
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [f"{value:.0f}"] if abs(value) < _LARGEST else []
    if not deep:
        return []
    if isinstance(value, dict):
        value = [value.get(name) for name in _VALUES]
    parts = value[:_MOST_DATES] if isinstance(value, list) else ()
    return [text for part in parts for text in dates(part, deep=deep - 1)]


def names(value: object) -> list[str]:
    """Return the names of a value that may be texts, objects with a name, or a list of both."""
    found: list[str] = []
    for part in _parts(value):
        found += _called(part) if isinstance(part, dict) else strings(part)
    return found


def _called(thing: Node) -> list[str]:
    given = [*strings(thing.get("givenName")), *strings(thing.get("familyName"))]
    return strings(thing.get("name") or thing.get("alternateName")) or ([" ".join(given)] if given else [])


def resolved(value: object, nodes: Iterable[Node]) -> object:
    """Return a value in which references to other objects of the page (`@id`) are these objects."""
    known = {str(node["@id"]): node for node in nodes if "@id" in node and len(node) > 1}
    parts = _parts(value)
    return [
        known.get(str(part.get("@id")), part) if isinstance(part, dict) and len(part) == 1 else part for part in parts
    ]


def addresses(value: object) -> list[str]:
    """Return the addresses of a value that may be texts, image objects, or a list of both."""
    found: list[str] = []
    for part in _parts(value):
        text = (part.get("url") or part.get("contentUrl") or part.get("@id")) if isinstance(part, dict) else part
        found += map(character_references.resolved, _raw(text))
    return found


def _walk(value: object) -> Iterator[Node]:
    """Yield the objects of a parsed text, outer before inner, without recursion; not those that are parts of others."""
    queue = [value]
    for current in queue:
        if isinstance(current, dict):
            node = {_NAMESPACE.sub("", name, count=1): inner for name, inner in current.items()}
            if "@type" not in node and "type" in node:
                node["@type"] = node["type"]
            yield node
            queue += [inner for name, inner in node.items() if isinstance(inner, dict | list) and name not in _PARTS]
        elif isinstance(current, list):
            queue += [inner for inner in current if isinstance(inner, dict | list)]
