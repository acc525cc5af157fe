"""Mistyped words, and the words of a vocabulary that were meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.language import spelling

KNOWN = {"землетрясение": 40, "банк": 90, "банка": 3, "футбол": 50, "алматы": 200, "мұнай": 9, "earthquake": 7}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("землетресение", "землетрясение"),
        ("землятресение", "землетрясение"),
        ("фудбол", "футбол"),
        ("футблл", "футбол"),
        ("уфтбол", "футбол"),
        ("алмати", "алматы"),
        ("earthqake", "earthquake"),
        ("банк", None),
        ("Алматы", None),
        ("бонк", "банк"),
        ("кот", None),
        ("совсемдругое", None),
    ],
)
def test_the_nearest_known_word_is_meant(written: str, meant: str | None) -> None:
    assert spelling.nearest(written, KNOWN) == meant


def test_words_hardly_ever_met_are_no_vocabulary() -> None:
    assert spelling.vocabulary(["Банк и нефть", "Банк банк газета"]) == {"банк": 3}


def test_only_what_is_mistyped_is_put_right() -> None:
    assert spelling.corrected("фудбол в Алматы", KNOWN) == "футбол в Алматы"
    assert spelling.corrected("футбол в Алматы", KNOWN) is None


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    spelling.corrected(text, KNOWN)
