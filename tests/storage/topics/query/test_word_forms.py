"""How well topics find word forms: lists of (topic, sentence, is it on the topic), written for this project.

Half of each list are hard negatives. The floors are what issues promise less nothing: a change that costs a hundredth
shows here first.
"""

from pathlib import Path

import pytest

from storage.topics.query import parser
from storage.topics.query.document import Document

LISTS = Path(__file__).parent / "word_forms"


@pytest.mark.parametrize(
    ("language", "at_least", "floor"),
    [("ru", 300, 0.98), ("kk", 150, 0.98)],
)
@pytest.mark.parametrize("declared", [True, False])
def test_topics_find_forms_and_nothing_else(language: str, at_least: int, floor: float, *, declared: bool) -> None:
    lines = (LISTS / f"{language}.tsv").read_text(encoding="utf-8").splitlines()
    triples = [line.split("\t") for line in lines]
    found = [
        parser.parse(topic).match(Document(title=sentence, language=language if declared else "")) is not None
        for topic, sentence, _ in triples
    ]
    expected = [answer == "yes" for _, _, answer in triples]
    right = sum(1 for hit, wanted in zip(found, expected, strict=True) if hit and wanted)
    wrong = [triple for triple, hit, wanted in zip(triples, found, expected, strict=True) if hit != wanted]

    assert len(triples) >= at_least
    assert 0.4 <= sum(expected) / len(expected) <= 0.6
    assert right / sum(found) >= floor, wrong
    assert right / sum(expected) >= floor, wrong
