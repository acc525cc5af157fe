"""Writes `storage/stories/clustering/data/embedding.toml`, what texts share: `python -m benchmarks.tune_meaning DATA`.

The averages are those of what this repository has, our own week and day and the saved pages of the tests, and for
Russian also of the whole texts and the training headlines of DATA, half and half. The common directions are those of
titles in its training addresses. No label is looked at.
"""

import argparse
import json
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from benchmarks import pairs
from storage.stories.clustering import embedding

FILE = Path("storage/stories/clustering/data/embedding.toml")
PAGES = Path("tests/pages")
PARTS = 10_000
# With 4 or 8 directions taken away, addresses and whole texts are told apart best (cross-validated).
DIRECTIONS = 4
ADDRESSES = 1000
HEADLINES = 400
_ABOUT = """\
# What all texts have in common, which tells nothing: it is taken from every vector before two are compared
# (storage/stories/clustering/embedding.py). Written by benchmarks/tune_meaning.py, in ten-thousandths.
"""


def own() -> Iterator[tuple[str, str, str]]:
    """The language, the title and the words after it of each article that this repository has."""
    for path in (pairs.WEEK, pairs.DAY):
        for article in pairs.own(path)[0]:
            yield article.language, *embedding.beginning(article)
    for file in sorted(PAGES.glob("*/*.json")):
        result = json.loads(file.read_text(encoding="utf-8")).get("result")
        if isinstance(result, dict) and result.get("language"):
            yield result["language"], result["title"], result["lead"]


def average(texts: Iterable[str]) -> np.ndarray:
    """The average of what the model says of texts, each taken once."""
    return np.asarray(np.mean([embedding.embedding(each) for each in dict.fromkeys(texts)], axis=0))


def averages(texts: Iterable[tuple[str, str]], others: Iterable[str]) -> dict[str, np.ndarray]:
    """The average of each language, and the average of these for all others; `others` are more texts in Russian."""
    found = defaultdict(list)
    for language, text in texts:
        found[language].append(text)
    known = {language: average(found[language]) for language in sorted(found)}
    known["ru"] = (known["ru"] + average(others)) / 2
    return known | {"other": np.mean(list(known.values()), axis=0)}


def directions(folder: Path) -> np.ndarray:
    """The directions in which titles differ most, whatever they tell."""
    labelled = pairs.slugs(folder, "train")[:ADDRESSES]
    titles = dict.fromkeys(pairs.cyrillic(each.title) for pair in labelled for each in (pair.one, pair.other))
    vectors = np.array([embedding.embedding(title) for title in titles])
    return np.asarray(np.linalg.svd(vectors - vectors.mean(axis=0), full_matrices=False)[2][:DIRECTIONS])


def written(numbers: Iterable[float]) -> str:
    """A list of numbers as the file has it."""
    text = ", ".join(str(round(float(each) * PARTS)) for each in numbers)
    return f"[\n{textwrap.indent(textwrap.fill(text, 110), '    ')},\n]"


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("data", type=Path)
    folder = parser.parse_args().data
    full = [each for pair in pairs.full(folder) for each in (pair.one, pair.other)]
    headlines = [each for pair in pairs.headlines(folder)[::2][:HEADLINES] for each in (pair.one, pair.other)]
    sections = {
        "text": averages(
            ((language, embedding.together(*text)) for language, *text in own()),
            (embedding.together(*embedding.beginning(each)) for each in full),
        ),
        "title": averages(((language, title) for language, title, _ in own()), (each.title for each in headlines)),
    }
    common = ",\n".join(map(written, directions(folder)))
    lines = [_ABOUT, f"common = [{common}]\n"]
    for kind, known in sections.items():
        lines += [f"\n[{kind}]\n", *(f"{language} = {written(numbers)}\n" for language, numbers in known.items())]
    FILE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
