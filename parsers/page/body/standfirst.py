"""The sentences between a headline and its article, which finders of text take for a part of the headline."""

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers.page import headline, html
from parsers.page.html import Block

# What designers call it: the words of a class, in the languages whose publishers name their classes in them.
_CALLED = re.compile(
    r"(?:^|[-_ ])(?:lead|leadtext|lede|standfirst|teaser|intro|introduction|dek|deck|summary|synopsis|excerpt|preamble"
    r"|sub-?(?:title|line|head|headline|heading)s?|speakable|perex|ingress|chapo|chapeau|abstract|vorspann"
    r"|entradilla|bajada|epigraph|subtitulo|sommario|catenaccio|manchet|lid|anons|announce)(?:$|[-_ \d])",
    re.IGNORECASE,
)
_PLACES = "h1, h2, h3, p, div, span"
# Nothing that stands between a headline and its text is further from it.
_MOST_PLACES = 2_000
_SHORTEST, _LONGEST = 30, 1_000
# Elements hold each other: the same letters may be read at each depth.
_MOST_READ = 2_000_000
# Letters and digits that tell one text from another.
_TELLING = 40
_NEVER_IN = frozenset(["nav", "aside", "footer", "figure", "figcaption", "a", "button"])


def find(tree: LexborHTMLParser, description: str, lines: Sequence[Block]) -> str:
    """Return the standfirst that the page shows and the lines of its article lack; "" if there is none.

    It is what the page describes itself by, where that is shown anywhere; else what stands between the headline and the
    first line, and is called one of the names that standfirsts have.
    """
    known = headline.bare(" ".join(line.text for line in lines))
    described = headline.bare(description)
    nodes = tree.css(_PLACES)[:_MOST_PLACES]
    if len(described) >= _TELLING and described[:_TELLING] not in known:
        shown = (_shown(node, described) for node in nodes)
        if text := next(filter(None, shown), ""):
            return text
    return _called(nodes, headline.bare(lines[0].text)[:_TELLING], known) if lines else ""


def _shown(node: LexborNode, described: str) -> str:
    """Return the whole text of an element that begins as the description does and is hardly longer; else ""."""
    own = headline.bare(node.text(deep=False)[: 2 * _TELLING])[: _TELLING // 2]
    if len(own) < _TELLING // 2 or not described.startswith(own) or not _is_text(node):
        return ""
    text = html.line(node.text(deep=True))
    bare = headline.bare(text)
    return text if bare[:_TELLING] == described[:_TELLING] and len(text) <= _LONGEST else ""


def _called(nodes: Sequence[LexborNode], first: str, known: str) -> str:
    """Return the first text behind the headline that is called a standfirst, if the first line follows it."""
    behind = False
    found = ""
    read = 0
    if not any(_CALLED.search(called) for node in nodes if (called := node.attributes.get("class"))):
        return ""
    for node in nodes:
        is_called = not found and bool(_CALLED.search(node.attributes.get("class") or ""))
        if node.tag == "h1":
            behind = True
        elif behind and (is_called or node.tag in ("p", "div")):
            text = html.line(node.text(deep=True))
            bare = headline.bare(text[:_LONGEST])
            if bare.startswith(first):
                return found
            if is_called and _is_text(node) and _fits(text, bare, known) and first not in bare:
                found = text if node.css_first("img, picture, video, figcaption") is None else ""
            read += len(text)
            if read > _MOST_READ:
                break
    return ""


def _fits(text: str, bare: str, known: str) -> bool:
    return _SHORTEST <= len(text) <= _LONGEST and bare not in known


def _is_text(node: LexborNode) -> bool:
    """Say whether an element may hold sentences of the article: it is no link, caption, or part of a list of others."""
    parent: LexborNode | None = node
    while parent is not None:
        if parent.tag in _NEVER_IN:
            return False
        parent = parent.parent
    return True
