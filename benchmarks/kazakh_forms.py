"""Word forms on the Universal Dependencies treebank of Kazakh: `python -m benchmarks.kazakh_forms FILE.conllu ...`.

The treebank (github.com/UniversalDependencies/UD_Kazakh-KTB, CC BY-SA 4.0) is not part of the project. A reader follows
the dictionary form of a noun, a name or an adjective; of its forms in the texts, how many are found (recall), and of
all words that are found for one of these, how many are forms of it (precision).
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

from parsers.language import lemmas

# What people follow: verbs are conjugated by other rules, and pronouns nobody follows.
_PARTS = frozenset({"NOUN", "PROPN", "ADJ"})
_SHOWN = 60


@dataclass(slots=True, kw_only=True)
class Score:
    """What was found of the forms of words, by form and dictionary form, with how often each was met."""

    forms: int = 0
    found: int = 0
    meetings: int = 0
    wrong: int = 0
    missed: Counter[tuple[str, str]] = field(default_factory=Counter)
    mistaken: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def recall(self) -> float:
        """Of the forms, the share that is found."""
        return self.found / self.forms

    @property
    def precision(self) -> float:
        """Of what is found, the share that was meant."""
        return 1 - self.wrong / self.meetings


def words(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the forms and dictionary forms of what people follow, from a CoNLL-U file; parts of words are left out."""
    for line in lines:
        columns = line.rstrip("\n").split("\t")
        if len(columns) == 10 and columns[0].isdigit() and columns[3] in _PARTS:
            form, lemma = lemmas.fold(columns[1]), lemmas.fold(columns[2])
            if form.isalpha() and lemma.isalpha() and len(lemma) > 1:
                yield form, lemma


def score(pairs: Iterable[tuple[str, str]]) -> Score:
    """Look every dictionary form of the pairs up in every form."""
    listed = list(pairs)
    known = {lemma for _, lemma in listed}
    result = Score()
    for form, lemma in listed:
        met = lemmas.forms(form, "kk") & known
        result.forms += 1
        result.found += lemma in met
        if lemma not in met:
            result.missed[form, lemma] += 1
        for other in met:
            result.meetings += 1
            if other != lemma:
                result.wrong += 1
                result.mistaken[form, other] += 1
    return result


def main() -> None:
    """Measure the treebank's files together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--show", action="store_true", help="what is missed and mistaken, the commonest first")
    arguments = parser.parse_args()
    pairs = [pair for path in arguments.files for pair in words(path.read_text(encoding="utf-8").splitlines())]
    result, console = score(pairs), Console()
    console.print(f"{result.forms} words: recall {result.recall:.4f}, precision {result.precision:.4f}")
    if arguments.show:
        for name, counts in (("missed", result.missed), ("mistaken", result.mistaken)):
            console.print(f"{name}:", ", ".join(f"{a} ({b}) {n}" for (a, b), n in counts.most_common(_SHOWN)))


if __name__ == "__main__":
    main()
