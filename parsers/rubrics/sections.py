"""The rubric that a publisher gives an article itself: by its section, the parts of its address, its tags."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Final
from urllib.parse import urlsplit

from parsers.language import names
from parsers.rubrics.rubric import Rubric

_HEADING: Final = re.compile(r"\[(\w+)\]")
_PART: Final = re.compile(r"[^\W_]+(?:[-_][^\W_]+)*")
_BETWEEN: Final = re.compile(r"[\W_]+")
# Deeper parts of an address are slugs; longer ones are headlines.
_DEEPEST: Final = 4
_LONGEST: Final = 40


def named(section: str, url: str = "", tags: Iterable[str] = ()) -> Rubric | None:
    """Return the rubric by a section's name, else by an address, else by a tag; None where they name none.

    A tag says only what an article touches: it counts where no other tag names another rubric.
    """
    found = _of_words(section) or next(filter(None, map(_of_words, reversed(_parts(url)))), None)
    if found is not None:
        return found
    tagged = {rubric for tag in tags if (rubric := _of_words(tag)) is not None}
    return tagged.pop() if len(tagged) == 1 else None


def _parts(url: str) -> list[str]:
    """Return what of an address may name a section: its folders, and a name before its host's own."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.").split(".")
    except ValueError:
        return []
    folders = [part for part in parts.path.split("/")[1:-1][:_DEEPEST] if len(part) <= _LONGEST]
    return [*host[:-2], *folders]


@lru_cache(maxsize=8_192)
def _of_words(text: str) -> Rubric | None:
    """Return the rubric of a name as a whole, else of its first word that names one ("Экономика и бизнес")."""
    whole = _folded(text)
    if (rubric := _exactly(whole)) is not None:
        return rubric
    words = [_folded(part) for part in _BETWEEN.split(text) if part]
    if not 0 < len(words) <= _DEEPEST:
        return None
    return next(filter(None, map(_exactly, words)), None)


def _exactly(folded: str) -> Rubric | None:
    exact, beginnings = _words()
    if folded in exact:
        return exact[folded]
    return next((rubric for start, rubric in beginnings.items() if folded.startswith(start)), None)


@cache
def _words() -> tuple[Mapping[str, Rubric], Mapping[str, Rubric]]:
    exact: dict[str, Rubric] = {}
    beginnings: dict[str, Rubric] = {}
    text = resources.files("parsers.rubrics").joinpath("data", "sections.txt").read_text(encoding="utf-8")
    rubric = Rubric.SOCIETY
    for line in text.splitlines():
        if heading := _HEADING.fullmatch(line.strip()):
            rubric = Rubric(heading[1])
        elif not line.startswith("#"):
            for word in line.split():
                (beginnings if word.endswith("*") else exact).setdefault(_folded(word), rubric)
    return exact, beginnings


def _folded(text: str) -> str:
    return "".join(names.fold(part) for part in _PART.findall(text.casefold().replace("_", "-").replace("-", " ")))
