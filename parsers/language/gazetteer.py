"""The tags that come with Svodka (data/tags.txt) and the places among them a text names; no database."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

from parsers.article import TagKind
from parsers.language import names


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A tag of the list: its label, kind, and how closely a place tells where something happened."""

    label: str
    kind: TagKind
    scope: str = ""
    """For a place: "city", "region", "everywhere" or nothing (a country)."""


def stems(text: str) -> str:
    """A name without its cases, words in their order: в Алматинской области -> алматинск област."""
    return " ".join(map(names.stem, names.spelled(text)))


@cache
def known() -> dict[str, Known]:
    """The tags of the list by the stems of each of their names."""
    found: dict[str, Known] = {}
    text = resources.files("parsers.language").joinpath("data/tags.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        heading, _, rest = line.partition(":")
        kind, _, scope = heading.partition(" ")
        labels = [label.strip() for label in rest.split("|")]
        for label in labels:
            found.setdefault(stems(label), Known(label=labels[0], kind=TagKind(kind), scope=scope))
    return found


@cache
def _openings() -> dict[str, list[tuple[list[str], Known]]]:
    """The known names by their first stem, longest first: the stems that follow, and the tag."""
    found: dict[str, list[tuple[list[str], Known]]] = {}
    for name in sorted(known(), key=lambda name: (-name.count(" "), name)):
        first, *rest = name.split(" ")
        found.setdefault(first, []).append((rest, known()[name]))
    return found


def find(text: str) -> tuple[Known, ...]:
    """The tags of the list that a text names. A place begins with a capital, unless the text has none at all."""
    plain = text.islower()
    words = names.spelled(text)
    stemmed = list(map(names.stem, words))
    openings = _openings()
    found: dict[Known, None] = {}
    for at in [at for at, stem in enumerate(stemmed) if stem in openings]:
        for rest, tag in openings[stemmed[at]]:
            if rest and stemmed[at + 1 : at + 1 + len(rest)] != rest:
                continue
            if plain or words[at][0].isupper() or tag.kind is TagKind.SUBJECT:
                found[tag] = None
    return tuple(found)


def places(text: str) -> frozenset[str]:
    """The cities and regions a text names, as "city Алматы"; countries tell too little of where."""
    return frozenset(f"{tag.scope} {tag.label}" for tag in find(text) if tag.scope in {"city", "region"})
