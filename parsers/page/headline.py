"""Which of the titles that a page gives itself is its headline. Knows no markup but headings, and no publisher."""

import re
from collections.abc import Collection, Iterable, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers.page import html
from parsers.text import character_references

# What most of a page's own accounts of its headline agree on; weighed on 189 pages of 136 publishers.
_WEIGHTS = {"headline": 3.0, "ogtitle": 2.0, "heading": 1.5, "twittertitle": 0.5, "title": 0.5}
# Shorter titles are a site's or a section's; search engines have longer ones cut off.
_SHORTEST = 20
_CUT = 100
_HEADINGS = "h1 *, h2, h2 *"
_MOST_HEADINGS = 200
_SEPARATOR = re.compile(r"(?<!\s)\s++(?:[|–—·•»:-]++\s++|\|\s*+)|\|\s*+")
_SIGNS = re.compile(r"\W")


def headline(tree: LexborHTMLParser, said: Mapping[str, str], publishers: Collection[str]) -> str:
    """Return the headline; empty if there is none.

    `said` is what the page's structured data call it, by "headline" (JSON-LD) and the names of meta tags, letters only.
    Most of them decide, with the first heading and the page's title. But where the title for sharing is the one that
    stands on the page as a heading, or next to its kicker, the others were written for search engines.
    """
    *headings, title = shown(tree)
    whole = {name: html.line(text) for name, text in said.items()}
    whole["heading"] = next(iter(headings), "")
    whole["title"] = title
    titles = {
        name: without_publisher(text, publishers, [*headings, *(other for other in whole.values() if other != text)])
        for name, text in whole.items()
    }
    titles = {name: _uncut(title, titles.values()) for name, title in titles.items()}
    winner = _elected(titles)
    shared = titles.get("ogtitle", "")
    shortened = (title for title in (shared, titles.get("headline", "")) if _begins(title, winner))
    return next(shortened, shared if shared != winner and _is_shown(shared, tree) else winner)


def shown(tree: LexborHTMLParser) -> list[str]:
    """Return the first headings of a page and, last, its title, which may be empty."""
    headings = (_text(node) for node in tree.css("h1")[:4])
    title = next((node for node in tree.css("title")[:_MOST_HEADINGS] if _is_of_page(node)), None)
    return [*filter(None, headings), _text(title)]


def _is_of_page(title: LexborNode) -> bool:
    """Say whether a title is the page's, and not that of a picture drawn in it."""
    return title.parent is not None and title.parent.tag in ("head", "body", "html")


def _text(node: LexborNode | None) -> str:
    return html.line(character_references.resolved(node.text(deep=True))) if node is not None else ""


def _elected(titles: Mapping[str, str]) -> str:
    votes: dict[str, float] = {}
    spelled: dict[str, str] = {}
    for name, title in titles.items():
        if key := bare(title):
            votes[key] = votes.get(key, 0.0) + _WEIGHTS.get(name, 0.1)
            spelled.setdefault(key, title)
    return spelled[max(votes, key=votes.__getitem__)] if votes else ""


def _uncut(title: str, others: Iterable[str]) -> str:
    """Return the title that this one was cut off from, if there is one: search engines want them short."""
    head = title.removesuffix("…").removesuffix("...").rstrip()
    if head == title or len(head) < _SHORTEST:
        return title
    return next(
        (other for other in others if len(other) > len(head) and other.startswith(head) and other != title), title
    )


def _begins(title: str, longer: str) -> bool:
    """Say whether the longer title is this one with words added, and this one not merely cut off."""
    whole = _SHORTEST <= len(title) < min(_CUT, len(longer)) and not title.endswith(("...", "…"))
    return whole and longer.startswith(title) and not longer[len(title)].isalnum()


def _is_shown(title: str, tree: LexborHTMLParser) -> bool:
    """Say whether a title is the whole text of a heading, or of a part of one."""
    key = bare(title) if len(title) >= _SHORTEST else ""
    return bool(key) and any(bare(node.text(deep=True)) == key for node in tree.css(_HEADINGS)[:_MOST_HEADINGS])


def is_longer(title: str, other: str) -> bool:
    """Say whether a title is the other with words added before or behind it."""
    longer, shorter = bare(title), bare(other)
    return len(other) >= _SHORTEST and longer != shorter and (longer.startswith(shorter) or longer.endswith(shorter))


def without_publisher(title: str, publishers: Collection[str], headings: Iterable[str] = ()) -> str:
    """Return the title without the " | Publisher" that a page appends or puts first: by its names, or by a heading."""
    own = set(map(bare, publishers)) - {""}
    for found in _SEPARATOR.finditer(title):
        head, tail = title[: found.start()], title[found.end() :]
        if head and (head in headings or bare(tail) in own):
            return head
        if bare(head) in own and len(tail) >= _SHORTEST:
            return tail
    return title


def bare(text: str) -> str:
    """Return only the letters and digits of a text, in one case: what two spellings of a name have in common."""
    return _SIGNS.sub("", text).casefold()
