"""The tags that come with Svodka (data/tags.txt) and the places among them a text names; no database."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from parsers.article import TagKind
from parsers.language import homographs, names

_KAZAKH_CASE = re.compile(r"(?<=\w{3})(?:[дт][ае](?:ғы|гі)?|[днт][ае]н|[дтн]ың|[дтн]ің|ға|ге|қа|ке)$")


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
    for tag, label in _labels():
        found.setdefault(stems(label), tag)
    return found


@cache
def _labels() -> tuple[tuple[Known, str], ...]:
    """The tags of the list with each of their names."""
    found = []
    text = resources.files("parsers.language").joinpath("data/tags.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        heading, _, rest = line.partition(":")
        kind, _, scope = heading.partition(" ")
        labels = [label.strip() for label in rest.split("|")]
        tag = Known(label=labels[0], kind=TagKind(kind), scope=scope)
        found += [(tag, label) for label in labels]
    return tuple(found)


@cache
def _openings() -> dict[str, list[tuple[list[str], tuple[str, ...], Known]]]:
    """The known names by their first stem, longest first: the stems that follow, how it is written, and the tag."""
    written: dict[str, list[str]] = {}
    for tag, label in _labels():
        if known()[stems(label)] == tag:
            written.setdefault(stems(label), []).append(label)
    found: dict[str, list[tuple[list[str], tuple[str, ...], Known]]] = {}
    for name in sorted(known(), key=lambda name: (-name.count(" "), name)):
        first, *rest = name.split(" ")
        found.setdefault(first, []).append((rest, tuple(written[name]), known()[name]))
    return found


def find(text: str) -> tuple[Known, ...]:
    """The tags of the list that a text names. A place begins with a capital, unless the text has none at all.

    Of a name that other things have too its neighbours tell whether it means the place (parsers.language.homographs).
    """
    plain = text.islower()
    words = names.spelled(text)
    openings = _openings()
    stemmed = [_stem(word, openings) for word in words]
    met = [
        (at, rest, written, tag)
        for at in [at for at, stem in enumerate(stemmed) if stem in openings]
        for rest, written, tag in openings[stemmed[at]]
        if (not rest or stemmed[at + 1 : at + 1 + len(rest)] == rest)
        and (plain or words[at][0].isupper() or tag.kind is TagKind.SUBJECT)
        and (
            rest or plain or tag.kind is TagKind.SUBJECT or any(homographs.is_form(words[at], each) for each in written)
        )
    ]
    alone = {at for at, rest, _, tag in met if not rest and tag.kind is TagKind.PLACE}
    if plain or not alone:
        return tuple(dict.fromkeys(tag for *_, tag in met))
    reading = homographs.Reading(text)
    return tuple(
        dict.fromkeys(
            tag
            for at, rest, written, tag in met
            if rest
            or tag.kind is not TagKind.PLACE
            or reading.means_place(at, written[0], beside_place=not alone.isdisjoint(reading.listed(at)))
        )
    )


def _stem(word: str, known: Mapping[str, object]) -> str:
    """The stem of a word; of a Kazakh form of a known name, that name's: Алматыда, Шымкенттен."""
    stem = names.stem(word)
    if stem in known or not word[0].isupper():
        return stem
    bare = _KAZAKH_CASE.sub("", word)
    return shorter if bare != word and (shorter := names.stem(bare)) in known else stem


def places(text: str) -> frozenset[str]:
    """The cities and regions a text names, as "city Алматы"; countries tell too little of where."""
    return frozenset(f"{tag.scope} {tag.label}" for tag in find(text) if tag.scope in {"city", "region"})
