"""The tags that come with Svodka (storage/data/tags.txt) and the places among them a text names; no database."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from parsers.article import TagKind
from storage import names

LONGEST = 4
"""How many words the longest known name may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A tag of the list: its label, kind, and how closely a place tells where something happened."""

    label: str
    kind: TagKind
    scope: str = ""
    """For a place: "city", "region", "everywhere" or nothing (a country)."""


def stems(text: str) -> str:
    """A name without its cases, words in their order: в Алматинской области -> алматинск област."""
    return " ".join(names.stem(match.group()) for match in names.words(text))


@cache
def known() -> dict[str, Known]:
    """The tags of the list by the stems of each of their names."""
    found: dict[str, Known] = {}
    text = resources.files("storage").joinpath("data/tags.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        heading, _, rest = line.partition(":")
        kind, _, scope = heading.partition(" ")
        labels = [label.strip() for label in rest.split("|")]
        for label in labels:
            found.setdefault(stems(label), Known(label=labels[0], kind=TagKind(kind), scope=scope))
    return found


def runs(text: str) -> Iterator[tuple[str, str]]:
    """Every run of up to `LONGEST` words of a text, longest first at each word: as written, and its stems."""
    matches = names.words(text)
    stemmed = [names.stem(match.group()) for match in matches]
    for at in range(len(stemmed)):
        for length in range(min(LONGEST, len(stemmed) - at), 0, -1):
            yield text[matches[at].start() : matches[at + length - 1].end()], " ".join(stemmed[at : at + length])


def find(text: str) -> tuple[Known, ...]:
    """The tags of the list that a text names. A place begins with a capital, unless the text has none at all."""
    plain = text.islower()
    found = (
        tag
        for written, run in runs(text)
        if (tag := known().get(run)) is not None and (plain or written[0].isupper() or tag.kind is TagKind.SUBJECT)
    )
    return tuple(dict.fromkeys(found))


def places(text: str) -> frozenset[str]:
    """The cities and regions a text names, by their labels; countries tell too little of where."""
    return frozenset(tag.label for tag in find(text) if tag.scope in {"city", "region"})
